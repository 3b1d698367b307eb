r"""Transcripts: commands as somebody types them, with what they print, run and compared.

A story is a text file:

    # The sentence that this story proves.
    ## vault empty                    or template, demo, none
    ## file Customers/Acme/Acme.md    then the text of the note, down to the next such line
    $ crm who acme                    then what it prints, down to the next command
    [exit 1]                          where it is not 0

Commands are run here and not by a shell: `crm`, and `cat`, `cd`, `echo`, `ls`, `mkdir`, `mv`, `rm`
for what a story needs around it; pipes, `<`, `>`, `>>`, `<<WORD` and quotes are understood, and
`TODAY=2026-03-11 crm …` makes it another day. A line `...` stands for any lines; a printed line
that begins like a command is shown as `\$ `.
"""

import re
import shlex
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from tests.running import Result, in_process

TEMPLATE = Path(__file__).parents[1] / "vault_template"
DIRECTIVE = re.compile(r"^## (vault|file) (.+)$")
PROMPT = "$ "
ANY_LINES = "..."
CONSOLE_BLOCK = re.compile(r"^```console\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
DOCUMENT_VAULT = re.compile(r"^<!-- vault (?P<kind>\w+) -->$", re.MULTILINE)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

VARIABLE = (
    (re.compile(r"\b\d+(?:\.\d+)? (?:ms|s)\b"), "TIME"),
    (re.compile(r"\b\d+(?:\.\d+)? ?(?:B|KB|MB|kB|KiB|MiB|bytes)\b"), "SIZE"),
    (re.compile(r"-[0-9a-f]{12}\b"), "-KEY"),
    (re.compile(rf"\b{re.escape(version('notes_crm'))}\b"), "VERSION"),
)


class NotAStory(Exception):
    """A transcript that can't be read or run; nothing is wrong with crm."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, what is typed into it (`<<WORD`), and the lines shown beneath it."""

    command: str
    typed: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return (PROMPT + self.command, *self.typed, *self.shown)


@dataclass(frozen=True, slots=True)
class Story:
    """A story file: its head as written, the vault it asks for, and its steps."""

    head: str
    vault: str
    files: Mapping[str, str]
    steps: tuple[Step, ...]

    def render(self, steps: Sequence[Step]) -> str:
        blocks = [self.head, *("\n".join(step.lines) for step in steps)]
        return "\n\n".join(blocks) + "\n"


def parse_story(text: str) -> Story:
    """A story file's text; NotAStory where it has no sentence or no command."""
    head, prompt, rest = text.partition("\n" + PROMPT)
    if not re.match(r"# \S.*[.!?]$", head.split("\n", 1)[0]):
        raise NotAStory("A story begins with `# ` and the sentence that it proves.")
    if not prompt:
        raise NotAStory("A story runs at least one command: a line that begins with `$ `.")
    vault, files, path = "empty", {}, None
    for line in head.splitlines()[1:]:
        if directive := DIRECTIVE.match(line):
            kind, value = directive.groups()
            vault = value if kind == "vault" else vault
            path = value if kind == "file" else None
            if path:
                files[path] = ""
        elif path:
            files[path] += line + "\n"
        elif line.strip():
            raise NotAStory(f"{line!r} belongs to no `## file`.")
    files = {path: content.rstrip("\n") + "\n" for path, content in files.items()}
    return Story(head.rstrip(), vault, files, tuple(parse_steps(PROMPT + rest)))


def parse_steps(text: str) -> Iterator[Step]:
    """The commands of a transcript; a blank line before the next command is no output."""
    command, body = None, []
    for line in [*text.rstrip("\n").split("\n"), PROMPT]:
        if not line.startswith(PROMPT):
            body.append(line)
            continue
        if command is not None:
            yield _step(command, body)
        elif any(body):
            raise NotAStory(f"{body[0]!r} stands before the first command.")
        command, body = line.removeprefix(PROMPT), []


def rewritten(markdown: str, told: Iterable[tuple[Step, Step]]) -> str:
    """The document with each first step replaced by the second; every other byte stays."""
    at = 0
    for before, after in told:
        old, new = "\n".join(before.lines), "\n".join(after.lines)
        at = markdown.index(old, at)
        markdown = markdown[:at] + new + markdown[at + len(old) :]
        at += len(new)
    return markdown


def document_steps(markdown: str) -> Iterator[tuple[str | None, Step]]:
    """The commands of a document's console blocks; with the vault asked for by a comment before."""
    marks = [*CONSOLE_BLOCK.finditer(markdown), *DOCUMENT_VAULT.finditer(markdown)]
    asked = None
    for mark in sorted(marks, key=re.Match.start):
        if mark.re is DOCUMENT_VAULT:
            asked = mark["kind"]
            continue
        for step in parse_steps(mark["text"]):
            yield asked, step
            asked = None


def matches(shown: Sequence[str], actual: Sequence[str]) -> bool:
    """Whether the lines are these; `...` among the shown ones stands for any."""
    pattern = "".join(
        r"(?:.*\n)*" if line == ANY_LINES else re.escape(line) + "\n" for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)) is not None


