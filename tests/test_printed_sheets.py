"""Customers made up, printed by every engine of this machine: nothing lost, outside the paper or on each other."""

import shutil
from base64 import b64decode
from dataclasses import replace

import pytest

from notes_crm.model.layout import DROPS
from notes_crm.output import pdf
from notes_crm.output.around import Around
from notes_crm.output.child import child
from notes_crm.output.own import Own
from notes_crm.output.sheet import render
from notes_crm.output.wording import wording
from tests import any_customer, engines, left_out, printed
from tests.soak.sheets import CURRENCY, customers, print_all, seen

SAMPLE, SHARES, FEW = 30, 6, 5
ALL = len(any_customer.SORTS) * len(any_customer.LANGUAGES)
"""So many until each sort has come in each language."""

FULL = 3
"""A customer with something in every section."""
IN_ORDER = (2, 3, 9, 10, 31, 36)
"""Customers that a page has not room for, each of whose sections can be told from the others."""
ON_LETTER = {"page": "letter", "printed": any_customer.PRINTED, "currency": CURRENCY}
LAST = len(DROPS)
UNSEEN = [
    {*asked, *arrival, *looks}
    for looks in ((), (LAST + 1,), (LAST + 1, LAST + 2))
    for arrival in ((), (DROPS.index(("arrival", 3)) + 1,))
    for asked in (
        (),
        (DROPS.index(("ask", 3)) + 1,),
        (DROPS.index(("ask", 3)) + 1, DROPS.index(("ask", 2)) + 1),
    )
]
"""Steps whose entries have no place of their own to be counted in, as they may be taken together."""
CREATED = "2026-11-22T17:40:00"

EDGE = 4 * printed.MM
"""What office printers leave white on each side."""
RUN_ON = {
    "large": Around(large=True), "sources": Around(sources=True), "shared": Around(shared=True),
}  # fmt: skip
UNITS = 120
"""More than there is room for on a page that a customer keeps."""

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not here"),
]


@pytest.mark.parametrize("share", range(SHARES))
def test_any_customer_fits(share):
    """Both papers in turn, in the engine that is asked first."""
    if not engines.here("PlutoPrint"):
        pytest.skip("PlutoPrint has no wheel for this machine")
    made = list(customers(SAMPLE, 0))
    papers = list(printed.PAPER)
    for number in range(share, len(made), SHARES):
        paper = papers[number // SHARES % 2]
        [(where, faults, pages)] = print_all("PlutoPrint", [made[number]], [paper])
        assert not faults, where
        assert pages == 1, where


@pytest.mark.parametrize("engine", engines.NAMES[1:])
def test_any_customer_fits_in_the_other_engines(engine):
    if not engines.here(engine):
        pytest.skip(f"{engine} is not installed here")
    for where, faults, pages in print_all(engine, list(customers(FEW * 3, 1))[1::3], ["letter"]):
        assert not faults, where
        assert pages == 1, where


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        *((name, "large") for name in engines.NAMES),
        ("PlutoPrint", "sources"), ("browser", "sources"),
        ("PlutoPrint", "shared"), ("WeasyPrint", "shared"),
    ],
)  # fmt: skip
def test_what_runs_on_keeps_off_the_edges_of_the_paper(engine, kind):
    """On every page, and a sheet ends with all of its form."""
    if not engines.here(engine):
        pytest.skip(f"{engine} is not installed here")
    made = any_customer.made_up(FULL, numbered=True)
    many = replace(made.briefing, equipment=made.briefing.equipment[:1] * UNITS)
    looks = {**ON_LETTER, "lang": made.lang, "around": RUN_ON[kind]}
    with engines.printer(engine) as print_it:
        found = printed.pages(print_it(many if kind == "shared" else made.briefing, looks))
    assert len(found) > 1
    height = printed.PAPER["letter"][1]
    for number, words in enumerate(found, start=1):
        assert min(word.top for word in words) > EDGE, number
        assert max(word.bottom for word in words) < height - EDGE, number
    if kind == "large":
        assert len(found) == 2
        assert "visit" in [word.text for word in found[-1]]


