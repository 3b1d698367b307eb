"""What is new in a vault since somebody looked: what is told of it now, and what the next look tells."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from notes_crm.answers import feed
from notes_crm.answers.feed import CLOSED, Became, Feed, Happened, Reader, Told
from notes_crm.cli.news_text import naming, only_closed
from notes_crm.cli.session import Session
from notes_crm.cli.since import Since
from notes_crm.model import sight
from notes_crm.model.novelty import PromiseNews
from notes_crm.model.sight import SIZE, Sight

_Event = tuple[bytes, Became, PromiseNews]


class News:
    """One look: by whom, since which day (None: since the last look), at most so many of each."""

    def __init__(
        self, session: Session, reader: Reader, since: date | None, most: int | None
    ) -> None:
        self.session, self.reader, self.most = session, reader, most
        self._since = Since(session, reader.person, since)

    def feed(self, follows: int) -> Feed:
        """What is told."""
        kept = None if self._since.is_back else self._since.kept
        return Feed(
            today=self.session.today,
            person=self.reader.person,
            since=kept.when if kept else self._since.back,
            looked=kept is not None,
            customer=self.reader.customer,
            everything=self.reader.everything,
            follows=follows,
            promises=tuple(self._happened[: self.most]),
            notes=tuple(self._shown),
            waiting=len(self._happened[self._many :]) + len(self._told) - len(self._shown),
        )

    def remember(self) -> None:
        """Keep what was told as seen. Unwritable where that can't be."""
        self._since.save(self._after())

    def _after(self) -> Sight:
        """What has been seen after this look."""
        if not (self._since.is_back or self._since.differing or self._events):
            return self._since.seen._replace(day=self.session.today)
        events, untold = self._events_after()
        fresh, waiting = self._since.difference.changes, self._waiting
        one = self.reader.customer is not None
        those = fresh.keys() if one else {note.path for note in self._told} | waiting
        settled = {note.path for note in self._shown} | self._since.own | (self._ticked - waiting)
        return self._since.after(
            untold=(those & fresh.keys()) - settled,
            events=events,
            day=min([self.session.today, *self._days_of(untold)]),
        )

    @cached_property
    def _closed_by_me(self) -> set[str]:
        """The notes in which promises were closed by me: where it looks back, those I wrote to last."""
        if not self._since.is_back:
            return self._since.own
        digests = self.session.index.catalog.digests({row.path for _, _, row in self._events})
        return self._since.own | {
            path for path, digest in digests.items() if digest.hex() in self._since.written
        }

    @cached_property
    def _events(self) -> list[_Event]:
        """All that may have happened to promises since: in notes that changed, and by the calendar."""
        today = self.session.today
        rows = self._since.rows.promises(
            ids=self._since.numbers(self._since.difference.changes),
            late=(self._since.seen.day, today),
            closed=self._since.closed,
        )
        found = [
            (row, became, what)
            for row in rows
            for became, what in feed.what_happened(
                row.state, row.text, _day(row), str(today), mine=self._is_mine(row.owner)
            )
        ]
        keys = sight.event_keys((row.path, what) for row, _, what in found)
        return [(key, became, row) for key, (row, became, _) in zip(keys, found, strict=True)]

    def _days_of(self, untold: list[_Event]) -> Iterator[date]:
        """The days by which the next look finds what no changed note leads it to."""
        for _, became, row in untold:
            if became == "late" and row.due:
                yield row.due
            elif became in CLOSED and row.closed and row.path not in self._since.difference.changes:
                yield row.closed

    @cached_property
    def _happened(self) -> list[Happened]:
        fresh = [(became, row) for key, became, row in self._events if key not in self._since.known]
        return feed.happened(fresh, self._closed_by_me, self.reader, self.session.today)

    @cached_property
    def _told(self) -> list[Told]:
        changes, but = self._since.difference.changes, self._since.own | self._ticked
        kinds = {path: change.kind for path, change in changes.items() if path not in but}
        notes = self._since.rows.notes(self._since.numbers(kinds))
        mine = {(row.path, row.line) for _, _, row in self._events if self._is_mine(row.owner)}
        named = naming(self.session.vault, notes, self.reader.is_me, mine)
        return feed.told(notes, kinds, named, self.reader)

    @cached_property
    def _ticked(self) -> set[str]:
        """The notes in which nothing changed but promises that were closed, where that is told of any of them."""
        told = {h.path for h in self._happened if h.became in CLOSED}
        closed: dict[str, list[PromiseNews]] = {}
        for key, became, row in self._events:
            if key not in self._since.known and became in CLOSED and row.path in told:
                closed.setdefault(row.path, []).append(row)
        return only_closed(self.session.vault, closed, self._since.difference.changes)

    @cached_property
    def _shown(self) -> list[Told]:
        """The notes there is room for; where what became of a promise waits, its note waits with it."""
        waiting = self._waiting
        return [note for note in self._told if note.path not in waiting][: self.most]

    @property
    def _waiting(self) -> set[str]:
        """The notes of promises there was no room for; those that are late are found by their day."""
        return {h.path for h in self._happened[self._many :] if h.became != "late"}

    @property
    def _many(self) -> int:
        return self.most if self.most is not None else max(len(self._told), len(self._happened))

    def _events_after(self) -> tuple[frozenset[bytes], list[_Event]]:
        """The events that have been seen, and those that are still to be told."""
        cut = _said(self._happened[self._many :])
        shown = _said(self._happened[: self.most])
        one = self.reader.customer is not None
        untold = [
            event
            for event in self._events
            if event[0] not in self._since.known
            and ((event[1], event[2].path, event[2].line) in cut
                 or (one and (event[1], event[2].path, event[2].line) not in shown and event[2].path not in self._since.own))
        ]  # fmt: skip
        now = {key for key, _, _ in self._events}
        renewed = {sight.key(path) for path in self._since.difference.changes}
        kept = {e for e in self._since.known if e[:SIZE] not in renewed or e in now}
        before = kept if self._since.kept else kept | self._all_events()
        return frozenset((before | now) - {key for key, _, _ in untold}), untold

    def _all_events(self) -> set[bytes]:
        """What ever became of any promise, so that an old one is no news once its note changes."""
        today = str(self.session.today)
        return set(
            sight.event_keys(
                (path, what)
                for path, state, text, owner, day in self._since.rows.tasks()
                for _, what in feed.what_happened(
                    state, text, day, today, mine=self._is_mine(owner)
                )
            )
        )

    def _is_mine(self, handle: str | None) -> bool:
        return handle is not None and self.reader.is_me(handle)


def _said(happened: Iterable[Happened]) -> set[tuple[Became, str, int]]:
    """What is told by these; what was given to me says that it is late, too."""
    found = {(h.became, h.path, h.line) for h in happened}
    return found | {("late", path, line) for became, path, line in found if became == "assigned"}


def _day(row: PromiseNews) -> str | None:
    day = row.due if row.state == "open" else row.closed
    return str(day) if day else None
