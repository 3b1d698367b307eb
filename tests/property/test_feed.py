"""Any history of what others write, between looks: each change is told exactly once."""

import itertools
import json
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

HOME = "Customers/Acme/"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "edit", "revert", "move", "delete", "tick", "look", "look", "peek", "one"]),
        st.integers(0, 2),
    ),
    max_size=14,
)  # fmt: skip
_names = itertools.count()


@dataclass
class Note:
    """A note as it is, and as it was when somebody looked last: its path and text."""

    path: str
    text: str
    box: str = " "
    seen: tuple[str, str] | None = None
    told: set[str] = field(default_factory=set)

    @property
    def words(self):
        stamp = " ✅ 2026-03-09" if self.box == "x" else ""
        return f"---\nby: Ana\n---\n{self.text}\n- [{self.box}] Send {self.text.split()[1]} #promise{stamp}\n"

    def expected(self):
        """How the note is to be told; None where nothing differs from the last look, or a tick alone."""
        now = self.path, self.words
        if self.seen is None or (now[0] != self.seen[0] and now[1] != self.seen[1]):
            return "new"
        if _parts(self.seen[1]) == (self.text, " ") and self.box == "x":
            return None
        return "changed" if now[1] != self.seen[1] else None


@pytest.fixture
def looking(vault, crm, monkeypatch):
    """A vault of its own for each history, and a way to look."""
    monkeypatch.setenv("CRM_TODAY", "2026-03-10")
    monkeypatch.setenv("CRM_ME", "Sam")

    def begin():
        folder = vault({HOME + "Acme.md": "---\nowner: Sam\n---\n"}, name=f"Vault {next(_names)}")

        def look(*options):
            done = crm("feed", "--json", *options, cwd=folder)
            assert done.code == 0, done
            found = json.loads(done.stdout)
            notes = {note["path"]: note["kind"] for note in found["notes"]}
            return notes, [p["text"] for p in found["promises"]]

        return folder, look

    return begin


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[(step, 0) for step in ("write", "tick", "look", "move", "look", "edit")])
@example(steps=[(step, 0) for step in ("write", "tick", "look", "tick", "look", "tick")])
def test_each_change_is_told_once(looking, steps):
    folder, look = looking()
    notes: list[Note] = []
    look()
    for number, (step, which) in enumerate([*steps, ("look", 0), ("look", 0)]):
        if step in ("look", "peek", "one"):
            options = {"peek": ["--peek"], "one": ["--customer", "Acme"]}.get(step, [])
            told, kept = look(*options)
            assert told == {n.path: n.expected() for n in notes if n.expected()}
            assert sorted(kept) == sorted(f"Send {name}" for n in notes for name in _kept(n))
            if step != "peek":
                for note in notes:
                    note.told = {note.text.split()[1]} if note.box == "x" else set()
                    note.seen = note.path, note.words
            continue
        _write(folder, notes, step, which, number)


def _kept(note):
    """What was kept in a note since the last look; in one with another name and text all counts as new."""
    name = note.text.split()[1]
    known = note.told if note.expected() != "new" else set()
    return [name] if note.box == "x" and name not in known else []


def _write(folder, notes, step, which, number):
    if step == "write" or not notes:
        note = Note(f"{HOME}2026-03-09 {number}.md", f"Saw thing{number} 0")
        notes.append(note)
    else:
        note = notes[which % len(notes)]
        if step == "delete":
            (folder / note.path).unlink()
            notes.remove(note)
            return
        if step == "edit":
            note.text = f"{note.text.rpartition(' ')[0]} {number}"
        elif step == "revert" and note.seen:
            note.text, note.box = _parts(note.seen[1])
        elif step == "tick":
            note.box = " " if note.box == "x" else "x"
        elif step == "move":
            (folder / note.path).unlink()
            note.path = f"{HOME}2026-03-08 {number}.md"
    (folder / note.path).write_text(note.words, encoding="utf-8")


def _parts(words):
    lines = words.splitlines()
    return lines[3], lines[4][3]
