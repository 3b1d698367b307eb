from notes_crm.answers.hits import front_matter_lines, is_private, passage_of
from notes_crm.answers.passage import best_passage

NOTE = """---
type: visit
purpose: seal kit
---
## Discussed
- Seal leaks again.
- [ ] Send the seal kit to Dana
""".splitlines()


def fold(word):
    return [(word.lower().rstrip("s"),)]


def test_the_line_with_most_of_the_words_wins():
    found = best_passage(NOTE, frozenset({"seal", "kit"}), fold, skip=4)
    assert (found.line, found.text) == (7, "Send the seal kit to Dana")
    assert [found.text[a:b] for a, b in found.spans] == ["seal", "kit"]


def test_front_matter_counts_only_where_nothing_else_does():
    assert best_passage(NOTE, frozenset({"purpose"}), fold, skip=4).line == 3
    assert front_matter_lines(NOTE) == 4
    assert front_matter_lines(["---", "never closed"]) == 0


def test_where_only_the_name_matched_the_first_words_stand_for_the_note():
    line, text, spans = passage_of("\n".join(NOTE), ["acme"], fold, "Acme visit")
    assert (line, text, spans) == (5, "## Discussed", ())


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
