"""Names that nobody has: units without a note, and people and colleagues typed with a slip."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from notes_crm.answers.colleagues import of_evidence
from notes_crm.model.checks import finding
from notes_crm.model.customers import stem_of
from notes_crm.model.evidence import Evidence
from notes_crm.model.markdown.inline import note_name
from notes_crm.model.problem import Problem
from notes_crm.model.schema import fold

LIKENESS = 85.0
"""How alike (0 to 100) a name must be to another to be that one with a slip."""
_SHORTEST = 5
"""Letters; shorter names are alike by chance."""
Named = tuple[str, str, str]
"""The path of a note, a key of its front matter, and a name below it."""


def has_slips(evidence: Evidence, signed: Iterable[str]) -> bool:
    """Whether any of the names that notes are signed with is nearly that of one of us."""
    team, us = _team(evidence), of_evidence(evidence)
    return any(_slip(name, team) for name in signed if not us.called(name))


def unknown(evidence: Evidence, named: Iterable[Named]) -> Iterator[Problem]:
    """`named` is what stands below `people` and `by`; links to units are looked at elsewhere.

    Somebody without a note is no mistake, and so is a unit at a customer who has none.
    """
    known = _Known(evidence)
    links = {(x.path, fold(note_name(x.target))) for x in evidence.links if x.key == "equipment"}
    for path, text in dict.fromkeys(evidence.worked):
        if text.strip() and (path, fold(note_name(text))) not in links:
            yield from _unit(path, text, known)
    for path, key, text in named:
        if key == "by" and known.us.called(text):
            continue
        names = known.team if key == "by" else known.at(path, known.people)
        meant = _slip(text, names) if names else None
        if meant:
            what = f"{key}: {text} is nobody we know; is it {meant}?"
            yield finding(path, 0, "unknown-person", what)


class _Known:
    """Folded names, each with the name of the note, of people and units by customer's folder, and of the team."""

    def __init__(self, evidence: Evidence) -> None:
        self._homes = {home.folder for home in evidence.homes}
        self.people: dict[str, dict[str, str]] = defaultdict(dict)
        self.units: dict[str, dict[str, str]] = defaultdict(dict)
        self.team, self.us = _team(evidence), of_evidence(evidence)
        aliases: dict[str, list[str]] = defaultdict(list)
        for path, alias in evidence.aliases:
            aliases[path].append(alias)
        for note in evidence.notes:
            kept = {"person": self.people, "equipment": self.units}.get(note.group)
            if kept is None:
                continue
            names = [stem_of(note.path), *aliases[note.path]]
            bare = names[0].partition(" (")[0]
            for name in (*names, bare):
                kept[self._home(note.path)][fold(name)] = bare
        for machine in evidence.machines:
            if machine.serial:
                self.units[machine.home][fold(machine.serial)] = stem_of(machine.path)

    def at(self, path: str, kept: Mapping[str, dict[str, str]]) -> dict[str, str]:
        """Those of the customer in whose folder a note lies."""
        return kept.get(self._home(path), {})

    def _home(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        while folder and folder not in self._homes:
            folder = folder.rpartition("/")[0]
        return folder


def _team(evidence: Evidence) -> dict[str, str]:
    return {fold(called): name for called, name, _ in evidence.team}


def _unit(path: str, text: str, known: _Known) -> Iterator[Problem]:
    units = known.at(path, known.units)
    if units and fold(text) not in units:
        meant = _slip(text, units)
        hint = f"is it {meant}?" if meant else "mend the name, or add the unit: crm add equipment"
        yield finding(path, 0, "unknown-unit", f"there is no unit {text}; {hint}")


def _slip(text: str, names: Mapping[str, str]) -> str | None:
    """The one of these that was meant; None for a name that is known, or like none."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only for checks

    typed = fold(text)
    if typed in names or len(typed) < _SHORTEST:
        return None
    likely = {
        name
        for folded, name in names.items()
        if len(folded) >= _SHORTEST
        and len(folded.split()) == len(typed.split())
        and fuzz.ratio(typed, folded) >= LIKENESS
        and [c for c in typed if c.isdigit()] == [c for c in folded if c.isdigit()]
    }
    return likely.pop() if len(likely) == 1 else None
