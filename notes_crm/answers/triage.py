"""Whose slip this is and what it is: what stands in it against everybody who is known, with the reason."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from notes_crm.answers.lookup import FEWEST_DIGITS, digits, plain
from notes_crm.answers.public_mail import PUBLIC

SURE = 65
"""From here on a clue is taken without asking, where no other customer has one as good."""

_PHONE = re.compile(r"[+(]?\d[\d\s()./-]{4,}\d")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TYPES = (
    ("email", r"e-?mail|mail"),
    ("visit", r"visit(?:ed)?|besuch(?:t)?|visite"),
    ("text", r"sms|text(?: message)?|whatsapp|chat|imessage"),
    ("call", r"call(?:ed)?|r[aiu]ng|phoned?|telephoned?|tel|anruf|angerufen|appel"),
    ("letter", r"letter|brief|fax"),
    ("meeting", r"meeting|met|besprechung|r[ée]union"),
)
_SHORTEST = 4
"""Letters of the first word of a customer's name that is a clue by itself."""
_SPOKEN_OF = 62
"""A name in the text may be somebody who is only spoken of, so it is never sure."""
_MOST = 100
"""Addresses of one slip that are looked at."""


class Reachable(NamedTuple):
    """A number or address, who has it, and at which customer.

    `written` says in the words of what it stands: `profile`, `note`; nothing for front matter.
    """

    text: str
    who: str
    customer: str
    written: str = ""


class Called(NamedTuple):
    """What somebody is called, as written and as it is compared, with the name and the customer."""

    called: str
    plain: str
    name: str
    customer: str


class Known(NamedTuple):
    """Everybody who may be meant; telephone numbers by their bare digits."""

    names: Sequence[Called]
    people: Sequence[Called]
    phones: Mapping[str, Sequence[Reachable]]
    emails: Sequence[Reachable]
    ours: frozenset[str] = frozenset()


class Slip(NamedTuple):
    """What stands in a file of the inbox.

    `name` are the words of its path, `senders` the addresses of an e-mail, `stated` the customers
    and `type` that its front matter names.
    """

    name: str
    subject: str = ""
    text: str = ""
    senders: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    type: str | None = None


class Proposal(NamedTuple):
    """Whose it is, with the reason; `sure` where nobody else may be meant. `others` are next best."""

    customer: str | None
    reason: str
    sure: bool
    others: tuple[str, ...]
    type: str


class _Clue(NamedTuple):
    strength: int
    customer: str
    reason: str


def called(words: str, name: str, customer: str) -> Called:
    """One who may be meant, by these words."""
    return Called(words, plain(words), name, customer)


def by_number(phones: Iterable[Reachable]) -> dict[str, list[Reachable]]:
    """Telephone numbers by their bare digits, those that are too short to tell left out."""
    found: dict[str, list[Reachable]] = {}
    for one in phones:
        if len(number := digits(one.text)) >= FEWEST_DIGITS:
            found.setdefault(number, []).append(one)
    return found


def propose(slip: Slip, known: Known, kind: str) -> Proposal:
    """What to make of a slip; `kind` is mail, note or file."""
    best: dict[str, _Clue] = {}
    for clue in _clues(slip, known):
        if clue.customer not in best or clue.strength > best[clue.customer].strength:
            best[clue.customer] = clue
    ranked = sorted(best.values(), key=lambda clue: (-clue.strength, clue.customer))
    kind = _type(slip, kind)
    if not ranked:
        return Proposal(None, "nobody known stands in it", sure=False, others=(), type=kind)
    first, *rest = ranked
    sure = first.strength >= SURE and not (rest and rest[0].strength >= SURE)
    reason = first.reason
    if rest and rest[0].strength >= SURE:
        reason += f"; but {rest[0].reason}"
    return Proposal(
        first.customer, reason, sure=sure, others=tuple(c.customer for c in rest[:3]), type=kind
    )


def _clues(slip: Slip, known: Known) -> Iterator[_Clue]:
    yield from (_Clue(100, name, f"it says customer: {name}") for name in slip.stated)
    yield from _by_address(slip, known)
    yield from _by_number(slip, known)
    places = ((80, "its name", slip.name), (78, "the subject", slip.subject), (_SPOKEN_OF, "its text", slip.text))  # fmt: skip
    for strength, where, text in places:
        if text:
            yield from _by_name(strength, where, text, known)


def addresses_in(text: str) -> list[str]:
    """The addresses that stand in a text, in small letters, each once."""
    return list(dict.fromkeys(found.lower() for found in _ADDRESS.findall(text)))


def strangers(slip: Slip, known: Known) -> list[str]:
    """The addresses on a slip that are neither ours nor in anybody's front matter."""
    theirs = {one.text.lower() for one in known.emails if not one.written}
    return [address for _, address in _addresses(slip, known) if address not in theirs]


