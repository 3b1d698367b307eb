"""The child process that runs one PDF engine: it reads jobs from stdin and answers on stdout.

A page may crash, hang or eat memory in an engine written in C++; here that ends a child and
nothing else. A job and an answer are one line of JSON each. Nothing is fetched but `data:`.
"""

import json
import os
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any, TextIO

MEMORY = 2 << 30
"""Bytes of address space; a sheet needs a thirtieth of that."""

PROCESSOR = 600
"""Seconds of processor time, whatever the parent does."""

Typeset = Callable[[str, str], tuple[bytes, int]]
"""HTML and an ISO time of creation to a PDF and its pages; without a time only the pages count."""


def main(engine: str) -> None:
    """Answer jobs until stdin ends."""
    _limit()
    begin, tries = {"PlutoPrint": (_plutoprint, 24), "WeasyPrint": (_weasyprint, 7)}[engine]
    typeset = begin()
    answers = _answers()
    for line in sys.stdin:
        job = json.loads(line)
        answer: Mapping[str, Any]
        if job["do"] == "fit":
            most = tries // 2 if job["hurry"] else tries
            dropped, pages = fit(job["html"], job["steps"], typeset, tries=most)
            answer = {"dropped": dropped, "pages": pages}
        else:
            pdf, pages = typeset(job["html"], job["created"])
            answer = {"pdf": b64encode(pdf).decode(), "pages": pages}
        print(json.dumps(answer), file=answers, flush=True)


def fit(
    html: str, steps: Mapping[str, str], typeset: Typeset, *, tries: int
) -> tuple[list[int], int]:
    """The steps that must be taken for the sheet to be one page, or two if none suffice.

    `steps` names the section of each step. First as few as possible in their order, then back
    with those that made no difference, the most important first; once the page was set `tries`
    times, what is still away stays away.
    """
    order = [step for step in sorted(map(int, steps)) if f'data-d="{step}"' in html]
    room, tried = 1, 0

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
    gone = ",".join(f'[data-d="{s}"],[data-g="{s}"]' for s in dropped)
    return (
        html.replace("</head>", f"<style>{gone}{{display:none}}</style></head>", 1)
        if gone
        else html
    )


def _plutoprint() -> Typeset:
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
        book.load_html(html)
        if not created:
            return b"", book.get_page_count()
        book.set_metadata(plutoprint.PDF_METADATA_CREATION_DATE, created)
        book.set_metadata(plutoprint.PDF_METADATA_MODIFICATION_DATE, created)
        out = BytesIO()
        book.write_to_pdf_stream(out)
        return out.getvalue(), book.get_page_count()

    return typeset


def _weasyprint() -> Typeset:
    import weasyprint  # noqa: PLC0415  # only this engine's child loads it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    fetcher, fonts = (
        URLFetcher(allowed_protocols={"data"}, fail_on_errors=False),
        FontConfiguration(),
    )
    # It places pinned blocks by `height`, not by `min-height`.
    pinned = ".sheet{{height:{0};min-height:0}}"

    def typeset(html: str, created: str) -> tuple[bytes, int]:
        height = html.partition("min-height:")[2].partition("}")[0]
        page = html.replace("</head>", f"<style>{pinned.format(height)}</style></head>", 1)
        document = weasyprint.HTML(string=page, url_fetcher=fetcher).render(font_config=fonts)
        document.metadata.created = document.metadata.modified = created or None
        pages = len(document.pages)
        return (document.write_pdf() if created else b""), pages

    return typeset


def _answers() -> TextIO:
    """The pipe to the parent; whatever an engine prints goes to stderr instead."""
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return pipe


def _limit() -> None:
    """Bounds on memory and time, where the system has them (Windows has not)."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR)):
        soft, hard = resource.getrlimit(what)
        if soft == resource.RLIM_INFINITY or soft > most:
            resource.setrlimit(what, (most, hard))


if __name__ == "__main__":
    main(sys.argv[1])
