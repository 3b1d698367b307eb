"""What is promised on the command line: the words, and the day that they end or begin with."""

import pytest

PROFILE = "---\ntype: customer\n---\n"


@pytest.mark.parametrize(
    "typed",
    [
        "Send kit 📅 2026-03-20",
        "Send kit 📅2026-03-20",
        "🗓\ufe0f 2026-03-20 Send kit",
        "Send kit by 📆 20 mar",
    ],
)
def test_the_sign_of_a_due_day_is_no_word_of_the_promise(vault, crm, typed):
    folder = vault({"Customers/Acme/Acme.md": PROFILE})
    done = crm("log", "acme", "call", "x", "--promise", typed, cwd=folder)
    assert done.code == 0, done.output
    assert "Send kit, Fri 2026-03-20" in done.output
    [note] = folder.glob("Customers/Acme/2026*.md")
    line = note.read_text(encoding="utf-8").splitlines()[-1]
    assert line == "- [ ] Send kit #promise ➕ 2026-03-10 📅 2026-03-20"


def test_a_sign_without_a_day_is_refused_and_nothing_written(vault, crm):
    folder = vault({"Customers/Acme/Acme.md": PROFILE})
    assert crm("log", "acme", "call", "x", "--promise", "📅 2026-03-20", cwd=folder).code == 2
    assert not [*folder.glob("Customers/Acme/2026*")]
