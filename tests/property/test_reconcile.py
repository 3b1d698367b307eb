"""Any history of files, looked at at random moments, equals one fresh build."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

MEMORY = next((d for d in ("/dev/shm",) if os.access(d, os.W_OK)), None)
"""Waiting for a disk proves nothing here: crashes and full disks have tests of their own."""
FOLDERS = (
    "Customers/Acme Pumps",
    "Customers/Büro Süd",
    "Customers/Acme Pumps/Equipment",
    "Team",
    "Archive/Old Mill",
    "Inbox",
)
STEMS = (
    "Acme Pumps",
    "Büro Süd",
    "2026-03-02 1430 visit",
    "2026-03-05 call",
    "Pump P-100",
    "Equipment",
    "note",
    "note (1)",
)
BODIES = (
    "Saw Dana. Promised kit by Friday.",
    "---\ntype: visit\ndate: 2026-03-02\nby:\n  - Sam Lee\n---\n## Promised\n- [ ] Send kit #promise 📅 2026-03-06\n",
    "---\ntype: customer\naliases: [AP]\nphone: 0113 496 0000\n---\n## Always remember\n- Ring first.\n",
    "---\ntype: equipment\nserial: 0042-77\n---\n",
    '---\ncustomer: "[[Acme Pumps]]"\ndate: 2026-01-05\n---\nLetter about the lease.\n',
    "---\nbroken: [unclosed\ntype: call\n---\nWords that must be kept.\n## Private\nThe secret word.\n",
    "---\ntitle: Re: hello\n<<<<<<< HEAD\n---\n",
    "\ufeff---\nprivate: yes\n---\nQuiet.",
    "",
)  # fmt: skip
paths = st.builds(lambda f, s: f"{f}/{s}.md", st.sampled_from(FOLDERS), st.sampled_from(STEMS))


class Histories(RuleBasedStateMachine):
    """A vault on disk, written to by anybody, and one index that looks now and then."""

    def __init__(self):
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="reconcile-", dir=MEMORY))
        self.root = self.base / "vault"
        self.root.mkdir()
        (self.root / "crm.toml").write_text("format = 1\n")
        self.index = Index(Vault(self.root), self.base / "cache")
        self.fresh = 0

    def teardown(self):
        try:
            self.equals_a_fresh_build()
        finally:
            self.index.catalog.close()
            shutil.rmtree(self.base)

    def _files(self):
        return sorted(p for p in self.root.rglob("*.md") if p.is_file())

    @rule(path=paths, body=st.sampled_from(BODIES))
    def write(self, path, body):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, encoding="utf-8")

    @rule(path=paths, body=st.sampled_from(BODIES))
    def save_safely(self, path, body):
        """As editors do: a temporary file beside it, then a rename."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.write_text(body, encoding="utf-8")
        temporary.replace(target)

    @rule(data=st.data())
    def edit_behind_the_clock(self, data):
        """Same size, same mtime, other words."""
        if files := self._files():
            file = data.draw(st.sampled_from(files))
            status, text = file.stat(), file.read_bytes()
            file.write_bytes(text[::-1] if text.isascii() else text.swapcase())
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(data=st.data())
    def delete(self, data):
        if files := self._files():
            data.draw(st.sampled_from(files)).unlink()

    @rule(data=st.data(), path=paths)
    def rename(self, data, path):
        if files := self._files():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            data.draw(st.sampled_from(files)).replace(target)

    @rule(data=st.data())
    def swap(self, data):
        if len(files := self._files()) > 1:
            a, b = data.draw(st.permutations(files))[:2]
            spare = a.with_suffix(".swap")
            a.rename(spare), b.rename(a), spare.rename(b)

    @rule(
        source=st.sampled_from(FOLDERS),
        goal=st.sampled_from(("Customers/Moved", "Archive/Moved")),
    )
    def move_folder(self, source, goal):
        if (self.root / source).is_dir() and not (self.root / goal).exists():
            (self.root / goal).parent.mkdir(parents=True, exist_ok=True)
            (self.root / source).rename(self.root / goal)

    @rule(words=st.booleans())
    def look(self, words):
        self.index.reconcile(words=words, accept_removals=True)

    @rule(folders=st.lists(st.sampled_from((*FOLDERS, "Customers/Moved")), min_size=1, max_size=3))
    def look_within(self, folders):
        """After it the notes of these folders are known; those of others come with the next look."""
        prefixes = {f"{folder}/" for folder in folders}
        report = self.index.reconcile_within(prefixes)
        if report is None:
            return
        for prefix in prefixes:
            there = {p.relative_to(self.root).as_posix() for p in (self.root / prefix).glob("*.md")}
            assert set(self.index.catalog.stamps_in(prefix)) == there
            for path, digest in self.index.catalog.digests(there).items():
                if (self.root / path).stat().st_size:
                    assert self.index.vault.read(path).digest == digest, path
        owed = self.index.catalog.unworded()
        assert report.left == len(owed)
        for path, digest in self.index.catalog.digests(owed).items():
            there = self.root / path
            assert not there.exists() or self.index.vault.read(path).digest != digest, path

    @rule()
    def look_from_another_process(self):
        """Another index object on the same cache: nothing may live in memory only."""
        self.index.catalog.close()
        self.index = Index(Vault(self.root), self.base / "cache")

    @rule()
    def lose_the_words(self):
        shutil.rmtree(self.index.folder / self.index.catalog.words_folder, ignore_errors=True)

    @rule(data=st.data())
    def damage_the_catalog(self, data):
        self.index.catalog.close()
        file = self.index.folder / "catalog.sqlite"
        content = bytearray(file.read_bytes())
        content[0:50] = bytes(50)
        file.write_bytes(bytes(content) if data.draw(st.booleans()) else b"")
        for tail in ("-wal", "-shm"):
            file.with_name(file.name + tail).unlink(missing_ok=True)
        self.index = Index(Vault(self.root), self.base / "cache")

    @rule()
    def equals_a_fresh_build(self):
        self.index.reconcile(accept_removals=True)
        self.fresh += 1
        other = Index(Vault(self.root), self.base / f"fresh-{self.fresh}")
        other.reconcile(accept_removals=True)
        kept = {p.relative_to(self.root).as_posix() for p in self._files() if not p.stat().st_size}
        assert claims_but(self.index, kept) == claims_but(other, kept)
        assert words_but(self.index, kept) == words_but(other, kept)
        files = {p.relative_to(self.root).as_posix() for p in self._files()}
        assert set(self.index.catalog.stamps()) == files
        other.catalog.close()
        shutil.rmtree(other.folder.parent)


def claims_but(index, kept):
    """What the catalog claims, but for suddenly empty notes: their last words are kept.

    Those may also say which note is a customer's profile, and so whose all notes beside it are.
    """
    customers = {"/".join(path.split("/")[:2]) + "/" for path in kept if path.count("/") > 1}
    return [
        row
        for row in index.catalog.claims()
        if not kept.intersection(map(str, row[1:5])) and not f"{row[1]}/".startswith((*customers,))
    ]


def words_but(index, kept):
    return {path: terms for path, terms in words_by_path(index).items() if path not in kept}


def words_by_path(index):
    """What the full text claims, by path; one document a path."""
    rows = {row.id: row.path for row in index.facts.notes()}
    if not rows:
        return {}
    documents = index.fulltext.documents()
    assert sorted(documents) == sorted(rows), "one document a note"
    return {rows[number]: terms for number, terms in index.fulltext.terms_of().items()}


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("CRM_HISTORIES", "60")), stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
