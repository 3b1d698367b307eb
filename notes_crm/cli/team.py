"""Which of us is meant: by name, alias or handle, or `me`."""

from collections.abc import Sequence

from notes_crm.answers.colleagues import Colleagues
from notes_crm.cli.session import Session
from notes_crm.errors import UnknownName
from notes_crm.model.schema import fold

ME = "me"


def colleagues(session: Session, others: Sequence[str] = ()) -> Colleagues:
    """Our people, by their notes; and myself."""
    return Colleagues(session.index.catalog.ledger.team(), [*filter(None, (session.me,)), *others])


def person(session: Session, words: str, us: Colleagues) -> str:
    """The name of the one of us who is meant; `me` is who reads."""
    if fold(words) != ME:
        return us.meant(words)
    if not session.me:
        raise UnknownName('Nobody has said who you are; tell me once: crm me "Your Name".')
    return us.name(session.me)
