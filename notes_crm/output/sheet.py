"""Briefings to one self-contained HTML file, a page a customer, ready for the browser or a PDF engine."""

from base64 import b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape

from notes_crm.answers.briefing import Briefing
from notes_crm.output import pictures
from notes_crm.output.around import ALONE, Around, handouts, source_pages, styled
from notes_crm.output.characters import cut
from notes_crm.output.context import words
from notes_crm.output.drawing import Tell, draw_ours, draw_sheets
from notes_crm.output.limits import brief_step, tight_step
from notes_crm.output.own import Own
from notes_crm.output.parts import gone, parts_of
from notes_crm.output.stylesheet import Page, fitting, stylesheet
from notes_crm.output.wishes import with_labels, with_wishes
from notes_crm.output.wording import Data, Wording, wording

LONG_NAME, LONGER_NAME = 30, 60
"""Columns from which a customer's name is set smaller; a Chinese letter takes two."""

PLAIN = Own()


@dataclass(frozen=True, slots=True)
class Pack:
    """The sheets of some customers, and how they are to look.

    `vault` is the name Obsidian knows the vault by: without it no code is printed. `tell` hears
    what is wrong with a template of the vault. `cover` is what `day.route_words` says of the day
    whose sheets these are; its pages come first.
    """

    briefings: tuple[Briefing, ...]
    page: Page
    lang: str
    printed: datetime
    vault: str = ""
    currency: str = ""
    own: Own = PLAIN
    tell: Tell = str
    around: Around = ALONE
    cover: Data | None = None

    @property
    def say(self) -> Wording:
        """The words of the sheets, some of them the team's own."""
        today = self.printed.date()
        usual = wording(self.lang, page=self.page, currency=self.currency, today=today)
        return with_labels(usual, self.own.layout)

    def contexts(self, dropped: Sequence[Collection[int]] = ()) -> list[Data]:
        """What the template of each sheet gets: plain data, the same every time."""
        say = self.say
        labels = {**say.labels["sheet"], "more": say.say("sheet.more", n="#")}
        if any(b.with_private for b in self.briefings):
            labels["private"] = labels["private_all"]
        common = {
            "lang": say.lang,
            "dir": say.direction,
            "page": self.page,
            "t": labels,
            "labels": say.labels,
        }
        when, total = say.moment(self.printed), self.covers + len(self.briefings)
        return [
            _sheet(b, say, set(dropped[i]) if i < len(dropped) else set(), self.vault, self.own)
            | common
            | {"printed": say.say("sheet.printed", when=when, n=self.covers + i + 1, m=total)}
            for i, b in enumerate(self.briefings)
        ]

    def html(self, *, script: bool, dropped: Sequence[Collection[int]] = ()) -> str:
        """All pages as one HTML text; with `script`, the browser fits each sheet to its page.

        `dropped` holds, for each sheet, the steps of the layout that were taken to make it fit.
        """
        if self.around.shared:
            drawn = handouts(self.briefings, self.say, self.printed)
            titles = [self.say.say("share.title", name=b.head.name) for b in self.briefings]
            return self._bound(drawn, titles, script=False)
        sheets = self.contexts(dropped)
        drawn, titles = self._drawn(sheets), [sheet["title"] for sheet in sheets]
        if self.around.sources:
            layout = self.own.layout
            behind = [source_pages(b, self.say, self.vault, layout) for b in self.briefings]
            drawn = [page for pages in zip(drawn, behind, strict=True) for page in pages]
        if self.cover:
            drawn.insert(0, draw_ours("route", self._cover(self.cover)))
            titles.insert(0, self.cover["title"])
        return self._bound(drawn, titles, script=script)

    def singly(self) -> list[str]:
        """Each sheet alone, with nothing dropped, to be fitted."""
        sheets = self.contexts()
        drawn = zip(self._drawn(sheets), sheets, strict=True)
        return [self._bound([text], [sheet["title"]], script=False) for text, sheet in drawn]

    @property
    def covers(self) -> int:
        """How many pages come before the sheets."""
        return len(self.cover["pages"]) if self.cover else 0

    @property
    def counted(self) -> bool:
        """Whether the pages can be told: nothing but covers and sheets, and these fitted."""
        return not (self.around.shared or self.around.sources)

    def _cover(self, cover: Data) -> Data:
        say, total = self.say, self.covers + len(self.briefings)
        when = say.moment(self.printed)
        printed = [
            say.say("route.printed", when=when, n=n + 1, m=total) for n in range(self.covers)
        ]
        return cover | {"t": say.labels["route"], "printed": printed}

    def _drawn(self, sheets: Sequence[Data]) -> list[str]:
        kinds = [b.head.kind for b in self.briefings]
        return draw_sheets(list(zip(kinds, sheets, strict=True)), self.own, self.tell)

    def _bound(self, drawn: Sequence[str], titles: Sequence[str], *, script: bool) -> str:
        css = styled(stylesheet(self.page, self.own), self.around, self.page)
        return bound(
            drawn, ", ".join(titles), self.say, css=css, script=script, large=self.around.large
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
    own: Own = PLAIN,
    tell: Tell = str,
    around: Around = ALONE,
    cover: Data | None = None,
) -> str:
    """The sheets as one HTML text; the arguments are those of Pack and of its `html`."""
    pack = Pack(tuple(briefings), page, lang, printed, vault, currency, own, tell, around, cover)
    return pack.html(script=script, dropped=dropped)


def bound(
    drawn: Sequence[str], title: str, say: Wording, *, css: str, script: bool, large: bool = False
) -> str:
    """Drawn sheets as one page, whose head allows nothing but what is in it."""
    js = fitting() if script else ""
    policy = f"default-src 'none'; style-src 'sha256-{_hash(css)}'; "
    policy += f"script-src 'sha256-{_hash(js)}'; " if js else ""
    policy += "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    room = ' data-room="2"' if large else ""
    return "\n".join((
        "<!doctype html>",
        f'<html lang="{escape(say.lang)}" dir="{say.direction}"{room}><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title><style>{css}</style></head><body>",
        *drawn,
        *([f"<script>{js}</script>"] if js else []),
        "</body></html>",
    ))  # fmt: skip


def _sheet(briefing: Briefing, say: Wording, dropped: set[int], vault: str, own: Own) -> Data:
    data = with_wishes(words(briefing, say), briefing.head.kind, own.layout)
    parts = parts_of(data, dropped, own.layout)
    name = data["head"]["name"]
    address = pictures.deep_link(vault, data["head"]["note"]) if vault else ""
    picture = pictures.code(address) if address else ""
    mood = data["mood"]
    drawn = mood and len(mood["scores"]) > 1
    size = "short" if cut(name, LONG_NAME) == name else "long"
    size = size if cut(name, LONGER_NAME) == name else "longer"
    return data | {
        "parts": parts,
        "tight": _look(tight_step(own.layout), dropped),
        "brief": _look(brief_step(own.layout), dropped),
        "gone": gone(parts, data, say),
        "layout": [band._asdict() for band in own.layout.bands],
        "logo": bool(own.logo),
        "title": say.say("sheet.title", name=name),
        "size": size,
        "code": picture,
        "manual_links": [
            {"name": shown, "href": pictures.name_link(vault, name)}
            for shown, name in zip(data["manuals"], briefing.manuals, strict=True)
        ],
        "spark": pictures.sparkline(mood["scores"], mood["mine"]) if drawn else "",
        "foot": say.say("sheet.foot" if picture else "sheet.foot_plain", command=data["command"]),
    }


def _look(step: int, dropped: set[int]) -> Data:
    return {"step": step, "taken": step in dropped}


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
