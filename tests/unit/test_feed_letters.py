"""A mention in a note of an old Windows editor is told in its letters, and read in the lines it has."""

NOTES = {
    "Team/Sam Lee.md": "---\ntype: team\naliases: sam\n---\n",
    "Customers/Acme/2026-03-09 Acme call.md": "---\ntype: call\nby: Jo Park\n---\n# Gespräch\n@sam prüft Müllers Kühlung\n".encode("cp1252"),
}  # fmt: skip


def test_a_mention_in_windows_letters(crm, vault, monkeypatch):
    monkeypatch.setenv("CRM_ME", "Sam Lee")
    done = crm("feed", cwd=vault(NOTES))
    assert done.code == 0, done.output
    assert "@sam prüft Müllers Kühlung" in done.output
    assert "Acme call.md:6" in done.output
