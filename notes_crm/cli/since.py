"""What differs in a vault from what somebody has seen of it, and what of that they changed themselves."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cached_property

from notes_crm.cli.session import Session
from notes_crm.model import sight
from notes_crm.model.sight import SIZE, Change, Held, Sight
from notes_crm.store.catalog.novelties import Novelties
from notes_crm.store.sights import Look, Sights

FIRST = timedelta(days=14)
"""So far back goes the first look."""


class Since:
    """The index compared with what a person saw last; from `day` on, seen or not, where one is named."""

    def __init__(self, session: Session, person: str, day: date | None) -> None:
        self._session, self._person, self._day = session, person, day

    @property
    def back(self) -> date:
        """The day from which it looks, where it looks back."""
        return self._day or self._session.today - FIRST

    @cached_property
    def _sights(self) -> Sights:
        return Sights(self._session.state_folder, self._session.vault.root, self._person)

    @cached_property
    def kept(self) -> Look | None:
        """The last look; None where there was none."""
        return self._sights.load()

    @cached_property
    def rows(self) -> Novelties:
        """What the index knows of news."""
        return self._session.index.facts.novelties()

    @cached_property
    def _marks(self) -> dict[int, bytes]:
        return self.rows.marks()

    @cached_property
    def seen(self) -> Sight:
        """What was seen; where nobody looked, or a day is named, all that is dated before it."""
        if self.kept and not self.is_back:
            return self.kept.sight
        recent, notes = self.rows.dated(self.back), self.rows.held(self._marks)
        old = {path: held for path, held in notes.items() if held.number not in recent}
        return Sight(self.back, sight.blocks_of(old), b"")

    @cached_property
    def differing(self) -> list[int]:
        """The blocks of notes in which anything is another."""
        return sight.differing(self.seen, self._marks)

    @cached_property
    def _before(self) -> dict[bytes, bytes]:
        """What is remembered of the notes there, by mark."""
        return sight.seen_in(self.seen, self.differing)

    @cached_property
    def held(self) -> dict[str, Held]:
        """The notes with other marks than were seen, by path."""
        notes = self.rows.held(self.differing)
        return {path: held for path, held in notes.items() if held.mark not in self._before}

    @cached_property
    def difference(self) -> sight.Difference:
        """The notes that are new, changed or moved."""
        now = {m for n in self.differing for m in sight.pieces(self._marks.get(n, b""), SIZE)}
        gone = [one for mark, one in self._before.items() if mark not in now]
        return sight.compare(gone, self.held)

    @cached_property
    def known(self) -> frozenset[bytes]:
        """What became of promises, as far as it was seen."""
        return sight.known_events(self.seen, self.difference.moved)

    @cached_property
    def own(self) -> set[str]:
        """The notes that only commands of mine changed, as the undo journal knows."""
        changes, held = self.difference.changes, self.held
        return {p for p, c in changes.items() if _leads_back(held[p].digest.hex(), c, self.written)}

    @cached_property
    def written(self) -> dict[str, set[str]]:
        """What my commands wrote, as digests: contents, and those that they were made of."""
        from notes_crm.cli.written import journal_of

        before: dict[str, set[str]] = {}
        for entry in journal_of(self._session).entries():
            for file in entry.files:
                if file.after is None:
                    continue
                before.setdefault(file.after, set()).add(file.before or "")
                if entry.undone and file.before:
                    before.setdefault(file.before, set()).add(file.after)
        return before

    @property
    def is_back(self) -> bool:
        """Whether it looks back from a day, for want of a last look or because one is named."""
        return self.kept is None or self._day is not None

    @property
    def closed(self) -> date | None:
        """The day since which closed promises are asked for in notes that are as they were, too."""
        some_wait = self.kept is not None and self.seen.day < self.kept.when.date()
        return self.seen.day if self.is_back or some_wait else None

    def numbers(self, paths: Iterable[str]) -> list[int]:
        """The numbers of notes that differ."""
        return [self.held[path].number for path in paths]

    def after(self, *, untold: Collection[str], events: Collection[bytes], day: date) -> Sight:
        """What has been seen once all that differs was told, but for these notes."""
        return sight.looked(
            self.seen, self._marks, self.held, untold=untold, events=events, day=day
        )

    def save(self, seen: Sight) -> None:
        """Keep it as the last look. Unwritable where that can't be."""
        self._sights.save(Look(self._session.now.replace(tzinfo=None), seen))


def _leads_back(now: str, change: Change, before: dict[str, set[str]]) -> bool:
    """Whether contents lead back to what was seen by nothing but what my commands wrote."""
    known, tried, wanted = {d.hex() for d in change.before}, set[str](), [now]
    while wanted:
        digest = wanted.pop()
        tried.add(digest)
        for earlier in before.get(digest, ()):
            if earlier[: 2 * SIZE] in known or (not earlier and change.kind == "new"):
                return True
            if earlier not in tried:
                wanted.append(earlier)
    return False
