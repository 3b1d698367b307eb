import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.output.pictures import MOST_MODULES, code, deep_link, sparkline


def test_a_deep_link_names_vault_and_note():
    link = deep_link("My Vault", "Customers/Müller & Söhne/Müller & Söhne.md")
    assert link == (
        "obsidian://open?vault=My%20Vault"
        "&file=Customers%2FM%C3%BCller%20%26%20S%C3%B6hne%2FM%C3%BCller%20%26%20S%C3%B6hne"
    )


def test_a_code_is_drawn_as_wide_as_it_is_dense():
    drawn = code("obsidian://open?vault=V&file=Customers%2FAcme")
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', drawn)[1])
    assert 21 <= size <= MOST_MODULES
    assert re.fullmatch(r'<svg [^<>]*><path stroke="#000" d="(?:M\d+ \d+\.5h\d+)+"/></svg>', drawn)


def test_a_code_too_dense_for_paper_is_left_out():
    assert code("obsidian://open?" + "x" * 1000) == ""


def test_a_code_holds_what_segno_made():
    import segno

    address = "obsidian://open?vault=V&file=N"
    made = segno.make(address, error="m", boost_error=False, micro=False)
    rows = [[0] * len(made.matrix[0]) for _ in made.matrix]
    for x, y, run in re.findall(r"M(\d+) (\d+)\.5h(\d+)", code(address)):
        for column in range(int(x), int(x) + int(run)):
            rows[int(y)][column] = 1
    assert rows == [list(row) for row in made.matrix]


def test_a_code_is_drawn_without_what_fetches_pages():
    script = (
        "import sys; from notes_crm.output.pictures import code; code('obsidian://open');"
        "print(sorted({'ssl', 'http.client', 'segno.writers', 'segno'} & set(sys.modules)));"
        "import segno; print(segno.make_qr('a').version)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "1"]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.data())
def test_every_mood_stays_inside_the_drawing(scores, data):
    mine = data.draw(st.none() | st.integers(0, len(scores) - 1))
    drawn = sparkline(scores, mine)
    for x, y in re.findall(r"([\d.]+),([\d.]+)", re.search(r'points="([^"]*)"', drawn)[1]):
        assert 0 <= float(x) <= 330
        assert 0 <= float(y) <= 100


@pytest.mark.parametrize(("mine", "rings"), [(None, 0), (0, 1), (2, 0)])
def test_a_ring_marks_my_last_visit_unless_it_is_the_last_of_all(mine, rings):
    assert sparkline([4, 3, 2], mine).count('fill="#fff"') == rings
