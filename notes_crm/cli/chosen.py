"""Which promise is meant: a number of the last list, or words of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notes_crm.cli.rewriting import look, read
from notes_crm.cli.session import Session
from notes_crm.cli.terminal import known_as
from notes_crm.errors import AmbiguousName, EditedMeanwhile, UnknownName
from notes_crm.model.letters import MARKS, fold_accents, is_unspaced
from notes_crm.model.schema import fold
from notes_crm.model.tasks.tasks import Task
from notes_crm.store.catalog.facts import TaskRow
from notes_crm.store.listing import Listed, Listing, Number
from notes_crm.store.replace import Seen

SHOWN = 5
"""So many candidates are named."""
_DIGITS = 10
"""No list has a number that is so long."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task line that is meant, in the note as it stands now."""

    seen: Seen
    task: Task


def chosen(session: Session, words: Sequence[str], *, closed: bool = False) -> list[Chosen]:
    """The promises that numbers or words mean: open ones, or `closed` ones.

    UnknownName, AmbiguousName or EditedMeanwhile with the candidates; never a guess.
    """
    parts = " ".join(words).replace(",", " ").split()
    if parts and all(part.isdecimal() and len(part) < _DIGITS for part in parts):
        numbers = list(dict.fromkeys(map(int, parts)))
        lists = Listing(session.state_folder, session.vault.root, known_as(session.env))
        shown, aside = lists.load(), lists.aside()
        return [_by_number(session, number, shown, aside) for number in numbers]
    session.refresh()
    row = _by_words(session, " ".join(words), closed=closed)
    seen = look(session, row.path)
    return [Chosen(seen, _standing(session, seen, (_listed(row),), repr(row.text)))]


def _by_number(
    session: Session, number: int, shown: Sequence[Number], aside: Sequence[Number]
) -> Chosen:
    """What a number means in the list that was shown here, or in one that went elsewhere since."""
    if not shown:
        raise UnknownName("No list was shown yet that has numbers; see one with: crm due")
    found = [items[number - 1] for items in (shown, aside) if 1 <= number <= len(items)]
    if len({meant[0].place for meant in found}) > 1:
        one, two = (f"{item.text!r} in {item.path}:{item.line}" for item, *_ in found)
        raise AmbiguousName(
            f"Number {number} is {one} in the list that this terminal showed, and {two} in one that "
            "went to a pipe or a file since; say words of it, or list again with: crm due",
            [one, two],
        )
    if not found:
        raise UnknownName(
            f"The last list has the numbers 1 to {len(shown)} and no {number}; see it again with: crm due"
        )
    meant, what = found[0], f"Number {number}, {found[0][0].text!r},"
    seen = look(session, meant[0].path)
    return Chosen(seen, _standing(session, seen, meant, what))


def _standing(session: Session, seen: Seen, meant: Number, what: str) -> Task:
    """The task in the note as it stands; EditedMeanwhile where its line says something else.

    That it was ticked meanwhile makes it no other: what is to be done with it tells that.
    """
    tasks = read(session, seen.data, seen.path).tasks
    standing = {listed(seen.path, task).place: task for task in tasks}
    found = next((standing[one.place] for one in meant if one.place in standing), None)
    if found:
        return found
    item = meant[0]
    now = [
        f"{seen.path}:{task.line}"
        for task in tasks
        if (task.text, task.state) == (item.text, item.state)
    ]
    where = f"it may be {_either(now)} now" if now else "nothing there says so now"
    raise EditedMeanwhile(
        f"{what} stood in {item.path}:{item.line}, and that line has changed or moved; {where}. "
        "Nothing was written; list again with: crm due"
    )


def follow(session: Session, now: Iterable[tuple[str, Task, Task]]) -> None:
    """Let lists know what became of notes that we wrote: path, and each task as it was and as it is."""
    tasks = {listed(path, was).place: listed(path, task) for path, was, task in now}
    Listing(session.state_folder, session.vault.root).follow(tasks)


def listed(path: str, task: Task) -> Listed:
    """A task as a list has it."""
    due = task.due.isoformat() if task.due else None
    return Listed(path, task.line, task.text, task.state, due)


def _listed(row: TaskRow) -> Listed:
    return Listed(row.path, row.line, row.text, row.state, row.due.isoformat() if row.due else None)


def _by_words(session: Session, words: str, *, closed: bool) -> TaskRow:
    rows = session.index.facts.tasks()
    meant = [row for row in rows if (row.state != "open") == closed]
    found = _saying(words, meant)
    if len(found) == 1:
        return found[0]
    if found:
        shown = [f"{row.text!r} in {row.path}:{row.line}" for row in found[:SHOWN]]
        raise AmbiguousName(
            f"{words!r} may be {_either(shown, len(found))}; say more of it, or its number from: crm due",
            shown,
        )
    others = _saying(words, [row for row in rows if (row.state != "open") != closed])
    if others:
        row = others[0]
        more = "" if closed else "; to open it again: crm reopen"
        raise UnknownName(
            f"No promise that is {'closed' if closed else 'open'} says {words!r}, but {row.text!r} in "
            f"{row.path}:{row.line} is {row.state}{more}."
        )
    raise UnknownName(f"No promise says {words!r}; see what there is with: crm due --all")


def _saying(words: str, rows: Sequence[TaskRow]) -> list[TaskRow]:
    """The tasks that say exactly this, or else have a word beginning with each of these."""
    exactly = [row for row in rows if fold(row.text) == fold(words)]
    if exactly:
        return exactly
    wanted = [_begins(fold_accents(word)) for word in words.split()]
    return [row for row in rows if _has(_folded(f"{row.text} {row.path}"), wanted)]


def _folded(text: str) -> str:
    """Word by word, for each may be of another script."""
    return fold_accents(text) if text.isascii() else " ".join(map(fold_accents, text.split()))


def _begins(word: str) -> re.Pattern[str]:
    """Where a word of a text begins like this; anywhere in scripts that part no words."""
    start = "" if is_unspaced(word) else rf"(?<![\w{MARKS}])"
    return re.compile(start + re.escape(word))


def _has(text: str, wanted: Sequence[re.Pattern[str]]) -> bool:
    return bool(wanted) and all(word.search(text) for word in wanted)


def _either(places: Sequence[str], count: int | None = None) -> str:
    more = (count or len(places)) - len(places)
    if more:
        return f"{', '.join(places)} or {more} more"
    return " or ".join(filter(None, (", ".join(places[:-1]), places[-1])))
