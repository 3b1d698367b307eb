"""A bad file harms only itself: no hang, no crash, no false content, and a word where one is due."""

import contextlib
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from notes_crm.model.note import parse
from notes_crm.model.query.query import Word
from notes_crm.store import reading, stamps
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from tests import timing
from tests.crash.bad_files import CUSTOMER, FILES, Case
from tests.running import as_user
from tests.soak import ground
from tests.unit import test_nasty_frontmatter

SECONDS, MEGABYTES = 1.0, 100
SOUND = {f"{CUSTOMER}/Acme.md": "---\ntype: customer\n---\n", f"{CUSTOMER}/good.md": "walrus"}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="most of these can't be made there")


@pytest.fixture
def place():
    """A vault that can be thrown away, however deep it is; its path is short."""
    folder = Path(tempfile.mkdtemp(prefix="crm-"))
    vault = folder / "vault"
    for path, content in {"crm.toml": "", **SOUND}.items():
        (vault / path).parent.mkdir(parents=True, exist_ok=True)
        (vault / path).write_text(content)
    yield folder
    for shut in (vault / CUSTOMER).glob("Shut"):
        shut.chmod(0o700)
    _remove(folder)


def _remove(folder: Path) -> None:
    """Also what is too deep for `rmtree` of this Python."""
    while True:
        deepest = folder
        with contextlib.suppress(RecursionError, OSError):
            shutil.rmtree(folder)
            return
        for _ in range(15):
            inner = [f for f in deepest.iterdir() if f.is_dir() and not f.is_symlink()]
            if not inner:
                break
            deepest = inner[0]
        moved = folder.with_name(folder.name + "-inner")
        deepest.rename(moved)
        _remove(moved)


def look(place: Path) -> tuple[float, float, list[tuple[str, str]], dict[str, set[str]], bool]:
    """What the index says: seconds, megabytes, (path, code), paths by word, and whether it is sound."""
    (place / "warm").mkdir()
    (place / "warm/note.md").write_text("warm")
    with contextlib.closing(Index(Vault(place / "warm"), place / "cache")) as index:
        index.reconcile()  # what is loaded once is no note's fault
    index = Index(Vault(place / "vault"), place / "cache")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    index.reconcile()
    took = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    problems = [(path, code) for path, _, _, _, code, _ in index.facts.problems()]
    words = {}
    for word in ("zebra", "secretive", "walrus", "z", "root"):
        found = index.fulltext.search(Word(word), 1000).notes
        words[word] = {row.path for row in index.facts.notes(ids=[match.id for match in found])}
    second = index.reconcile()
    return took, grown, problems, words, bool(second.added or second.removed)


def test_the_corpus_is_large_enough():
    assert len(FILES) + len(test_nasty_frontmatter.CASES) >= 250


def made(case: Case, place: Path) -> None:
    """The case in the vault; skipped where this system can't make it."""
    try:
        case.make(place / "vault" / CUSTOMER)
    except PermissionError:
        pytest.skip("this user may not make one")
    except OSError as error:
        pytest.skip(f"this file system can't keep one: {error}")


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_harms_only_itself(name, place):
    case = FILES[name]
    made(case, place)
    took, grown, problems, words, changed = as_user(look, place)
    assert words["walrus"] == {f"{CUSTOMER}/good.md"}, "the neighbour is found"
    assert not words[case.hidden], "what is not to be read was read"
    assert sorted(code for _, code in problems) == sorted(case.codes), problems
    if case.word:
        assert words[case.word], "its words are not found"
    else:
        assert not words["zebra"], "it was read"
    assert not changed, "it comes and goes without being touched"
    timing.check(took, SECONDS)
    assert grown <= MEGABYTES, f"{grown:.0f} MB"


@pytest.mark.parametrize("name", ["a line end in the name", "a name that is no UTF-8", "a pipe", "an escape in the name", "a folder nobody may look into"])  # fmt: skip
def test_commands_answer_beside_it(name, place, crm):
    made(FILES[name], place)
    env = {"XDG_CACHE_HOME": str(place / "cache")}
    for command in (("search", "walrus"), ("search", "zebra"), ("status",), ("customers",)):
        done = crm(*command, cwd=place / "vault", env=env)
        assert done.code in (0, 1)
        assert "\x1b" not in done.output
    assert "good.md" in crm("search", "walrus", cwd=place / "vault", env=env).stdout


def test_a_file_that_goes_while_it_is_read(place, monkeypatch):
    """It is in the listing and gone when it is opened."""
    gone = place / "vault" / CUSTOMER / "x.md"
    gone.write_text("zebra")
    read = Vault.read

    def reading(vault: Vault, path: str) -> object:
        if path.endswith("x.md"):
            gone.unlink(missing_ok=True)
        return read(vault, path)

    monkeypatch.setattr(Vault, "read", reading)
    _, _, problems, words, _ = look(place)
    assert not problems
    assert not words["zebra"]
    assert words["walrus"]


