"""Words, in Whoosh: which notes hold them, best first.

Used as measured: always `supports_mmap=False` (its "mmap" copies every posting into memory at
each open), a fresh searcher per generation and never `refresh()`, one document per note per
writer, small segments merged once there are eight and large ones left alone. The index is
pickled, so it lives in the user's own cache directory and nowhere else.
"""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notes_crm.model.letters import fold_accents
from notes_crm.model.query.query import Query
from notes_crm.store.fulltext.asked import wanted_in
from notes_crm.store.fulltext.fields import Codec, Runs, packed, place_of, scan, schema
from notes_crm.store.fulltext.files import RecordedFiles, commit, give_up, write_to
from notes_crm.store.fulltext.marks import Marker, marker
from notes_crm.store.fulltext.reader import Reader
from notes_crm.store.fulltext.search import FactsOf, Search
from notes_crm.store.fulltext.words import analyser, chunks
from notes_crm.store.matches import Match, Matches

__all__ = ["Fulltext", "Match", "Matches", "Words", "fold_accents", "place_of"]

KEEP_SEGMENT = 2000
"""Segments of this many notes and more are never merged again."""
SMALL_SEGMENTS = 8
"""So many small segments are merged into one."""
OPEN_TRIES = 5
FIELDS = ("title", "headings", "body", "code")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one note: title and names, headings, and everything else.

    `body` are runs of lines, each with the code that `place_of` gives to where they stand.
    """

    id: int
    title: str
    headings: str
    body: Runs


class Fulltext:
    """The words of one vault; `folder` holds Whoosh's files."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        self._folder = folder
        self._languages = tuple(languages)
        self._schema = schema()

    def apply(
        self, notes: Iterable[Words], removed: Iterable[int] = (), *, fresh: bool = False
    ) -> None:
        """One commit: these notes anew, those gone. `fresh` says none of them was there before."""
        writer = write_to(self._open(create=True), Codec())
        try:
            with writer.searcher() as before:  # one for all: Whoosh would open one for each note
                for number in removed:
                    writer.delete_by_term("id", number, searcher=before)
                for words in notes:
                    if not fresh:
                        writer.delete_by_term("id", words.id, searcher=before)
                    writer.add_document(**self._document(words))
        except BaseException:
            give_up(writer)
            raise
        commit(writer, mergetype=_merge_small)

    def search(
        self, query: Query, limit: int | None = 10, *, facts: FactsOf = lambda _: set()
    ) -> Matches:
        """Notes that hold all the words, best first, then those that hold some.

        `facts` answers a part of the query that needs no words by note ids.
        """
        with self._open().reader() as reader:
            search = Search(Reader(reader), self._languages, facts, _optional(self._languages))
            return search.run(query, limit)

    def marker(self, query: Query, meant: Sequence[tuple[str, tuple[str, ...]]] = ()) -> Marker:
        """How lines are marked for a query; `meant` are the words looked for instead of others."""
        found = wanted_in(query, self._languages, dict(meant), _optional(self._languages))
        return marker(list(found), self._languages)

    def fold(self, word: str) -> list[tuple[str, ...]]:
        """What somebody wrote as one word: its parts in order, each with the terms it is found by."""
        parts: list[tuple[str, ...]] = []
        for chunk in chunks(word):
            at: dict[int, list[str]] = {}
            for step, term, _ in analyser(self._languages)(chunk).forms:
                at.setdefault(step, []).append(term)
            parts += [tuple(terms) for _, terms in sorted(at.items())]
        return parts

    def documents(self) -> list[int]:
        """The ids of all notes it holds, ascending."""
        with self._open().reader() as reader:
            return sorted(stored["id"] for _, stored in reader.iter_docs())

    def terms_of(self) -> dict[int, frozenset[tuple[str, str]]]:
        """Every (field, term) by note id: what the index claims, for comparing two of them."""
        with self._open().reader() as reader:
            numbers = {doc: stored["id"] for doc, stored in reader.iter_docs()}
            found: dict[int, set[tuple[str, str]]] = {n: set() for n in numbers.values()}
            for name in FIELDS:
                for term in reader.field_terms(name):
                    matcher = reader.postings(name, term)
                    while matcher.is_active():
                        found[numbers[matcher.id()]].add((name, term))
                        matcher.next()
        return {number: frozenset(terms) for number, terms in found.items()}

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _document(self, words: Words) -> dict[str, Any]:
        analyse = analyser(self._languages)
        title = scan(((0, words.title),), analyse)
        headings = scan(((0, words.headings),), analyse)
        body = scan(words.body, analyse)
        return {
            "id": words.id,
            "size": packed(title.length, headings.length, body.length),
            "title": title.spots,
            "headings": headings.spots,
            "body": body.spots,
            "code": [*(title.codes | body.codes)],
        }

    def _open(self, *, create: bool = False) -> Any:
        if create:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        storage = RecordedFiles(str(self._folder), supports_mmap=False)
        if not storage.index_exists():
            if create:
                return storage.create_index(self._schema)
            raise FileNotFoundError(self._folder)
        for _ in range(
            OPEN_TRIES
        ):  # a commit elsewhere may remove a file between listing and opening
            try:
                return storage.open_index(schema=self._schema)
            except FileNotFoundError as error:
                last = error
        raise last


def _optional(languages: Sequence[str]) -> frozenset[str]:
    """Words that a note need not hold to hold all of a query: articles and the like."""
    from whoosh.lang.stopwords import stoplists  # noqa: PLC0415 - only where words are asked for

    return frozenset(fold_accents(w) for code in languages for w in stoplists.get(code[:2], ()))


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Keep large segments; once there are SMALL_SEGMENTS small ones, merge those of about one size.

    Beginning with the two smallest, the next is taken along while it holds no more than twice
    what was taken so far: a note saved now and then never has thousands of others moved for it.
    """
    small = sorted(
        (s for s in segments if s.doc_count() < KEEP_SEGMENT), key=lambda s: s.doc_count()
    )
    if len(small) < SMALL_SEGMENTS:
        return segments
    from whoosh.reading import SegmentReader  # noqa: PLC0415 - only when merging

    taken, held = small[:2], sum(s.doc_count() for s in small[:2])
    for segment in small[2:]:
        if segment.doc_count() > 2 * held:
            break
        taken.append(segment)
        held += segment.doc_count()
    for segment in taken:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [s for s in segments if s not in taken]
