"""The clock of a command, local time whatever CRM_TODAY says; the user's folders; and the end."""

import time

import platformdirs
import pytest

from notes_crm.cli.session import open_session
from notes_crm.cli.surroundings import here
from notes_crm.errors import BadDate


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "stated", [{}, {"XDG": "/somewhere/else"}, {"XDG": "relative"}, {"XDG": " "}, {"HOME": "here"}]
)
def test_the_folders_of_the_user_are_where_the_system_has_them(stated, monkeypatch):
    for name in ("CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", stated.get("XDG", ""))
    if "HOME" in stated:
        monkeypatch.setenv("HOME", stated["HOME"])
    session = open_session(None)
    assert session.config_folder == platformdirs.user_config_path("notes_crm", appauthor=False)
    assert session.cache_folder == platformdirs.user_cache_path("notes_crm", appauthor=False)
    assert session.state_folder == platformdirs.user_state_path("notes_crm", appauthor=False)


def clock(stated):
    return open_session(None, here()._replace(env={"CRM_TODAY": stated})).now.isoformat()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set there")
def test_a_stated_moment_is_told_in_local_time(monkeypatch):
    monkeypatch.setenv("TZ", "XXX-05:00")
    time.tzset()
    try:
        assert clock("2026-03-10") == "2026-03-10T12:00:00"
        assert clock("2026-03-10 09:30") == "2026-03-10T09:30:00"
        assert clock("2026-03-10T23:30+01:00") == "2026-03-11T03:30:00"
        assert clock("2026-03-10T23:30:00Z") == "2026-03-11T04:30:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_stated_moment_that_is_none_is_refused():
    with pytest.raises(BadDate, match="no date such as"):
        clock("tomorrow")


def test_a_command_that_is_over_has_let_go_of_its_index(crm_process, vault, home):
    folder = vault({"Customers/Acme Pumps/Acme Pumps.md": "Pumps.\n"})
    assert crm_process("who", "acme", cwd=folder).code == 0
    kept = {path.name for path in home.rglob("catalog.sqlite*")}
    assert kept == {"catalog.sqlite"}  # SQLite's own notes go with the last who lets go in order


def test_a_folder_that_is_no_vault_leaves_no_index(crm, home):
    (home / "Papers").mkdir()
    (home / "Papers/Letter.md").write_text("Dear Sir\n")
    told = crm("--vault", home / "Papers", "due")
    assert told.code == 2
    assert "no crm.toml and no notes below Customers" in told.stderr
    assert not list(home.rglob("catalog.sqlite"))


def test_a_vault_that_is_not_mounted_is_told_from_a_folder_that_is_none(crm, vault):
    folder = vault({"Customers/Acme/Acme.md": "Pumps.\n"})
    assert crm("--vault", folder, "search", "pumps").code == 0
    away = folder.rename(folder.with_name("Unmounted"))
    folder.mkdir()
    told = crm("--vault", folder, "search", "pumps")
    assert "suddenly gone" in told.stderr
    assert away.is_dir()


def test_nothing_is_remarked_on_while_somebody_types(crm_process, home):
    (home / "Loose/Customers/Acme").mkdir(parents=True)
    (home / "Loose/Customers/Acme/Acme.md").write_text("Pumps.\n")
    typed = {"_CRM_COMPLETE": "zsh_complete", "COMP_CWORD": "4"}
    words = {"COMP_WORDS": f"crm --vault {home}/Loose who A"}
    told = crm_process(env=typed | words)
    assert "Acme" in told.stdout
    assert told.stderr == ""
