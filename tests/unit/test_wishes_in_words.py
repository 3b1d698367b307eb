"""What a team asks of its sheet holds for the terminal, Markdown and JSON too."""

import pytest

from notes_crm.answers.briefing import compose
from notes_crm.errors import BadSettings
from notes_crm.model.settings import read_settings
from notes_crm.output import markdown, plain
from notes_crm.output.outline import outline
from notes_crm.output.records import document
from notes_crm.output.wishes import with_labels
from notes_crm.output.wording import wording
from tests import harbour_lane as lane

SAY = wording("en-GB", page="a4", currency="GBP", today=lane.TODAY)
LABELS = SAY.labels["sheet"]
LAST = "How are we doing? One thing to do better?"


def full():
    return compose(
        lane.CUSTOMER, lane.notes(), lane.TODAY, me="anna", lessons=lane.lessons(), team=lane.team()
    )


def parts_with(wishes):
    """The parts by their titles, in their order."""
    layout = read_settings(wishes).briefing
    return {part.title: part for part in outline(full(), with_labels(SAY, layout), layout)}


def texts(part):
    return [row.text for row in part.rows]


def test_questions_of_the_team_come_first_and_the_last_one_stays():
    wanted = '[briefing]\nquestions = ["Has *anything* changed?"]\n[briefing.limits]\nask = 3\n'
    asked = texts(parts_with(wanted)[LABELS["ask"]])
    assert (asked[0], asked[-1], len(asked)) == ("Has *anything* changed?", LAST, 3)


def test_limits_are_the_teams():
    usual = parts_with("")
    fewer = parts_with("[briefing.limits]\nalerts = 1\nours = 1\ntheirs = 0\narrival = 2\n")
    for title, count in ((LABELS["alerts"], 1), (LABELS["promised"], 1), (LABELS["arrival"], 3)):
        assert len(fewer[title].rows) == count < len(usual[title].rows)
        assert fewer[title].left
    none = parts_with("[briefing.limits]\nask = 0\n")
    assert LABELS["ask"] not in none


def test_order_is_the_teams():
    order = ["ask", "equipment", "people", "news", "last", "alerts"]
    made = list(parts_with(f"[briefing]\norder = {order}\n"))
    usual = list(parts_with(""))
    assert sorted(made) == sorted(usual)
    assert made != usual
    assert made.index(LABELS["ask"]) < made.index(LABELS["equipment"]) < made.index(LABELS["last"])
    assert made.index(LABELS["last"]) < made.index(LABELS["alerts"])
    assert made[:2] == usual[:2]


def test_prompts_are_told_where_the_team_has_some():
    wishes = (
        f'[briefing.prompts]\nlisten = "their words"\n[briefing.prompts."{full().head.kind}"]\n'
        'speak = "the spring offer"\n'
    )
    rows = parts_with(wishes)[LABELS["notes"]].rows
    assert [(row.lead, row.text) for row in rows] == [
        ("Listen:", "their words"), ("Speak:", "the spring offer"),
    ]  # fmt: skip
    assert LABELS["notes"] not in parts_with("")


@pytest.mark.parametrize("write", [lambda p: plain.page(p, width=400), markdown.page])
def test_they_are_written_as_said(write):
    wishes = '[briefing]\nquestions = ["Any news?"]\n[briefing.labels.sheet]\nask = "To ask"\n'
    told = write(parts_with(wishes).values())
    assert "Any news?" in told
    assert "to ask" in told.lower()


def test_scripts_get_them_beside_what_was_found():
    briefing = full()
    layout = read_settings(
        f'[briefing]\nquestions = ["Any news?"]\n[briefing.prompts."{briefing.head.kind}"]\n'
        'listen = "their words"\n'
    ).briefing
    (usual,), (made,) = (
        document([briefing])["briefings"],
        document([briefing], None, layout)["briefings"],
    )
    assert (usual["questions"], set(usual["prompts"].values())) == ([], {""})
    assert made["questions"] == ["Any news?"]
    assert made["prompts"] == {"listen": "their words", "observe": "", "think": "", "speak": ""}
    assert made["ask"] == usual["ask"]


def own(toml, lang="en-GB"):
    say = wording(lang, page="a4", currency="GBP", today=lane.TODAY)
    return with_labels(say, read_settings(f"[briefing.labels]\n{toml}\n").briefing)


def test_a_label_of_the_team_follows_the_number():
    say = own('lists.late = { one = "{n} day behind", other = "{n} days behind" }')
    assert [say.say("lists.late", n=n) for n in (1, 2)] == ["1 day behind", "2 days behind"]


def test_one_text_of_the_team_is_said_for_every_number():
    for lang in ("en", "de", "pl", "ar"):
        say = own('lists.late = "+{n}"', lang)
        assert [say.say("lists.late", n=n) for n in (1, 3, 5)] == ["+1", "+3", "+5"]


def test_forms_that_the_team_does_not_name_are_those_that_were_there():
    say = own('lists.late.few = "{n} dni za nami"', "pl")
    assert [say.say("lists.late", n=n) for n in (1, 3, 5)] == [
        "1 dzień zwłoki", "3 dni za nami", "5 dni zwłoki",
    ]  # fmt: skip


def test_with_other_the_forms_are_the_teams_alone():
    say = own('lists.late = { one = "jeden", other = "{n} dni" }', "pl")
    assert [say.say("lists.late", n=n) for n in (1, 3, 5)] == ["jeden", "3 dni", "5 dni"]


def test_a_label_that_is_counted_in_another_language_may_be_counted_here():
    """`promise.late` is one text in English and has two forms in German: a vault is printed in both."""
    forms = 'promise.late = { one = "{n} day", other = "{n} days" }'
    for lang in ("en", "de"):
        assert [own(forms, lang).say("promise.late", n=n) for n in (1, 2)] == ["1 day", "2 days"]
    assert own('promise.late.one = "just"').say("promise.late", n=1) == "just"
    assert own('promise.late.one = "just"').say("promise.late", n=2) == "2 d late"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('lists.late.on = "x"', r"\[briefing.labels.lists.late\] has no on; it has one"),
        ('lists.late.one.x = "x"', "lists.late.one in .* is one text"),
        ('sheet.take.one = "x"', "sheet.take in .* is one text"),
        ('lists = "x"', "lists in .* is a table"),
        ('sheet.taek = "x"', "has no taek; it has take"),
    ],
)
def test_what_is_no_label_is_told_with_those_there_are(wrong, told):
    with pytest.raises(BadSettings, match=told):
        own(wrong)
