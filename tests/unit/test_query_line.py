"""What is typed, and what is understood by it."""

from datetime import date

import pytest

from notes_crm.errors import BadQuery
from notes_crm.model.query.fields import Fields
from notes_crm.model.query.line import parse
from notes_crm.model.query.query import And, Fact, Not, Or, Phrase, Range, Word
from notes_crm.model.schema import extended

FIELDS = Fields(date(2026, 3, 10), keys=frozenset({"seats"}))


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("seal", Word("seal")),
        ("seal kit", And((Word("seal"), Word("kit")))),
        ("seal AND kit", And((Word("seal"), Word("kit")))),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("or and", And((Word("or"), Word("and")))),
        ("-a", Not(Word("a"))),
        ("−a", Not(Word("a"))),
        ("NOT a", Not(Word("a"))),
        ("well-known", Word("well-known")),
        ('"a phrase"', Phrase("a phrase")),
        ("warrant*", Word("warrant", prefix=True)),
        ("*4471", Word("4471")),
        ("[[Acme Pumps|them]]", Phrase("Acme Pumps")),
        ('5" pipe', And((Word("5"), Word("pipe")))),
        ("told:seal", Word("seal", "Told")),
        ('told:"seal kit"', Phrase("seal kit", "Told")),
        ("told:(a -b)", And((Word("a", "Told"), Not(Word("b", "Told"))))),
        ("tasks:kit", Word("kit", "task")),
        ("what_happened:noise", Word("noise", "What happened")),
        ("by:sam", Fact("by", ("sam",))),
        ("type:phone,visit", Fact("type", ("call", "visit"))),
        ("tag:#press/roller", Fact("tag", ("press/roller",))),
        ("tel:0113", Fact("phone", ("0113",))),
        ("status:waiting", Fact("status", ("waiting-customer",))),
        ('customer:"A, B"', Fact("customer", ("a, b",))),
        ("amount:>500", Range("amount", 500, None, above=True)),
        ("amount:<=500", Range("amount", None, 500)),
        ("amount:100..500", Range("amount", 100, 500)),
        ("amount:1,200", Range("amount", 1200, 1200)),
        ("seats:>=4", Range("seats", 4, None)),
        ("mood:happy", Range("mood", 4, 4)),
        ("minutes:<1h30m", Range("minutes", None, 90, below=True)),
        ("date:2026-02", Range("date", date(2026, 2, 1), date(2026, 2, 28))),
        ('date:"last month"', Range("date", date(2026, 2, 1), date(2026, 2, 28))),
        ("date:>2026-02", Range("date", date(2026, 2, 28), None, above=True)),
        ("before:2026-02", Range("date", None, date(2026, 2, 1), below=True)),
        ("after:2026-02", Range("date", date(2026, 2, 28), None, above=True)),
        ("next:<today", Range("next_contact", None, date(2026, 3, 10), below=True)),
        ("has:promises", Fact("has", ("promise",))),
        ("has:serial_no", Fact("has", ("serial",))),
        ("is:late", Fact("is", ("overdue",))),
        ("[status]", Fact("has", ("status",))),
        ("[status:null]", Not(Fact("has", ("status",)))),
        ("[customer:Acme Pumps]", Fact("customer", ("acme pumps",))),
        ("http://x.example/a:b", Word("http://x.example/a:b")),
        ("14:30", Word("14:30")),
        ("note: this", And((Word("note:"), Word("this")))),
        ("date: this", And((Word("date:"), Word("this")))),
        ("told:", Word("told:")),
        ("this note:", And((Word("this"), Word("note:")))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_is_understood(line, query):
    assert parse(line, FIELDS) == query


@pytest.mark.parametrize(
    ("line", "reason", "column"),
    [
        ("", "no word to look for", 0),
        ("seal ?!", None, None),
        ("(seal", "never closed", 0),
        ("seal)", "closes nothing", 4),
        ('kit "seal', "never closed", 4),
        ("seal OR", "one of them is missing", 7),
        ("seal OR OR kit", "one of them is missing", 7),
        ("seal -( )", None, None),
        ("custmer:acme", "did you mean customer:", 0),
        ("kit amount:many", "is no number", 11),
        ("kit date:soon", "no period", 9),
        ("date:", "date needs a value, for example date:2026-03", 5),
        ("seal date:  ", "date needs a value", 10),
        ("(seal date:)", "date needs a value", 11),
        ('date:"" seal', "date needs a value", 5),
        ("-customer:", "customer needs a value, for example customer:acme", 10),
        ("before:", "for example before:2026-03", 7),
        ("is:", "for example is:overdue", 3),
        ("amount:", "for example amount:>500", 7),
        ("is:odd", "say one of", 3),
        ("[colour:red]", "No note has a key colour", 1),
        ("billable:perhaps", "yes or no", 9),
        ("amount:9..3", "the smaller number comes first", 7),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_place(line, reason, column):
    if reason is None:
        assert parse(line, FIELDS)
        return
    with pytest.raises(BadQuery, match=reason) as refused:
        parse(line, FIELDS)
    assert str(refused.value).split("\n")[-1] == " " * (column + 2) + "^"


def test_a_place_behind_wide_characters_is_marked_below_it():
    with pytest.raises(BadQuery) as refused:
        parse("水泵 (", FIELDS)
    assert str(refused.value).split("\n")[-1] == " " * 7 + "^"


def test_a_teams_own_headings_are_fields():
    schema = extended(headings={"Told": ["Gesagt"]})
    fields = Fields(date(2026, 3, 10), schema)
    assert parse("gesagt:siegel", fields) == Word("siegel", "Told")


@pytest.mark.parametrize(
    "line",
    [
        " ".join(f"w{n}" for n in range(501)),
        '"' + "the " * 501 + '"',
        "1." * 501,
        " OR ".join(f"customer:c{n}" for n in range(101)),
        "type:" + ",".join(f"t{n}" for n in range(101)),
        "[customer:" + ",".join(f"t{n}" for n in range(101)) + "]",
    ],
)
def test_a_line_has_no_more_than_so_many_words_and_values(line):
    with pytest.raises(BadQuery, match="A query has at most"):
        parse(line, Fields(date(2026, 3, 10)))
