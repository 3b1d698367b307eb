"""Typed words → the ways to read them as one date: tokens, numbers, and which kinds in which order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby, product

from notes_crm.model.dates.rules import ImpossibleDate, When
from notes_crm.model.dates.vocabulary import Lexicon, fold

# How well a date must be led to before it may be cut out of a sentence (`Reading.stands`), and how
# well it is (`Reading.strength`): the second must reach the first.
BARE, FULL, LED, DEADLINE, NEVER = range(5)

DIGITS = "0123456789"
_MARKS = "()[]{}<>\"'“”„‚‘’«»‹›,;:!?"
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "eme", "o", "a", "ste", "de"})
_ORDINAL = ".."  # what `24th` ends in as a token; `24.` may just end a sentence
_YEARS_OF_EIGHT_DIGITS = range(1900, 2100)  # other numbers of eight digits are serial numbers
_EXPRESSION = 4  # words of the longest expression in the vocabulary
_PHRASE = 10  # tokens of the longest phrase that is read at all

# A value is what one token contributes: (value, short); dates in digits contribute several numbers.
_Value = tuple[int | tuple[int, ...], bool]
_Meanings = dict[str, _Value]


class Reading:
    """One way to read a phrase: the rule, what it is given, and how well the phrase is led to."""

    __slots__ = ("_rule", "_values", "fixed", "kinds", "stands", "strength", "worded")

    def __init__(self, kinds: tuple[str, ...], values: Sequence[_Value], strength: int) -> None:
        self._rule, self.stands = _RULES[kinds]
        self._values = {k: v for k, (v, _) in zip(kinds, values, strict=True) if k not in _MUTE}
        self.kinds = kinds
        self.worded = any(kind not in _NUMERIC for kind in kinds)
        self.fixed = not _FIXED.isdisjoint(kinds) or {"day", "year"}.issubset(kinds)
        # An abbreviation needs something before it; with nothing it reaches BARE only.
        abbreviated = any(
            short and k in _NAMES for k, (_, short) in zip(kinds, values, strict=True)
        )
        self.strength = BARE if abbreviated and strength == FULL else strength

    def day(self, when: When) -> date | None:
        """The day meant; None where it is no day after all, `ImpossibleDate` where there is no such day."""
        try:
            return self._rule(when, **self._values)
        except OverflowError:
            raise ImpossibleDate("it lies outside the years 1 to 9999") from None


def tokens(word: str) -> list[str]:
    """What one word between blanks is made of: `2w` → `2` `w`, `24th` → `24..`, `avant-hier` → `avant` `hier`."""
    word = fold(word.strip(_MARKS)).strip(_MARKS)
    if not any(letter in DIGITS for letter in word):
        for mark in "-'’":
            word = word.replace(mark, " ")
        return [part for part in (piece.strip(".") for piece in word.split()) if part] or [word]
    if not word.strip(DIGITS + "./-") or _iso_week(word):
        return [word]
    sign = word[0] if word[0] in "+-" else ""
    pieces: list[str] = []
    for numeric, run in groupby(word[len(sign) :], DIGITS.__contains__):
        piece = "".join(run)
        if not numeric and pieces and piece.rstrip(".") in _ORDINALS:
            pieces[-1] += _ORDINAL
        elif stripped := piece.strip("-./'’"):
            pieces.append(stripped)
    pieces[0] = sign + pieces[0]
    return pieces


def meanings(phrase: Sequence[str], lexicon: Lexicon, *, day_first: bool = True) -> list[_Meanings]:
    """What each token can be, expressions of several words taken together; an unknown word is nothing."""
    found: list[_Meanings] = []
    at = 0
    while at < len(phrase):
        token = phrase[at]
        if token[-1:] in DIGITS or token[:1] in DIGITS:
            joined = _spaced_date(phrase[at : at + 3])
            found.append(_number("".join(phrase[at : at + joined]), day_first=day_first))
            at += joined
            continue
        for length in range(min(_EXPRESSION, len(phrase) - at), 0, -1):
            known = lexicon.get(" ".join(phrase[at : at + length]), ())
            if known or length == 1:
                found.append({kind: (value, short) for kind, value, short in known})
                at += length
                break
    return found


def readings(
    phrase: Sequence[str], lexicons: Sequence[Lexicon], *, day_first: bool
) -> Iterator[tuple[Reading, Lexicon]]:
    """Every way to read all these tokens as one date, words that lead to it ("by", "on") included.

    The first lexicon is of the languages asked for. In another, one of its own words must speak:
    digits have no language, and its little words are other words elsewhere ("do", "no").
    """
    if len(phrase) > _PHRASE:
        return
    for number, lexicon in enumerate(lexicons):
        for reading in _readings(phrase, lexicon, day_first=day_first):
            surely = reading.strength == DEADLINE and len(phrase[0]) > len("do")
            if number == 0 or reading.worded or surely:
                yield reading, lexicon


def _readings(phrase: Sequence[str], lexicon: Lexicon, *, day_first: bool) -> Iterator[Reading]:
    known = meanings(phrase, lexicon, day_first=day_first)
    strength = FULL
    for start, token in enumerate(known):
        yield from _core(known[start:], strength)
        if "by" in token:
            strength = DEADLINE
        elif "on" in token or "for" in token:
            strength = max(strength, LED)
        else:
            return


def spellings(
    known: Sequence[_Meanings], kinds: frozenset[str], *, longest: int
) -> Iterator[tuple[tuple[str, ...], list[_Value]]]:
    """Each way to choose one of these kinds for every token, as kinds and values; the likes of "of" left out."""
    choices = [
        [(kind, value) for kind, value in token.items() if kind in kinds or kind == "of"]
        for token in known
    ]
    if not all(choices) or sum("of" not in token for token in known) > longest:
        return
    for choice in product(*choices):
        spoken = [(kind, value) for kind, value in choice if kind != "of"]
        yield tuple(kind for kind, _ in spoken), [value for _, value in spoken]


def _core(phrase: Sequence[_Meanings], strength: int) -> Iterator[Reading]:
    for kinds, values in spellings(phrase, _KINDS, longest=_LONGEST_RULE):
        if kinds in _RULES:
            reading = Reading(kinds, values, strength)
            if kinds[0] == "ahead" and reading.strength == FULL:
                reading.strength = LED  # but "print in 3D"
            yield reading


def _number(token: str, *, day_first: bool) -> _Meanings:
    """What a token of digits can be: `24` a day, a count, a year of two digits; `24.11.` a date."""
    if week := _iso_week(token):
        return {"iso_week": (week, False)}
    body = token.rstrip(".")
    for mark in "-/.":
        if mark in body[1:]:
            return _date_in_digits(body, mark, day_first=day_first, dotted=token != body)
    sign, digits = (body[0], body[1:]) if body[:1] in {"+", "-"} else ("", body)
    if not digits.isdigit():
        return {}
    kinds: tuple[str, ...]
    match len(digits):
        case 1 | 2:
            last = "ordinal" if token.endswith(_ORDINAL) else "dotted" if body != token else "count"
            kinds = ("signed",) if sign else ("day", "yy", last)
        case 3:
            kinds = ("signed",) if sign else ("count",)
        case 4:
            kinds = ("signed",) if sign else ("year", "count")
        case 8 if not sign and int(digits[:4]) in _YEARS_OF_EIGHT_DIGITS:
            return {"numeric": ((int(digits[:4]), int(digits[4:6]), int(digits[6:])), False)}
        case _:
            return {}
    return dict.fromkeys(kinds, (int(sign + digits), False))


def _date_in_digits(body: str, mark: str, *, day_first: bool, dotted: bool) -> _Meanings:
    """Digits between equal marks. Dots are day first everywhere, dashes and slashes as `day_first` says."""
    parts = body.split(mark)
    sizes = [len(part) for part in parts]
    if not all(part.isdigit() for part in parts) or max(sizes) > len("2026"):
        return {}
    numbers = tuple(map(int, parts))
    swapped = numbers if day_first or mark == "." else (numbers[1], numbers[0], *numbers[2:])
    # 3/4 may be a pipe and 2.5.11 a version: only "by" makes a date of such in a sentence.
    sure = dotted or (mark != "-" and sizes[:2] == [2, 2])
    found: _Meanings = {}
    match sizes:
        case [4, 1 | 2, 1 | 2]:
            found = {"numeric": (numbers, False)}
        case [1 | 2, 1 | 2, 4]:
            found = {"numeric": (swapped[::-1], False)}
        case [4, 2]:
            found = {"year_month": (numbers, False)}
        case [2, 4]:
            found = {"year_month": (numbers[::-1], False)}
        case [1 | 2, 1 | 2] | [1 | 2, 1 | 2, 2]:
            found = {"day_month" if sure else "fraction": (swapped, False)}
    return found


def _spaced_date(phrase: Sequence[str]) -> int:
    """How many tokens `24. 11. 2026` takes; 1 for any other."""
    match [token[:-1].isdigit() and token[-1] == "." for token in phrase[:2]]:
        case [True, True]:
            year = phrase[2:3]
            return 3 if year and len(year[0]) == len("2026") and year[0].isdigit() else 2
    return 1


def _iso_week(token: str) -> tuple[int, ...]:
    """Year and week of `2026-w48` or `2026w48`."""
    match token.replace("-", "", 1).split("w"):
        case [str(year), str(week)] if len(year) == len("2026") and len(week) == len("48"):
            return (int(year), int(week)) if (year + week).isdigit() else ()
    return ()


_MUTE = frozenset({"ahead", "ago", "end", "weekno"})  # they choose the rule and have no value
_NUMERIC = frozenset(
    {"count", "day", "day_month", "dotted", "fraction", "iso_week", "numeric", "ordinal"}
    | {"year", "year_month", "yy"}
)
_FIXED = frozenset({"iso_week", "numeric", "yy"})  # no other year can be meant
_NAMES = frozenset({"month", "unit", "weekday", "weekno"})
_TABLE: tuple[tuple[Callable[..., date | None], int, str], ...] = (
    (When.offset, BARE, "offset"),
    (When.weekday, FULL, "weekday"),
    (When.weekday_shifted, BARE, "shift weekday|weekday shift"),
    (When.weekday_of_week, BARE, "weekday shift unit|weekday unit shift|shift unit weekday"),
    (When.unit_shifted, BARE, "shift unit|unit shift"),
    (When.end, BARE, "end unit|end shift unit|end unit shift"),
    (When.end_of_month, BARE, "end month|end month year"),
    (When.edge, BARE, "edge"),
    (When.ahead, LED, "ahead count unit"),
    (When.ago, BARE, "count unit ago|ago count unit"),
    (When.signed, LED, "signed unit"),
    (When.away, NEVER, "count unit"),  # "check every 2 weeks", "by 2 weeks": how long, not when
    (When.calendar, FULL, "day month|month day|weekday day month|weekday month day"),
    (
        When.calendar,
        BARE,
        "day month year|month day year|weekday day month year|weekday month day year",
    ),
    (When.calendar_yy, LED, "day month yy|weekday day month yy"),
    (When.ordinal, LED, "ordinal|weekday ordinal"),
    (When.dotted, DEADLINE, "dotted|weekday dotted"),
    (When.month, LED, "month|month year"),
    (When.numeric, BARE, "numeric|weekday numeric"),
    (When.day_month, LED, "day_month|weekday day_month"),
    (When.fraction, DEADLINE, "fraction|weekday fraction"),
    (When.year_month, DEADLINE, "year_month"),
    (When.iso_week, BARE, "iso_week"),
    (When.week_number, FULL, "weekno count|weekno count year"),
)
_RULES = {
    tuple(order.split()): (rule, stands)
    for rule, stands, orders in _TABLE
    for order in orders.split("|")
}
_KINDS = frozenset().union(*_RULES)
_LONGEST_RULE = max(map(len, _RULES))
