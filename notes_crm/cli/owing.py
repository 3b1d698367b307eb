"""What is due in a vault: rows of its index, chosen by day, person and customer."""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from notes_crm.answers import agenda
from notes_crm.answers.agenda import PARTS, Agenda, Owed, Quiet, Touch, Visit
from notes_crm.answers.colleagues import Colleagues
from notes_crm.cli.session import Session
from notes_crm.cli.team import colleagues, person
from notes_crm.cli.terminal import known_as
from notes_crm.errors import Unwritable
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.promised import PromiseRow, Standing
from notes_crm.model.schema import fold
from notes_crm.store.catalog.standings import Standings
from notes_crm.store.listing import Listed, Listing

if TYPE_CHECKING:
    from notes_crm.answers.record import Recorded


class Owing:
    """What is asked: until which day, of whom (`whose` as typed) and of which customer."""

    def __init__(
        self, session: Session, until: date, whose: str | None = None, customer: str | None = None,
        *, with_private: bool = True,
    ) -> None:  # fmt: skip
        self.session, self.until, self.whose, self.customer = session, until, whose, customer
        self.with_private = with_private

    def agenda(
        self, *, most: int | None, overdue_only: bool = False, sources: bool = True
    ) -> Agenda:
        """All of it; at most so many promises of each side in each part.

        With `sources` whatever is estimated names the note of the last contact.
        """
        today, catalog = self.session.today, self.session.index.catalog
        rows = catalog.ledger.still_open(self._known_customer, self._spellings)
        late = rows.overdue(today)
        others = rows.not_overdue(today)
        found = agenda.parts(others, today, self.until)
        later = len(others) - sum(map(len, found.values()))
        for side, count in late.items():
            found["overdue"] += rows.first_overdue(today, side, count if most is None else most)
        wanted = PARTS[:1] if overdue_only else PARTS
        chosen = [r for part in wanted for r in agenda.first_of_each(found[part], most)]
        known = [r for r in catalog.ledger.in_full(chosen) if self.with_private or not r.private]
        full = agenda.parts(known, today, self.until)
        shown: dict[str, tuple[Owed, ...]] = {}
        number = 1
        for part in PARTS:
            shown[part] = agenda.numbered(agenda.owed(full[part], today, self.owner), number)
            number += len(shown[part])
        then = self.until + agenda.NEAR
        planned = agenda.visits(self.contacts.planned(today, then), today, then)
        near = [visit for visit in planned if visit.date <= self.until]
        touches, quiet = agenda.contacts(self._standings, today, self.until, near)
        visits = agenda.with_others([v._replace(by=self._names(v.by)) for v in planned])
        visits = [v for v in visits if v.date <= self.until and self._goes(v)]
        if overdue_only:
            visits, quiet = [], []
            touches = [touch for touch in touches if touch.days_late]
        name = self.us.name
        touches = [
            t._replace(owner=name(t.owner)) for t in touches if self._asked(t.owner, t.customer)
        ]
        quiet = [q._replace(owner=name(q.owner)) for q in quiet if self._asked(q.owner, q.customer)]
        return Agenda(
            today=today,
            until=self.until,
            person=self.person,
            customer=self._known_customer,
            **shown,
            visits=tuple(visits),
            contacts=tuple(
                t if t.path or not sources else t._replace(path=self._last(t)) for t in touches
            ),
            quiet=tuple(q._replace(path=self._last(q)) if sources else q for q in quiet),
            counts={part: len(found[part]) if part in wanted else 0 for part in PARTS}
            | {"overdue": sum(late.values()), "later": later},
        )

    @cached_property
    def us(self) -> Colleagues:
        """Our people."""
        return colleagues(
            self.session, list(dict.fromkeys((*self._owners.values(), *self._people)))
        )

    @cached_property
    def _people(self) -> list[str]:
        """Who is named in notes, where somebody is asked for."""
        return self.session.index.catalog.ledger.people() if self.whose else []

    @cached_property
    def person(self) -> str | None:
        """The name of the one that is asked for."""
        return person(self.session, self.whose, self.us) if self.whose else None

    def owner(self, row: PromiseRow) -> str:
        """Who of us sees to a promise: who is named, else who wrote it, else the customer's owner."""
        first = next((self._owners[c] for c in row.customers if c in self._owners), "")
        return self.us.name(row.owner or row.by or first)

    @cached_property
    def contacts(self) -> Standings:
        """What the index knows of contacts, of which private ones may be left out."""
        return self.session.index.catalog.standings(with_private=self.with_private)

    @cached_property
    def _known_customer(self) -> str | None:
        return self.session.customer(self.customer) if self.customer else None

    @cached_property
    def _standings(self) -> list[Standing]:
        return self.contacts.all(self.session.today, silent=timedelta(agenda.SHORTEST))

    @cached_property
    def _owners(self) -> dict[str, str]:
        found = ((s.customer, plain_names(s.keys.get("owner", ""))) for s in self._standings)
        return {customer: owner[0] for customer, owner in found if owner and owner[0]}

    @property
    def _spellings(self) -> list[str] | None:
        """How notes name the person who is asked for; None where nobody is."""
        if self.person is None:
            return None
        written = {*self._people, *(one.keys.get("owner", "") for one in self._standings)}
        return sorted(filter(self._mine, written))

    def _mine(self, who: str) -> bool:
        return self.person is None or fold(self.us.name(who)) == fold(self.person)

    def _asked(self, who: str, *customers: str) -> bool:
        """Whether somebody's dealing with these customers is what is asked for."""
        one = self._known_customer
        return self._mine(who) and (one is None or fold(one) in map(fold, customers))

    def _names(self, by: Iterable[str]) -> tuple[str, ...]:
        """Everybody of us who is named, by their one names."""
        return tuple(self.us.name(who) for text in by for who in plain_names(text))

    def _goes(self, visit: Visit) -> bool:
        return any(self._asked(who, *visit.customers) for who in visit.by or ("",))

    def _last(self, row: Touch | Quiet) -> str | None:
        """The note of the last contact, which an estimate stands on."""
        if row.last is None:
            return None
        last = self.contacts.last_contact(row.customer, row.last, self.session.today)
        return last.path if last else None


def remember(session: Session, items: "Iterable[Owed | Recorded]") -> None:
    """Keep the numbers of a list for `crm done 3` in this terminal; said where that can't be."""
    listed = [
        Listed(
            item.path, item.line, item.text, item.box, item.due.isoformat() if item.due else None
        )
        for item in items
    ]  # fmt: skip
    try:
        numbers = Listing(session.state_folder, session.vault.root, known_as(session.env))
        numbers.save(listed, shown=sys.stdout.isatty())
    except Unwritable as error:
        session.say(str(error))
