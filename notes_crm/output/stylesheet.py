"""The style sheet of a page: its fonts and paper, ours, and what a vault adds."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Literal

from notes_crm.model import form
from notes_crm.model.layout import FONTS
from notes_crm.output.inert import wash_style
from notes_crm.output.own import Own
from notes_crm.output.shipped import FOLDER

Page = Literal["a4", "letter"]

PAGES: Mapping[Page, tuple[str, float, float]] = {
    "a4": ("A4", 210, 297),
    "letter": ("Letter", 215.9, 279.4),
}
"""Name in CSS, width and height in millimetres."""

_FACES = (
    ("briefing-regular", 400, "normal"),
    ("briefing-bold", 700, "normal"),
    ("briefing-black", 900, "normal"),
    ("briefing-italic", 400, "italic"),
)
_LOGO = (
    ".logo{{float:inline-start;width:24mm;height:12mm;margin-inline-end:4mm;"
    "background:url({0}) no-repeat center/contain}}"
)


def stylesheet(page: Page, own: Own) -> str:
    """Everything, the vault's own last: what it says wins."""
    font = FONTS[own.layout.font]
    return (
        _shipped(page)
        + (f"body{{font-family:{font}}}" if font else "")
        + (_LOGO.format(own.logo) if own.logo else "")
        + wash_style(own.style)[0]
    )


@cache
def _shipped(page: Page) -> str:
    name, width, height = PAGES[page]
    faces = "".join(
        f'@font-face{{font-family:"Briefing";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff;base64,"
        f'{b64encode((FOLDER / "fonts" / f"{file}.woff").read_bytes()).decode()}) format("woff")}}'
        for file, weight, style in _FACES
    )
    # A fifth of a millimetre less than the paper: rounding must not make a second page.
    sizes = f":root{{--w:{width:g};--h:{height - 0.2:g}}}@page{{size:{name};margin:0}}"
    sizes += f".sheet{{width:{width:g}mm;min-height:{height - 0.2:g}mm}}"
    widths = "".join(f".q-{q.name}{{width:{q.width:g}%}}" for q in form.QUESTIONS if q.row)
    ours = [(FOLDER / name).read_text(encoding="utf-8") for name in ("sheet.css", "route.css")]
    return faces + sizes + "".join(ours) + widths


@cache
def fitting() -> str:
    """What fits each sheet to its page in a browser."""
    return (FOLDER / "fit.js").read_text(encoding="utf-8")