@pytest.mark.parametrize(("sort", "lang"), [("chinese", "ja"), ("long", "es"), ("huge", "pl")])
def test_larger_type_lies_on_nothing(sort, lang):
    if not engines.here("PlutoPrint"):
        pytest.skip("PlutoPrint has no wheel for this machine")
    made = next((m for m in customers(ALL, 5) if (m.sort, m.lang) == (sort, lang)), None)
    if made is None:
        pytest.skip(f"no font here has the letters of {sort} or {lang}")
    looks = {**ON_LETTER, "lang": lang, "around": RUN_ON["large"]}
    data = pdf.make_pdf([made.briefing], **looks, engine="PlutoPrint").data
    say = wording(lang, page="letter", currency=CURRENCY, today=any_customer.TODAY)
    assert list(printed.faults(data, made.briefing, say, "letter")) == []


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        ("h1 { display: none }", "is not at the head"),
        (".why { display: none }", "is not on the paper"),
        (".arrive .call { display: none }", "is not on the paper"),
        (".alerts tr:last-child { display: none }", "is not on the paper"),
        (".owed tr:first-of-type { display: none }", "promised shows"),
        (".next { display: none }", "is not on the paper"),
        (".why { margin-top: -8mm }", " lies on "),
        (".why { text-decoration: line-through }", "a rule strikes out"),
        (".why { margin-left: -11mm }", " points outside"),
        (".eq td, .eq th { display: none } .eq { height: 20mm }", "nothing stands below"),
        (".news tr:first-of-type { display: none }", "news shows"),
        ("h2 .more { display: none }", "says 0 more"),
    ],
)
def test_a_sheet_that_is_spoilt_is_found_out(style, fault):
    """Each check sees what it is there for."""
    if not engines.here("PlutoPrint"):
        pytest.skip("PlutoPrint has no wheel for this machine")
    made = any_customer.made_up(FULL, numbered=True)
    assert [found for found in faults_of(made, Own()) if fault in found] == []
    assert [found for found in faults_of(made, Own(style=style)) if fault in found] != []


def faults_of(made, own):
    looks = {
        "page": "a4", "lang": made.lang, "printed": any_customer.PRINTED, "currency": CURRENCY,
    }  # fmt: skip
    data = pdf.make_pdf([made.briefing], **looks, own=own, engine="PlutoPrint").data
    return seen(data, made, "a4")[0]


@pytest.mark.parametrize("seed", IN_ORDER)
def test_what_goes_goes_in_its_order(seed):
    """No step is taken where all before it, and those after it that were, would do."""
    if not engines.here("PlutoPrint"):
        pytest.skip("PlutoPrint has no wheel for this machine")
    made = any_customer.made_up(seed, numbered=True)
    with child("notes_crm.output.press", "PlutoPrint", seconds=120) as ask:

        def set_as(dropped):
            html = render(
                [made.briefing], **ON_LETTER, lang=made.lang, dropped=[dropped], script=False
            )
            return ask({"do": "print", "html": html, "created": CREATED})

        def steps_on(data):
            say = wording(made.lang, page="letter", currency=CURRENCY, today=any_customer.TODAY)
            [words] = printed.pages(data)
            width = printed.PAPER["letter"][0]
            return left_out.taken(
                list(left_out.sections(words, made.briefing, say, width)),
                left_out.lines(data, words, say),
            )

        def fits(dropped):
            return set_as(dropped)["pages"] == 1

        made_pdf = pdf.make_pdf([made.briefing], **ON_LETTER, lang=made.lang, engine="PlutoPrint")
        steps = steps_on(made_pdf.data)
        assert steps
        # Nothing else was done to it: set with these steps and some of those that can't be told
        # from the text, it is the same page.
        unseen = next(
            more for more in UNSEEN
            if printed.pages(b64decode(set_as(steps | more)["pdf"])) == printed.pages(made_pdf.data)
        )  # fmt: skip
        steps |= unseen
        assert list(left_out.out_of_order(steps, fits)) == []
        # The same sheet with one more step than it takes is found out.
        spare = next(section for section, kept in DROPS[::-1] if kept < most_of(section, steps))
        all_of_it = {step for step, (section, _) in enumerate(DROPS, 1) if section == spare}
        worse = steps_on(b64decode(set_as(steps | all_of_it)["pdf"])) | unseen
        assert worse > steps
        assert list(left_out.out_of_order(worse, fits)) != []


def most_of(section, steps):
    """What the steps left of a section."""
    return min(
        [kept for n, (name, kept) in enumerate(DROPS, 1) if name == section and n in steps] or [9]
    )