class Terminal:
    """A person at a terminal: a home, a working directory, and the commands they type."""

    def __init__(self, home: Path, folder: Path, run: Callable[..., Result] = in_process) -> None:
        self.home, self.folder, self.vault = home, folder, folder / "Vault"
        self.cwd = folder
        self._run = run

    def open_vault(self, kind: str, files: Mapping[str, str] | None = None) -> None:
        """Begin with a vault of this kind, in its folder."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.cwd = self.folder
        if kind == "template":
            shutil.copytree(TEMPLATE, self.vault)
        elif kind == "demo":
            self.type("crm demo Vault")
        elif kind == "empty":
            self.vault.mkdir()
            (self.vault / "crm.toml").touch()
        elif kind != "none":
            raise NotAStory(f"There is no vault {kind!r}; say empty, template, demo or none.")
        self.cwd = self.vault if self.vault.is_dir() else self.folder
        for path, text in (files or {}).items():
            target = self.cwd / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")

    def replay(self, steps: Iterable[Step]) -> list[Step]:
        """The same commands with what they really print."""
        return [self.replay_one(step) for step in steps]

    def replay_one(self, step: Step) -> Step:
        """The same command with what it really prints; as shown where that holds."""
        actual = self.type(step.command, "".join(f"{line}\n" for line in step.typed[:-1]))
        return step if matches(step.shown, actual) else replace(step, shown=tuple(actual))

    def type(self, command: str, typed: str = "") -> list[str]:
        """Run a line and return what it shows, made the same on every machine and day."""
        commands = _pipeline(command)
        output, stdin, code = "", typed, 0
        for words in commands:
            result = self._redirected(words, stdin)
            last = words is commands[-1]
            output += result.output if last else result.stderr
            stdin, code = result.stdout, result.code
        lines = self.settle(output).splitlines()
        while lines and not lines[-1]:
            lines.pop()
        lines = ["\\" + line if line.startswith(PROMPT) else line for line in lines]
        return lines + ([f"[exit {code}]"] if code else [])

    def settle(self, output: str) -> str:
        """Output without what differs between machines and runs: places, times, sizes, version."""
        places = {
            self.vault: "VAULT", self.folder: "FOLDER",
            self.home / "cache": "CACHE", self.home / "config": "CONFIG",
            self.home / "state": "STATE", self.home: "HOME",
        }  # fmt: skip
        for place, word in places.items():
            for spelling in (str(place), quote(str(place)), quote(str(place), safe="")):
                output = output.replace(spelling, word)
        for pattern, word in VARIABLE:
            output = pattern.sub(word, output)
        return "\n".join(line.rstrip() for line in output.split("\n"))

    def _redirected(self, words: list[str], stdin: str) -> Result:
        """Run one command of a pipeline, its input and output from and to files where it says so."""
        words, targets = _targets(words)
        if source := targets.get("<"):
            stdin = (self.cwd / source).read_text(encoding="utf-8")
        result = self._command(words, stdin)
        for sign, mode in ((">", "w"), (">>", "a")):
            if target := targets.get(sign):
                with (self.cwd / target).open(mode, encoding="utf-8", newline="") as stream:
                    stream.write(result.stdout)
                return replace(result, stdout="", output=result.stderr)
        return result

    def _command(self, words: list[str], stdin: str) -> Result:
        env = {}
        while words and re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words[0].partition("=")
            env["CRM_TODAY" if name == "TODAY" else name] = value
            words = words[1:]
        program, *arguments = words
        if program == "crm":
            result = self._run(arguments, cwd=self.cwd, stdin=stdin, env=env)
            strange = CONTROL.search(result.output)
            assert not strange, f"crm {words}: prints {strange} among {result.output!r}"
            return result
        if program not in _PROGRAMS:
            raise NotAStory(f"{program}: stories know only crm, {', '.join(sorted(_PROGRAMS))}.")
        try:
            text = _PROGRAMS[program](self, arguments, stdin)
        except OSError as error:
            said = f"{program}: {arguments[-1]}: {error.strerror}\n"
            return Result(1, "", said, said)
        return Result(0, text, "", text)

    def _cat(self, arguments: list[str], stdin: str) -> str:
        texts = [(self.cwd / path).read_text(encoding="utf-8") for path in arguments]
        return "".join(texts) if arguments else stdin

    def _cd(self, arguments: list[str], _: str) -> str:
        target = (self.cwd / arguments[0]).resolve(strict=True)
        self.cwd = target
        return ""

    def _echo(self, arguments: list[str], _: str) -> str:
        return " ".join(arguments) + "\n"

    def _ls(self, arguments: list[str], _: str) -> str:
        folders = [self.cwd / path for path in arguments] or [self.cwd]
        names = [p.name for folder in folders for p in sorted(folder.iterdir())]
        return "".join(f"{name}\n" for name in names if not name.startswith("."))

    def _mkdir(self, arguments: list[str], _: str) -> str:
        for path in arguments:
            (self.cwd / path).mkdir(parents=True)
        return ""

    def _mv(self, arguments: list[str], _: str) -> str:
        source, target = (self.cwd / path for path in arguments)
        source.rename(target / source.name if target.is_dir() else target)
        return ""

    def _rm(self, arguments: list[str], _: str) -> str:
        for path in arguments:
            (self.cwd / path).unlink()
        return ""


_PROGRAMS = {
    "cat": Terminal._cat, "cd": Terminal._cd, "echo": Terminal._echo, "ls": Terminal._ls,
    "mkdir": Terminal._mkdir, "mv": Terminal._mv, "rm": Terminal._rm,
}  # fmt: skip


def _step(command: str, body: list[str]) -> Step:
    """A command with its body cut into what is typed and what is shown."""
    typed = 0
    if marker := re.search(r"<<\s*(\w+)", command):
        if marker[1] not in body:
            raise NotAStory(f"{command}: no line {marker[1]} ends what is typed.")
        typed = body.index(marker[1]) + 1
    shown = body[typed:]
    while shown and not shown[-1]:
        shown.pop()
    return Step(command, tuple(body[:typed]), tuple(shown))


def _pipeline(command: str) -> list[list[str]]:
    """The words of each command between pipes; quotes as in a shell."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|<>")
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        words = list(lexer)
    except ValueError as error:
        raise NotAStory(f"{command}: {error}") from None
    commands = [list(ws) for pipe, ws in groupby(words, key=lambda w: w == "|") if not pipe]
    if not commands:
        raise NotAStory("A line `$ ` without a command.")
    return commands


def _targets(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """The words of a command without its redirections, and those: sign to file."""
    plain, targets = [], {}
    pending = iter(words)
    for word in pending:
        if word in ("<", ">", ">>", "<<"):
            targets[word] = next(pending, "")
        else:
            plain.append(word)
    return plain, targets
