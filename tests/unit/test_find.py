"""`crm search` and `crm asked` as they are typed: quotes, minuses, saved searches, formats."""

import json
import sys

import pytest

from notes_crm.cli.app import command_named
from notes_crm.cli.commands import PURPOSES

NOTES = {
    "crm.toml": '[searches]\npress-calls = "type:call press"\n',
    "Customers/Acme/Acme.md": "---\nstatus: active\n---\n## Private\n- They are selling.\n",
    "Customers/Acme/2026-03-02 Acme visit.md": "---\ntype: visit\nby: Sam Lee\n---\n## Told\n- The warranty on the press ended in January.\n## Asked\n- Is there a budget for a new press?\n",
    "Customers/Acme/2026-03-05 Acme call.md": "---\ntype: call\n---\nThe press  is noisy.\n",
    "Customers/Bolt/2026-03-06 Bolt call.md": "---\ntype: call\n---\n## Told\n- Warranty ends in May.\n",
}


@pytest.fixture
def search(vault, crm):
    folder = vault(NOTES)
    return lambda *words: crm("search", *words, cwd=folder)


@pytest.fixture
def paths(search):
    return lambda *words: set(search(*words, "--format", "paths").output.splitlines())


VISIT, CALL, BOLT = (p for p in NOTES if p.endswith(("visit.md", "call.md")))


def test_a_minus_leaves_out_even_where_it_looks_like_an_option(paths):
    assert paths("press", "-noisy") == {VISIT}
    assert paths("press", "-kitchen", "-noisy", "-n", "5") == {VISIT}


def test_quotes_that_the_shell_took_mean_what_they_meant(paths):
    assert paths("is noisy", "press") == {CALL}
    assert paths("customer:Acme", "by:Sam Lee") == {VISIT}
    assert paths("by:Sam Lee") == {VISIT}
    assert paths("by:sam warranty") == {VISIT}
    assert paths("noisy press -warranty") == {CALL}


def test_a_saved_search_is_named_by_its_sign(paths):
    assert paths("@press-calls") == {CALL}
    assert paths("@press-calls", "-noisy") == set()


def test_json_has_every_field(search):
    document = json.loads(search("press", "warranty", "--json").output)
    assert set(document) == {"query", "count", "whole", "all_words", "cut", "meant", "hits"}
    [first, *others] = document["hits"]
    assert (first["path"], first["line"], first["whole"], first["by"]) == (
        VISIT,
        6,
        True,
        ["Sam Lee"],
    )
    assert [first["text"][a:b].lower() for a, b in first["spans"]] == ["warranty", "press"]
    assert not any(hit["whole"] for hit in others)


def test_what_is_private_is_found_and_marked(search):
    found = search("selling")
    assert "private" in found.output.splitlines()[0]


def test_other_formats(search):
    assert search("noisy", "--format", "vimgrep").output == f"{CALL}:4:15:The press  is noisy.\n"
    row = search("noisy", "--format", "tsv").output.rstrip("\n").split("\t")
    assert row == [
        CALL,
        "4",
        "2026-03-05",
        "call",
        "Acme",
        "",
        "2026-03-05 Acme call",
        "The press is noisy.",
    ]
    assert search("noisy", "--print0").output == f"{CALL}\0"
    assert search("zeppelin", "--print0").code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_name_drives_no_terminal_and_reaches_xargs_as_it_is(crm, vault):
    path = "Customers/Ev\x1b[31mil\nCo/2026-03-02 x.md"
    folder = vault({path: "zeppelin"})
    shown = "Customers/Ev␛[31mil Co/2026-03-02 x.md"
    for form, line in (("paths", shown), ("vimgrep", f"{shown}:1:1:zeppelin")):
        done = crm("search", "zeppelin", "--format", form, cwd=folder)
        assert done.output == f"{line}\n"
    assert crm("search", "zeppelin", "--print0", cwd=folder).output == f"{path}\0"


def test_some_words_and_slips_are_announced(search):
    assert (
        "No other note holds all of these words; these hold some:"
        in search("press", "warranty").output
    )
    assert "No note holds all of these words" in search("noisy", "budget").output
    assert search("warrenty").output.startswith("Nothing says 'warrenty'; did you mean warranty?")


def test_a_beginning_is_said_to_be_one(search):
    found = search("warr")
    assert found.code == 0
    assert found.output.startswith("Nothing says 'warr' as a word; these begin so:\n")


def test_a_customer_that_is_nobody_is_named(search):
    nobody = search("customer:nope", "press")
    assert nobody.code == 1
    assert nobody.output == "There is no customer 'nope'; see them all with: crm customers\n"
    near = search("customer:acmee press").output
    assert near == "There is no customer 'acmee'; did you mean Acme?\n"
    assert search("customer:acme", "zeppelin").output.startswith("Nothing says ")
    assert search("-customer:nope", "zeppelin").output.startswith("Nothing says ")
    assert "is noisy" in search("-customer:nope", "noisy").output
    assert json.loads(search("customer:nope", "press", "--json").output)["hits"] == []


