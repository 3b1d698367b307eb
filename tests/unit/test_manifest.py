"""The record of the full text's files: what it notices, and what a commit that was cut off leaves."""

import os

import pytest

from notes_crm.store.fulltext import manifest

TOC1, TOC2, SEGMENT = "_MAIN_1.toc", "_MAIN_2.toc", "MAIN_abc.seg"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / TOC1).write_bytes(b"first table")
    (tmp_path / SEGMENT).write_bytes(b"words" * 1000)
    manifest.record(tmp_path)
    return tmp_path


def sound(folder, *, every_byte=True):
    return manifest.is_sound(folder, every_byte=every_byte)


def test_what_was_recorded_is_sound(folder):
    assert sound(folder)
    assert sound(folder, every_byte=False)
    assert manifest.generation(folder) == 1


@pytest.mark.parametrize("name", [TOC1, SEGMENT])
def test_a_flipped_bit_is_noticed_by_every_byte_only(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[3] ^= 1
    (folder / name).write_bytes(data)
    assert not sound(folder)
    assert sound(folder, every_byte=False)


@pytest.mark.parametrize("name", [TOC1, SEGMENT])
def test_a_size_is_noticed_at_once(folder, name):
    os.truncate(folder / name, 3)
    assert not sound(folder, every_byte=False)


@pytest.mark.parametrize("name", [TOC1, SEGMENT, manifest.FILE])
def test_a_missing_file_is_noticed_at_once(folder, name):
    (folder / name).unlink()
    assert not sound(folder, every_byte=False)


def test_a_damaged_record_is_none(folder):
    record = folder / manifest.FILE
    text = record.read_text()
    for damaged in ("", text[:-1][:-5], text.replace("11", "12", 1), text * 2, "\xff"):
        record.write_text(damaged, encoding="latin-1")
        assert not sound(folder, every_byte=False), damaged
    record.write_bytes(text.encode())
    assert sound(folder)


def test_a_generation_is_recorded_before_it_is_the_current_one(folder):
    """Killed on either side of the rename, the generation that counts is in the record."""
    (folder / "_MAIN_2.toc.123.4").write_bytes(b"second table")
    (folder / "MAIN_def.seg").write_bytes(b"more words")
    manifest.record(folder, {"_MAIN_2.toc.123.4": TOC2})
    assert sound(folder)
    assert manifest.generation(folder) == 1
    (folder / "_MAIN_2.toc.123.4").rename(folder / TOC2)
    assert sound(folder)
    assert manifest.generation(folder) == 2
    (folder / TOC1).unlink()
    (folder / SEGMENT).unlink()
    assert sound(folder), "what only the last generation needed may go"
    manifest.record(folder)
    (folder / "MAIN_def.seg").unlink()
    assert not sound(folder), "once that is settled, nothing may go"


def test_a_generation_nobody_recorded_is_not_believed(folder):
    (folder / "_MAIN_3.toc").write_bytes(b"from elsewhere")
    assert not sound(folder, every_byte=False)


def test_files_known_already_are_not_read_again(folder):
    before = (folder / manifest.FILE).read_text()
    data = bytearray((folder / SEGMENT).read_bytes())
    data[0] ^= 1
    (folder / SEGMENT).write_bytes(data)
    (folder / "MAIN_def.seg").write_bytes(b"new")
    manifest.record(folder)
    assert SEGMENT in before
    assert not sound(folder), "the damage was not taken for the truth"


def test_leftovers_are_removed_and_nothing_else(folder):
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp/run").write_bytes(b"words of customers")
    (folder / "_MAIN_2.toc.123.4").write_bytes(b"half a table")
    (folder / "MAIN_old.seg").write_bytes(b"words of customers")
    manifest.remember_proof(folder, "run")
    manifest.tidy(folder)
    assert {f.name for f in folder.iterdir()} == {TOC1, SEGMENT, manifest.FILE, manifest.PROOF}
    assert sound(folder)


def test_a_proof_counts_for_one_run_of_the_machine(folder):
    assert not manifest.was_proved(folder, "this run")
    manifest.remember_proof(folder, "this run")
    assert manifest.was_proved(folder, "this run")
    assert not manifest.was_proved(folder, "the next run")
    (folder / manifest.PROOF).write_bytes(b"\xff\xfe")
    assert not manifest.was_proved(folder, "this run")


def test_a_folder_that_is_not_there_is_of_no_generation(tmp_path):
    assert manifest.generation(tmp_path / "none") == 0
    assert not sound(tmp_path / "none")
    assert manifest.generation(tmp_path) == 0
