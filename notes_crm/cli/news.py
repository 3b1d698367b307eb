"""What is new in a vault since somebody looked: the index compared with what they have seen."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

from notes_crm.answers import feed
from notes_crm.answers.feed import CLOSED, Became, Feed, Happened, Reader, Told
from notes_crm.cli.news_text import naming, only_closed
from notes_crm.cli.session import Session
from notes_crm.model import sight
from notes_crm.model.novelty import PromiseNews
from notes_crm.model.sight import SIZE, Change, Held, Sight
from notes_crm.store.catalog.novelties import Novelties
from notes_crm.store.sights import Look, Sights

FIRST = timedelta(days=14)
"""So far back goes the first look."""

_Event = tuple[bytes, Became, PromiseNews]


class News:
    """One look: by whom, since which day (None: since the last look), at most so many of each."""

    def __init__(
        self, session: Session, reader: Reader, since: date | None, most: int | None
    ) -> None:
        self.session, self.reader = session, reader
        self.since, self.most = since, most

    def feed(self, follows: int) -> Feed:
        """What is told."""
        back = self.since or self.session.today - FIRST
        kept = None if self.since else self._kept
        return Feed(
            today=self.session.today,
            person=self.reader.person,
            since=kept.when if kept else back,
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
        self._sights.save(Look(self.session.now.replace(tzinfo=None), self._after()))

    def _after(self) -> Sight:
        """What has been seen after this look."""
        if not (self._is_back or self._differing or self._events):
            return self._seen._replace(day=self.session.today)
        shown = {note.path for note in self._shown}
        events, untold = self._events_after()
        fresh = self._difference.changes
        one = self.reader.customer is not None
        those = fresh.keys() if one else {note.path for note in self._told} | self._waiting
        unseen = (those & fresh.keys()) - shown - self._own
        return sight.looked(
            self._seen, self._marks, self._held, untold=unseen, events=events,
            day=min([self.session.today, *self._days_of(untold)]),
        )  # fmt: skip

    @cached_property
    def _sights(self) -> Sights:
        return Sights(self.session.state_folder, self.session.vault.root, self.reader.person)

    @cached_property
    def _kept(self) -> Look | None:
        return self._sights.load()

    @cached_property
    def _rows(self) -> Novelties:
        return self.session.index.facts.novelties()

    @cached_property
    def _marks(self) -> dict[int, bytes]:
        return self._rows.marks()

    @cached_property
    def _seen(self) -> Sight:
        """What was seen; where nobody looked, or a day is named, all that is dated before it."""
        if self._kept and not self.since:
            return self._kept.sight
        back = self.since or self.session.today - FIRST
        recent, notes = self._rows.dated(back), self._rows.held(self._marks)
        old = {path: held for path, held in notes.items() if held.number not in recent}
        return Sight(back, sight.blocks_of(old), b"")

    @cached_property
    def _differing(self) -> list[int]:
        return sight.differing(self._seen, self._marks)

    @cached_property
    def _before(self) -> dict[bytes, bytes]:
        """What is remembered of the notes there, by mark."""
        return sight.seen_in(self._seen, self._differing)

    @cached_property
    def _held(self) -> dict[str, Held]:
        """The notes with other marks than were seen, by path."""
        notes = self._rows.held(self._differing)
        return {path: held for path, held in notes.items() if held.mark not in self._before}

    @cached_property
    def _difference(self) -> sight.Difference:
        now = {m for n in self._differing for m in sight.pieces(self._marks.get(n, b""), SIZE)}
        gone = [one for mark, one in self._before.items() if mark not in now]
        return sight.compare(gone, self._held)

    @cached_property
    def _known(self) -> frozenset[bytes]:
        return sight.known_events(self._seen, self._difference.moved)

    @cached_property
    def _own(self) -> set[str]:
        """The notes that only commands of mine changed, as the undo journal knows."""
        changes, held = self._difference.changes, self._held
        return {p for p, c in changes.items() if _leads_back(held[p].digest.hex(), c, self._mine)}

    @cached_property
    def _closed_by_me(self) -> set[str]:
        """The notes in which promises were closed by me: where it looks back, those I wrote to last."""
        if not self._is_back:
            return self._own
        digests = self.session.index.catalog.digests({row.path for _, _, row in self._events})
        return self._own | {path for path, digest in digests.items() if digest.hex() in self._mine}

    @cached_property
    def _mine(self) -> dict[str, set[str]]:
        """What my commands wrote, as digests: contents, and those that they were made of."""
        from notes_crm.cli.written import journal_of

        before: dict[str, set[str]] = {}
        for entry in journal_of(self.session).entries():
            for file in entry.files:
                if file.after is None:
                    continue
                before.setdefault(file.after, set()).add(file.before or "")
                if entry.undone and file.before:
                    before.setdefault(file.before, set()).add(file.after)
        return before

    @property
    def _is_back(self) -> bool:
        """Whether it looks back from a day, for want of a last look or because one is named."""
        return self._kept is None or self.since is not None

    @cached_property
    def _events(self) -> list[_Event]:
        """All that may have happened to promises since: in notes that changed, and by the calendar."""
        today = self.session.today
        some_wait = self._kept is not None and self._seen.day < self._kept.when.date()
        starting = self._seen.day if self._is_back or some_wait else None
        rows = self._rows.promises(
            ids=self._numbers(self._difference.changes),
            late=(self._seen.day, today),
            closed=starting,
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
            elif became in CLOSED and row.closed and row.path not in self._difference.changes:
                yield row.closed

    @cached_property
    def _happened(self) -> list[Happened]:
        fresh = [(became, row) for key, became, row in self._events if key not in self._known]
        return feed.happened(fresh, self._closed_by_me, self.reader, self.session.today)

    @cached_property
    def _told(self) -> list[Told]:
        vault, changes = self.session.vault, self._difference.changes
        but = self._own | only_closed(vault, self._closed, changes)
        kinds = {path: change.kind for path, change in changes.items() if path not in but}
        notes = self._rows.notes(self._numbers(kinds))
        mine = {(row.path, row.line) for _, _, row in self._events if self._is_mine(row.owner)}
        named = naming(vault, notes, self.reader.is_me, mine)
        return feed.told(notes, kinds, named, self.reader)

    @property
    def _shown(self) -> list[Told]:
        """The notes there is room for; where what became of a promise waits, its note waits with it."""
        return [note for note in self._told if note.path not in self._waiting][: self.most]

    @property
    def _closed(self) -> dict[str, list[PromiseNews]]:
        """The promises that were closed since, by path, where that is told of any of them."""
        told = {h.path for h in self._happened if h.became in CLOSED}
        found: dict[str, list[PromiseNews]] = {}
        for key, became, row in self._events:
            if key not in self._known and became in CLOSED and row.path in told:
                found.setdefault(row.path, []).append(row)
        return found

    @property
    def _waiting(self) -> set[str]:
        """The notes of promises there was no room for; those that are late are found by their day."""
        return {h.path for h in self._happened[self._many :] if h.became != "late"}

    def _numbers(self, paths: Iterable[str]) -> list[int]:
        return [self._held[path].number for path in paths]

    @property
    def _many(self) -> int:
        return self.most if self.most is not None else max(len(self._told), len(self._happened))

    def _events_after(self) -> tuple[frozenset[bytes], list[_Event]]:
        """The events that have been seen, and those that are still to be told."""
        cut = {(h.became, h.path, h.line) for h in self._happened[self._many :]}
        shown = {(h.became, h.path, h.line) for h in self._happened[: self.most]}
        one = self.reader.customer is not None
        untold = [
            event
            for event in self._events
            if event[0] not in self._known
            and ((event[1], event[2].path, event[2].line) in cut
                 or (one and (event[1], event[2].path, event[2].line) not in shown and event[2].path not in self._own))
        ]  # fmt: skip
        now = {key for key, _, _ in self._events}
        renewed = {sight.key(path) for path in self._difference.changes}
        kept = {e for e in self._known if e[:SIZE] not in renewed or e in now}
        before = kept if self._kept else kept | self._all_events()
        return frozenset((before | now) - {key for key, _, _ in untold}), untold

    def _all_events(self) -> set[bytes]:
        """What ever became of any promise, so that an old one is no news once its note changes."""
        today = str(self.session.today)
        return set(
            sight.event_keys(
                (path, what)
                for path, state, text, owner, day in self._rows.tasks()
                for _, what in feed.what_happened(
                    state, text, day, today, mine=self._is_mine(owner)
                )
            )
        )

    def _is_mine(self, handle: str | None) -> bool:
        return handle is not None and self.reader.is_me(handle)


def _day(row: PromiseNews) -> str | None:
    day = row.due if row.state == "open" else row.closed
    return str(day) if day else None


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
