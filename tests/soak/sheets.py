"""Sheets of customers made up, from nothing to ten years in any script, printed by every engine on both papers."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from notes_crm.errors import NoEngine
from notes_crm.output.wording import wording
from tests import any_customer, engines, left_out, printed

MOST_TOLD = 10
CURRENCY = "EUR"


def sheets(rounds: int, seed: int) -> str:
    """Print so many customers in every engine that is here, in A4 and Letter; each fault is an error."""
    assert shutil.which("pdftotext"), "poppler's pdftotext is needed to read what was printed"
    names = [name for name in engines.NAMES if engines.here(name)]
    found: list[str] = []
    told = []
    for name in names:
        start, pages = time.monotonic(), Counter[int]()
        for where, faults, count in print_all(name, customers(rounds, seed), printed.PAPER):
            pages[count] += 1
            for fault in faults:
                found.append(f"{name}, {where}: {fault}")
                sys.stderr.write(f"{found[-1]}\n")
        each = (time.monotonic() - start) / max(pages.total(), 1)
        told.append(f"{name} {pages[1]} on one page, {pages[2]} on two, {each:.1f} s each")
        sys.stderr.write(f"{told[-1]}\n")
    assert not found, f"{len(found)} faults, the first: " + "; ".join(found[:MOST_TOLD])
    return "; ".join(told) + ", 0 faults"


def customers(count: int, seed: int) -> Iterator[any_customer.Made]:
    """So many customers, one of each sort in each language before any comes again."""
    sorts, languages = len(any_customer.SORTS), len(any_customer.LANGUAGES)
    able = drawable()
    for number in range(count):
        turn = seed + number // (sorts * languages)
        made = any_customer.made_up(
            turn * sorts * languages + sorts * (number % languages) + number % sorts,
            numbered=bool(number // sorts % 2),
        )
        if made.lang in able and able >= any_customer.SCRIPTS.get(made.sort, set()):
            yield made


def drawable() -> set[str]:
    """Languages whose letters this machine can draw; of the European ones our own font has them all."""
    far = {"ja", "ar", "zh"}
    return {*any_customer.LANGUAGES} - far | {code for code in far if engines.draws(code)}


def print_all(
    engine: str, made: Iterable[any_customer.Made], papers: Iterable[str]
) -> Iterator[tuple[str, list[str], int]]:
    """Of each customer on each paper: which it was, what is wrong, and the pages."""
    papers = list(papers)
    with engines.printer(engine) as print_it:
        for one in made:
            for paper in papers:
                where = f"customer {one.seed} ({one.sort}, {one.lang}, {paper})"
                looks = {
                    "page": paper, "lang": one.lang, "printed": any_customer.PRINTED,
                    "vault": "Demo", "currency": CURRENCY,
                }  # fmt: skip
                try:
                    data = print_it(one.briefing, looks)
                except NoEngine as error:
                    yield where, [str(error)], 0
                    continue
                yield where, *seen(data, one, paper)


def seen(data: bytes, made: any_customer.Made, paper: str) -> tuple[list[str], int]:
    """What is wrong with a print, and its pages."""
    say = wording(made.lang, page=paper, currency=CURRENCY, today=any_customer.TODAY)
    faults = list(printed.faults(data, made.briefing, say, paper))
    pages = printed.pages(data)
    if made.numbered and len(pages) == 1:
        width = printed.PAPER[paper][0]
        faults += left_out.miscounted(pages[0], made.briefing, say, width)
    return faults, len(pages)
