"""Addresses that stand in the words of profiles and of notes about people, looked up as slips ask for them."""

from notes_crm.answers.public_mail import PUBLIC
from notes_crm.answers.triage import Known, Reachable, Slip, addresses_in, strangers
from notes_crm.cli.line import FIRST_ANSWER, read_line
from notes_crm.cli.session import Session

_MOST = 10
"""Domains of one slip that are looked up."""
_MOST_NOTES = 100
_TYPES = "(type:customer OR type:person)"


class WrittenAddresses:
    """Everybody who is known, and more of them with each slip; each domain is looked up once."""

    def __init__(self, session: Session, known: Known) -> None:
        self._session, self.known = session, known
        self._asked: set[str] = set()

    def known_for(self, slip: Slip) -> Known:
        """Everybody, with whom the addresses on a slip may lead to."""
        wanted = (_term(address) for address in strangers(slip, self.known))
        for term in [term for term in dict.fromkeys(wanted) if term not in self._asked][:_MOST]:
            if not self._asked:
                self._session.refresh(words=True, budget=FIRST_ANSWER)
            self._asked.add(term)
            found = self._written(term)
            self.known = self.known._replace(emails=[*self.known.emails, *found])
        return self.known

    def _written(self, term: str) -> list[Reachable]:
        session = self._session
        _, query = read_line(session, [f'"{term}" {_TYPES}'])
        matches = session.index.search(query, session.today, limit=_MOST_NOTES)
        ids = sorted(match.id for match in matches.notes if match.whole)
        found = []
        for row in session.index.facts.notes(ids=ids):
            if row.home is None or row.conflict_of is not None:
                continue
            try:
                text = session.vault.read(row.path).data.decode("utf-8", "replace")
            except OSError:  # it went away, or can't be read; `crm check` names it
                continue
            customer = row.home.rpartition("/")[2]
            title = row.path.rpartition("/")[2].rpartition(".")[0]
            who = title.removesuffix(f"({customer})").strip()
            found += [
                Reachable(address, who, customer, "profile" if row.type == "customer" else "note")
                for address in addresses_in(text)
                if _term(address) == term
            ]
        return found


def _term(address: str) -> str:
    """What is looked up for an address: its domain where that is somebody's own."""
    domain = address.rpartition("@")[2]
    return address if domain in PUBLIC else domain
