"""What a watch answers, what it leaves to the command, and what it prints meanwhile."""

import io
import os
import socket
import sys
import threading
import types
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
import pytest
from filelock import FileLock

from notes_crm.cli.commands import PURPOSES
from notes_crm.cli.runs_itself import must_run_itself, runs_itself
from notes_crm.cli.surroundings import Surroundings, columns_of, help_width
from notes_crm.cli.taken_down import NotWarm, TakenDown, streams
from notes_crm.cli.warm import Warm, is_warm
from notes_crm.store.cache import Cache
from notes_crm.store.fulltext.kept import MOST
from notes_crm.watch import answering, meeting
from notes_crm.watch.answering import Request

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Python has no Unix sockets there")
PROGRAM = (meeting.package(), sys.version, sys.prefix, sys.getfilesystemencoding())


@pytest.fixture
def asked(vault):
    """Ask for a vault as its watch would be asked; what it prints on both streams, or None."""
    root = vault({"Customers/Acme/2026-03-02 visit.md": "The seal leaks.\n"})
    warm = Warm(root)

    def quietly(*line, standing="current", program=PROGRAM, **env):
        request = Request(
            program, str(root), "2026-03-10T12:00:00", 100, "000", line, {**os.environ, **env}
        )
        answer = warm(request, lambda _: standing)
        return answer and (
            answer[0],
            *("".join(t for k, t in answer[1] if k == kind) for kind in (b"o", b"e")),
        )

    def ask(*line, **how):
        with streams():
            return quietly(*line, **how)

    ask.root, ask.warm, ask.quietly = root, warm, quietly
    yield ask
    warm.rest()


def test_what_is_current_is_answered_and_what_is_not_known_to_be_is_not(asked, crm):
    assert asked("search", "seal", standing="unknown") is None
    assert asked("search", "seal") == (1, "Nothing says 'seal'.\n", ""), "as far as is indexed"
    itself = crm("search", "seal", cwd=asked.root)
    assert asked("search", "seal") == (itself.code, itself.stdout, itself.stderr)
    assert asked("search", "seal", standing="unknown") is None


def test_while_a_batch_is_written_the_last_one_answers_with_the_words_of_the_command(asked, crm):
    assert crm("search", "seal", cwd=asked.root).code == 0
    (asked.root / "Customers/Acme/2026-03-03 call.md").write_text("Another seal.")
    cache = Cache(Path(os.environ["XDG_CACHE_HOME"], "notes_crm"), asked.root)
    with FileLock(cache.folder / "lock"):
        itself = crm("search", "seal", cwd=asked.root)
    assert "Another crm is updating the index" in itself.stderr
    assert asked("search", "seal", standing="updating") == (
        itself.code, itself.stdout, itself.stderr,
    )  # fmt: skip


def test_an_index_of_other_settings_is_left_to_the_command(asked, crm):
    assert crm("search", "seal", cwd=asked.root).code == 0
    (asked.root / "crm.toml").write_text('[vault]\nlanguage = ["de"]\n')
    assert asked("search", "seal", standing="unknown") is None
    assert crm("search", "seal", cwd=asked.root).code == 0


def test_a_vault_that_lost_its_settings_is_left_to_the_command(asked, crm):
    assert crm("customers", cwd=asked.root).code == 0
    assert asked("--vault", asked.root, "customers")
    (asked.root / "crm.toml").unlink()
    assert asked("--vault", asked.root, "customers") is None
    assert "has no crm.toml" in crm("--vault", asked.root, "customers").stderr


def test_what_another_program_asks_is_left_to_it(asked, crm):
    crm("customers", cwd=asked.root)
    assert asked("customers")
    for number in range(4):
        other = [*PROGRAM]
        other[number] += "x"
        assert asked("customers", program=tuple(other)) is None
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        assert asked("customers", **{name: "/elsewhere"}) is None
    assert asked("customers", XDG_SESSION_ID="7")


def test_a_program_that_was_changed_on_disk_answers_no_more(asked, crm, tmp_path, monkeypatch):
    crm("customers", cwd=asked.root)
    file = tmp_path / "lately.py"
    file.write_text("A = 1")
    module = types.ModuleType("notes_crm.lately")
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, "notes_crm.lately", module)
    assert asked("customers")
    file.write_text("A = 12")
    assert asked("customers") is None
    file.unlink()
    assert asked("customers") is None


def test_readers_stay_open_for_their_generation_and_one_question_at_a_time(asked, crm):
    crm("search", "seal", cwd=asked.root)
    first = asked("search", "seal")
    kept = asked.warm._kept
    [(generation, reader)] = kept._idle
    assert asked("search", "seal") == first
    assert kept._idle == [(generation, reader)], "the same one was lent again"
    (asked.root / "Customers/Acme/2026-03-03 call.md").write_text("A turbine, and its seal.")
    itself = crm("search", "seal", "turbine", cwd=asked.root)
    assert asked("search", "seal", "turbine") == (0, itself.stdout, "")
    assert [one for _, one in kept._idle] != [reader]
    assert reader.is_closed
    with streams(), ThreadPoolExecutor(6) as pool:
        request = ("search", "seal", "turbine")
        said = list(pool.map(lambda _: asked.quietly(*request), range(24)))
    assert {one and one[0] for one in said} == {0}
    assert len(kept._idle) <= MOST
    asked.warm.rest()
    assert kept._idle == []
    assert asked("search", "seal", "turbine")[1] == itself.stdout


