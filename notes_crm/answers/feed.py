"""What is new to one of us: notes of others, what became of promises, what names me or waits for me."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from notes_crm.model.novelty import NoteNews, PromiseNews, is_below
from notes_crm.model.schema import fold
from notes_crm.model.sight import Kind

Became = Literal["late", "kept", "withdrawn", "assigned"]

ORDER: tuple[Became, ...] = ("assigned", "late", "withdrawn", "kept")
CLOSED: tuple[Became, ...] = ("kept", "withdrawn")


class Told(NamedTuple):
    """A note that is new or changed. `why`: it names me (`mention`), or is feedback that is mine to see.

    `text` are its first words, or those that name me, in `line`. Feedback is `about` some of us.
    `by_git` is who wrote it, or changed it last if it is changed, as git has it, where nobody signed.
    """

    kind: Kind
    why: str
    type: str
    date: date | None
    time: str | None
    customers: tuple[str, ...]
    by: tuple[str, ...]
    about: tuple[str, ...]
    text: str
    path: str
    line: int
    by_git: str | None = None


class Happened(NamedTuple):
    """What became of a promise, or that somebody gave it to me, late or not; `side` as in what is due.

    `handle` is what stands behind the @ in its text, `owner` whoever of us sees to it, and `by` wrote
    the note.
    """

    became: Became
    side: str
    text: str
    handle: str | None
    customers: tuple[str, ...]
    owner: str
    by: tuple[str, ...]
    due: date | None
    closed: date | None
    days_late: int
    reason: str | None
    path: str
    line: int


class Feed(NamedTuple):
    """All that is told at one look; `waiting` counts what there was no room for, and comes next time.

    `since` is the last look, or a day; `looked` whether there was a look before this one. `follows`
    counts customers followed or owned, and tags; `everything` whether all customers were asked for.
    """

    today: date
    person: str
    since: datetime | date
    looked: bool
    customer: str | None
    everything: bool
    follows: int
    promises: tuple[Happened, ...]
    notes: tuple[Told, ...]
    waiting: int


class Reader(NamedTuple):
    """Whose news: folded names of the customers they own and follow, and the tags they follow.

    `owners` are the owners of customers, by folded name. `name` gives the one name of somebody.
    """

    person: str
    name: Callable[[str], str]
    owned: frozenset[str]
    followed: frozenset[str]
    tags: tuple[str, ...]
    owners: Mapping[str, str]
    customer: str | None = None
    everything: bool = False

    def is_me(self, who: str) -> bool:
        """Whether a name, alias or handle is mine."""
        return fold(self.name(who)) == fold(self.person)

    def wants(self, customers: Sequence[str], tags: Iterable[str] = ()) -> bool:
        """Whether news of these customers are wanted."""
        folded = {fold(name) for name in customers}
        if self.customer is not None:
            return fold(self.customer) in folded
        if self.everything:
            return bool(folded)
        return bool(folded & (self.owned | self.followed)) or any(
            is_below(tag, self.tags) for tag in tags
        )

    def may_be_named_at(self, customers: Sequence[str]) -> bool:
        """Whether what names me there is wanted: everywhere, but where one customer is asked for."""
        return self.customer is None or self.wants(customers)


def what_happened(
    state: str, text: str, day: str | None, today: str, *, mine: bool
) -> list[tuple[Became, str]]:
    """What there is to tell of a task, each with the words by which it is remembered.

    `day` is when it is due, or was closed; `mine` whether it is given to me.
    """
    if state in CLOSED:
        became: Became = "kept" if state == "kept" else "withdrawn"
        return [(became, f"{state} {day or ''} {text}")]
    found: list[tuple[Became, str]] = []
    if day and day < today:
        found.append(("late", f"late {day} {text}"))
    if mine:
        found.append(("assigned", f"mine {text}"))
    return found


def told(
    notes: Iterable[NoteNews], kinds: Mapping[str, Kind], named: Mapping[str, tuple[int, str]],
    reader: Reader,
) -> list[Told]:  # fmt: skip
    """The notes that are told, the newest first; `named` are the lines that name me, by path."""
    found = []
    for note in notes:
        if any(map(reader.is_me, note.by)):
            continue
        mention = named.get(note.path) if reader.may_be_named_at(note.customers) else None
        why = "mention" if mention else _feedback(note, reader)
        if not why and not reader.wants(note.customers, note.tags):
            continue
        line, text = mention or (note.gist_line, note.gist)
        names, about = (tuple(map(reader.name, who)) for who in (note.by, note.about))
        found.append(
            Told(
                kinds[note.path], why, note.type, note.date, note.time, note.customers, names, about, text or note.purpose or note.title, note.path, line,
            )
        )  # fmt: skip
    return sorted(found, key=_newest_first)


def unsigned(feed: Feed) -> list[str]:
    """The notes that are told and do not say who wrote them."""
    return [note.path for note in feed.notes if not note.by]


def traced(
    feed: Feed, wrote: Mapping[str, str | None], changed: Mapping[str, str | None]
) -> Feed:  # fmt: skip
    """The feed with what git says of who wrote these notes, or changed them last."""
    notes = (
        note._replace(by_git=(changed if note.kind == "changed" else wrote).get(note.path))
        if not note.by
        else note
        for note in feed.notes
    )
    return feed._replace(notes=tuple(notes))


def happened(
    rows: Iterable[tuple[Became, PromiseNews]], own: set[str], reader: Reader, today: date
) -> list[Happened]:
    """What is told of promises; in the notes of `own` paths all was my own doing."""
    told = [(became, row) for became, row in rows if _is_told(became, row, own, reader)]
    given = {(row.path, row.line) for became, row in told if became == "assigned"}
    found = []
    for became, row in told:
        if became == "late" and (row.path, row.line) in given:  # said once, with how late it is
            continue
        days = max((today - row.due).days, 0) if became not in CLOSED and row.due else 0
        found.append(
            Happened(
                became, row.direction, row.text, row.owner, row.customers,
                reader.name(_owner(row, reader)), tuple(map(reader.name, row.by)), row.due, row.closed, days, row.reason, row.path, row.line,
            )
        )  # fmt: skip
    return sorted(found, key=lambda h: (ORDER.index(h.became), _when(h), h.path, h.line))


def _is_told(became: Became, row: PromiseNews, own: set[str], reader: Reader) -> bool:
    if became == "assigned":
        written_by_me = row.path in own or any(map(reader.is_me, row.by))
        return not written_by_me and reader.may_be_named_at(row.customers)
    if row.direction == "internal" or not reader.wants(row.customers):
        return False
    if became == "late":
        return True
    return row.path not in own and not reader.is_me(_owner(row, reader))


def _owner(row: PromiseNews, reader: Reader) -> str:
    """Who sees to it, and so who is likely to have closed it."""
    owners = (reader.owners.get(fold(name), "") for name in row.customers)
    return row.owner or next(iter(row.by), "") or next(filter(None, owners), "")


def _feedback(note: NoteNews, reader: Reader) -> str:
    """What feedback is, where it is mine to see: about me or a customer I own, or given to me."""
    if note.group != "feedback" or not reader.may_be_named_at(note.customers):
        return ""
    mine = reader.owned & {fold(name) for name in note.customers}
    is_mine = mine or any(map(reader.is_me, (*note.about, *note.owner)))
    return (fold(note.sentiment) or "feedback") if is_mine else ""


def _when(told: Happened) -> int:
    """Late ones by their day, what was closed the latest first."""
    if told.became in ("late", "assigned"):
        return (told.due or date.max).toordinal()
    return -(told.closed or date.min).toordinal()


def _newest_first(note: Told) -> tuple[bool, int, str, str]:
    day = -(note.date or date.min).toordinal()
    clock = "".join(chr(ord("~") - ord(c)) for c in note.time or "")
    return note.why == "", day, clock, note.path
