import pytest

from notes_crm.cli.questions import ASKED, WORDS, options, times
from notes_crm.errors import BadDate
from notes_crm.model.form import QUESTIONS


def test_every_question_of_the_sheet_with_a_place_in_a_note_is_asked_in_its_order():
    assert [q.name for q in ASKED] == list(WORDS)
    assert {q.name for q in QUESTIONS} - set(WORDS) == {"think", "typed_in"}


@pytest.mark.parametrize(
    ("typed", "start", "length"),
    [
        ("14:30-15:45", "14:30", "75"),
        ("14.30 – 15.45", "14:30", "75"),
        ("9am to 10:30 am", "09:00", "90"),
        ("9:05 until 11", "09:05", None),
        ("14:30, 75 min", "14:30", "75"),
        ("75", None, "75"),
        ("1h 15m", None, "1h 15m"),
        ("90 min", None, "90 min"),
        ("15:45-14:30", None, None),
        ("long", None, None),
        ("9:30", "09:30", ""),
        ("14.30", "14:30", ""),
        ("14:30-", "14:30", ""),
        ("9h30", "09:30", ""),
        ("2 pm", "14:00", ""),
        ("1:30", None, "1:30"),
        ("8h", None, "8h"),
        ("8", None, "8"),
    ],
)
def test_times_as_people_write_them(typed, start, length):
    if length is None:
        with pytest.raises(BadDate):
            times(typed)
    else:
        assert times(typed) == (start, length)


def test_kept_answers_are_the_options_of_log():
    said = options(
        {
            "met": ["Dana Ortiz, Omar"],
            "times": ["14:30, 75 min"],
            "we_promise": ["kit by 2026-03-13"],
        }
    )
    assert (said["people"], said["clock"], said["minutes"]) == (
        ("Dana Ortiz", "Omar"),
        "14:30",
        "75",
    )
    assert (said["promises"], said["waiting"], said["mood"]) == (("kit by 2026-03-13",), (), None)


def test_an_arrival_alone_is_the_time_of_the_visit(crm, vault):
    folder = vault({"Customers/Acme/Acme.md": ""})
    told = crm("visit", "acme", cwd=folder, stdin="Leaks.\n\n\n\n\n\n\n9:30\n.\n")
    assert told.code == 0, told.output
    note = (folder / "Customers/Acme/2026-03-10 0930 Acme visit.md").read_text()
    assert "time: 09:30\n" in note
    assert "minutes" not in note


def test_commas_alone_name_nobody(crm, vault):
    folder = vault({"Customers/Acme/Acme.md": ""})
    told = crm("visit", "acme", cwd=folder, stdin="Leaks.\n\n\n\n\n,\n")
    assert (told.code, "there is none" in told.stderr) == (2, True)
    assert not list(folder.glob("Customers/Acme/2026*"))
