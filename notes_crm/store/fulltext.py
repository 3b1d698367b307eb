"""Words, in Whoosh: which notes hold them, best first.

Used as measured: always `supports_mmap=False` (its "mmap" copies every posting into memory at
each open), a fresh searcher per generation and never `refresh()`, one document per note per
writer, small segments merged once there are eight and large ones left alone. The index is
pickled, so it lives in the user's own cache directory and nowhere else.
"""

import re
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Whoosh 2.7.4 was written for an older Python
    from whoosh import fields, query, scoring
    from whoosh.analysis import Analyzer, Token

from notes_crm.store.fulltext_files import RecordedFiles, commit, give_up, write_to

WORD = re.compile(r"\w+(?:['’]\w+)*")
TITLE_BOOST, HEADING_BOOST = 3.0, 1.5
KEEP_SEGMENT = 2000
"""Segments of this many notes and more are never merged again."""
SMALL_SEGMENTS = 8
"""So many small segments are merged into one."""
OPEN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one note: title and names, headings, and everything else."""

    id: int
    title: str
    headings: str
    body: str


@dataclass(frozen=True, slots=True)
class Match:
    """A note that was found, and how well it fits."""

    id: int
    score: float


class Fulltext:
    """The words of one vault; `folder` holds Whoosh's files."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        self._folder = folder
        analyzer = Words2Tokens(tuple(languages))
        self._schema = fields.Schema(
            id=fields.NUMERIC(stored=True, unique=True, bits=64, signed=True),
            title=fields.TEXT(analyzer=analyzer, field_boost=1.0),
            headings=fields.TEXT(analyzer=analyzer, field_boost=1.0),
            body=fields.TEXT(analyzer=analyzer),
        )
        self.fold = analyzer.fold

    def apply(
        self, notes: Iterable[Words], removed: Iterable[int] = (), *, fresh: bool = False
    ) -> None:
        """One commit: these notes anew, those gone. `fresh` says none of them was there before."""
        writer = write_to(self._open(create=True))
        try:
            for number in removed:
                writer.delete_by_term("id", number)
            for words in notes:
                put = writer.add_document if fresh else writer.update_document
                put(id=words.id, title=words.title, headings=words.headings, body=words.body)
        except BaseException:
            give_up(writer)
            raise
        commit(writer, mergetype=_merge_small)

    def search(
        self, words: Sequence[str], limit: int, *, within: Callable[[int], bool] | None = None
    ) -> tuple[list[Match], bool]:
        """Notes that hold all these words, best first; if there are none, those that hold some.

        The flag says whether all words were held. `within` leaves notes out by their id.
        """
        terms = [folded for word in words if (folded := self.fold(word))]
        if not terms:
            return [], True
        with self._open().searcher(weighting=scoring.BM25F()) as searcher:
            for wanted in (query.And, query.Or):
                found = self._collect(
                    searcher, wanted([_word_query(t) for t in terms]), limit, within
                )
                if found or len(terms) == 1:
                    return found, wanted is query.And
        return [], False

    def documents(self) -> list[int]:
        """The ids of all notes it holds, ascending."""
        with self._open().searcher() as searcher:
            return sorted(stored["id"] for _, stored in searcher.reader().iter_docs())

    def terms_of(self) -> dict[int, frozenset[tuple[str, str]]]:
        """Every (field, term) by note id: what the index claims, for comparing two of them."""
        with self._open().searcher() as searcher:
            reader = searcher.reader()
            numbers = {doc: stored["id"] for doc, stored in reader.iter_docs()}
            found: dict[int, set[tuple[str, str]]] = {n: set() for n in numbers.values()}
            for name in ("title", "headings", "body"):
                for term in reader.field_terms(name):
                    matcher = reader.postings(name, term)
                    while matcher.is_active():
                        found[numbers[matcher.id()]].add((name, term))
                        matcher.next()
        return {number: frozenset(terms) for number, terms in found.items()}

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

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

    @staticmethod
    def _collect(
        searcher: Any,
        wanted: Any,
        limit: int,
        within: Callable[[int], bool] | None,
    ) -> list[Match]:
        found: list[Match] = []
        pages = limit if within is None else None
        for hit in searcher.search(wanted, limit=pages):
            if within is None or within(hit["id"]):
                found.append(Match(hit["id"], hit.score))
                if len(found) == limit:
                    break
        return found


class Words2Tokens(Analyzer):  # type: ignore[misc]
    """One pass: words, accents and case folded, stemmed for each of the vault's languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def __call__(  # noqa: D102, PLR0917 - the signature is Whoosh's own
        self,
        value: str,
        positions: bool = False,  # noqa: FBT001, FBT002
        chars: bool = False,  # noqa: FBT001, FBT002
        keeporiginal: bool = False,  # noqa: ARG002, FBT001, FBT002
        removestops: bool = True,  # noqa: FBT001, FBT002
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **_kwargs: Any,
    ) -> Iterator["Token"]:
        token = Token(positions, chars, removestops=removestops, mode=mode)
        token.boost, token.stopped = 1.0, False
        fold = _folder(self.languages)
        for position, found in enumerate(WORD.finditer(value), start_pos):
            for text in fold(found.group()):
                token.text = text
                if positions:
                    token.pos = position
                if chars:
                    token.startchar = start_char + found.start()
                    token.endchar = start_char + found.end()
                yield token

    def fold(self, word: str) -> list[tuple[str, ...]]:
        """What somebody typed as one word: its parts in order, each with its stems by language."""
        return [_folder(self.languages)(found.group()) for found in WORD.finditer(word)]


def fold_accents(text: str) -> str:
    """Case and accents away: `Müller` is `muller`."""
    if text.isascii():
        return text.lower()
    parts = normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not combining(c))


@lru_cache(maxsize=8)
def _folder(languages: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    import Stemmer  # noqa: PLC0415 - only where words are read

    known = {name[:2]: name for name in Stemmer.algorithms() if name != "porter"}
    names = [_ALGORITHMS.get(code) or known.get(code) for code in languages]
    stemmers = [Stemmer.Stemmer(name) for name in names if name]

    @lru_cache(maxsize=100_000)
    def fold(word: str) -> tuple[str, ...]:
        plain = word.lower()
        stems = {fold_accents(s.stemWord(plain)) for s in stemmers} or {fold_accents(plain)}
        return tuple(sorted(stems))

    return fold


_ALGORITHMS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian",
    "nl": "dutch", "pt": "portuguese", "pl": "polish", "sv": "swedish", "da": "danish",
    "no": "norwegian", "nb": "norwegian", "fi": "finnish", "hu": "hungarian", "ro": "romanian",
    "ru": "russian", "tr": "turkish", "ar": "arabic", "el": "greek", "ca": "catalan",
}  # fmt: skip


def _word_query(parts: Sequence[tuple[str, ...]]) -> Any:
    """One typed word in all fields; a word that splits into several must hold them all."""
    wanted = [
        query.DisjunctionMax(
            [
                query.Term(name, stem, boost=boost)
                for stem in stems
                for name, boost in (
                    ("title", TITLE_BOOST),
                    ("headings", HEADING_BOOST),
                    ("body", 1.0),
                )
            ]
        )
        for stems in parts
    ]
    return wanted[0] if len(wanted) == 1 else query.And(wanted)


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Keep large segments; merge all small ones once there are SMALL_SEGMENTS of them."""
    small = [s for s in segments if s.doc_count() < KEEP_SEGMENT]
    if len(small) < SMALL_SEGMENTS:
        return segments
    from whoosh.reading import SegmentReader  # noqa: PLC0415 - only when merging

    for segment in small:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [s for s in segments if s not in small]
