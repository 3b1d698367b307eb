"""Commands that a watch answers print what they print by themselves, byte for byte; else they run themselves."""

import contextlib
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pytest

from notes_crm.cli.app import command_named
from notes_crm.cli.commands import PURPOSES
from notes_crm.cli.runs_itself import must_run_itself
from notes_crm.watch import meeting
from tests.conftest import home_variables
from tests.soak.rig import wait_for

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Python has no Unix sockets there")

PROGRAM = """
import sys
from notes_crm.entry import main
code = main(sys.argv[2:])
with open(sys.argv[1], "w") as said:
    said.write("itself" if "click" in sys.modules else "warm")
sys.exit(code)
"""
CRM = Path(sys.executable).with_name("crm")
NOTES = {
    "crm.toml": '[searches]\nleaks = "seal OR gasket"\n',
    "Customers/Acme Pumps/Acme Pumps.md": (
        "---\naliases: [APL]\nphone: 0113 496 0000\ncontact_every: 6 weeks\n---\n## Uses\n- Pumps\n"
    ),
    "Customers/Acme Pumps/Dana Ortiz (Acme Pumps).md": "---\ntype: person\nrole: owner\n---\n",
    "Customers/Acme Pumps/2026-03-02 1430 visit.md": (
        "---\ntype: visit\nby: Sam Lee\n---\n## Discussed\n- The seal is leaking again.\n## Told\n"
        "- The warranty ends in May.\n## Asked\n- Is the budget fixed?\n"
        "## Promised\n- [ ] Send seal kit #promise 📅 2026-03-06\n- [ ] Their drawing #waiting\n"
    ),
    "Customers/Acme Pumps/2026-02-01 call.md": "---\ntype: call\nmood: bad\n---\nGasket price?\n",
    "Customers/Bäckerei Müller/Bäckerei Müller.md": "---\nkind: bakery\n---\n",
    "Customers/Bäckerei Müller/2026-03-01 Besuch.md": (
        "---\ntype: visit\n---\nDie Dichtung ist undicht, the seal too. \x1b[31mred 修理\n"
    ),
    "Archive/Acorn Mills/Acorn Mills.md": "",
    "Customers/Broken/Broken.md": "---\nphone: [\n---\nseal\n",
    **{f"Customers/Zeta {n}/2026-01-{n:02} visit.md": "A seal, as always.\n" for n in range(1, 25)},
}
LINES = (
    ("who", "acme", "pumps"), ("who", "dana"), ("who", "0113", "496", "0000"), ("who", "müller"),
    ("who", "ac"), ("who", "acmf"), ("who", "acorn"), ("who",), ("who", "--nonsense"),
    ("search", "seal"), ("search", "sael"), ("search", "undicht"), ("search", "nothingness"),
    ("search", "seal", "-leaking"), ("search", '"seal kit"'), ("search", "told:warranty"),
    ("search", "customer:acme", "type:visit"), ("search", "date:last month"), ("search", "@leaks"),
    ("search", "is:overdue"), ("search", "(seal"), ("search", "nokey:1"), ("search", "se*"),
    ("search", "seal", "budget", "drawing"), ("search", "seal", "-n3"), ("search", "seal", "-n", "x"),
    ("search", "seal", "--sort", "date", "--format", "tsv"), ("search", "--print0", "seal"),
    ("asked", "budget"), ("asked", "warranty", "-c", "acme"), ("asked", "x", "-c", "nobody"),
    ("customers", "superfluous"), ("--vault", "Vault", "customers"), ("--vault=work", "customers"),
    ("--vault", "nowhere", "customers"),
)  # fmt: skip
SURROUNDINGS = (
    {"COLUMNS": "40"}, {"COLUMNS": "200"}, {"COLUMNS": "0"}, {"CRM_TODAY": "2026-06-30"},
    {"CRM_TODAY": "2026-03-06T23:59"}, {"CRM_TODAY": "someday"}, {"CRM_TODAY": ""},
    {"LANG": "de_DE.UTF-8"}, {"LC_ALL": "fr_FR.UTF-8"}, {"LANG": "C", "LC_ALL": "C"},
    {"TZ": "Asia/Tokyo"}, {"TZ": "America/New_York", "CRM_TODAY": ""}, {"CRM_ME": "Sam Lee"},
)  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a command did, and whether it was answered by the watch."""

    code: int
    out: bytes
    err: bytes
    by: str = ""


@dataclass(frozen=True)
class Place:
    """A home with a vault in it, and the variables of whoever lives there."""

    home: Path
    root: Path
    env: dict[str, str]

    @property
    def socket(self) -> Path:
        return Path(self.env["XDG_RUNTIME_DIR"], "notes_crm", meeting.name_of(str(self.root)))

    def alone(self) -> "Place":
        """The same without a way to the watch."""
        return replace(self, env={**self.env, "XDG_RUNTIME_DIR": str(self.home / "nothing")})

    def run(self, *line: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Said:
        with tempfile.NamedTemporaryFile("r") as by:
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM, by.name, *line], cwd=cwd or self.root, check=False,
                capture_output=True, stdin=subprocess.DEVNULL, env={**self.env, **(env or {})},
            )  # fmt: skip
            return Said(done.returncode, done.stdout, done.stderr, by.read())

    def run_warm(
        self, *line: str, cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> Said:
        """The same until the watch has answered: on a busy machine it may say too late that it will."""
        return wait_for(
            lambda: said if (said := self.run(*line, cwd=cwd, env=env)).by == "warm" else None,
            why=f"never answered: {line}",
        )

    @contextlib.contextmanager
    def watched(self) -> Iterator["subprocess.Popen[bytes]"]:
        process = subprocess.Popen(
            [CRM, "--vault", self.root, "watch"], env=self.env, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            wait_for(self.is_current)
            yield process
        finally:
            process.kill()
            process.communicate()

    def is_current(self) -> bool:
        cached = Path(self.env["XDG_CACHE_HOME"], "notes_crm")
        for found in cached.glob("*/daemon.json"):
            said = json.loads(found.read_text())
            return said["caught_up"] and said["answers"]
        return False


@contextlib.contextmanager
def place() -> Iterator[Place]:
    home = Path(tempfile.mkdtemp(prefix="crm-")).resolve()
    (home / "run").mkdir(mode=0o700)
    root = home / "Vault"
    for path, text in NOTES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (home / "config/notes_crm").mkdir(parents=True)
    (home / "config/notes_crm/settings.toml").write_text(f'[vaults]\nwork = "{root}"\n')
    env = {**os.environ, **home_variables(home, home / "run"), "CRM_TODAY": "2026-03-10"}
    yield Place(home, root, env)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def here() -> Iterator[Place]:
    """A place where a watch answers, for tests that change nothing."""
    with place() as one, one.watched():
        yield one


@pytest.fixture
def one() -> Iterator[Place]:
    with place() as one:
        yield one


def asking() -> list[click.Command]:
    return [command for name in PURPOSES["Ask"] if (command := command_named(name))]


def usual(command: click.Command) -> Iterator[tuple[str, ...]]:
    """Lines for any command that asks, made from what it says it takes; also for those to come."""
    assert command.name
    words = [p for p in command.params if isinstance(p, click.Argument)]
    line = (command.name, *(["acme"] if words else []))
    yield from (
        (command.name,),
        line,
        (*line, "--nonsense"),
        (command.name, "nobody"),
        (*line, "--help"),
    )
    for option in command.params:
        if isinstance(option, click.Option):
            name = option.opts[0]
            if isinstance(option.type, click.Choice):
                yield from ((*line, name, str(choice)) for choice in option.type.choices)
            elif option.is_flag:
                yield (*line, name)
            else:
                yield from ((*line, name, "3"), (*line, name, "never"))


def everything() -> list[tuple[tuple[str, ...], dict[str, str]]]:
    lines = dict.fromkeys(itertools.chain(LINES, *map(usual, asking())))
    plain: list[tuple[tuple[str, ...], dict[str, str]]] = [(line, {}) for line in lines]
    asked = [("who", "acme", "pumps"), ("search", "seal", "kit"), ("who",)]
    return plain + list(itertools.product(asked, SURROUNDINGS))


def must_itself(line: tuple[str, ...]) -> bool:
    by_name = {c.name: c for c in asking()}
    return line[0] in by_name and must_run_itself(by_name[line[0]], line[1:])


def test_every_command_that_asks_prints_the_same(here):
    lines = [(line, env) for line, env in everything() if not must_itself(line)]
    with ThreadPoolExecutor(4) as pool:
        warm = list(pool.map(lambda case: here.run_warm(*case[0], env=case[1]), lines))
        itself = list(pool.map(lambda case: here.alone().run(*case[0], env=case[1]), lines))
    different = [
        (case, one, other)
        for case, one, other in zip(lines, warm, itself, strict=True)
        if replace(one, by="itself") != other
    ]
    assert different == []
    assert {said.code for said in warm} == {0, 1, 2}


def test_from_below_and_from_outside(here):
    below = here.root / "Customers" / "Acme Pumps"
    for cwd, env in (
        (below, {}), (here.home, {"CRM_VAULT": str(here.root)}), (here.home, {"CRM_VAULT": "work"}),
        (here.home, {"CRM_VAULT": "Vault"}), (here.home, {}), (Path("/"), {}),
    ):  # fmt: skip
        warm = here.run_warm("who", "acme pumps", cwd=cwd, env=env)
        assert warm == replace(here.alone().run("who", "acme pumps", cwd=cwd, env=env), by="warm")


@pytest.mark.parametrize(
    "line", [("search", "seal"), ("who", "acme pumps"), ("who",), ("who", "-h")]
)
@pytest.mark.parametrize(
    "env",
    [
        {},
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
        {"NO_COLOR": "", "FORCE_COLOR": "1"},
        {"COLUMNS": "50"},
    ],
)
def test_in_a_terminal(here, line, env):
    warm = wait_for(lambda: said if (said := in_terminal(here, line, env)).by == "warm" else None)
    assert warm == replace(in_terminal(here.alone(), line, env), by="warm")
    assert (b"\x1b[" in warm.out) == (
        line[1:] not in ((), ("-h",)) and "TERM" not in env and not env.get("NO_COLOR")
    )


def in_terminal(where: Place, line: tuple[str, ...], env: dict[str, str]) -> Said:
    """What shows in a terminal of 66 columns."""
    import fcntl
    import pty
    import struct
    import termios

    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 66, 0, 0))
    plain = {k: v for k, v in where.env.items() if k not in ("COLUMNS", "NO_COLOR")}
    shown = b""
    with (
        tempfile.NamedTemporaryFile("r") as by,
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, by.name, *line], cwd=where.root,
            env={**plain, "TERM": "xterm", **env}, stdin=inner, stdout=inner, stderr=inner,
        ) as process,
    ):  # fmt: skip
        os.close(inner)
        with contextlib.suppress(OSError):  # nobody writes there any more
            while part := os.read(outer, 65536):
                shown += part
        said = Said(process.wait(), shown, b"", by.read())
    os.close(outer)
    return said


def test_both_streams_mix_as_they_would(here):
    mixed = []
    for where in (here, here.alone()):
        done = subprocess.run(
            [CRM, "search", "seal", "zanzibar", "-n", "2"], cwd=where.root, env=where.env, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        mixed.append(done.stdout)
    assert mixed[0] == mixed[1] != b""


def test_a_reader_that_has_seen_enough(here):
    for where in (here, here.alone()):
        line = f"{CRM} search seal --json -n 30; echo $? >&2"
        done = subprocess.run(
            ["sh", "-c", f"({line}) | head -c 10"], cwd=where.root, env=where.env,
            capture_output=True, check=False,
        )  # fmt: skip
        assert (len(done.stdout), done.stderr) == (10, b"0\n")


@pytest.mark.parametrize(
    ("line", "env"),
    [
        (("search", "seal", "--all"), {}),
        (("status", "--json"), {}),
        (("--help",), {}),
        (("--version",), {}),
        (("customers",), {"HOME": "/nowhere"}),
        (("customers",), {"PYTHONIOENCODING": "latin-1"}),
        (("search", "x" * 100_000, "y" * 100_000, "z" * 100_000), {}),
    ],
)
def test_what_is_not_for_the_watch_runs_itself(here, line, env):
    said = here.run(*line, env=env)
    assert said.by == "itself"
    assert b"Traceback" not in said.err


def test_another_vault_is_not_answered_for(here):
    other = here.home / "Other"
    (other / "Customers/Only Here").mkdir(parents=True)
    (other / "Customers/Only Here/2026-03-01 visit.md").write_text("A seal.")
    (other / "crm.toml").write_text("")
    for cwd, line in (
        (other, ()),
        (here.root, ("--vault", str(other))),
        (here.home, ("--vault", "Other")),
    ):
        said = here.run(*line, "customers", cwd=cwd)
        assert (said.by, b"Only Here" in said.out, b"Acme" in said.out) == ("itself", True, False)


def test_many_ask_at_once(here):
    wanted = here.alone().run("search", "seal", "--json")
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(lambda _: here.run("search", "seal", "--json"), range(36)))
    assert {(s.code, s.out, s.err) for s in said} == {(wanted.code, wanted.out, wanted.err)}
    assert "warm" in {s.by for s in said}


def test_who_goes_away_harms_nothing(here):
    request = meeting.asked(["nobody", *["x"] * 9])
    junk = (b"", b"GET / HTTP/1.1\r\n\r\n", meeting.MAGIC + b"\xff" * 4, request[:20], request)
    for data in junk * 5:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(here.socket))
            caller.sendall(data)
    here.run_warm("customers")


def test_nobody_else_gets_in(here):
    assert here.socket.parent.stat().st_mode & 0o777 == 0o700
    assert here.socket.stat().st_mode & 0o777 == 0o600
    here.socket.parent.chmod(0o755)
    try:
        said = here.run("customers")
    finally:
        here.socket.parent.chmod(0o700)
    assert (said.code, said.by) == (0, "itself"), "a folder open to others is not trusted"


def test_what_was_just_written_shows(one):
    with one.watched() as process:
        assert b"answers commands" in one.run("status").out
        for number in range(5):
            assert one.run("log", "acme pumps", "call", f"Wants thing{number}").by == "itself"
            assert f"thing{number}".encode() in one.run("search", f"thing{number}").out
        one.run_warm("search", "thing4")
        (one.root / "Customers/Acme Pumps/2026-03-09 visit.md").write_text("Saw the turbine.")
        wait_for(lambda: b"turbine" in one.run("search", "turbine").out)
        (one.root / "crm.toml").write_text('[searches]\nturbines = "turbine"\n')
        assert b"turbine" in one.run("search", "@turbines").out, "the settings of this moment"
        process.terminate()
        process.wait()
        assert not one.socket.exists()
        assert one.run("customers").by == "itself"


def test_a_watch_that_was_killed_or_halted_is_not_waited_for(one):
    with one.watched() as process:
        process.send_signal(signal.SIGSTOP)
        start = time.monotonic()
        said = one.run("customers")
        assert (said.by, said.code, time.monotonic() - start < 10) == ("itself", 0, True)
        process.kill()
        process.wait()
        assert one.socket.exists()
        assert one.run("customers") == said
    with one.watched():  # the next one takes the place of what was left
        assert one.run_warm("customers") == replace(said, by="warm")


def test_a_runtime_folder_that_was_cleared_is_filled_again(one):
    with one.watched():
        shutil.rmtree(one.socket.parent)
        assert one.run("customers").code == 0
        wait_for(one.socket.exists)
        one.run_warm("customers")


def test_an_index_that_was_deleted_is_not_answered_from(one):
    with one.watched():
        Path(one.env["XDG_CACHE_HOME"], "notes_crm").rename(one.home / "deleted")
        said = one.run("search", "seal")
        assert (said.code, b"seal" in said.out) == (0, True)
        one.run_warm("search", "seal")


def test_a_list_is_remembered_for_the_terminal_that_showed_it(here):
    for where, by in ((here, "warm"), (here.alone(), "itself")):
        for file in here.home.rglob("listing*.json"):
            file.unlink()
        wait_for(lambda where=where, by=by: in_terminal(where, ("due",), {}).by == by)
        assert list(here.home.rglob("listing-*.json")), by
        assert not list(here.home.rglob("listing.json"))
