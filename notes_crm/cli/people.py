"""Whom somebody means: a customer, a person there, or a telephone number."""

from notes_crm.answers.lookup import Named, is_phone, match, same_phone
from notes_crm.cli.session import Session
from notes_crm.errors import AmbiguousName, UnknownName


def whom(session: Session, words: str) -> tuple[str, str | None]:
    """The customer that is meant, and the person there if a person or a number was typed."""
    if is_phone(words):
        return _by_phone(session, words)
    try:
        return session.customer(words), None
    except UnknownName as unknown:
        person = _person(session, words)
        if person is None:
            raise unknown from None
        return person


def _by_phone(session: Session, words: str) -> tuple[str, str | None]:
    callers = {
        (home.rpartition("/")[2], title)
        for text, title, _, home in session.index.facts.phones()
        if home is not None and same_phone(words, text)
    }
    names = sorted({customer for customer, _ in callers})
    if len(names) > 1:
        raise AmbiguousName(f"{words} may be {' or '.join(names)}; type more of the number.", names)
    if not callers:
        raise UnknownName(f"No note has the number {words}; search for it with: crm search {words}")
    customer = names[0]
    people = sorted(title for _, title in callers if title != customer)
    return customer, people[0] if len(people) == 1 else None


def _person(session: Session, words: str) -> tuple[str, str | None] | None:
    """A person by name, where no customer is called so: (customer, person)."""
    people = [
        (called, name.removesuffix(f"({customer})").strip(), customer)
        for called, name, customer in session.index.facts.people()
    ]
    if not people:
        return None
    try:
        name = match(
            words,
            [Named(called, f"{person} · {customer}") for called, person, customer in people],
            what="person",
        )
    except UnknownName:
        return None
    except AmbiguousName as several:
        customers = {candidate.rpartition(" · ")[2] for candidate in several.candidates}
        if len(customers) > 1:
            raise
        return customers.pop(), None  # whoever it is, it is about one customer
    person, _, customer = name.rpartition(" · ")
    return customer, person
