"""Briefings to one self-contained HTML file, a page a customer, ready for the browser or a PDF engine."""

from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any, Literal

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import plain
from notes_crm.model import form
from notes_crm.output import markup, pictures
from notes_crm.output.characters import clean, cut
from notes_crm.output.context import words
from notes_crm.output.limits import MOST, shown, step_of
from notes_crm.output.wording import Data, Wording, wording

Page = Literal["a4", "letter"]

PAGES: Mapping[Page, tuple[str, float, float]] = {
    "a4": ("A4", 210, 297),
    "letter": ("Letter", 215.9, 279.4),
}
"""Name in CSS, width and height in millimetres."""

LONG_NAME, LONGER_NAME = 30, 60
"""Characters from which a customer's name is set smaller."""

_FONTS = (
    ("briefing-regular", 400, "normal"),
    ("briefing-bold", 700, "normal"),
    ("briefing-black", 900, "normal"),
    ("briefing-italic", 400, "italic"),
)


def render(
    briefings: Sequence[Briefing],
    *,
    page: Page,
    lang: str,
    printed: datetime,
    vault: str = "",
    currency: str = "",
    dropped: Sequence[Collection[int]] = (),
    script: bool = True,
) -> str:
    """The sheets as one HTML text; with `script`, the browser fits each to its page.

    `vault` is the name Obsidian knows the vault by: without it no code is printed. `dropped`
    holds, for each sheet, the steps of `limits.DROPS` that were taken to make it fit.
    """
    say = wording(lang, page=page, currency=currency, today=printed.date())
    total = len(briefings)
    sheets = [
        _sheet(b, say, set(dropped[i]) if i < len(dropped) else set(), vault)
        | {
            "printed": say.say("sheet.printed", when=say.moment(printed), n=i + 1, m=total),
        }
        for i, b in enumerate(briefings)
    ]
    css, js = _stylesheet(page), _script() if script else ""
    labels: Mapping[str, str] = {**say.labels["sheet"], "more": say.say("sheet.more", n="#")}
    return (
        _environment()
        .get_template("sheet.html.j2")
        .render(
            lang=say.lang,
            direction=say.direction,
            title=", ".join(sheet["title"] for sheet in sheets),
            css=Markup(css),  # noqa: S704  # our own file
            css_hash=_hash(css),
            js=Markup(js),  # noqa: S704  # our own file
            js_hash=_hash(js),
            t=labels,
            e_=say.labels["equipment"],
            f=say.labels["form"],
            sheets=sheets,
        )
    )


def _sheet(briefing: Briefing, say: Wording, dropped: set[int], vault: str) -> Data:
    data = words(briefing, say)
    parts = _parts(data, dropped)
    name = data["head"]["name"]
    address = pictures.deep_link(vault, data["head"]["note"]) if vault else ""
    picture = pictures.code(address) if address else ""
    mood = data["mood"]
    drawn = mood and len(mood["scores"]) > 1
    size = "longer" if len(name) > LONGER_NAME else "long" if len(name) > LONG_NAME else "short"
    return data | {
        "parts": parts,
        "gone": _gone(parts, data, say),
        "title": say.say("sheet.title", name=name),
        "size": size,
        "code": Markup(picture),  # noqa: S704  # drawn from numbers alone
        "spark": Markup(pictures.sparkline(mood["scores"], mood["mine"])) if drawn else "",  # noqa: S704  # drawn from numbers alone
        "foot": say.say("sheet.foot" if picture else "sheet.foot_plain", command=data["command"]),
    }


