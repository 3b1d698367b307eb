"""The guided visit: the form's questions one after the other, each skippable, none lost on the way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

import click

from notes_crm.cli.questions import ASKED, WORDS, is_long, taken, usual_error
from notes_crm.cli.session import Session
from notes_crm.cli.typed import line_editing, read_line
from notes_crm.errors import CrmError
from notes_crm.model.form import Question
from notes_crm.store.unfinished import Begun, Unfinished

KEYS = "Enter skips · < back · - clears · . ends · Ctrl-C keeps it for later"
INTERRUPTED = 130
MOST_NAMED = 3
"""People at the customer whom the question names."""

_BACK, _CLEAR, _END, _HELP = "<", "-", ".", "?"


class Guide:
    """Asks; keeps every answer in the user's own place from the moment it is typed."""

    def __init__(
        self, session: Session, begun: Begun, people: tuple[str, ...], there: Mapping[str, str]
    ) -> None:
        self._session, self.begun, self._people, self._there = session, begun, people, there
        self._unfinished = Unfinished(session.state_folder, session.vault.root)
        self.ended = False

    def ask_all(self, start: int = 0) -> None:
        """Every question from one on; `<` goes back, `.` leaves out the rest."""
        at = start
        while 0 <= at < len(ASKED) and not self.ended:
            at = max(0, at + self._ask(at))

    def forget(self) -> None:
        """The answers are in a note now."""
        self._unfinished.forget(self.begun.customer)

    def answer(self, prompt: str = "> ") -> str:
        """One typed line, without what can't be seen; Ctrl-C and Ctrl-D leave with a word."""
        with self.kept():
            return self._line(prompt)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whoever leaves, or can't be served, at a question or behind it, is told that the answers stay."""
        try:
            yield
        except CrmError:
            if self._session.interactive:
                self._say_kept()
            raise
        except (KeyboardInterrupt, EOFError):
            click.echo(err=True)
            if self._say_kept():
                raise click.exceptions.Exit(INTERRUPTED) from None
            raise click.Abort from None

    def _say_kept(self) -> bool:
        """Say so; whether there was an answer."""
        from notes_crm.output.console import one_line

        if self.begun.answers:
            name = one_line(self.begun.customer)
            click.echo(f'What you said is kept; go on with: crm visit "{name}"', err=True)
        return bool(self.begun.answers)

    def _ask(self, number: int) -> int:
        """Ask one question; how many to go on, which is negative for going back."""
        question = ASKED[number]
        label, hint = WORDS[question.name]
        if question.name == "met" and self._people:
            more = " …" if len(self._people) > MOST_NAMED else ""
            hint = f"who was there: {', '.join(self._people[:MOST_NAMED])}{more}"
        self._show(f"\n{number + 1}/{len(ASKED)} {label}: {hint}")
        if already := self._there.get(question.name):
            self._show(f"  in the note: {already}")
        for line in self.begun.answers.get(question.name, ()):
            self._show(f"  · {line}")
        while True:
            typed = self.answer()
            if typed in ("", _BACK, _END):
                self.ended = self.ended or typed == _END
                return -1 if typed == _BACK else 1
            if typed == _HELP:
                self._show(KEYS)
            elif typed == _CLEAR:
                self._keep(question, [])
                self._show("  cleared")
            elif self._take(question, typed) and not is_long(question):
                return 1

    def _take(self, question: Question, typed: str) -> bool:
        """Keep what was typed; False, and said why, where it will not do."""
        lines = typed.split("\n") if is_long(question) else [" ".join(typed.split("\n"))]
        try:
            kept = [
                taken(self._session, question, line, self._people, self.begun.day) for line in lines
            ]
        except (CrmError, click.UsageError) as error:
            if not self._session.interactive:
                raise
            self._show(f"  {usual_error(error)}")
            return False
        before = self.begun.answers.get(question.name, []) if is_long(question) else []
        self._keep(question, [*before, *kept])
        if question.answer == "promise" and kept == [typed]:
            self._show("  (no day; a promise without one is easily forgotten)")
        elif kept != [typed]:
            self._show(f"  → {'; '.join(kept)}")
        return True

    def _keep(self, question: Question, lines: list[str]) -> None:
        answers = {**self.begun.answers, question.name: lines}
        answers = {name: found for name, found in answers.items() if found}
        self.begun = replace(self.begun, answers=answers)
        if not self._session.interactive:
            return
        if answers:
            try:
                self._unfinished.keep(self.begun)
            except CrmError as error:  # the visit can be told all the same
                self._session.say(str(error))
        else:
            self._unfinished.forget(self.begun.customer)

    def _line(self, prompt: str) -> str:
        try:
            return read_line(self._session, prompt)
        except EOFError:
            if self._session.interactive:
                raise
            self.ended = True
            return ""

    def _show(self, text: str) -> None:
        if not self._session.interactive:
            return
        from notes_crm.output.console import safe, wrap

        for row in text.split("\n"):
            bare = safe(row).lstrip()
            indent = " " * (len(row) - len(row.lstrip()))
            lines = wrap(bare, self._session.width - len(indent), indent=indent)
            click.echo("\n".join(lines), err=True)


def resumed(session: Session, name: str) -> Begun | None:
    """An unfinished visit to this customer, if somebody wants to go on with it."""
    unfinished = Unfinished(session.state_folder, session.vault.root)
    begun = unfinished.load(name)
    if begun is None or not begun.answers or not session.interactive:
        return None
    line_editing()
    count = sum(1 for question in ASKED if question.name in begun.answers)
    answers = "answer" if count == 1 else "answers"
    click.echo(f"You began to tell of a visit on {begun.day}: {count} {answers} so far.", err=True)
    begun = _without_past(session, begun)
    guide = Guide(session, begun, (), {})
    while True:
        typed = guide.answer("Enter goes on · n begins anew, and forgets them: ").casefold()
        if typed in ("", "y", "yes"):
            return begun
        if typed in ("n", "no"):
            unfinished.forget(name)
            return None


def _without_past(session: Session, begun: Begun) -> Begun:
    """What was told, without a next contact that has gone by since."""
    [day] = begun.answers.get("next_contact") or [""]
    if not day or day >= session.today.isoformat():
        return begun
    click.echo(f"The next contact, {day}, has gone by; that answer is left out.", err=True)
    answers = {name: lines for name, lines in begun.answers.items() if name != "next_contact"}
    return replace(begun, answers=answers)


def begin(session: Session, name: str, day: date) -> Begun:
    """A visit of which nothing is told so far."""
    if session.interactive:
        line_editing()
    began: datetime = session.now.replace(microsecond=0)
    return Begun(name, day, began)


def first_open(begun: Begun) -> int:
    """The question behind the last one that was answered."""
    answered = [n for n, question in enumerate(ASKED, 1) if question.name in begun.answers]
    return answered[-1] if answered else 0
