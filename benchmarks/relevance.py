"""How well the search ranks, on public test collections, beside other programs on the same texts.

Each document becomes a note (its title a heading), and each question is put to the very call that
`crm search` makes, with one setting for all collections. nDCG@10 and MAP, of the first 1,000.
"""

import argparse
import json
import math
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data" / "relevance"
DEPTH = 1000
TODAY = date(2026, 11, 22)

Ask = Callable[[str], Sequence[str]]
"""A question to the ids of documents, best first."""


@dataclass(frozen=True)
class Collection:
    """Documents as (title, rest) by id, questions by id, and which documents answer which question."""

    name: str
    documents: Mapping[str, tuple[str, str]]
    questions: Mapping[str, str]
    answers: Mapping[str, Mapping[str, int]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table; 1 if `crm` falls behind the best of the others anywhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the collections")
    parser.add_argument("names", nargs="*", help="collections; all in the folder if none is named")
    options = parser.parse_args(arguments)
    folders = sorted(f for f in options.data.glob("*") if (f / "qrels.txt").exists())
    chosen = [f for f in folders if not options.names or f.name in options.names]
    if not chosen:
        print(f"no collections in {options.data}; nothing was judged")
        return 0
    behind = False
    print(f"{'collection':<12}{'program':<28}{'nDCG@10':>8}{'MAP':>8}")
    for folder in chosen:
        collection = load(folder)
        ours, *others = [(name, judge(collection, ask)) for name, ask in programs(collection)]
        for name, (gain, precision) in (ours, *others):
            print(f"{collection.name:<12}{name:<28}{gain:>8.4f}{precision:>8.4f}", flush=True)
        best = [max(scores[n] for _, scores in others) for n in (0, 1)]
        behind |= any(own < other for own, other in zip(ours[1], best, strict=True))
    return int(behind)


def programs(collection: Collection) -> list[tuple[str, Ask]]:
    """`crm` first, then what else is installed."""
    found = [
        ("crm search", crm(collection)),
        ("SQLite FTS5, porter", fts5(collection)),
        ("plain Whoosh BM25F", whoosh(collection)),
    ]
    if find_spec("bm25s"):
        found.append(("bm25s, stemmed", bm25s(collection)))
    return found


def load(folder: Path) -> Collection:
    """A collection as it lies in a folder: docs.jsonl, queries.tsv, qrels.txt."""
    documents = {}
    for line in (folder / "docs.jsonl").read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        rest = [v for k, v in read.items() if k not in ("id", "title", "date") and v]
        documents[read["id"]] = (read.get("title", ""), "\n".join(rest))
    rows = (folder / "queries.tsv").read_text(encoding="utf-8").splitlines()
    answers: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        question, _, document, grade = line.split()
        if int(grade) > 0:
            answers.setdefault(question, {})[document] = int(grade)
    questions = dict(row.split("\t", 1) for row in rows)
    return Collection(folder.name, documents, questions, answers)


def judge(collection: Collection, ask: Ask) -> tuple[float, float]:
    """Mean nDCG@10 and mean average precision over all judged questions."""
    gains, precisions = [], []
    for question, good in collection.answers.items():
        found = ask(collection.questions[question])
        gain = sum(good.get(d, 0) / math.log2(n + 2) for n, d in enumerate(found[:10]))
        ideal = sorted(good.values(), reverse=True)[:10]
        gains.append(gain / sum(g / math.log2(n + 2) for n, g in enumerate(ideal)))
        held, precision = 0, 0.0
        for n, document in enumerate(found, 1):
            if document in good:
                held += 1
                precision += held / n
        precisions.append(precision / len(good))
    return sum(gains) / len(gains), sum(precisions) / len(precisions)


def crm(collection: Collection) -> Ask:
    """The call of `crm search`, on a vault of these documents."""
    from notes_crm.model.query.fields import Fields
    from notes_crm.model.query.line import parse
    from notes_crm.store.index import Index
    from notes_crm.store.vault import Vault

    folder = Path(tempfile.mkdtemp(prefix="relevance-"))
    (folder / "crm.toml").write_text("")
    for number, (title, rest) in collection.documents.items():
        (folder / f"{number}.md").write_text(f"# {title}\n\n{rest}\n", encoding="utf-8")
    index = Index(Vault(folder), Path(tempfile.mkdtemp(prefix="relevance-index-")))
    index.reconcile()
    paths = {row.id: row.path.removesuffix(".md") for row in index.facts.notes()}

    def ask(question: str) -> Sequence[str]:
        prose = re.sub(r'["()\[\]*]', " ", question)  # brackets and quotes mean nothing in prose
        found = index.search(parse(prose, Fields(TODAY)), TODAY, limit=DEPTH)
        return [paths[match.id] for match in found.notes]

    return ask


def fts5(collection: Collection) -> Ask:
    """SQLite FTS5 with its porter stemmer."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61')"
    )
    rows = ((number, *texts) for number, texts in collection.documents.items())
    database.executemany("INSERT INTO d VALUES (?, ?, ?)", rows)

    def ask(question: str) -> Sequence[str]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        sql = "SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT ?"
        return [row[0] for row in database.execute(sql, (words, DEPTH))]

    return ask


def whoosh(collection: Collection) -> Ask:
    """Whoosh as its manual shows it: a stemming analyser, BM25F, any of the words."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import ID, TEXT, Schema
        from whoosh.filedb.filestore import RamStorage
        from whoosh.qparser import MultifieldParser, OrGroup, plugins
    schema = Schema(
        id=ID(stored=True), title=TEXT(StemmingAnalyzer()), body=TEXT(StemmingAnalyzer())
    )
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for number, (title, rest) in collection.documents.items():
        writer.add_document(id=number, title=title, body=rest)
    writer.commit()
    parser = MultifieldParser(
        ["title", "body"], schema, plugins=[plugins.WhitespacePlugin()], group=OrGroup
    )
    searcher = index.searcher()

    def ask(question: str) -> Sequence[str]:
        words = " ".join(re.findall(r"\w+", question))
        return [hit["id"] for hit in searcher.search(parser.parse(words), limit=DEPTH)]

    return ask


def bm25s(collection: Collection) -> Ask:
    """bm25s with stemming and without stop words."""
    import bm25s as program
    import Stemmer

    stemmer, numbers = Stemmer.Stemmer("english"), list(collection.documents)
    index = program.BM25()

    def tokens(texts: list[str]) -> object:
        return program.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    index.index(tokens([" ".join(t) for t in collection.documents.values()]), show_progress=False)

    def ask(question: str) -> Sequence[str]:
        depth = min(DEPTH, len(numbers))
        found, _ = index.retrieve(tokens([question]), k=depth, show_progress=False)
        return [numbers[n] for n in found[0]]

    return ask


if __name__ == "__main__":
    sys.exit(main())