def test_limit_and_all(search):
    assert "2 more; see them with --all." in search("type:visit OR type:call", "-n", "1").output
    assert search("type:visit OR type:call", "--all").output.count("Customers/") == 3


def test_a_short_n_means_the_limit_in_every_command():
    meant = {
        tuple(param.opts)
        for entries in PURPOSES.values()
        for name in entries
        if (command := command_named(name))
        for param in command.params
        if "-n" in param.opts
    }
    assert meant == {("--limit", "-n")}


def test_by_date(search):
    document = json.loads(search("warranty", "--sort", "date", "--json").output)
    assert [hit["path"] for hit in document["hits"]] == [BOLT, VISIT]


def test_a_query_that_cannot_be_read_marks_the_place(search):
    refused = search("press", "amount:many")
    assert refused.code == 2
    assert refused.stderr.splitlines()[-1] == " " * 15 + "^"


def test_open_hands_the_line_to_the_editor(search, monkeypatch, tmp_path):
    editor = tmp_path / "ed"
    editor.write_text(f'#!/bin/sh\necho "$@" > "{tmp_path}/args"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    assert search("noisy", "--open").code == 0
    line, path = (tmp_path / "args").read_text().split(" ", 1)
    assert line == "+4"
    assert path.strip().endswith(CALL)


def test_asked_finds_what_was_told_or_asked(vault, crm):
    folder = vault(NOTES)
    found = crm("asked", "warranty still running", "--customer", "acme", cwd=folder)
    assert "The warranty on the press ended" in found.output
    assert "Bolt" not in found.output
    everybody = json.loads(crm("asked", "warranty", "--json", cwd=folder).output)
    assert {hit["path"] for hit in everybody["hits"]} == {VISIT, BOLT}
    assert crm("asked", "noisy", cwd=folder).code == 1


def test_a_question_that_begins_with_a_customer_is_asked_of_them(vault, crm):
    folder = vault(NOTES)
    found = crm("asked", "acme", "warranty", cwd=folder)
    assert found.output.startswith("At Acme:\nAcme  2026-03-02")
    assert "Bolt" not in found.output
    assert "At " not in crm("asked", "warranty", "--customer", "acme", cwd=folder).output
    nothing = crm("asked", "bolt budget", cwd=folder)
    assert nothing.code == 1
    assert "told Bolt that" in nothing.output
    other = json.loads(crm("asked", "acme warranty", "-c", "bolt", "--json", cwd=folder).output)
    assert (other["customer"], {hit["path"] for hit in other["hits"]}) == ("Bolt", {BOLT})
    document = json.loads(crm("asked", "acme warranty", "--json", cwd=folder).output)
    assert (document["customer"], document["query"]) == ("Acme", "acme warranty")
    assert json.loads(crm("asked", "warranty", "--json", cwd=folder).output)["customer"] is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("customer:bo", "plain,Bolt\n"),
        ("@pr", "@press-calls"),
        ("warr", "warranty_until:"),
        ("is:over", "plain,overdue\n"),
    ],
)
def test_the_shell_completes_names(vault, crm_process, typed, offered):
    folder = vault(NOTES)
    assert crm_process("customers", cwd=folder).code == 0
    env = {"_CRM_COMPLETE": "bash_complete", "COMP_LINE": f"crm search {typed}"}
    assert offered in crm_process(cwd=folder, env=env).output


def test_the_shell_completes_whoever_is_on_the_telephone(vault, crm_process):
    folder = vault(NOTES)
    assert crm_process("customers", cwd=folder).code == 0
    env = {"_CRM_COMPLETE": "bash_complete", "COMP_LINE": "crm who bo"}
    assert crm_process(cwd=folder, env=env).output == "plain,Bolt\n"


@pytest.mark.parametrize("typed", ["crm who bo", "crm search customer:bo"])
def test_before_there_is_an_index_the_folders_of_customers_are_offered(
    vault, crm_process, home, typed
):
    folder = vault({**NOTES, "Customers/.hidden/x.md": "", "Customers/Bolt.md": ""})
    env = {"_CRM_COMPLETE": "bash_complete", "COMP_LINE": typed}
    offered = "plain,Bolt\n"  # bash takes a colon for the beginning of a word
    assert crm_process(cwd=folder, env=env).output == offered
    no_cache = home / "a file"
    no_cache.write_text("")
    assert crm_process(cwd=folder, env={**env, "XDG_CACHE_HOME": str(no_cache)}).output == offered


def test_without_a_customer_nothing_is_offered(vault, crm_process):
    env = {"_CRM_COMPLETE": "bash_complete", "COMP_LINE": "crm who a"}
    assert not crm_process(cwd=vault(), env=env).output.strip()


def test_a_note_of_an_old_editor_is_shown_with_its_letters(vault, crm):
    """What matched is found in the words that were indexed, which are Windows-1252 here."""
    words = "# Besuch\n\nDichtung läuft aus.\nDie Kühlung auch.\n".encode("cp1252")
    folder = vault({"Customers/Acme/2026-03-02 visit.md": words})
    assert "Dichtung läuft aus." in crm("search", "läuft", cwd=folder).stdout
    assert "visit.md:4\n" in crm("search", "Kühlung", cwd=folder).stdout
