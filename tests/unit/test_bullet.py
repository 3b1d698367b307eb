"""Words of `crm log` that begin as a bullet does."""

import pytest

ACME = {"Customers/Acme/Acme.md": "---\ntype: customer\n---\n"}


def written(folder):
    [note] = (folder / "Customers/Acme").glob("*call*")
    return note.read_text()


@pytest.mark.parametrize("words", [["- [ ] Send the kit"], ["- Seal leaks."], ["Seal leaks.", "- Send the kit"]])  # fmt: skip
def test_what_begins_as_a_bullet_is_no_option(vault, crm, words):
    folder = vault(ACME)
    done = crm("log", "acme", "call", *words, "--minutes", "5", cwd=folder)
    assert done.code == 0, done.output
    assert all(word in written(folder) for word in words)
    assert 'minutes: "5"' in written(folder)
    assert "\0" not in written(folder)


def test_neither_is_what_an_option_is_given(vault, crm):
    folder = vault(ACME)
    said = ("--promise", "- Send the kit by fri", "--waiting", "- shift log by monday")
    assert crm("log", "acme", "call", "x", *said, cwd=folder).code == 0
    assert "\0" not in written(folder)
    assert "Send the kit" in written(folder)


def test_an_option_that_is_none_is_still_refused(vault, crm):
    folder = vault(ACME)
    done = crm("log", "acme", "call", "-q", "x", cwd=folder)
    assert (done.code, "No such option" in done.output) == (2, True)
    assert not list((folder / "Customers/Acme").glob("*call*"))
