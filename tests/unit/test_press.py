from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.output.press import _breakable, _plutoprint, fit

TRIES = 24
SECTIONS = ("lines", "human", "told", "news")
STEPS = {str(n): SECTIONS[n % len(SECTIONS)] for n in range(1, 21)}
HTML = "<head></head>" + "".join(f'<p data-d="{n}">' for n in range(1, 21))


class Paper:
    """An engine whose pages follow from the weight of what is not hidden."""

    def __init__(self, heights, room):
        self.heights, self.room, self.tries = heights, room, 0

    def __call__(self, html, created):
        assert not created
        self.tries += 1
        hidden = {
            int(n)
            for n in html.partition("<style>")[2].split('[data-d="')[1:]
            for n in [n.split('"')[0]]
        }
        height = sum(h for n, h in enumerate(self.heights, start=1) if n not in hidden)
        return b"", 1 + height // (self.room + 1)


heights = st.lists(st.integers(0, 9), min_size=20, max_size=20)


@given(heights, st.integers(0, 200))
def test_what_can_fit_one_page_does(tall, room):
    paper = Paper(tall, room)
    dropped = fit(HTML, STEPS, paper, tries=TRIES)[0]
    left = sum(h for n, h in enumerate(tall, start=1) if n not in dropped)
    assert left <= room
    assert paper.tries <= TRIES + 6


@given(heights, st.integers(0, 200))
def test_a_section_gets_nothing_back_while_something_before_it_is_gone(tall, room):
    dropped = fit(HTML, STEPS, Paper(tall, room), tries=TRIES)[0]
    for step in dropped:
        earlier = [s for s in range(1, step) if STEPS[str(s)] == STEPS[str(step)]]
        assert set(earlier) <= set(dropped)


def test_what_fits_loses_nothing():
    assert fit(HTML, STEPS, Paper([1] * 20, 20), tries=TRIES)[0] == []


def test_as_little_as_possible_goes_in_order():
    assert fit(HTML, STEPS, Paper([1] * 20, 17), tries=TRIES)[0] == [1, 2, 3]


def test_a_step_that_made_no_difference_comes_back():
    assert fit(HTML, STEPS, Paper([0, 0, 5] + [1] * 17, 17), tries=TRIES)[0] == [3]


def test_steps_that_the_sheet_does_not_have_are_not_tried():
    assert fit(
        '<head></head><p data-d="7">', STEPS, Paper([0] * 6 + [3] + [0] * 13, 2), tries=TRIES
    )[0] == [7]


@pytest.mark.parametrize("room", [10, 0])
def test_what_no_step_makes_fit_gets_two_pages_and_everything_back(room):
    class Heavy(Paper):
        def __call__(self, html, created):
            super().__call__(html, created)
            return b"", 2

    assert fit(HTML, STEPS, Heavy([1] * 20, room), tries=TRIES) == ([], 2)


@pytest.mark.parametrize(
    ("room", "wide"), [(20, False), (16, False), (15, True)], ids=["all", "one gone", "both gone"]
)
def test_the_questions_are_set_wide_once_nothing_stands_beside_them(room, wide):
    html = HTML + '<div class="tri tb" data-w="5 3"></div>'
    tried = []

    def paper(page, created):
        assert not created
        hidden = page.partition("<style>")[2].count("[data-d=")
        tried.append((page, 20 - hidden))
        return b"", 1 if 20 - hidden <= room else 2

    fit(html, STEPS, paper, tries=1)
    assert {'"tri tb wide"' in page for page, left in tried if left == room} == {wide}


PAGE = (
    "<html><head><style>.sheet{{width:210mm;min-height:297mm}}"
    "body{{font:12pt sans-serif;overflow-wrap:break-word}}div{{width:400px}}</style></head>"
    "<body class=sheet><div>{}</div></body></html>"
)


def printed(text):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("plutoprint")
    data, _ = _plutoprint(_accessible=False)(PAGE.format(text), "2026-03-02T12:00:00")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize("before", range(0, 24, 2))
def test_no_word_behind_a_tag_is_torn(before):
    text = f"Board and lead, bin 7, flue gauge, quote, printed {'x' * before} <b>Manual:</b> "
    assert "Calora" in printed(f"{text}<i>Calora D4</i> <b>fault</b> codes")
    assert "Calora" in printed(f"{text}Calora D4 fault codes")


def test_a_word_too_long_for_its_place_is_parted():
    lines = printed(f"a <b>{'W' * 80}</b> b").split("\n")
    assert max(map(len, lines)) < 40
    assert "".join(lines).count("W") == 80


def test_only_what_is_seen_is_parted():
    def parted(text):
        return _breakable(f"<title>{word}</title><body>{text}").partition("<body>")[2]

    word = "Donaudampfschifffahrt"
    broken = "Donaudam<wbr>pfschiff<wbr>fahrt"
    assert parted(f"<b title={word}>{word} x</b>") == f"<b title={word}>{broken} x</b>"
    for hidden in (f"<style>{word}</style>", f"<svg><a b='{word}'/></svg>", "Seventeen letters"):
        assert parted(hidden) == hidden
    assert parted("&amp;" * 16) == "&amp;" * 16
    assert parted("&amp;" * 17) == "&amp;" * 8 + "<wbr>" + "&amp;" * 8 + "<wbr>&amp;"
    assert _breakable(f"<title>{word}</title><body>").startswith(f"<title>{word}</title>")
