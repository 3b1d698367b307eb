"""A visit from its first question to its note: what is planned, what is asked, proposed, shown, written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import click

from notes_crm.cli import guided, notes, plans
from notes_crm.cli.guided import Guide
from notes_crm.cli.questions import ASKED, options, usual_error
from notes_crm.cli.rewriting import read
from notes_crm.cli.session import Session
from notes_crm.errors import BadDate, CrmError
from notes_crm.model import drafts
from notes_crm.model.check_in import CheckIn
from notes_crm.model.check_in import check_in as called_for
from notes_crm.model.drafts import Interaction
from notes_crm.output.console import one_line, safe, wrap
from notes_crm.store.unfinished import Begun

_YES = ("", "y", "yes")
_NO = ("n", "no")


@dataclass(frozen=True, slots=True)
class _Ways:
    """What was asked for on the command line."""

    separate: bool
    check_in: bool


def tell(
    session: Session, name: str, *, day: str | None, editing: bool, separate: bool, check_in: bool
) -> int:
    """Ask, propose, show, write; the exit code."""
    at = session.day(day, past=True) if day else session.today
    if at > session.today:
        read = notes.as_read(day or "", at)
        raise BadDate(f"{read} is still to come; a visit is told when it has been.")
    if editing:
        said = _said(session, Begun(name, at, session.now))
        path = plans.write_down(
            session, name, said, command="visit", clock=False, editing=True, separate=separate
        )
        return 0 if path else 1
    begun = guided.resumed(session, name)
    if begun and day:
        begun = replace(begun, day=at)
    start = guided.first_open(begun) if begun else 0
    guide = _guide(session, begun or guided.begin(session, name, at), separate=separate)
    with guide.kept():
        guide.ask_all(start)
        return _written(session, guide, _Ways(separate, check_in))


def _guide(session: Session, begun: Begun, *, separate: bool) -> Guide:
    """The guide, its head shown; a plan that can't be filled is refused before anybody types."""
    said = _said(session, replace(begun, answers={}))
    found = None if separate else plans.plan(session, begun.customer, said)
    there = {}
    lines = [f"{one_line(begun.customer)}, visit of {begun.day:%a} {begun.day}"]
    if found:
        seen = plans.fit_to_fill(session, found)
        note = read(session, seen.data, found.path)
        keys = ((q.name, ", ".join(note.texts(q.key))) for q in ASKED if q.key)
        there = {question: text for question, text in keys if text}
        lines.append(f"Fills in the plan {one_line(found.path.rpartition('/')[2])}")
        lines += [f"  {one_line(text)}" for text in note.texts("purpose")]
    if session.interactive:
        click.echo("\n".join([*lines, *wrap(guided.KEYS, session.width)]), err=True)
    return Guide(session, begun, _people(session, begun.customer), there)


def _written(session: Session, guide: Guide, ways: _Ways) -> int:
    """Propose, show, ask once more, and write."""
    while True:
        if not guide.begun.answers:
            click.echo("Nothing was said, and nothing was written.")
            return 1
        said = _with_check_in(session, guide, _said(session, guide.begun), ways)
        decided = _decision(session, guide, said, ways)
        if decided == "back":
            guide.ended = False
            guide.ask_all(len(ASKED) - 1)
            continue
        if decided == "later":
            name = one_line(guide.begun.customer)
            click.echo(f'Not written; go on with: crm visit "{name}"')
            return 1
        path = plans.write_down(
            session, guide.begun.customer, said, command="visit", clock=_clock(guide.begun),
            editing=decided == "edit", separate=ways.separate,
        )  # fmt: skip
        if path is None:
            continue
        guide.forget()
        return 0


def _said(session: Session, begun: Begun) -> Interaction:
    """The answers as an interaction."""
    said = options(begun.answers) | {"day": begun.day.isoformat(), "by": ()}
    if begun.day == session.today:
        said["day"] = None
    told = notes.interaction(
        session, begun.customer, "visit", "\n".join(begun.answers.get("listen", ())), said
    )
    return replace(
        told,
        subjects=begun.answers.get("new_subjects", ()),
        actions=begun.answers.get("tell", ()),
    )


def _with_check_in(session: Session, guide: Guide, said: Interaction, ways: _Ways) -> Interaction:
    """What was said, and the check-in that it calls for if somebody wants it."""
    outcome, following = said.keys.get("outcome"), said.keys.get("next_contact")
    proposed = called_for(
        str(outcome) if outcome else None, guide.begun.day, session.today,
        following if isinstance(following, date) else None,
    )  # fmt: skip
    if proposed is None:
        return said
    day: date | None = proposed.day
    if not ways.check_in:
        day = _asked(session, guide, proposed) if session.interactive else None
    if day is None:
        if not session.interactive:
            session.say(
                f"{proposed.why}: a check-in is due by {proposed.day:%a} {proposed.day}; "
                "--check-in writes it down."
            )
        return said
    settings = session.vault.task_settings
    line = drafts.promise_line(proposed.text, "", created=session.today, due=day, settings=settings)
    return replace(said, check_in=(line,))


def _asked(session: Session, guide: Guide, proposed: CheckIn) -> date | None:
    """The day of the check-in; None where it is not wanted."""
    click.echo(f"\n{proposed.why}. Check in by {proposed.day:%a} {proposed.day}?", err=True)
    click.echo(f"  {proposed.text}", err=True)
    while True:
        typed = guide.answer("Enter takes it · another day · n for none: ")
        if typed.casefold() in _YES:
            return proposed.day
        if typed.casefold() in _NO:
            return None
        try:
            return notes.day_ahead(session, typed)
        except CrmError as error:
            click.echo(f"  {usual_error(error)}", err=True)


def _decision(session: Session, guide: Guide, said: Interaction, ways: _Ways) -> str:
    """Whether to write it, edit it first, go back, or leave it for later."""
    if not session.interactive:
        return "write"
    click.echo(err=True)
    for line in _preview(session, said, ways, clock=_clock(guide.begun)):
        click.echo(f"  {safe(line)}", err=True)
    answers = {
        **dict.fromkeys(_YES, "write"),
        **dict.fromkeys(_NO, "later"),
        "e": "edit",
        "<": "back",
    }
    while True:
        typed = guide.answer("Enter writes it · e edits it first · < back · n not now: ")
        if decided := answers.get(typed.casefold()):
            return decided


def _preview(session: Session, said: Interaction, ways: _Ways, *, clock: bool) -> Iterable[str]:
    """The lines that will be written; of a plan, only those that it gets."""
    found = None if ways.separate else plans.plan(session, said.customer, said)
    if found is None:
        return drafts.interaction("", said).text.splitlines()
    seen = plans.fit_to_fill(session, found)
    before = seen.data.decode("utf-8-sig", "replace").splitlines()
    after = plans.filled(session, seen, said, clock=clock).decode("utf-8-sig", "replace")
    there = iter([*before, None])
    at, new = next(there), []
    for line in after.splitlines():
        if line == at:
            at = next(there)
        else:
            new.append(line)
            if at is not None and at.partition(":")[0] == line.partition(":")[0] and ":" in at:
                at = next(there)
    return new


def _clock(begun: Begun) -> bool:
    """Whether the time of arrival was said."""
    return bool(options(begun.answers)["clock"])


def _people(session: Session, name: str) -> tuple[str, ...]:
    """Who is known at the customer."""
    known = (
        person.removesuffix(f"({name})").strip()
        for _, person, customer in session.index.facts.people()
        if customer == name
    )
    return tuple(dict.fromkeys(known))
