"""The words of one language: labels from a file, dates, amounts and numbers as people write them."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.dates import format_datetime, format_skeleton, match_skeleton
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_symbol,
    get_territory_currencies,
)

from notes_crm.errors import UnknownName
from notes_crm.output.direction import beside
from notes_crm.output.shipped import FOLDER

Data = dict[str, Any]
"""Plain data for a template: texts, numbers, lists and dictionaries of them."""

FALLBACK = "en"
UNMISTAKABLE = timedelta(days=180)
"""A day this near needs no year."""

MOST_OF_A_YEAR = timedelta(days=330)

_TERRITORY = {("en", "a4"): "GB", ("en", "letter"): "US"}
_SHORTER = {
    ("pt", "MMMd"): "d MMM", ("pt", "yMMM"): "MMM y", ("pt", "yMMMd"): "d MMM y",
    ("pt", "MMMEd"): "E d MMM", ("ja", "yMMMd"): "y/MM/dd",
}  # fmt: skip
"""Patterns where a language's own are too long for a column of a table, as people write them there."""

SIGNS = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""Signs that everybody reads; Babel has them only where they are a language's own."""

_PLACE = re.compile(r"\{(\w+)\}(\.?)")
_SHORT_DAY, _SHORT_MONTH = re.compile(r"\b[Ec]{1,3}\b"), re.compile(r"\bMMM\b")
_TOUCHING = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Wording:
    """Labels and formats; `today` decides which days need a year."""

    lang: str
    locale: Locale
    labels: Mapping[str, Any]
    currency: str
    today: date

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the labels read."""
        return "rtl" if self.labels.get("direction") == "rtl" else "ltr"

    def say(self, key: str, **values: object) -> str:
        """The label under `section.name`, with its places filled in; `n` decides the number."""
        found: Any = self.labels
        for part in key.split("."):
            found = found[part]
        if isinstance(found, dict):
            number = values.get("n", 0)
            form = self.locale.plural_form(number if isinstance(number, int) else 0)
            found = found.get(form, found["other"])
        around = self.direction

        def put(at: re.Match[str]) -> str:
            value = str(values[at[1]]) if at[1] in values else f"{{{at[1]}}}"
            stop = "" if value.endswith((".", "…")) else at[2]
            return beside(value, around) + stop

        return _PLACE.sub(put, found)

    def listed(self, texts: Iterable[str]) -> str:
        """Texts one after the other, those that are empty left out."""
        return str(self.labels["comma"]).join(text for text in texts if text)

    def day(self, day: date) -> str:
        """A day, with its year where it could be mistaken."""
        near = abs(day - self.today) < UNMISTAKABLE
        return self._dated("MMMd" if near else "yMMMd", day)

    def past(self, day: date) -> str:
        """A day gone by, short: after most of a year only its month."""
        recent = self.today - day < MOST_OF_A_YEAR
        return self._dated("MMMd" if recent else "yMMM", day)

    def weekday(self, day: date) -> str:
        """A day with its weekday."""
        return self._dated("MMMEd", day).replace(", ", " ", 1)

    def long_day(self, day: date) -> str:
        """A day with its weekday, both written out."""
        known = self.locale.datetime_skeletons
        name = match_skeleton("MMMMEEEEd", known) or "MMMEd"  # some languages have it in short only
        pattern = _SHORT_MONTH.sub("MMMM", _SHORT_DAY.sub("EEEE", known[name].pattern))
        long = format_datetime(_noon(day), pattern, locale=self.locale)
        return long.replace(", ", " ", 1) if self.lang.startswith("en") else long

    def full_day(self, day: date) -> str:
        """A day with its year."""
        return self._dated("yMMMd", day)

    def moment(self, when: datetime) -> str:
        """A day and a time of day."""
        time = format_datetime(when, "HH:mm", locale=self.locale)
        return self.listed((self.full_day(when), time))

    def money(self, amount: float) -> str:
        """A whole amount, with the currency where it is known."""
        if not self.currency:
            return format_decimal(round(amount), locale=self.locale)
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        sign = _sign(self.currency, self.locale)
        written = format_currency(
            round(amount),
            self.currency,
            pattern.replace("¤", f"'{sign}'"),
            locale=self.locale,
            currency_digits=False,
        )
        return _TOUCHING.sub("\u00a0", written)

    def number(self, number: float) -> str:
        """A number with as many decimals as it needs."""
        return format_decimal(number, locale=self.locale)

    def _dated(self, skeleton: str, day: date) -> str:
        if pattern := _SHORTER.get((self.locale.language, skeleton)):
            return format_datetime(_noon(day), pattern, locale=self.locale)
        return format_skeleton(skeleton, _noon(day), locale=self.locale)


def wording(lang: str, *, page: str, currency: str, today: date) -> Wording:
    """The words of `lang` (`de`, `en-GB`, `pt_BR`); English where there are no labels for it."""
    language = _primary(lang)
    labels = labels_of(language) or labels_of(FALLBACK)
    return Wording(lang.replace("_", "-"), _locale(lang, language, page), labels, currency, today)


def known_language(lang: str) -> str:
    """The same, if there are labels for it; UnknownName lists what there is."""
    if labels_of(_primary(lang)):
        return lang
    raise UnknownName(f"There is no sheet in {lang!r}; choose one of {', '.join(languages())}.")


@cache
def languages() -> tuple[str, ...]:
    """The languages there are labels for."""
    names = (file.name.split(".") for file in FOLDER.iterdir())
    return tuple(sorted(name[1] for name in names if name[0] == "labels"))


@cache
def labels_of(language: str) -> Mapping[str, Any]:
    """The labels shipped for a language; none where there is no file."""
    file = FOLDER / f"labels.{language}.toml"
    if not language.isalpha() or not file.is_file():
        return {}
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _primary(lang: str) -> str:
    return re.split(r"[-_]", lang)[0].lower() or FALLBACK


def _locale(lang: str, language: str, page: str) -> Locale:
    territory = _TERRITORY.get((language, page), "")
    wanted = lang.replace("-", "_")
    if "_" not in wanted and territory:
        wanted = f"{language}_{territory}"
    for name in (wanted, language, FALLBACK):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(FALLBACK)


def _sign(currency: str, locale: Locale) -> str:
    """A currency as it is written there; a sign that could be taken for their own is not shortened."""
    usual = get_currency_symbol(currency, locale)
    sign = SIGNS.get(currency, usual)
    own = (get_currency_symbol(name, locale) for name in _currencies(locale) if name != currency)
    return usual if any(sign in other for other in own) else sign


def _currencies(locale: Locale) -> list[str]:
    likely = get_global("likely_subtags").get(locale.language, "")
    territory = locale.territory or likely.rpartition("_")[2]
    return get_territory_currencies(territory) if territory else []


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001  # a day has no zone
