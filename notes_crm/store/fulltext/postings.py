"""One generation of the word index, read by the block: which notes hold a term, how often, and where.

Whoosh reads postings one call at a time, and through another call for each segment. A block of
them is unpacked at once here, which is several times as fast; the rest is Whoosh's own. Notes are
numbered as Whoosh numbers them.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from struct import Struct
from sys import byteorder
from typing import Any

from notes_crm.store.fulltext.whoosh_parts import (
    BufferFile,
    FilterMatcher,
    TermNotFound,
    W3LeafMatcher,
)

_LENGTHS = Struct("!ii")
Block = tuple[Sequence[int], Sequence[Any]]


class Postings:
    """The postings, terms and columns of an open reader of Whoosh's."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._leaves: list[tuple[Any, int]] = list(reader.leaf_readers())
        self.segments = len(self._leaves)
        self._offsets = [offset for _, offset in self._leaves]
        self._frequencies: dict[tuple[str, str], int] = {}
        self.count: int = reader.doc_count()
        self.total: int = reader.doc_count_all()

    def everything(self) -> set[int]:
        """All notes."""
        if self.count == self.total:
            return set(range(self.total))
        return set(self._reader.all_doc_ids())

    def sizes(self) -> Sequence[int]:
        """The `size` of every note, gone ones included, in order."""
        sizes = array("I")
        for leaf, _ in self._leaves:
            sizes.extend(_numbers(leaf, "size"))
        return sizes

    def ids(self) -> Sequence[int]:
        """The catalog's id of every note, gone ones included, in order."""
        nought = self._reader.schema["id"].to_column_value(0)
        ids = array("q")
        for leaf, _ in self._leaves:
            ids.extend([number - nought for number in _numbers(leaf, "id")])
        return ids

    def id_of(self, doc: int) -> int:
        """The catalog's id of one note."""
        leaf, offset = self._leaves[bisect_right(self._offsets, doc) - 1]
        return int(leaf.column_reader("id")[doc - offset])

    def numbers_of(self, ids: Iterable[int]) -> set[int]:
        """The notes with these ids, looked up one by one."""
        encode = self._reader.schema["id"].to_bytes
        return {doc for number in ids for doc in self.weights("id", encode(number))}

    def frequency(self, name: str, term: str) -> int:
        """How many notes hold a term in a field."""
        known = self._frequencies.get((name, term))
        if known is None:
            known = sum(leaf.doc_frequency(name, term) for leaf, _ in self._leaves)
            self._frequencies[name, term] = known
        return known

    def weights(self, name: str, term: str | bytes) -> dict[int, float]:
        """How often a term stands in each note's field, for all notes."""
        found: dict[int, float] = {}
        for matcher, offset in self._matchers(name, term):
            for docs, weights in _blocks(matcher, offset):
                found.update(zip(docs, weights, strict=True))
        return found

    def weights_of(self, name: str, term: str, docs: Sequence[int]) -> dict[int, float]:
        """The same for some notes, ascending; blocks without any of them are passed over."""
        return self._picked(name, term, docs, lambda matcher: float(matcher.weight()))

    def spots_of(self, name: str, term: str, docs: Sequence[int]) -> dict[int, Sequence[int]]:
        """Where a term stands in each of some notes, ascending."""
        return self._picked(name, term, docs, lambda matcher: array("I", matcher.value()))

    def beginning(self, name: str, beginning: str, most: int) -> tuple[dict[str, int], int]:
        """The terms that begin so, each with how many notes hold it; and how many were looked at.

        At most so many are; then those of some segments are missing.
        """
        found: dict[str, int] = {}
        seen = 0
        for leaf, _ in self._leaves:
            for term, info in leaf.iter_prefix(name, beginning):
                if seen >= most:
                    return found, seen
                text = term.decode() if isinstance(term, bytes) else term
                found[text] = found.get(text, 0) + info.doc_frequency()
                seen += 1
        return found, seen

    def terms(self, name: str) -> Iterator[str]:
        """Every term of a field, unsorted; one that stands in several segments comes as often."""
        for leaf, _ in self._leaves:
            cursor = leaf.cursor(name)
            if not cursor.is_valid():
                continue
            table, start = cursor._tindex, cursor._startpos  # noqa: SLF001 - term by term takes ten times as long
            yield from _keys(
                table.dbfile.get(start, table.endofdata - start),
                cursor._keycoder(name, b""),  # noqa: SLF001
            )

    def _matchers(self, name: str, term: str | bytes) -> Iterator[tuple[Any, int]]:
        for leaf, offset in self._leaves:
            try:
                yield leaf.postings(name, term), offset
            except TermNotFound:
                continue

    def _picked(
        self, name: str, term: str, docs: Sequence[int], read: Callable[[Any], Any]
    ) -> dict[int, Any]:
        found: dict[int, Any] = {}
        for matcher, offset in self._matchers(name, term):
            for doc in docs:
                wanted = doc - offset
                if not matcher.is_active():
                    break
                if matcher.id() < wanted:
                    matcher.skip_to(wanted)
                    if not matcher.is_active():
                        break
                if matcher.id() == wanted:
                    found[doc] = read(matcher)
        return found


