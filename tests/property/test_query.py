"""Whatever is typed is read, or refused in a sentence; what is read can be written down again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import BadQuery
from notes_crm.model.query.fields import Fields
from notes_crm.model.query.line import parse

FIELDS = Fields(date(2026, 3, 10), keys=frozenset({"colour", "seats"}))

WORD = st.text("abzäßéОж水ポ한กا0129'’./@#&+_", min_size=1, max_size=8).filter(
    lambda word: any(c.isalnum() for c in word)
)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
FACT = st.sampled_from([
    "customer:acme", 'customer:"Acme Pumps"', "type:visit,call", "by:sam", "amount:>500",
    "amount:100..500", "amount:>=12.5", "date:2026-01..2026-03", 'date:"last month"', "before:2026",
    "after:today", "next:<today", "tag:#press/roller", "has:promise", "is:overdue", "path:Archive/",
    "billable:yes", "mood:angry", "minutes:>1h", "[status]", "[status:open]", "colour:red",
    "seats:>30", "-date:2026-03", "status:waiting-us", "date:none", 'colour:"a, b..c"',
])  # fmt: skip
PLACED = st.tuples(
    st.sampled_from(["told:", "asked:", "task:", "always-remember:"]), WORD | PHRASE
).map("".join)
LEAF = WORD | WORD.map(lambda word: f"{word}*") | PHRASE | FACT | PLACED


def _joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(parts, min_size=1, max_size=4)
    return (
        several.map(" ".join)
        | several.map(" OR ".join)
        | parts.map(lambda part: f"({part})")
        | parts.map(lambda part: f"-({part})")
    )


@given(st.recursive(LEAF, _joined, max_leaves=12))
def test_a_query_written_down_reads_the_same(line):
    query = parse(line, FIELDS)
    assert parse(str(query), FIELDS) == query


@given(st.text(max_size=60) | st.text('ab:"()[]-*<>=.OR ND', max_size=40))
def test_anything_is_read_or_refused_in_a_sentence(line):
    try:
        query = parse(line, FIELDS)
    except BadQuery as refusal:
        sentence, _, place = str(refusal).split("\n")
        assert sentence.endswith(".")
        assert place.strip() == "^"
    else:
        assert parse(str(query), FIELDS) == query


@pytest.mark.parametrize(
    "line",
    [
        "(" * 2000 + "a" + ")" * 2000,
        "-(" * 1000,
        "a " * 10_000,
        "a* OR " * 3000 + "b",
        "x" * 60_000,
    ],
)
def test_what_is_too_much_is_refused(line):
    with pytest.raises(BadQuery, match="at most"):
        parse(line, FIELDS)
