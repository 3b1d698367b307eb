"""What Tab offers where a promise is to be named: numbers of the last list, or words."""

import pytest

NOTES = {
    "Customers/Acme/2026-03-02 Acme visit.md": (
        "---\ntype: visit\nby: Sam Lee\n---\n## Promised\n- [ ] Send seal kit 📅 2026-03-06\n"
        "- [ ] Ring Dana 📅 2026-03-07\n- [x] Bring a belt ✅ 2026-03-03\n"
    ),
    "Customers/Acme/2026-03-03 Acme call.md": (
        "---\ntype: call\nprivate: true\n---\n- [ ] Ask her lawyer #promise 📅 2026-03-08\n"
    ),
}


@pytest.fixture
def offered(vault, crm_process):
    folder = vault(NOTES)

    def tab(words):
        env = {"_CRM_COMPLETE": "zsh_complete", "COMP_WORDS": f"crm {words}"}
        env["COMP_CWORD"] = str(len(words.split(" ")))
        told = crm_process(cwd=folder, env=env)
        assert told.stderr == ""
        return [line for line in told.lines if line]

    tab.folder = folder
    return tab


def test_numbers_of_the_last_list_come_with_their_words(offered, crm_process):
    assert offered("done ") == []
    listed = crm_process("due", cwd=offered.folder)
    assert "3  we owe" in listed.stdout
    assert offered("done ") == ["plain", "1", "Send seal kit", "plain", "2", "Ring Dana"]
    assert offered("done 2") == ["plain", "2", "Ring Dana"]
    assert crm_process("done", "1", cwd=offered.folder).code == 0
    crm_process("index", cwd=offered.folder)
    assert offered("done ") == ["plain", "2", "Ring Dana"]


def test_words_are_those_of_what_may_be_meant(offered, crm_process):
    crm_process("index", cwd=offered.folder)
    assert offered("done ri") == ["plain", "Ring Dana", "_"]
    assert offered("done be") == []
    assert offered("reopen be") == ["plain", "Bring a belt", "_"]
    assert offered("done as") == []
