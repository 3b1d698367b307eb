import re

from notes_crm.answers.hits import front_matter_lines, is_private, passage_of
from notes_crm.answers.passage import best_passage, merged, with_headings
from notes_crm.model.schema import SCHEMA
from tests.timing import within

NOTE = """---
type: visit
purpose: seal kit
---
## Discussed
- Seal leaks again.
- [ ] Send the seal kit to Dana
## Told
- Seal kits cost 240.
""".splitlines()


def marker(*words, below=None):
    """Marks whole words, each a thing of its own; only below one heading, if one is named."""

    def mark(line, stands_below):
        if below not in (None, stands_below):
            return []
        return [
            (found.span(), number)
            for number, word in enumerate(words)
            for found in re.finditer(rf"\b{word}", line, re.IGNORECASE)
        ]

    return mark


def best(*words, below=None):
    return best_passage(NOTE, marker(*words, below=below), SCHEMA.heading, skip=4)


def test_the_line_with_most_of_the_words_wins():
    found = best("seal", "kit", "Dana")
    assert (found.line, found.text) == (7, "Send the seal kit to Dana")
    assert [found.text[a:b] for a, b in found.spans] == ["seal", "kit", "Dana"]


def test_a_heading_asked_for_is_heeded():
    assert best("seal", "kit", below="Told").line == 9


def test_front_matter_counts_only_where_nothing_else_does():
    assert best("seal", "kit").line == 7
    assert best("purpose").line == 3
    assert front_matter_lines(NOTE) == 4
    assert front_matter_lines(["---", "never closed"]) == 0


def test_where_only_the_name_matched_the_first_words_stand_for_the_note():
    found = passage_of("\n".join(NOTE), marker("acme"), SCHEMA.heading, "Acme visit")
    assert (found.line, found.text) == (6, "- Seal leaks again.")
    assert passage_of("## Only a heading", marker("acme"), SCHEMA.heading, "x").line == 1
    assert passage_of("", marker("acme"), SCHEMA.heading, "Acme visit").text == "Acme visit"


def test_a_deeper_heading_without_a_meaning_keeps_the_one_above():
    lines = ["## Told", "### Pump house", "a", "## Elsewhere", "b"]
    below = {line: name for _, line, name in with_headings(lines, SCHEMA.heading)}
    assert (below["a"], below["b"]) == ("Told", None)


def test_matches_that_touch_are_one():
    assert merged(iter([(4, 6), (0, 2), (2, 3), (5, 9)])) == [(0, 3), (4, 9)]


def test_private_lines_are_ranges():
    private = [is_private(n, "3-5,9") for n in (2, 3, 5, 6, 9, 10)]
    assert private == [False, True, True, False, True, False]
    assert not is_private(1, "")


def test_a_task_of_ten_thousand_matches_is_read_soon():
    line = "- [ ] " + "seal " * 10_000
    with within(0.5):
        found = best_passage([line], marker("seal"), SCHEMA.heading)
    assert len(found.spans) == 10_000
