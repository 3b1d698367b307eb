"""A sheet is put in place of the one that was there as a whole, or not at all."""

import os
import stat
import sys

import pytest

from notes_crm.cli.printing import write
from notes_crm.errors import Unwritable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights and limits")


def test_a_new_file_is_its_owners_alone_and_nothing_lies_beside_it(tmp_path):
    write(tmp_path / "a.html", b"new")
    assert os.listdir(tmp_path) == ["a.html"]  # noqa: PTH208 - names alone
    assert (tmp_path / "a.html").read_bytes() == b"new"
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a.html").stat().st_mode) == 0o600


@posix
def test_who_may_read_the_old_one_may_read_the_new_one_also_through_a_link(tmp_path):
    (tmp_path / "real.ics").write_bytes(b"old")
    (tmp_path / "real.ics").chmod(0o644)
    (tmp_path / "link.ics").symlink_to("real.ics")
    write(tmp_path / "link.ics", b"new")
    assert (tmp_path / "link.ics").is_symlink()
    assert (tmp_path / "real.ics").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "real.ics").stat().st_mode) == 0o644


@posix
def test_where_there_is_no_room_the_old_one_stays(tmp_path):
    import resource
    import signal

    (tmp_path / "a.html").write_bytes(b"precious")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limit[1]))
    try:
        with pytest.raises(Unwritable, match="can't be written"):
            write(tmp_path / "a.html", b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, before)
    assert (tmp_path / "a.html").read_bytes() == b"precious"
    assert os.listdir(tmp_path) == ["a.html"]  # noqa: PTH208 - names alone


@posix
def test_a_pipe_is_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write(tmp_path / "pipe", b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Unwritable, match="name another file"):
        write(tmp_path, b"new")
