from pathlib import Path

import pytest

from notes_crm.errors import BadSettings
from notes_crm.model.layout import BANDS, BEYOND, DROPS, MOST, ORDER, Layout
from notes_crm.model.settings import read_settings

TEMPLATE = Path(__file__).parents[2] / "vault_template" / "crm.toml"


def layout(text):
    return read_settings(text).briefing


def test_nothing_said_is_the_usual():
    assert layout("") == Layout()
    assert layout("[briefing]\n") == Layout()


def test_the_template_of_a_vault_changes_nothing():
    assert layout(TEMPLATE.read_text(encoding="utf-8")) == Layout()


@pytest.mark.parametrize(
    ("said", "page"), [("A4", "a4"), ("Letter", "letter"), ("letter", "letter"), ("auto", "auto")]
)
def test_the_page(said, page):
    assert layout(f'[briefing]\npage = "{said}"\n').page == page


def test_the_order_moves_parts_within_their_band_and_bands_as_a_whole():
    read = layout('[briefing]\norder = ["ask", "equipment", "news", "people"]\n')
    assert [band.parts[0] for band in read.bands] == ["ask", "equipment", "news", "alerts"]
    columns = next(band for band in read.bands if band.side)
    assert columns.main == ("news", "last", "promises")
    assert columns.side == ("people", "mood", "human")
    assert sorted(part for band in read.bands for part in band.parts) == sorted(ORDER)


def test_the_usual_order_said_aloud_is_the_usual_order():
    assert layout(f"[briefing]\norder = {list(ORDER)}\n".replace("'", '"')).bands == BANDS


def test_limits_take_the_place_of_the_usual_ones():
    read = layout("[briefing.limits]\nnews = 2\ntold = 0\n")
    assert dict(read.most) == {**MOST, "news": 2, "told": 0}


def test_what_goes_first_comes_before_the_usual_and_is_not_undone_by_it():
    read = layout('[briefing]\ndrop = ["human 0", "news 3"]\n')
    assert read.drops[:2] == (("human", 0), ("news", 3))
    assert [k for n, k in read.drops if n == "human"] == [0]
    assert [k for n, k in read.drops if n == "news"] == [3, 2, 1]
    assert [d for d in DROPS if d[0] not in ("human", "news")] == [
        d for d in read.drops if d[0] not in ("human", "news")
    ]


def test_prompts_by_kind():
    read = layout('[briefing.prompts]\nlisten = "all"\n[briefing.prompts.Dental practice]\n'.replace("Dental practice", '"Dental practice"') + 'listen = "teeth"\n')  # fmt: skip
    assert read.prompts == {"": {"listen": "all"}, "dental practice": {"listen": "teeth"}}


def test_labels_are_tables_of_texts():
    read = layout('[briefing.labels]\nsheet.take = "Bring"\n[briefing.labels.form]\nmet = "Who"\n')
    assert read.labels == {"sheet": {"take": "Bring"}, "form": {"met": "Who"}}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('page = "A5"', 2, "page is 'A5'; it may be auto, A4 or Letter"),
        ("page = 4", 2, "page is 4; it may be"),
        ('font = "Comic Sans"', 2, "font is 'Comic Sans'; there are Source Sans 3, sans-serif, serif"),
        ('colour = "red"', 2, "[briefing] has no colour; it has page, font, lang, logo, order"),
        ('\norder = ["news", "wether"]', 3, "order names 'wether'; the parts are alerts, last, promises"),
        ('order = ["news", "news"]', 2, "order names 'news' twice"),
        ('order = "news"', 2, 'order must be a list of texts, as in ["one", "two"]'),
        ("order = [1]", 2, "order must be a list of texts"),
        ('drop = ["alerts 2"]', 2, "drop has 'alerts 2'; it takes texts such as \"human 1\""),
        ('drop = ["news"]', 2, "drop has 'news'; it takes"),
        ('drop = ["news 1", "news 2"]', 2, "drop has 'news 2' after fewer of news are left"),
        ("questions = [1]", 2, "questions must be a list of texts"),
        ("lang = 1", 2, "lang must be text in quotes"),
        ('logo = "../logo.png"', 2, "logo is '../logo.png'; it must be a picture inside the vault"),
        ('logo = "/etc/passwd"', 2, "it must be a picture inside the vault"),
        ('logo = "C:/x.png"', 2, "it must be a picture inside the vault"),
        ('logo = "http://x/y.png"', 2, "it must be a picture inside the vault"),
        ('logo = "a\\\\b.png"', 2, "it must be a picture inside the vault"),
        ("limits = 3", 2, "[briefing.limits] must be a table"),
        ("[briefing.limits]\nnewss = 3", 3, "no part is called newss; they are lines, arrival"),
        ("[briefing.limits]\nnews = -1", 3, f"news is -1; it must be a number from 0 to {BEYOND}"),
        ("[briefing.limits]\nnews = true", 3, "news is True; it must be a number"),
        ('[briefing.limits]\nnews = "3"', 3, "news is '3'; it must be a number"),
        ("[briefing.limits]\nnews = 1000000000", 3, "it must be a number from 0"),
        ('[briefing.prompts]\nhear = "x"', 3, "no box is called hear; they are listen, observe"),
        ("[briefing.prompts]\nlisten = 3", 3, "listen must be text in quotes"),
        ('[briefing.prompts.bakery]\nhear = "x"', 3, "no box is called hear"),
        ("[briefing.labels.sheet]\ntake = 3", 3, "take must be text in quotes"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_its_line(text, line, reason):
    with pytest.raises(BadSettings) as said:
        layout(f"[briefing]\n{text}\n")
    assert str(said.value).startswith(f"crm.toml:{line}: ")
    assert reason in str(said.value)
    assert str(said.value).endswith("Mend that line and try again.")


def test_a_line_is_looked_for_below_its_own_table():
    text = '[fields]\nnews = "text"\n\n[briefing.limits]\nnews = -1\n'
    with pytest.raises(BadSettings, match=r"crm\.toml:5: news is -1"):
        layout(text)
