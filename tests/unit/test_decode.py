"""Bytes become the words that were meant, whatever wrote them, and go back as they came."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import Unwritable
from notes_crm.model.decode import decoded, signs
from notes_crm.model.line_bytes import encoded
from tests.timing import within

MIXED = "- [ ] Gerät prüfen ".encode("cp1252") + "📅 2026-11-20 #promise".encode()


def text(data):
    return decoded(data, "x.md").text


def test_a_line_of_two_encodings_keeps_the_signs_of_both():
    assert text(MIXED) == "- [ ] Gerät prüfen 📅 2026-11-20 #promise"
    assert [p.code for p in decoded(MIXED, "x.md").problems] == ["not-utf8"]


def test_what_stays_of_a_line_of_two_encodings_keeps_its_bytes():
    ticked = text(MIXED).replace("[ ]", "[x]") + " ✅ 2026-11-22"
    assert encoded(ticked, MIXED) == MIXED.replace(b"[ ]", b"[x]") + " ✅ 2026-11-22".encode()


def test_a_line_of_windows_1252_stays_one_and_takes_no_other_signs():
    before = "- [ ] Gerät prüfen".encode("cp1252")
    assert encoded("- [x] Gerät prüfen", before) == "- [x] Gerät prüfen".encode("cp1252")
    assert encoded("- [ ] Geräte prüfen – €", before) == "- [ ] Geräte prüfen – €".encode("cp1252")
    with pytest.raises(Unwritable):
        encoded("- [x] Gerät prüfen ✅ 2026-11-22", before)


lines = st.lists(
    st.one_of(
        st.text(alphabet="aé漢📅 ", max_size=4).map(str.encode),
        st.sampled_from([b"\xfc", b"\xe4", b"\x80", b"\xf0\x9f", b"\xe2\x82", b"\xed\xa0\x80"]),
        st.binary(max_size=3),
    )
).map(b"".join)


@given(lines)
def test_signs_and_their_bytes_make_up_the_line(line):
    pieces = list(signs(line))
    assert b"".join(raw for _, raw in pieces) == line
    for sign, raw in pieces:
        assert raw.decode("utf-8" if len(raw) > 1 else "cp1252", "replace") == sign
    try:
        assert "".join(sign for sign, _ in pieces) == line.decode()
    except UnicodeDecodeError:
        assert any(len(raw) == 1 and raw >= b"\x80" for _, raw in pieces)


@given(lines, st.text(alphabet="aü", max_size=5), st.integers(0, 20))
def test_an_edit_of_any_line_changes_only_what_it_means(line, word, place):
    pieces = list(signs(line))
    before = [sign for sign, _ in pieces]
    if "\r" in before or "\n" in before:
        return
    place = min(place, len(pieces))
    new = "".join((*before[:place], word, *before[place:]))
    got = encoded(new, line)
    assert len(got) - len(line) in (len(word.encode("cp1252")), len(word.encode()))
    assert Counter(got) >= Counter(line), "no byte of the line is lost"


def test_a_long_line_of_an_old_editor_takes_no_time():
    with within(5):
        assert len(text(b"\xfc" * 1_000_000)) == 1_000_000
