import pytest

from notes_crm.output.direction import beside, direction, settled

CALL = "اتصل على 07700 900461 عند الوصول"
LRI, RLI, PDI, LRM, RLM = "\u2066", "\u2067", "\u2069", "\u200e", "\u200f"


@pytest.mark.parametrize(
    ("text", "way"),
    [("Acme", "ltr"), ("12 – דנה", "rtl"), ("دانا Acme", "rtl"), ("07700 900461", ""), ("", "")],
)
def test_the_first_letter_says_which_way(text, way):
    assert direction(text) == way


def test_digits_in_groups_keep_their_order_between_right_to_left_words():
    kept = CALL.replace("07700 900461", f"{LRI}07700 900461{PDI}")
    assert settled(CALL, "rtl") == kept
    assert settled(CALL, "ltr") == f"{RLI}{kept}{PDI}"


@pytest.mark.parametrize(
    "number", ["+44 1323 555-010", "(01323) 555 010", "2026-11-24", "02:00-06:30", "3/4"]
)
def test_numbers_of_every_form_stay_whole(number):
    assert f"{LRI}{number}{PDI}" in settled(f"دانا {number} دانا", "rtl")


def test_left_to_right_text_stands_apart_on_a_right_to_left_page_alone():
    assert settled("Gate on Mill Lane.", "ltr") == "Gate on Mill Lane."
    assert settled("Gate on Mill Lane", "rtl") == f"{LRI}Gate on Mill Lane{PDI}"
    assert settled("07700 900461", "rtl") == f"{LRI}07700 900461{PDI}"


def test_a_stop_at_the_end_keeps_its_place_where_lines_are_set_one_by_one():
    assert settled("Gate on Mill Lane.", "rtl") == f"{LRI}Gate on Mill Lane.{LRM}{PDI}"
    assert settled("دانا…", "ltr") == f"{RLI}دانا…{RLM}{PDI}"


def test_tags_and_entities_are_left_alone():
    html = '<b class="a 1 2">دانا</b> 1 2 &#39;1&amp;2'
    assert settled(html, "rtl", html=True) == html.replace(" 1 2 &", f" {LRI}1 2{PDI} &")
    assert (
        settled("<b>Dana</b>", "rtl", html=True) == f'<span dir="ltr">{LRI}<b>Dana</b>{PDI}</span>'
    )


def test_a_value_keeps_its_neighbours_in_place():
    assert beside("Deck oven D4", "rtl") == f"{RLM}{LRM}Deck oven D4{LRM}{RLM}"
    assert beside("دانا", "rtl") == "دانا"
    assert beside("دانا", "ltr") == f"{LRM}{RLM}دانا{RLM}{LRM}"
    assert beside("Dana دانا", "ltr") == f"{LRM}Dana دانا{LRM}"
    assert beside("Dana", "ltr") == "Dana"
    assert beside("12", "rtl") == "12"