def test_a_file_that_grows_while_it_is_read_is_read_again(place, monkeypatch):
    """Its stamp is from before the last reading, so the next look finds what came later."""
    note = place / "vault" / CUSTOMER / "x.md"
    note.write_text("horse")
    read, written = Vault.read, []

    def reading(vault: Vault, path: str) -> object:
        found = read(vault, path)
        if path.endswith("x.md") and len(written) < 1:
            written.append(note.write_text("horse and zebra"))
        return found

    monkeypatch.setattr(Vault, "read", reading)
    with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as index:
        index.reconcile()
        index.reconcile()
        assert any(("body", "zebra") in t for t in ground.words_by_path(index).values())


def test_same_size_and_times_are_found_by_their_change_or_the_daily_look(place, monkeypatch):
    """ctime tells at once; where a system has none, comparing bytes does."""
    note = place / "vault" / CUSTOMER / "x.md"
    note.write_text("horse")
    monkeypatch.setattr(stamps, "RACY_NS", 0)  # else young files are looked at again anyway
    old = time.time() - 3600
    os.utime(note, (old, old))
    with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as index:
        index.reconcile()
        note.write_text("zebra")
        os.utime(note, (old, old))
        stamp = index.vault.look().stamps[f"{CUSTOMER}/x.md"]
        index.catalog.apply([], touched={f"{CUSTOMER}/x.md": stamp})  # as if nothing had told
        assert not index.reconcile().changed
        assert index.verify(0, 1000) == (None, 1)
        assert index.reconcile().changed == 1
        assert any(("body", "zebra") in t for t in ground.words_by_path(index).values())


def test_a_file_becomes_a_folder_and_a_folder_a_file(place):
    folder = place / "vault" / CUSTOMER
    (folder / "x.md").write_text("zebra")
    (folder / "y.md").mkdir()
    (folder / "y.md/z.md").write_text("zebra")
    with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as index:
        index.reconcile()
        (folder / "x.md").unlink()
        (folder / "x.md").mkdir()
        (folder / "x.md/w.md").write_text("zebra")
        shutil.rmtree(folder / "y.md")
        (folder / "y.md").write_text("zebra")
        index.reconcile()
        assert ground.state(index) == ground.fresh_state(place / "vault", place)


@pytest.mark.usefixtures("home")
def test_a_root_that_can_not_be_read_is_said(place):
    def run() -> tuple[int, str]:
        from tests.running import in_process

        env = {"XDG_CACHE_HOME": str(place / "cache")}
        first = in_process(["search", "walrus"], cwd=place / "vault", env=env)
        assert first.code == 0
        (place / "vault").chmod(0o300)
        try:
            done = in_process(["--vault", str(place / "vault"), "index"], cwd=place, env=env)
        finally:
            (place / "vault").chmod(0o700)
        return done.code, done.stderr

    code, said = as_user(run)
    assert code == 2
    assert "can't be read (permission denied)" in said


def test_a_note_that_we_fail_on_is_named_and_its_words_are_known(place, monkeypatch):
    """Whatever is wrong with our reading of fields, the other notes are read."""
    (place / "vault" / CUSTOMER / "x.md").write_text("---\nkey: value\n---\nzebra\n")
    (place / "vault" / CUSTOMER / "y.md").write_text("secretive")

    def failing(data: bytes, **rest: object) -> object:
        if data.startswith(b"---\nkey") or b"secretive" in data:
            raise IndexError("tuple index out of range")
        return parse(data, **rest)

    monkeypatch.setattr(reading, "parse", failing)
    _, _, problems, words, _ = look(place)
    assert problems == [(f"{CUSTOMER}/x.md", "bug"), (f"{CUSTOMER}/y.md", "bug")]
    assert words["zebra"] == {f"{CUSTOMER}/x.md"}
    assert words["walrus"] == {f"{CUSTOMER}/good.md"}


def test_an_unreadable_note_is_not_read_again_and_again(place):
    note = place / "vault" / CUSTOMER / "x.md"
    note.write_text("zebra")
    note.chmod(0)

    def run() -> list[int]:
        with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as index:
            index.reconcile()
            generation = index.catalog.generation
            index.reconcile()
            return [index.catalog.generation - generation]

    assert as_user(run) == [0], "nothing is written"
    note.chmod(0o600)
    with contextlib.closing(Index(Vault(place / "vault"), place / "cache")) as index:
        assert index.reconcile().changed
        assert not index.facts.problems()
