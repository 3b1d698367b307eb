import pytest

from notes_crm.errors import Unwritable
from notes_crm.model.clearing import clear_key


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\nnext_contact: 2026-03-16\n---\nx", b"---\nnext_contact:\n---\nx"),
        (b"---\r\nfollow-up:  '2026-03-16' # why\r\n---\r\n", b"---\r\nfollow-up: # why\r\n---\r\n"),
        (b"\xef\xbb\xbf---\nnext: 16.3.  \ntype: call\n---\n", b"\xef\xbb\xbf---\nnext:  \ntype: call\n---\n"),
        (b"---\nnext_contact: 1\nnext: 2\n---\n", b"---\nnext_contact:\nnext:\n---\n"),
        (b"---\nnext_contact:\n---\nx", b"---\nnext_contact:\n---\nx"),
        (b"no front matter", b"no front matter"),
    ],
)  # fmt: skip
def test_only_the_value_goes(before, after):
    assert clear_key(before, "next_contact") == after


@pytest.mark.parametrize(
    "note",
    [
        b"---\nnext_contact: |\n  2026\n  03\n---\n",
        b"---\nnext_contact: [2026-03-16]\n---\n",
        b"---\nnext_contact: 2026-03-16\n\tbad: [\n---\n",
        "---\nnext_contact: 2026-03-16\n---\n".encode("utf-16"),
    ],
)
def test_what_does_not_plainly_stand_there_is_refused(note):
    with pytest.raises(Unwritable):
        clear_key(note, "next_contact")