def _parts(data: Data, dropped: set[int]) -> dict[str, Data]:
    """Each list as the entries that are printed, each with the step at which it goes."""
    return {
        "arrival": _part("arrival", data["arrival"]["facts"], dropped),
        "alerts": _part("alerts", data["alerts"], dropped),
        "remember": _joined(
            _part("remember", data["remember"], dropped), _part("lessons", data["lessons"], dropped)
        ),
        "owed": _joined(
            _part("ours", data["ours"], dropped), _part("theirs", data["theirs"], dropped)
        ),
        "news": _part("news", data["news"]["lines"], dropped, data["news"]["total"]),
        "people": _part("people", data["people"], dropped),
        "human": _part("human", data["human"], dropped),
        "equipment": _part(
            "equipment",
            data["equipment"],
            dropped,
            len(data["equipment"]) + data["silent_units"],
        ),
        "ask": _questions(data["ask"], dropped),
        "known": _part("known", data["known"], dropped, data["known_total"]),
        "told": _part("told", data["told"], dropped, data["told_total"]),
        "lines": _part("lines", [""] * MOST["lines"], dropped),
    }


def _part(section: str, entries: Sequence[Any], dropped: set[int], total: int = 0) -> Data:
    rows = [
        {"it": it, "section": section, "step": step_of(section, number)}
        for number, it in enumerate(entries, start=1)
        if shown(section, number, dropped)
    ]
    left = max(total, len(entries)) - len(rows)
    return {"rows": rows, "left": left, "goes": step_of(section, 1)}


def _joined(*parts: Data) -> Data:
    rows = [row for part in parts for row in part["rows"]]
    return {"rows": rows, "left": sum(part["left"] for part in parts), "goes": 0}


def _questions(asks: Sequence[Data], dropped: set[int]) -> Data:
    """The last question is always asked: it takes the first place when room is short."""
    part = _part("ask", [asks[-1], *asks[:-1]], dropped)
    return part | {"rows": [*part["rows"][1:], *part["rows"][:1]], "goes": 0}


def _gone(parts: dict[str, Data], data: Data, say: Wording) -> str:
    """Names what has no line left on the paper, so that nothing disappears in silence."""
    titles = {name: say.labels["sheet"].get(name, "") for name in parts}
    titles["news"] = data["news"]["title"]
    empty = [
        f"{titles[name]} {part['left']}"
        for name, part in parts.items()
        if part["left"] and not part["rows"] and titles[name]
    ]
    return say.say("sheet.gone").replace("#", ", ".join(empty)) if empty else ""


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    folder = files("notes_crm.output").joinpath("templates")
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(str(folder)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"md": _markdown, "ltr": _left_to_right}
    return environment


def _finished(value: object) -> object:
    """Every value on its way to the page, without characters that deceive."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _markdown(text: str, most: int) -> Markup:
    """One line of a note; too long a line is cut, and then stands without its emphasis."""
    words_only = plain(clean(text[: most * 20]))
    if len(words_only) > most:
        return Markup(escape(cut(words_only, most)))  # noqa: S704  # escaped here
    return Markup(markup.inline(text))  # noqa: S704  # cleaned by markup


def _left_to_right(text: str) -> Markup:
    """A number that keeps its order in a right-to-left line."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(clean(text))


@cache
def _stylesheet(page: Page) -> str:
    name, width, height = PAGES[page]
    folder = files("notes_crm.output").joinpath("templates")
    faces = "".join(
        f'@font-face{{font-family:"Briefing";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff;base64,"
        f'{b64encode(folder.joinpath("fonts", f"{file}.woff").read_bytes()).decode()}) format("woff")}}'
        for file, weight, style in _FONTS
    )
    # A fifth of a millimetre less than the paper: rounding must not make a second page.
    sizes = f":root{{--w:{width:g};--h:{height - 0.2:g}}}@page{{size:{name};margin:0}}"
    sizes += f".sheet{{width:{width:g}mm;min-height:{height - 0.2:g}mm}}"
    widths = "".join(f".q-{q.name}{{width:{q.width:g}%}}" for q in form.QUESTIONS if q.row)
    return faces + sizes + folder.joinpath("sheet.css").read_text(encoding="utf-8") + widths


@cache
def _script() -> str:
    return files("notes_crm.output").joinpath("templates", "fit.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
