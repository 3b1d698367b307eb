"""The child process that runs one PDF engine: it reads jobs from stdin and answers on stdout.

A page may crash, hang or eat memory in an engine written in C++; here that ends a child and
nothing else. A job and an answer are one line of JSON each. Nothing is fetched but `data:`.
"""

import json
import os
import re
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from notes_crm.output.bounds import answers, bound

MEMORY = 2 << 30
"""Bytes of address space; a sheet needs a thirtieth of that."""

PROCESSOR = 600
"""Seconds of processor time, whatever the parent does."""

_FACE = re.compile(r"@font-face\{[^{}]*\}")
_HEIGHT = re.compile(r"\.sheet\{width:[\d.]+mm;min-height:([\d.]+)mm\}")
"""The height of a sheet; where type is larger than usual, the last one counts."""

EDGE = 6
"""Millimetres at the edges of the paper that office printers leave white."""

_UNSEEN = re.compile(r"(?s)(<style.*?</style>|<script.*?</script>|<svg.*?</svg>|<[^>]*>)")
_UNSPACED = re.compile(r"\S{17,}")
_LETTER = r"(?:&#?\w+;|[!-%'-;=?-~\u00a1-\u052f])"
_WORD = re.compile(f"{_LETTER}+")
_PART = re.compile(f"({_LETTER}{{8}})(?={_LETTER})")
LONG = 17
"""Letters of a word that no column of a sheet is sure to hold."""
_UNTORN = "body,html[dir=rtl] table.eq .c{overflow-wrap:normal}"

_ALONE = re.compile(r'"tri tb" data-w="([\d ]+)"')
"""Parts side by side, and the steps after which only one of them is left."""
_AIR = re.compile(r'<i class="air" data-d="(\d+)" data-s="\w+" data-c="(\w+)"')
"""A step of which nothing goes: its number, and how the sheet looks once it was taken."""

Typeset = Callable[[str, str], tuple[bytes, int]]
"""HTML and an ISO time of creation to a PDF and its pages; without a time only the pages count."""

END_NAME = "foot"
END = f'id="{END_NAME}"'
"""By this a sheet's last line is known."""
LOST = 1000
"""Pages of a sheet whose last line is on none: more than any has."""

ROOMY = 'data-room="2"'
"""By this a page is known whose sheets may take two pages."""

Engine = Callable[[bool], Typeset]
"""An engine made ready; whether its PDF must be one that can be read aloud (PDF/UA)."""


def main(engine: str, *, accessible: bool) -> None:
    """Answer jobs until stdin ends."""
    bound(memory=MEMORY, processor=PROCESSOR)
    begin, tries, hurried = _ENGINES[engine]
    typeset = begin(accessible)
    pipe = answers()
    for line in sys.stdin:
        job = json.loads(line)
        answer: Mapping[str, Any]
        if job["do"] == "fit":
            most = hurried if job["hurry"] else tries * job["room"]
            dropped, pages = fit(job["html"], job["steps"], typeset, tries=most, room=job["room"])
            answer = {"dropped": dropped, "pages": pages}
        else:
            pdf, pages = typeset(job["html"], job["created"])
            answer = {"pdf": b64encode(pdf).decode(), "pages": pages}
        print(json.dumps(answer), file=pipe, flush=True)


def fit(
    html: str, steps: Mapping[str, str], typeset: Typeset, *, tries: int, room: int = 1
) -> tuple[list[int], int]:
    """The steps that must be taken for the sheet to be `room` pages, or two if none suffice.

    `steps` names the section of each step. First as few as possible in their order, then back
    with those that made no difference, the most important first; once the page was set `tries`
    times, what is still away stays away.
    """
    order = [step for step in sorted(map(int, steps)) if f'data-d="{step}"' in html]
    tried = 0

    def fits(dropped: Iterable[int]) -> bool:
        nonlocal tried
        tried += 1
        return typeset(_without(html, dropped), "")[1] <= room

    if fits(()):
        return [], room
    if not fits(order):
        room = 2
        if fits(()):
            return [], room
    needed = _fewest(order, lambda taken: fits(order[:taken]))
    dropped, last = set(order[:needed]), steps[str(order[needed - 1])]
    hopeful = [step for step in order[: needed - 1][::-1] if steps[str(step)] != last]
    while hopeful and tried < tries:
        back = _most(hopeful, lambda back: fits(dropped.difference(back)))
        dropped.difference_update(hopeful[:back])
        # What didn't fit stays away, and so does what stood below it in its section.
        away = {steps[str(step)] for step in hopeful[back : back + 1]}
        hopeful = [step for step in hopeful[back:] if steps[str(step)] not in away]
    return sorted(dropped), room


def _fewest(order: list[int], suffice: Callable[[int], bool]) -> int:
    """The smallest number of steps that suffices; all of them do."""
    low, high = 0, len(order)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffice(middle) else (middle, high)
    return high


def _most(hopeful: list[int], possible: Callable[[list[int]], bool]) -> int:
    """How many of them, from the first, can come back together."""
    low, high = 0, len(hopeful) + 1
    probe = 1  # most often the first can't: ask it before halving the rest
    while high - low > 1:
        low, high = (probe, high) if possible(hopeful[:probe]) else (low, probe)
        probe = (low + high) // 2
    return low


