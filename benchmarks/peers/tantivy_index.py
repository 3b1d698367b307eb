"""tantivy from Python: `build INDEX VAULT`, then `all INDEX WORDS` or `phrase INDEX WORDS`."""

import sys

import tantivy  # type: ignore[import-not-found]


def build(index: str, vault: str) -> int:
    """Index every note; how many there were."""
    from pathlib import Path

    from benchmarks.peers.reading import notes

    Path(index).mkdir()
    schema = tantivy.SchemaBuilder()
    for name in ("path", "date"):
        schema.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "customer"):
        schema.add_text_field(name, stored=True)
    schema.add_text_field("body", stored=False, index_option="position")
    writer = tantivy.Index(schema.build(), path=index).writer(num_threads=1)
    found = list(notes(vault))
    for note in found:
        writer.add_document(
            tantivy.Document(
                path=[note.path],
                date=[note.date],
                title=[note.title],
                customer=[note.customer],
                body=[note.body],
            )
        )
    writer.commit()
    writer.wait_merging_threads()
    return len(found)


def ask(index: str, query: str) -> int:
    """Print the ten best notes; how many were printed."""
    opened = tantivy.Index.open(index)
    searcher = opened.searcher()
    hits = searcher.search(opened.parse_query(query, ["title", "customer", "body"]), 10).hits
    for _, address in hits:
        note = searcher.doc(address)
        print(note["date"][0], note["title"][0], note["path"][0])
    return len(hits)


if __name__ == "__main__":
    how, index, *rest = sys.argv[1:]
    if how == "build":
        sys.exit(0 if build(index, *rest) else 1)
    # nothing found is an answer too
    ask(index, f'"{" ".join(rest)}"' if how == "phrase" else " ".join(f"+{w}" for w in rest))
