"""What a customer will notice before we do: silence, nobody in charge, cover that ends, units unseen."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from notes_crm.answers.agenda import RESTING, Quiet, silence
from notes_crm.answers.colleagues import of_evidence
from notes_crm.answers.equipment import SHORTEST_SERIAL
from notes_crm.model.checks import finding
from notes_crm.model.customers import folder_of, is_archived, stem_of
from notes_crm.model.dates.intervals import read_interval
from notes_crm.model.derived import PLANNABLE, cover
from notes_crm.model.evidence import Brief, Evidence, Home, Machine
from notes_crm.model.markdown.inline import note_name
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.problem import Problem
from notes_crm.model.promised import Standing
from notes_crm.model.schema import Schema, fold

Text = Callable[[str], str]
"""The text of a note by its path; empty where it can't be read."""


def gone_quiet(evidence: Evidence, standings: Iterable[Standing], today: date) -> dict[str, Quiet]:
    """Customers by folded name that have been silent beyond their rhythm, with nothing ahead.

    Their rhythm is `contact_every`, else what is usual.
    """
    expected = {
        name
        for trip in evidence.trips
        if trip.type in PLANNABLE and trip.day >= today
        for name in trip.customers
    }
    found: dict[str, Quiet] = {}
    for one in standings:
        is_set = max(one.set or today, one.told or today) > today
        if is_set or fold(one.customer) in expected or fold(one.keys.get("status", "")) in RESTING:
            continue
        every = read_interval(one.keys.get("contact_every", ""))
        usual = (every.after(one.last) - one.last).days if every and one.last else None
        if quiet := silence(one, "", today, usual):
            found[fold(one.customer)] = quiet
    return found


def outlook(
    evidence: Evidence, quiet: Mapping[str, Quiet], today: date, schema: Schema, text: Text
) -> list[Problem]:
    """All of it; `quiet` as `gone_quiet` has it."""
    homes = [home for home in evidence.homes if not home.archived]
    return [
        *_silent(evidence, homes, quiet),
        *_owners(evidence, homes, schema),
        *_covers(evidence.machines, homes, today),
        *_unseen(evidence, today, text),
    ]


def _days(count: int) -> str:
    """So many days, in words."""
    return f"{count} day{'s' * (count != 1)}"


def _silent(
    evidence: Evidence, homes: Iterable[Home], quiet: Mapping[str, Quiet]
) -> Iterator[Problem]:
    """Said in the profile, else in the note of the last contact."""
    last = {met.customer: met.path for met in evidence.met}
    places = {fold(home.name): home.profile for home in reversed(list(homes))}
    for customer, one in quiet.items():
        usual = f", usually {_days(one.usual)}" if one.usual else ""
        what = f"no contact for {_days(one.silent)}{usual}; the last was on {one.last}"
        place = places.get(customer) or last.get(customer)
        if place:
            yield finding(place, 0, "silent", what)


def _owners(evidence: Evidence, homes: Sequence[Home], schema: Schema) -> Iterator[Problem]:
    """Where owners are used at all; whether one has left only a team with notes of itself can tell."""
    here = [name for _, name, path in evidence.team if not is_archived(path, schema)]
    us, ours = of_evidence(evidence), set(map(fold, here))
    used = any(home.owner for home in homes)
    for home in homes:
        if home.status in RESTING:
            continue
        if home.profile and not home.owner and used:
            what = f"nobody looks after {home.name}; add owner: to its profile"
            yield finding(home.profile, 0, "no-owner", what)
        gone = [
            name for name in plain_names(home.owner) if name and fold(us.name(name)) not in ours
        ]
        if home.profile and gone and ours:
            several = us.called(gone[0])
            is_who = "is none of us; name somebody else"
            if len(several) > 1:
                is_who = f"may be {' or '.join(several)}; write the whole name"
            what = f"{gone[0]} owns {home.name} and {is_who}"
            yield finding(home.profile, 0, "owner-gone", what)


def _covers(machines: Iterable[Machine], homes: Iterable[Home], today: date) -> Iterator[Problem]:
    """A unit's contract that is the customer's own is said once."""
    whole = {home.folder: home.contract for home in homes}
    covers = [
        (home.profile or home.folder, "contract", home.contract)
        for home in homes
        if home.status not in RESTING
    ]
    for unit in machines:
        covers.append((unit.path, "warranty", unit.warranty))
        if unit.contract != whole.get(unit.home):
            covers.append((unit.path, "contract", unit.contract))
    for path, word, until in covers:
        held = cover(until, today)
        if held and held.state == "ending":
            left = f"in {_days(held.days)}" if held.days else "today"
            yield finding(path, 0, "cover-ends", f"the {word} ends on {held.until}, {left}")


def _unseen(evidence: Evidence, today: date, text: Text) -> Iterator[Problem]:
    """Units whose next service has passed: reckoned from the last visit, else from when they came."""
    serviced = [(m, every) for m in evidence.machines if (every := read_interval(m.every))]
    if not serviced:
        return
    visits = {n.path: n for n in evidence.notes if n.type == "visit" and n.day and not n.copy_of}
    seen = _seen(evidence, [machine for machine, _ in serviced], visits)
    at_home: dict[str, list[Brief]] | None = None
    for machine, every in serviced:
        since = max(filter(None, (seen.get(machine.path), machine.installed)), default=None)
        if since is None or every.after(since) >= today:
            continue
        if at_home is None:
            at_home = _by_folder(visits.values())
        lately = [n for n in at_home.get(machine.home, ()) if every.after(_day(n)) >= today]
        if _is_named(machine.serial, lately, text):
            continue
        what = f"not visited since {since}; it is serviced every {every}"
        yield finding(machine.path, 0, "unit-unseen", what)


def _seen(
    evidence: Evidence, machines: Iterable[Machine], visits: Mapping[str, Brief]
) -> dict[str, date]:
    """The last visit, or one to come, that names each unit."""
    called: dict[str, set[str]] = defaultdict(set)
    paths = {machine.path for machine in machines}
    for path in paths:
        called[fold(stem_of(path))].add(path)
    for path, alias in evidence.aliases:
        if path in paths:
            called[fold(alias)].add(path)
    named = [(link.path, link.target) for link in evidence.links if link.path in visits]
    named += [(path, name) for path, text in evidence.worked for name in plain_names(text)]
    found: dict[str, date] = {}
    for path, target in named:
        for unit in called.get(fold(note_name(target)), ()) if path in visits else ():
            found[unit] = max(found.get(unit, date.min), _day(visits[path]))
    return found


def _day(visit: Brief) -> date:
    return date.fromisoformat(visit.day) if visit.day else date.min


def _by_folder(visits: Iterable[Brief]) -> dict[str, list[Brief]]:
    """Visits by every folder they lie in."""
    found: dict[str, list[Brief]] = defaultdict(list)
    for visit in visits:
        folder = folder_of(visit.path)
        while folder:
            found[folder].append(visit)
            folder = folder_of(folder)
    return found


def _is_named(serial: str, visits: Iterable[Brief], text: Text) -> bool:
    """Whether a visit names a unit by its serial number, as a sheet would find it."""
    known = len(serial) >= SHORTEST_SERIAL
    return known and any(serial in text(visit.path) for visit in visits)
