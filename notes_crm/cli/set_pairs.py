"""`--set KEY=VALUE` as it is typed for `crm add`: pairs of text to typed values."""

from collections.abc import Iterable
from datetime import date

import click

from notes_crm.cli.session import Session
from notes_crm.errors import BadDate
from notes_crm.model.dates.dates import read_iso_date
from notes_crm.model.dates.intervals import read_interval
from notes_crm.model.drafts import Said
from notes_crm.model.schema import LISTS, fold

HAVE_BEEN = frozenset({"date", "since", "purchased", "installed", "closed"})
"""Keys whose day, said without a year, is the last one and not the next."""


def keys_of(session: Session, pairs: Iterable[str]) -> dict[str, Said]:
    """`--set key=value` pairs as typed values; a `date` that has been is where other days count from."""
    said: list[tuple[str, str]] = []
    for pair in pairs:
        written, equals, value = pair.partition("=")
        if not equals or not written.strip():
            raise click.UsageError(f'{pair!r} is no pair; write it as --set phone="0113 496 0000".')
        said.append((session.schema.key(written), value.strip()))
    keys: dict[str, Said] = {}
    since = session.today
    for key, value in sorted(said, key=lambda pair: pair[0] != "date"):
        keys[key] = _value(session, key, value, keys.get(key), since)
        if key == "date" and isinstance(day := keys[key], date):
            since = min(day, session.today)
    return {key: keys[key] for key, _ in said}


def _value(session: Session, key: str, text: str, before: Said | None, since: date) -> Said:
    known = session.schema.fields.get(key)
    if known is None:
        return text
    if known.kind in LISTS:
        return [*(before if isinstance(before, list) else ()), text]
    if known.kind == "date":
        return read_iso_date(text) or session.day(text, past=key in HAVE_BEEN, since=since)
    if known.kind == "number":
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise click.UsageError(f"{key} is a number; {text!r} is none.") from None
    if known.kind == "checkbox":
        return fold(text) in ("yes", "true", "1", "y")
    if known.kind == "interval" and read_interval(text) is None:
        raise BadDate(f"{key} is how often: 6 weeks, monthly, 90; {text!r} is none of these.")
    return text
