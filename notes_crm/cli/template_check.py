"""A vault's templates tried on customers with everything, with nothing, and with bad intentions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notes_crm.cli.session import Session
    from notes_crm.output.environment import Place
    from notes_crm.output.own import Own
    from notes_crm.output.wording import Data


def templates_checked(session: "Session", files: "Sequence[str]") -> list[str]:
    """What is tried: the files, else every template of the vault that draws a sheet."""
    own = _own(session, files)
    return [own.shown(name) for name in _drawing(own, files)]


def faults_in(session: "Session", files: "Sequence[str]") -> "list[Place]":
    """Everything wrong with them, in the order of their lines, each once."""
    from dataclasses import replace

    from notes_crm.output.environment import Faulty, Place, shipped, unknown_names

    own = _own(session, files)
    drawing, sheets = _drawing(own, files), _samples(session, own)
    sources = {**shipped(), **own.templates}
    known = {key for _, sheet in sheets for key in sheet}
    found: set[Place] = set()
    try:
        for name in own.templates if not files else drawing:
            found.update(unknown_names(name, known, sources))
    except Faulty as faulty:  # what can't be read can't be tried
        return [replace(faulty.place, template=own.shown(faulty.place.template))]
    for name in drawing:
        found.update(_tried(name, sheets, own))
    return sorted(Place(own.shown(p.template), p.line, p.reason) for p in found)


def _own(session: "Session", files: "Sequence[str]") -> "Own":
    from dataclasses import replace

    from notes_crm.cli.print_looks import own_of

    own = own_of(session)
    for file in files:
        own = replace(
            own, templates={**own.templates, **own_of(session, file).templates}, chosen=file
        )
    return own


def _drawing(own: "Own", files: "Sequence[str]") -> list[str]:
    from notes_crm.output.own import SHEET

    sheets = [n for n in own.templates if n.startswith((f"{SHEET}/", f"{SHEET}."))]
    return list(files) or sheets


def _samples(session: "Session", own: "Own") -> "list[tuple[str, Data]]":
    from notes_crm.answers.briefing import compose
    from notes_crm.cli.print_looks import language_of, page_of
    from notes_crm.demo.samples import samples
    from notes_crm.model.note import parse
    from notes_crm.output.sheet import Pack

    sheets = []
    for sample, (customer, notes) in samples(session.today).items():
        parsed = [parse(text.encode(), path) for path, text in notes.items()]
        briefing = compose(customer, parsed, session.today, me="Anna Kowalski")
        pack = Pack(
            (briefing,), page_of(session, None), language_of(session, None),
            session.now.replace(microsecond=0), "Vault", "EUR", own,
        )  # fmt: skip
        sheets.append((sample, pack.contexts()[0]))
    return sheets


def _tried(name: str, sheets: "Sequence[tuple[str, Data]]", own: "Own") -> "list[Place]":
    from dataclasses import replace

    from notes_crm.output.drawing import draw_apart

    drawn = draw_apart([(name, sheet) for _, sheet in sheets], own)
    met: dict[Place, list[str]] = {}
    for (sample, _), (text, places) in zip(sheets, drawn, strict=True):
        for place in places:
            met.setdefault(place, []).append(sample)
        if text is None:
            break  # what stops one sheet most often stops the others too
    return [
        place
        if len(samples) == len(sheets)
        else replace(place, reason=f"{place.reason} (with the {' and the '.join(samples)} sample)")
        for place, samples in met.items()
    ]
