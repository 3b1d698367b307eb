"""Who is meant: typed words to a customer, by name, alias, prefix, accents and typing errors.

The best kind of match wins (the whole name, its beginning, the beginnings of its words, a
typing error). Two equally good ones are listed and never guessed between.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import combining, normalize

from notes_crm.errors import AmbiguousName, UnknownName

FEWEST_DIGITS = 5
"""A telephone number is looked up from so many digits on."""
LIKENESS = 78.0
"""How alike (0 to 100) a misspelt name must be to be meant."""
NEARBY = 55.0
"""How alike a name must be to be offered."""
CLEARLY = 6.0
"""By how much the most alike must lead to be the one that is meant."""
SHORTEST = 5
"""Letters from which on a name that is cut within a word, said before other words, stands for it."""
_ARTICLES = frozenset((
    "a", "an", "the", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "gli",
    "de", "het", "een", "o", "os", "as",
))  # fmt: skip
"""Words that many questions begin with, and some names."""

_PHONE = re.compile(r"^[+(]?[\d\s()./+-]+$")
_WORD = re.compile(r"[^\W_]+")


class Named(NamedTuple):
    """A name or alias, and the name of the one who is called so."""

    called: str
    name: str


def match(words: str, names: Iterable[Named], *, what: str = "customer") -> str:
    """The one name that is meant; UnknownName or AmbiguousName with what to try."""
    wanted = plain(words)
    known = [(plain(n.called), n.name) for n in names]
    if wanted:
        for fits in (_whole, _beginning, _words):
            found = sorted({name for called, name in known if fits(called, wanted)})
            if len(found) == 1:
                return found[0]
            if found:
                raise AmbiguousName(_several(words, found, what), found)
        near = _alike(wanted, known)
        if (
            near
            and near[0][1] >= LIKENESS
            and (len(near) == 1 or near[0][1] - near[1][1] >= CLEARLY)
        ):
            return near[0][0]
        if len(near) > 1 and near[1][1] >= LIKENESS:
            found = [name for name, likeness in near if near[0][1] - likeness < CLEARLY]
            raise AmbiguousName(_several(words, found, what), found)
        offered = [name for name, likeness in near if likeness >= NEARBY][:5]
    else:
        offered = []
    meant = f"did you mean {_listed(offered)}?" if offered else f"see them all with: crm {what}s"
    if not known:
        meant = 'add one with: crm add "NAME"'
    raise UnknownName(f"There is no {what} {words!r}; {meant}", offered)


def nobody(words: str, names: Iterable[Named], *, what: str = "customer") -> str:
    """The sentence for words that are nobody's name as it is written: the nearest, or what to do."""
    try:
        near: Sequence[str] = [match(words, names, what=what)]
    except AmbiguousName as several:
        near = several.candidates
    except UnknownName as unknown:
        return str(unknown)
    return f"There is no {what} {words!r}; did you mean {_listed(near)}?"


def leading(words: Sequence[str], names: Iterable[Named]) -> tuple[str, list[str]] | None:
    """The one name that the first words clearly mean, and the words that are left of a question.

    Clearly is by the whole name or alias, or by a beginning that no other name has: some of its
    words, more than an article, or SHORTEST letters; typing errors are none. None where that is
    nobody, where several are meant, or no words are left.
    """
    known = [(plain(n.called), n.name) for n in names]
    for count in range(len(words) - 1, 0, -1):
        wanted = plain(" ".join(words[:count]))
        if not wanted or not any(map(plain, words[count:])):
            continue
        exact = {name for called, name in known if _whole(called, wanted)}
        begun = [(called, name) for called, name in known if _beginning(called, wanted)]
        found = exact or {name for _, name in begun}
        if len(found) == 1 and (exact or any(_is_clear(called, wanted) for called, _ in begun)):
            return found.pop(), list(words[count:])
    return None


def digits(phone: str) -> str:
    """The digits that tell a number: without country code, trunk zero and separators."""
    from notes_crm.model.phones import without_country  # noqa: PLC0415 - only where a number is meant

    bare = re.sub(r"\(0\)", "", phone.partition("ext")[0])
    number = re.sub(r"\D", "", bare)
    if bare.strip().startswith("+"):
        return without_country(number)
    if number.startswith("00"):
        return without_country(number[2:])
    return number.removeprefix("0")


def is_phone(words: str) -> bool:
    """Whether somebody typed a telephone number rather than a name."""
    return bool(_PHONE.match(words.strip())) and len(re.sub(r"\D", "", words)) >= FEWEST_DIGITS


def same_phone(typed: str, noted: str) -> bool:
    """Whether two spellings are one number, or the typed one is its end or its beginning."""
    wanted, known = digits(typed), digits(noted)
    if len(wanted) < FEWEST_DIGITS or not known:
        return False
    raw = re.sub(r"\D", "", typed)
    return (
        known.endswith(wanted)
        or wanted.endswith(known)
        or known.startswith(wanted)
        or (re.sub(r"\D", "", noted).startswith(raw))
    )


def plain(text: str) -> str:
    """A name without case, accents and punctuation, as it is compared."""
    if text.isascii():
        folded = text.lower()
    else:
        parts = normalize("NFKD", text.casefold())
        folded = "".join(c for c in parts if not combining(c))
    return " ".join(_WORD.findall(folded))


def _whole(called: str, wanted: str) -> bool:
    return called == wanted


def _beginning(called: str, wanted: str) -> bool:
    return called.startswith(wanted)


def _words(called: str, wanted: str) -> bool:
    """Every typed word begins a word of the name, in that order."""
    parts = iter(called.split())
    return all(any(part.startswith(word) for part in parts) for word in wanted.split())


def _is_clear(called: str, wanted: str) -> bool:
    """Whether the beginning of a name says enough to be told from the words of a question."""
    if wanted in _ARTICLES:
        return False
    return called.startswith(f"{wanted} ") or len(wanted) >= SHORTEST


def _alike(wanted: str, known: Sequence[tuple[str, str]]) -> list[tuple[str, float]]:
    """Names by how alike they are to what was typed, most alike first; each name once."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only when nothing plainer matched

    best: dict[str, float] = {}
    for called, name in known:
        likeness = fuzz.ratio(wanted, called)
        count = len(wanted.split())
        for start in range(len(called.split()) - count + 1):
            part = " ".join(called.split()[start : start + count])
            likeness = max(likeness, fuzz.ratio(wanted, part) - 2 * (start > 0))
        best[name] = max(best.get(name, 0.0), likeness)
    return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))


def _several(words: str, found: Sequence[str], what: str) -> str:
    return f"{words!r} may be {_listed(found)}; type more of the {what}'s name."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:8])
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} or {more} more"
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
