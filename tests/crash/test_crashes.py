"""Killed, full, torn, rotten: the next command puts the index right, and no note is ever touched.

Each is a sample of what `python -m tests.soak` does for as long as somebody likes.
"""

import random
import shutil
import sys

import pytest

from notes_crm.store.fulltext import manifest
from tests.soak import damage, disk, faults, ground, inputs, kills

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="made with what Linux has"),
    pytest.mark.usefixtures("home"),
]

GROUPS = 5
"""Each may run on a core of its own."""


@pytest.fixture
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("s")


@pytest.mark.program
@pytest.mark.parametrize("group", range(GROUPS))
def test_ten_system_calls_of_an_update_fail(group, scratch):
    place = faults.Ground(scratch)
    if not place.works:
        pytest.skip("strace is not installed, or may not be used here")
    updates = list(faults.UPDATES)
    rng = random.Random(group)
    for number in range(10):
        point = rng.choice(place.points(updates[(group + number % 2) % len(updates)]))
        place.strike(point)


def test_every_kind_of_update_is_struck_in_enough_places(scratch):
    place = faults.Ground(scratch)
    if not place.works:
        pytest.skip("strace is not installed, or may not be used here")
    points = place.points("change")
    assert {"openat", "pwrite64", "write", "rename", "unlink"} <= {p.call for p in points}
    assert len(points) > 300


@pytest.fixture(scope="module")
def ruin(tmp_path_factory):
    return damage.Damages(tmp_path_factory.mktemp("damage"))


@pytest.mark.parametrize("way", damage.WAYS)
def test_damaged_files_are_noticed_or_harmless(way, ruin):
    rng = random.Random(way)
    for name in ruin.files:
        ruin.strike(name, way, rng)


def test_there_are_enough_files_to_damage(ruin):
    assert len(ruin.files) * len(damage.WAYS) >= 30


def test_every_flipped_bit_of_what_holds_words_is_noticed(ruin):
    rng = random.Random(0)
    segments = [name for name in ruin.files if name.endswith(".seg")]
    assert all(ruin.strike(rng.choice(segments), "flip", rng) for _ in range(20))


def test_a_flipped_bit_in_a_fact_is_noticed(tmp_path):
    """SQLite takes any letter for the truth; the sums do not."""
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        wanted = ground.state(index)
        index.catalog._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = index.folder / "catalog.sqlite"
    data = file.read_bytes()
    assert data.count(b"Sam Lee") > 3
    file.write_bytes(data.replace(b"Sam Lee", b"Sam Lef", 1))
    with ground.opened(tmp_path) as index:
        index.reconcile(prove=True)
        assert index.said == ["The index was damaged and is being built again."]
        assert ground.state(index) == wanted


def test_killed_ten_times_in_mid_index(monkeypatch):
    monkeypatch.setattr(kills, "EVERY", 5)
    assert "0 differences" in kills.index_kills(10, 5)


@pytest.mark.parametrize("size", [300_000, 700_000, 1_500_000])
def test_a_full_disk(size, tmp_path):
    if not disk.possible():
        pytest.skip("this user may not mount")
    assert disk.alone(lambda: disk.fill_once(tmp_path, size, random.Random(size))) == ""


def test_front_matter_that_nobody_wrote():
    assert "300 front matters" in inputs.inputs(300, 20)


def test_what_a_killed_commit_leaves_is_gone_after_the_next(tmp_path):
    """Postings lie in temporary files while a commit runs; they hold customers' words."""
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        folder = index.folder / index.catalog.words_folder
    (folder / "MAIN_left.tmp").mkdir()
    (folder / "MAIN_left.tmp/run").write_text("zebra")
    (folder / "MAIN_left.pst").write_text("zebra")
    ground.change(tmp_path / "vault", "turbine")
    with ground.opened(tmp_path) as index:
        index.reconcile()
    assert not list(folder.glob("*left*"))


def test_words_older_than_their_facts_are_built_again(tmp_path):
    """As a power cut or a restored copy leaves them."""
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        folder = index.folder / index.catalog.words_folder
    shutil.copytree(folder, tmp_path / "older")
    ground.change(tmp_path / "vault", "turbine")
    with ground.opened(tmp_path) as index:
        index.reconcile()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "older", folder)
    with ground.opened(tmp_path) as index:
        index.reconcile()
        assert index.said == ["The index of words was damaged and is being built again."]
        assert ground.state(index) == ground.fresh_state(tmp_path / "vault", tmp_path)


def test_facts_older_than_their_words_take_the_strangers_out(tmp_path):
    """The catalog lost its last batch, the words did not: they hold a note that is unknown now."""
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        index.catalog._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file = index.folder / "catalog.sqlite"
    shutil.copy(file, tmp_path / "older")
    new = tmp_path / "vault/Customers/Old Mill/2026-03-09 call.md"
    new.write_text("unicorn")
    with ground.opened(tmp_path) as index:
        index.reconcile()
    new.unlink()
    for tail in ("-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older", file)
    with ground.opened(tmp_path) as index:
        index.reconcile(accept_removals=True)
        assert ground.state(index) == ground.fresh_state(tmp_path / "vault", tmp_path)
        assert index.said == []


def test_after_another_start_of_the_machine_every_byte_is_compared(tmp_path, monkeypatch):
    ground.small_vault(tmp_path / "vault")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        folder = index.folder / index.catalog.words_folder
    segment = next(folder.glob("*.seg"))
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 4
    segment.write_bytes(data)
    with ground.opened(tmp_path) as index:
        index.reconcile()
        assert index.said == [], "by its size it looks sound"
    monkeypatch.setattr(manifest, "machine_run", lambda: "another one")
    with ground.opened(tmp_path) as index:
        index.reconcile()
        assert index.said == ["The index of words was damaged and is being built again."]
        assert ground.state(index) == ground.fresh_state(tmp_path / "vault", tmp_path)


@pytest.mark.parametrize("front", ["? #", "? c#", "? a\n? b #"])
def test_front_matter_that_was_found_so(front):
    assert inputs.wrong_with(inputs.note(front)) is None
