"""What the shell offers when Tab is pressed: customers, people, fields and saved searches."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import click
    from click.shell_completion import CompletionItem

    from notes_crm.cli.session import Session

MOST = 200
T = TypeVar("T")
Offer = Callable[["click.Context", "click.Parameter", str], T]


def _quietly(offer: "Offer[list[T]]") -> "Offer[list[T]]":
    """Offer nothing where the index can't be had: while somebody types there is no place for reasons."""

    @wraps(offer)
    def offered(ctx: "click.Context", param: "click.Parameter", typed: str) -> list[T]:
        from notes_crm.errors import CrmError

        try:
            return offer(ctx, param, typed)
        except CrmError:
            return []

    return offered


def complete_customer(ctx: "click.Context", _param: "click.Parameter", typed: str) -> list[str]:
    """Customers whose name begins so, or has a word that does."""
    session = _session(ctx)
    return _beginning(_customers(session), typed) if session else []


def complete_type(_ctx: "click.Context", _param: "click.Parameter", typed: str) -> list[str]:
    """Types of notes that can be logged."""
    from notes_crm.model.schema import CONTACT_TYPES

    return [name for name in (*CONTACT_TYPES, "note") if name.startswith(typed)]


@_quietly
def complete_words(ctx: "click.Context", _param: "click.Parameter", typed: str) -> list[str]:
    """Fields, values of `customer:`, `by:` and `type:`, and saved searches."""
    session = _session(ctx)
    if session is None:
        return []
    if typed.startswith("@"):
        return [
            f"@{name}" for name in session.vault.settings.searches if name.startswith(typed[1:])
        ]
    name, colon, value = typed.partition(":")
    if colon:
        return [f"{name}:{found}" for found in _beginning(_values(session, name), value)]
    schema = session.schema
    names = [*schema.fields, "before", "after", "has", "is", "path", "tag", "task"]
    names += [h.replace(" ", "-") for h in schema.headings]
    return sorted({f"{n}:" for n in names if typed and n.startswith(typed)})


@_quietly
def complete_sort(ctx: "click.Context", _param: "click.Parameter", typed: str) -> list[str]:
    """The two usual ways, and keys, the vault's own included."""
    session = _session(ctx)
    back, names = "-" * typed.startswith("-"), session.schema.fields if session else ()
    usual = [] if back else [w for w in ("best", "date") if w.startswith(typed)]
    found = (f"{back}{n}" for n in names if n != "date")
    return [*usual, *(n for n in found if typed and n.startswith(typed))]


@_quietly
def complete_promise(
    ctx: "click.Context", _param: "click.Parameter", typed: str
) -> "list[str | CompletionItem]":
    """Words of promises; before the first, and for digits, numbers of the last list with their words."""
    session = _session(ctx)
    if session is None:
        return []
    closed = ctx.info_name == "reopen"
    rows = [row for row in session.index.facts.tasks() if (row.state != "open") == closed]
    shown = {(row.path, row.line): row.text for row in rows if not row.private}
    if not typed or typed.isdecimal():
        return [*_numbers(session, shown, typed)]
    return [*_beginning(dict.fromkeys(shown.values()), typed)]


@_quietly
def complete_colleague(ctx: "click.Context", _param: "click.Parameter", typed: str) -> list[str]:
    """Names and handles of our people, and `me`."""
    session = _session(ctx)
    team = session.index.facts.names("team") if session else []
    return _beginning(["me", *(called for called, _, _ in team)], typed) if session else []


def complete_given(
    ctx: "click.Context", param: "click.Parameter", typed: str
) -> "list[str | CompletionItem]":
    """First promises; behind one, whom it is given to, and behind numbers more of them."""
    before = [*(ctx.params.get("which") or ()), *filter(None, (ctx.params.get("name"),))]
    if not before:
        return complete_promise(ctx, param, typed)
    if typed.isdecimal() and all(word.isdecimal() for word in before):
        return complete_promise(ctx, param, typed)
    return [*complete_colleague(ctx, param, typed)]


def _numbers(
    session: "Session", shown: "Mapping[tuple[str, int], str]", typed: str
) -> "list[CompletionItem]":
    """Those that stand for one of these promises, each with what shells show beside it."""
    from click.shell_completion import CompletionItem

    from notes_crm.cli.terminal import known_as
    from notes_crm.store.listing import Listing

    listing = Listing(session.state_folder, session.vault.root, known_as(session.env)).load()
    found = ((f"{n}", shown.get((now.path, now.line))) for n, (now, *_) in enumerate(listing, 1))
    return [
        CompletionItem(number, help=text)
        for number, text in found
        if text and number.startswith(typed)
    ]


def _values(session: "Session", name: str) -> "Iterable[str]":
    from notes_crm.model.query.fields import HAS, IS

    if name == "customer":
        return _customers(session)
    facts = session.index.facts
    if name in ("by", "owner", "people"):
        ours = {name for _, name, _ in facts.names("team")}
        return sorted({*ours, *facts.texts(name), *(who for _, who, _ in facts.people())})
    return {"type": tuple(session.schema.types), "has": HAS, "is": IS}.get(name, ())


def _customers(session: "Session") -> list[str]:
    """The customers the index knows; before there is one, the folders in which they will be."""
    import os

    from notes_crm.errors import CrmError

    try:
        known = [c.name for c in session.index.facts.customers()]
    except CrmError:  # the index can't be kept where it should be
        known = []
    if known:
        return known
    try:
        with os.scandir(session.vault.absolute(session.schema.folders["customers"])) as entries:
            found = [e.name for e in entries if e.is_dir() and not e.name.startswith(".")]
    except OSError:
        return []
    return sorted(found)


def _beginning(names: "Iterable[str]", typed: str) -> list[str]:
    from notes_crm.model.letters import fold_accents

    wanted = fold_accents(typed)
    found = [
        name
        for name in names
        if any(
            f" {fold_accents(name)}".startswith(wanted, at) for at in _starts(fold_accents(name))
        )
    ]
    return found[:MOST]


def _starts(name: str) -> list[int]:
    return [1, *(at + 2 for at, letter in enumerate(name) if letter == " ")]


def _session(ctx: "click.Context") -> "Session | None":
    """The session of a command line that is still being typed; None outside a vault."""
    from notes_crm.cli.session import Session, open_session
    from notes_crm.errors import CrmError

    class Typing(Session):
        """While somebody types there is no place for remarks."""

        def say(self, sentence: str) -> None:
            """Nothing."""

    session = open_session(ctx.find_root().params.get("vault_option"), kind=Typing)
    try:
        session.vault  # noqa: B018 - whether there is one
    except CrmError:
        return None
    return session
