"""The words of one language: labels from a file, dates, amounts and numbers as people write them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal

from notes_crm.errors import UnknownName
from notes_crm.output.direction import beside

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

_PLACE = re.compile(r"\{(\w+)\}")


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
        return _PLACE.sub(lambda at: beside(str(values.get(at[1], at[0])), around), found)

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
        long = format_skeleton("MMMMEEEEd", _noon(day), locale=self.locale)
        return long.replace(", ", " ", 1) if self.lang.startswith("en") else long

    def full_day(self, day: date) -> str:
        """A day with its year."""
        return self._dated("yMMMd", day)

    def moment(self, when: datetime) -> str:
        """A day and a time of day."""
        return f"{self.full_day(when)}, {format_datetime(when, 'HH:mm', locale=self.locale)}"

    def money(self, amount: float) -> str:
        """A whole amount, with the currency where it is known."""
        if not self.currency:
            return format_decimal(round(amount), locale=self.locale)
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        return format_currency(
            round(amount), self.currency, pattern, locale=self.locale, currency_digits=False
        )

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
    names = (
        file.name.split(".") for file in files("notes_crm.output").joinpath("templates").iterdir()
    )
    return tuple(sorted(name[1] for name in names if name[0] == "labels"))


@cache
def labels_of(language: str) -> Mapping[str, Any]:
    """The labels shipped for a language; none where there is no file."""
    file = files("notes_crm.output").joinpath("templates", f"labels.{language}.toml")
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


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001  # a day has no zone