def _blocks(matcher: Any, offset: int) -> Iterator[Block]:
    """A term's notes and weights in one segment, block by block; gone notes left out."""
    gone: frozenset[int] = frozenset()
    if isinstance(matcher, FilterMatcher):
        gone, matcher = matcher._ids, matcher.child  # noqa: SLF001 - Whoosh has no call for it
        matcher.reset()
    if not isinstance(matcher, W3LeafMatcher):  # so few that they lie beside the term
        docs, weights = [], []
        while matcher.is_active():
            docs.append(matcher.id() + offset)
            weights.append(matcher.weight())
            matcher.next()
        yield _without(gone, offset, docs, weights)
        return
    _read_ahead(matcher)
    while matcher.is_active():
        matcher.id(), matcher.weight()  # unpacks the block
        docs = [doc + offset for doc in matcher._ids]  # noqa: SLF001 - Whoosh has no call for it
        yield _without(gone, offset, docs, matcher._weights)  # noqa: SLF001
        matcher._next_block()  # noqa: SLF001


def _read_ahead(matcher: Any) -> None:
    """Read a term's postings from the file at once: Whoosh reads each block in a dozen pieces."""
    start, length = matcher._startoffset, matcher._length  # noqa: SLF001 - Whoosh has no call for it
    if isinstance(length, tuple):  # Whoosh leaves it as it was unpacked
        (length,) = length
    matcher._postfile = BufferFile(matcher._postfile.get(start, length))  # noqa: SLF001
    matcher._startoffset, matcher._baseoffset = 0, matcher._baseoffset - start  # noqa: SLF001
    matcher.reset()


def _without(gone: frozenset[int], offset: int, docs: list[int], weights: Sequence[float]) -> Block:
    if not gone:
        return docs, weights
    kept = [n for n, doc in enumerate(docs) if doc - offset not in gone]
    return [docs[n] for n in kept], [weights[n] for n in kept]


def _keys(records: bytes, field: bytes) -> Iterator[str]:
    """The terms of one field among records of Whoosh's term table: lengths, key, value."""
    at, end, skipped = 0, len(records), len(field)
    while at < end:
        key, value = _LENGTHS.unpack_from(records, at)
        begin = at + _LENGTHS.size
        if not records.startswith(field, begin):
            return
        at = begin + key
        yield records[begin + skipped : at].decode("utf-8", "replace")
        at += value


def _numbers(leaf: Any, name: str) -> "array[int]":
    """Whoosh's column at once: as many numbers as it holds, the default for the rest."""
    values, count = leaf.column_reader(name, translate=False), leaf.doc_count_all()
    held = getattr(values, "_count", 0)  # none in a segment without the column
    numbers = array(values._typecode if held else "Q")  # noqa: SLF001 - Whoosh reads one number at a time
    if held:
        numbers.frombytes(values._dbfile.get(values._basepos, held * values._fixedlen))  # noqa: SLF001
        if byteorder == "little":
            numbers.byteswap()
    numbers.extend([values[doc] for doc in range(held, count)])
    return numbers