def test_a_damaged_index_is_left_for_the_command_to_mend(asked, crm):
    assert crm("search", "seal", cwd=asked.root).code == 0
    folder = Cache(Path(os.environ["XDG_CACHE_HOME"], "notes_crm"), asked.root).folder
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    for name in ("*.seg", "*.toc"):
        for path in folder.rglob(name):
            path.write_bytes(b"rot" * 100)
    spoiled = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert spoiled != before
    assert asked("search", "seal") is None
    after = {p: p.read_bytes() for p in folder.rglob("words-*/*") if p.is_file()}
    assert after == {p: data for p, data in spoiled.items() if p in after}, "nothing was written"
    assert crm("search", "seal", cwd=asked.root).code == 0


def test_only_what_asks_is_for_a_watch():
    assert is_warm(("who", "acme"))
    assert is_warm(("--vault", "x", "who"))
    assert is_warm(("--vault=x", "search", "--", "a"))
    for line in (
        (), ("--vault",), ("--vault", "who"), ("--help",), ("log", "acme", "call", "x"), ("undo",),
        ("brief", "acme"), ("status",), ("watch",), ("nonsense",), ("search", "a", "--open"),
        ("search", "--all", "a"),
    ):  # fmt: skip
        assert not is_warm(line), line
    names = PURPOSES["Ask"]
    assert all(
        is_warm((name,)) for name in names if name in ("who", "search", "asked", "customers")
    )


def test_a_command_can_be_declared_to_run_itself():
    @runs_itself()
    @click.command()
    def always() -> None: ...

    @runs_itself("--write")
    @click.command()
    def sometimes() -> None: ...

    assert must_run_itself(always, ())
    assert must_run_itself(sometimes, ("a", "--write=b"))
    assert not must_run_itself(sometimes, ("a", "--written"))


def test_each_thread_is_taken_down_by_itself(monkeypatch):
    monkeypatch.setattr(sys, "stdout", own := io.StringIO())
    pages = [TakenDown((False, True, False)) for _ in range(8)]

    def work(page: TakenDown, name: str) -> None:
        with page.here():
            for _ in range(50):
                click.echo(name)
                click.echo(f"\x1b[1m{name}\x1b[0m", err=True)

    with streams():
        threads = [threading.Thread(target=work, args=(p, str(n))) for n, p in enumerate(pages)]
        for thread in threads:
            thread.start()
        click.echo("mine")
        for thread in threads:
            thread.join()
        again = sys.stdout
    assert (own.getvalue(), sys.stdout) == ("mine\n", own)
    assert again is not own
    for number, page in enumerate(pages):
        said = [(b"o", f"{number}\n"), (b"O", ""), (b"e", f"{number}\n"), (b"E", "")]
        assert page.pieces == said * 50, "colours go where there is no terminal"


def test_who_answers_reads_nothing_and_prints_no_flood():
    page = TakenDown((True, True, True))
    with streams(), page.here():
        assert sys.stdin.isatty()
        for use in (
            lambda: sys.stdin.read,
            lambda: sys.stdout.buffer,
            lambda: sys.stdout.fileno,
        ):
            with pytest.raises(NotWarm):
                use()
        with pytest.raises(NotWarm):
            sys.stdout.write("x" * meeting.MOST_ANSWERED)
        with pytest.raises(TypeError):
            sys.stdout.write(b"x")  # type: ignore[arg-type]


def test_an_answer_comes_through_the_socket_as_it_is():
    pieces = [(b"o", "Bäckerei 修理 \udcff\n"), (b"O", ""), (b"e", "x" * 70_000)]
    said = meeting.told(2, pieces)
    assert (said[:1], said[1], int.from_bytes(said[2:6], "big")) == (
        meeting.ANSWERED,
        2,
        len(said) - 6,
    )
    assert list(meeting.pieces_of(said[6:])) == pieces
    for bad in (said[6:-1], b"z" + said[7:], said[6:] + b"o"):
        with pytest.raises(meeting.Garbled):
            list(meeting.pieces_of(bad))


def test_widths_are_those_of_the_asker():
    around = Surroundings("/", datetime(2026, 3, 10), 0, False, False, False, {})  # noqa: FBT003 - three streams
    for columns, stated, width, of_help in (
        (0, "", 80, 78), (120, "", 120, 98), (30, "", 30, 50), (120, "60", 60, 58),
        (120, "0", 120, 98), (120, "wide", 120, 98),
    ):  # fmt: skip
        one = around._replace(columns=columns, env={"COLUMNS": stated})
        assert (columns_of(one), help_width(one)) == (width, of_help)


def test_a_folder_for_sockets_is_the_users_own(tmp_path):
    folder = tmp_path / "notes_crm"
    assert not meeting.is_ours(str(folder))
    folder.mkdir(mode=0o700)
    assert meeting.is_ours(str(folder))
    (tmp_path / "link").symlink_to(folder)
    assert not meeting.is_ours(str(tmp_path / "link"))
    folder.chmod(0o750)
    assert not meeting.is_ours(str(folder))
    assert meeting.folder({"XDG_RUNTIME_DIR": "/run/user/7"}) == "/run/user/7/notes_crm"
    assert meeting.folder({"TMPDIR": "/t"}) == f"/t/notes_crm-{os.geteuid()}"


def test_a_request_keeps_every_letter_of_the_command_line():

    ours, theirs = socket.socketpair()
    with ours, theirs:
        line = ("search", "a\nb", "", "修理", "\udcff")
        ours.sendall(
            meeting.asked([*PROGRAM, "/x", "2026-03-10T12:00:00", "80", "010", "5", *line, "A=b=c"])
        )
        request = answering._read(theirs)
    assert replace(request, env=dict(request.env)) == Request(
        PROGRAM, "/x", "2026-03-10T12:00:00", 80, "010", line, {"A": "b=c"}
    )