def _without(html: str, dropped: Iterable[int]) -> str:
    away = {str(step) for step in dropped}
    if not away:
        return html
    for step, look in _AIR.findall(html):
        if step in away:
            html = html.replace('<article class="sheet', f'<article class="sheet {look}', 1)
    for steps in _ALONE.findall(html):
        if away.issuperset(steps.split()):
            html = html.replace(f'"tri tb" data-w="{steps}"', '"tri tb wide"')
    gone = ",".join(f'[data-d="{s}"],[data-g="{s}"]' for s in away)
    said = ",".join(f'[data-u="{s}"]' for s in away)
    style = f"<style>{gone}{{display:none!important}}{said}{{display:inline}}</style></head>"
    return html.replace("</head>", style, 1)


def _plutoprint(_accessible: bool) -> Typeset:  # noqa: FBT001  # as the other engine
    import plutoprint  # noqa: PLC0415  # only this engine's child loads it

    class DataOnly(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            if url.startswith("data:"):
                return super().fetch_url(url)
            return plutoprint.ResourceData(b"")

    fetcher = DataOnly()

    def typeset(html: str, created: str) -> tuple[bytes, int]:
        book = plutoprint.Book(margins=plutoprint.PAGE_MARGINS_NONE)
        book.custom_resource_fetcher = fetcher
        style = f"<style>{_off_the_edge(html)}{_UNTORN}</style></head>"
        book.load_html(_breakable(html).replace("</head>", style, 1))
        if not created:
            return b"", book.get_page_count()
        book.set_metadata(plutoprint.PDF_METADATA_CREATION_DATE, created)
        book.set_metadata(plutoprint.PDF_METADATA_MODIFICATION_DATE, created)
        out = BytesIO()
        book.write_to_pdf_stream(out)
        return out.getvalue(), book.get_page_count()

    return typeset


def _breakable(html: str) -> str:
    """A page with places to break in words too long for a column.

    It does without `overflow-wrap`, by which this engine tears any word that stands first behind a
    tag, where that word would have to begin a line.
    """
    head, body, rest = html.partition("<body")
    pieces = _UNSEEN.split(body + rest)
    pieces[::2] = [_UNSPACED.sub(_parted, text) for text in pieces[::2]]
    return head + "".join(pieces)


def _parted(unspaced: re.Match[str]) -> str:
    def with_breaks(word: re.Match[str]) -> str:
        letters = re.findall(_LETTER, word[0])
        return _PART.sub(r"\1<wbr>", word[0]) if len(letters) >= LONG else word[0]

    return _WORD.sub(with_breaks, unspaced[0])


def _off_the_edge(html: str) -> str:
    """Style that keeps pages which run on from the edges of the paper.

    The other engines repeat a box's padding on each of its pages. This one does not, and knows
    margins only of all pages.
    """
    height = float(_HEIGHT.findall(html)[-1]) - 2 * EDGE
    margins = f"@page{{margin:{EDGE}mm 0}}.sheet{{min-height:{height:g}mm}}"
    if '<article class="sheet hand"' in html:
        return f"{margins}.hand{{padding-top:2mm;padding-bottom:0}}"
    if ROOMY in html:
        near = ".sheet{padding-top:3.6mm;padding-bottom:0}.rec,.rt .free{bottom:1.2mm}"
        return margins + near
    return f".src section{{padding:{EDGE - 1}mm 0 {EDGE - 2}mm}}"


def _weasyprint(accessible: bool) -> Typeset:  # noqa: FBT001  # as the other engine
    os.environ["SOURCE_DATE_EPOCH"] = (
        "0"  # else unpacked fonts hold the moment, and no two PDFs agree
    )

    import weasyprint  # noqa: PLC0415  # only this engine's child loads it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fetcher, fonts = (
        URLFetcher(allowed_protocols={"data"}, fail_on_errors=False),
        FontConfiguration(),
    )
    variant = {"pdf_variant": "pdf/ua-1"} if accessible else {}
    # It places pinned blocks by `height`, not by `min-height`.
    pinned = ".sheet{{height:{0}mm;min-height:0}}"

    faces: dict[str, Any] = {}  # fonts are unpacked once, not for every try

    def typeset(html: str, created: str) -> tuple[bytes, int]:
        height = _HEIGHT.findall(html)[-1]
        own = "".join(_FACE.findall(html))
        if own not in faces:
            faces[own] = weasyprint.CSS(string=own, url_fetcher=fetcher, font_config=fonts)
        page = _FACE.sub("", html).replace(
            "</head>", f"<style>{pinned.format(height)}</style></head>", 1
        )
        document = weasyprint.HTML(string=page, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[faces[own]]
        )
        pages = len(document.pages)
        # Far too full a sheet loses its end without a word, and looks like one that fits.
        if END in html and not any(END_NAME in found.anchors for found in document.pages):
            pages = LOST
        if not created:
            return b"", pages
        day = created.partition("T")[0]  # it takes no hour without a zone, and ours has none
        document.metadata.created = document.metadata.modified = day
        return document.write_pdf(**variant), pages

    return typeset


_ENGINES: Mapping[str, tuple[Engine, int, int]] = {
    "PlutoPrint": (_plutoprint, 40, 8),
    "WeasyPrint": (_weasyprint, 7, 2),
}
"""How each is made ready, and how often it may set a page to fit it, of one customer and of many."""

if __name__ == "__main__":
    main(sys.argv[1], accessible="accessible" in sys.argv[2:])
