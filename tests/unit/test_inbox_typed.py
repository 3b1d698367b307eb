"""The inbox with real keys: a letter without its word is explained, and where nothing is proposed nothing is taken."""

import os

import pytest

if os.name == "nt":
    pytest.skip("Windows has no pty to type into", allow_module_level=True)

from tests.typist import CTRL_C, CTRL_D, Typist

SLIPS = {"Inbox/a.md": "Rang.\n", "Inbox/b.md": "Somebody.\n", "Customers/Acme/Acme.md": ""}
WHOSE = "Whose is it? Enter skips: "


@pytest.fixture
def folder(vault):
    return vault(SLIPS)


def test_a_letter_alone_is_explained_and_enter_takes_nothing_that_is_not_proposed(folder):
    crm = Typist(["inbox"], cwd=folder)
    for key, said in (("t", "t call"), ("d", "d yesterday"), ("c", "c acme")):
        crm.sees(WHOSE).types(f"{key}\r").sees(f"Say {key} with").sees(said)
    crm.sees(WHOSE).types("\r").sees("2 of 2").sees(WHOSE)
    crm.types("acme\r").sees("→ Acme").sees("> ").types("\r")
    assert crm.leaves() == 1
    assert (folder / "Inbox/a.md").exists()
    assert not (folder / "Inbox/b.md").exists()


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 1)])
def test_whoever_leaves_leaves_the_slips_where_they_are(folder, key, code):
    crm = Typist(["inbox"], cwd=folder)
    crm.sees(WHOSE).types("acme\r").sees("→ Acme").sees("> ")
    assert crm.breaks_off(key) == code
    assert (folder / "Inbox/a.md").read_text() == "Rang.\n"
    assert (folder / "Inbox/b.md").exists()
