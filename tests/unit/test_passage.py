import re

from notes_crm.answers.hits import front_matter_lines, is_private, passage_of
from notes_crm.answers.passage import best_passage, merged, with_headings
from notes_crm.model.schema import SCHEMA

NOTE = """---
type: visit
purpose: seal kit
---
## Discussed
- Seal leaks again.
- [ ] Send the seal kit to Dana
""".splitlines()


def looking_for(*words):
    """Marks as a full text gives them: places and the number of the word that stands there."""

    def marks(line, _heading):
        return [
            ((m.start(), m.end()), number)
            for number, word in enumerate(words)
            for m in re.finditer(word, line, re.IGNORECASE)
        ]

    return marks


def test_the_line_with_most_of_the_words_wins():
    found = best_passage(NOTE, looking_for("seal", "kit"), SCHEMA.heading, skip=4)
    assert (found.line, found.text) == (7, "Send the seal kit to Dana")
    assert [found.text[a:b] for a, b in found.spans] == ["seal", "kit"]


def test_front_matter_counts_only_where_nothing_else_does():
    assert best_passage(NOTE, looking_for("purpose"), SCHEMA.heading, skip=4).line == 3
    assert front_matter_lines(NOTE) == 4
    assert front_matter_lines(["---", "never closed"]) == 0


def test_a_line_is_asked_with_the_heading_above_it_and_as_a_task():
    asked = []
    best_passage(
        NOTE, lambda line, below: asked.append((line, below)) or [], SCHEMA.heading, skip=4
    )
    assert ("- Seal leaks again.", "Discussed") in asked
    assert ("- [ ] Send the seal kit to Dana", "task") in asked
    assert ("type: visit", None) in asked


def test_a_deeper_heading_without_a_meaning_keeps_the_one_above():
    lines = ["## Told", "### Pump house", "a", "## Elsewhere", "b"]
    below = {line: name for _, line, name in with_headings(lines, SCHEMA.heading)}
    assert (below["a"], below["b"]) == ("Told", None)


def test_matches_that_touch_are_one():
    assert merged(iter([(4, 6), (0, 2), (2, 3), (5, 9)])) == [(0, 3), (4, 9)]


def test_where_only_the_name_matched_the_first_words_stand_for_the_note():
    found = passage_of("\n".join(NOTE), looking_for("acme"), SCHEMA.heading, "Acme visit")
    assert (found.line, found.text, found.spans) == (5, "## Discussed", ())


def test_private_lines_are_ranges():
    assert [is_private(n, "3-5,9") for n in (2, 3, 5, 6, 9, 10)] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]
    assert not is_private(1, "")