def _addresses(slip: Slip, known: Known) -> list[tuple[bool, str]]:
    """The addresses on a slip that are not ours, and whether they wrote or got the e-mail."""
    written = addresses_in(f"{slip.subject}\n{slip.text}")
    found = dict.fromkeys(slip.senders, True) | {a: False for a in written if a not in slip.senders}
    return [(sent, a) for a, sent in found.items() if a not in known.ours][:_MOST]


def _by_address(slip: Slip, known: Known) -> Iterator[_Clue]:
    found = _addresses(slip, known)
    domains: dict[str, list[Reachable]] = {}
    for one in known.emails if found else ():
        domains.setdefault(one.text.lower().rpartition("@")[2], []).append(one)
    anybodys = PUBLIC | {address.rpartition("@")[2] for address in known.ours}
    for sent, address in found:
        domain = address.rpartition("@")[2]
        there = domains.get(domain, [])
        whose = [one for one in there if one.text.lower() == address]
        for one in whose:
            strength, reason = _whose(address, one, sent=sent)
            yield _Clue(strength, one.customer, reason)
        if not whose and domain not in anybodys and len({one.customer for one in there}) == 1:
            like = f"{there[0].text} {_where(there[0])}" if there[0].written else there[0].text
            yield _Clue(50, there[0].customer, f"they write from {domain}, like {like}")


def _whose(address: str, one: Reachable, *, sent: bool) -> tuple[int, str]:
    """How much an address tells that somebody has; one among words may be that of others."""
    if not one.written:
        return 92 if sent else 72, f"{address} is {_of(one)}"
    return 80 if sent else _SPOKEN_OF - 2, f"{address} stands {_where(one)}"


def _where(one: Reachable) -> str:
    if one.written == "profile":
        return f"in the profile of {one.customer}"
    return f"in the note on {_of(one)}"


def _by_number(slip: Slip, known: Known) -> Iterator[_Clue]:
    written = dict.fromkeys(_PHONE.findall(f"{slip.name}\n{slip.subject}\n{slip.text}"))
    for typed in written:
        for one in known.phones.get(digits(typed), ()):
            yield _Clue(85, one.customer, f"{typed.strip()} is {_of(one)}")


def _by_name(strength: int, where: str, text: str, known: Known) -> Iterator[_Clue]:
    words = f" {plain(text)} "
    single = set(words.split())
    standing = sorted({f" {n.plain} " for n in known.names if f" {n.plain} " in words}, key=len)
    for one in known.names:
        first = one.plain.partition(" ")[0]
        if first not in single:
            continue
        if _stands(one, words, standing) and _is_telling(one, text, where):
            shown = f"“{one.called}”"
            shown += "" if one.called == one.name else f", which is {one.name},"
            yield _Clue(strength, one.customer, f"{shown} stands in {where}")
        elif len(first) >= _SHORTEST:
            yield _Clue(35, one.customer, f"“{one.called.split()[0]}” stands in {where}")
    firsts: dict[str, set[tuple[str, str]]] = {}
    for one in known.people:
        first = one.plain.partition(" ")[0]
        if first not in single:
            continue
        if " " in one.plain and f" {one.plain} " in words:
            reason = f"{one.name} of {one.customer} stands in {where}"
            yield _Clue(strength - 10, one.customer, reason)
        firsts.setdefault(first, set()).add((one.name, one.customer))
    for people in firsts.values():
        if len({customer for _, customer in people}) == 1:
            name, customer = min(people)
            yield _Clue(40, customer, f"it may be {name} of {customer} who stands in {where}")


def _stands(one: Called, words: str, standing: Sequence[str]) -> bool:
    """Whether a name stands there, and not only within a longer one: `Acme Pumps` in `Acme Pumps Leeds`."""
    wanted = f" {one.plain} "
    if wanted not in words:
        return False
    for longer in standing:
        if len(longer) > len(wanted) and wanted in longer:
            words = words.replace(longer, " \n ")
    return wanted in words


def _is_telling(one: Called, text: str, where: str) -> bool:
    """Whether a name is no ordinary word: of several words, or written as a name."""
    if " " in one.plain:
        return True
    at = text.find(one.called)
    if at < 0 or not one.called[:1].isupper():
        return False
    first = at == 0 or not text[at - 1].isspace() or text[at - 2] in ".!?\n"
    return where == "its name" or not first


def _of(one: Reachable) -> str:
    return one.customer if one.who == one.customer else f"{one.who} of {one.customer}"


def _type(slip: Slip, kind: str) -> str:
    if slip.type:
        return slip.type
    if kind == "mail":
        return "email"
    if kind == "file":
        return "note"
    first = next(iter(slip.text.strip().splitlines()), "")
    for words in (slip.name, first):
        for name, pattern in _TYPES:
            if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE):
                return name
    return "note"
