"""SQLite FTS5 from Python: `build INDEX VAULT`, then `all INDEX WORDS` or `phrase INDEX WORDS`."""

import sqlite3
import sys

_QUERY = """
    SELECT note.path, note.title, note.date FROM words JOIN note ON note.id = words.rowid
    WHERE words MATCH ? ORDER BY bm25(words, 3.0, 2.0, 1.0) LIMIT 10
"""


def build(index: str, vault: str) -> int:
    """Index every note; how many there were."""
    from benchmarks.peers.reading import notes

    database = sqlite3.connect(index)
    database.executescript(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, path, title, customer, date);"
        "CREATE VIRTUAL TABLE words USING fts5(title, customer, body, content='');"
    )
    count = 0
    with database:
        for count, note in enumerate(notes(vault), 1):
            database.execute(
                "INSERT INTO note VALUES (?, ?, ?, ?, ?)",
                (count, note.path, note.title, note.customer, note.date),
            )
            database.execute(
                "INSERT INTO words (rowid, title, customer, body) VALUES (?, ?, ?, ?)",
                (count, note.title, note.customer, note.body),
            )
    database.close()
    return count


def ask(index: str, query: str) -> int:
    """Print the ten best notes; how many were printed."""
    database = sqlite3.connect(index)
    hits = database.execute(_QUERY, (query,)).fetchall()
    database.close()
    for path, title, date in hits:
        print(date, title, path)
    return len(hits)


if __name__ == "__main__":
    how, index, *rest = sys.argv[1:]
    if how == "build":
        sys.exit(0 if build(index, *rest) else 1)
    # nothing found is an answer too: words are not stemmed here
    ask(index, f'"{" ".join(rest)}"' if how == "phrase" else " ".join(f'"{w}"' for w in rest))
