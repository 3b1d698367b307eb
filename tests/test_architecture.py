"""The rules of docs/architecture.md, kept by reading the source: tables first, then one test a rule."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "notes_crm"

# room → the rooms it may import from; its own and `errors` go without saying
MAY_IMPORT = {
    "errors": set(),
    "model": set(),
    "store": {"model"},
    "answers": {"model"},
    "output": {"model", "answers"},
    "exchange": {"model"},
    "demo": {"model"},
    "watch": {"model", "store"},
    "cli": {"model", "store", "answers", "output", "exchange", "demo", "watch"},
    "entry": {"cli", "watch"},
}

# outside package → the only modules that import it; a swap is a change of these files
OWNERS = {
    "Stemmer": ("store.fulltext.*",),
    "_sha2": ("model.digests",),  # Python's own since 3.12
    "_sha256": ("model.digests",),  # Python's own until then
    "apprise": ("output.push",),
    "babel": ("output.*",),
    "click": ("cli.*",),
    "dateparser": ("model.dates.*",),
    "filelock": ("store.cache", "store.reminded", "watch.heartbeat"),
    "frontmatter": ("model.frontmatter.*",),
    "icalendar": ("output.calendar",),
    "jinja2": ("output.compiled", "output.environment"),
    "markdown_it": ("output.markup",),
    "markupsafe": ("output.environment",),
    "mdit_py_plugins": ("output.markup",),
    "nh3": ("output.inert", "output.markup"),
    "platformdirs": ("cli.session",),
    "plutoprint": ("output.press",),
    "rapidfuzz": (
        "answers.lookup",
        "answers.duplicates",
        "answers.unknown",
        "store.fulltext.slips",
    ),
    "rich": ("cli.progress",),
    "segno": ("output.pictures",),
    "sqlite3": ("store.catalog.*", "store.repairs"),
    "watchdog": ("watch.*",),
    "weasyprint": ("output.press",),
    "whoosh": ("store.fulltext.*",),
    "yaml": ("model.frontmatter.*",),
}

# each owns one thing outside the program, and none knows another; the rest of the room joins them
STORES_APART = {"store.catalog", "store.fulltext", "store.personal", "store.vault"}

# module → what it opens; notes are opened in store.vault alone
OPENS = {
    "cli.app": "the null device, once nobody reads what is printed",
    "cli.exporting": "the calendar it was asked to write, as it was before",
    "cli.notes": "a photo or paper that is attached",
    "cli.printing": "the sheet it was asked to write",
    "cli.terminal": "what the system says of a process: when it began",
    "entry": "the null device, in the place of a stream that was closed",
    "output.*": "what is shipped beside it, and its code; a browser's working folder",
    "store.across": "the copy of a file that goes to another file system",
    "store.around": "Obsidian's types.json, to compare it with ours",
    "store.cache": "the file in the cache that says what the cache is",
    "store.fulltext.manifest": "the files of the full text, and the record of them",
    "store.opening": "Obsidian's types.json, when that is asked for",
    "store.survey": "folders, to see what lies in them",
    "store.listing": "the numbers of the last list",
    "store.personal": "the user's own settings",
    "store.settled": "how the disk looked when nothing differed",
    "store.sights": "what somebody has seen of the vault",
    "store.reminded": "what was told already",
    "store.state_home": "whose the folder in the user's own place is",
    "store.template": "the files of a new vault, as they are shipped",
    "store.print_files": "templates, style sheet and logo for the printed sheet",
    "store.journal": "what notes were before a command wrote to them",
    "store.steps": "what a command wrote, to see whether it is still so",
    "store.new_files": "a new note, before it has its name",
    "store.replace": "a note that is being replaced",
    "store.trash": "a note on its way to the trash",
    "store.scratch": "a text that somebody has in an editor",
    "store.slips": "a slip that was dropped into the inbox",
    "store.unfinished": "what somebody told of a visit so far",
    "store.vault": "notes",
    "watch.*": "what a daemon leaves for others to see, and what the system says of itself",
}

PRINTS = (
    "cli.*",
    "entry",
    "output.console",
    "output.apart",
    "output.child",
    "output.press",
)  # a child and its parent: in a pipe, to each other
READS_CLOCK = ("cli.*", "entry", "watch.*")
CLOCK_EXCEPTIONS = {
    ("store.batches", "time.time_ns"),
    ("store.cache", "time.time"),
}  # how old something is, not what day it is

# module → why its purpose cannot be cut in two
LONGER_THAN_300 = {
    "model.schema": "tables, one line for each name a user may write",
}

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
OUTSIDE_WORLD = {"io", "locale", "logging", "os", "random", "socket", "subprocess", "sys", "tempfile", "time"}  # fmt: skip

CLOCK = re.compile(
    r"(?:^|\.)(date\.today|datetime\.(?:now|today|utcnow)"
    r"|time\.(?:time|time_ns|localtime|gmtime))$"
)
PRINT = re.compile(
    r"(?:^|\.)(?:pprint|print|print_exc|print_exception|s?echo|std(?:out|err)\.write)$"
)
OPEN = re.compile(r"(?:^|\.)(?:open|fdopen|read_text|read_bytes|write_text|write_bytes)$")


@dataclass(frozen=True)
class Import:
    """One imported module; `top` where it is loaded with its importer."""

    module: str
    top: bool


@dataclass(frozen=True)
class Module:
    """One source file, read and parsed."""

    path: Path

    @property
    def name(self) -> str:
        """Below notes_crm: `store.index`; a room's own `__init__` has the room's name."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def imports(self) -> list[Import]:
        return list(_imports(self.tree, top=True))

    @cached_property
    def ours(self) -> set[Import]:
        """What it imports of notes_crm, as names below it."""
        found = {i for i in self.imports if i.module.startswith("notes_crm.")}
        return {Import(_existing(i.module.removeprefix("notes_crm.")), i.top) for i in found}

    @cached_property
    def calls(self) -> list[tuple[int, str]]:
        """Line and spelling of everything it calls."""
        calls = (n for n in ast.walk(self.tree) if isinstance(n, ast.Call))
        return [(n.lineno, ast.unparse(n.func)) for n in calls]

    @cached_property
    def mentions(self) -> list[tuple[int, str]]:
        """Line and spelling of every `this.that`, called here or handed on."""
        attributes = (n for n in ast.walk(self.tree) if isinstance(n, ast.Attribute))
        return [(n.lineno, ast.unparse(n)) for n in attributes]


def _imports(node: ast.AST, *, top: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, top) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(f"{child.module}.{alias.name}", top) for alias in child.names)
        else:
            inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from _imports(child, top=top and not inner and not typing)


def _existing(name: str) -> str:
    """`store.index.Index` → `store.index`: the longest beginning that is a module."""
    while "." in name and name not in NAMES:
        name = name.rpartition(".")[0]
    return name


def _store(name: str) -> str:
    """`store.catalog.facts` → `store.catalog`."""
    return ".".join(name.split(".")[:2])


MODULES = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
NAMES = {module.name: module for module in MODULES}
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name or "notes_crm")


def allowed(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a module is one of these, or is the room itself."""
    return any(fnmatch(name, p) or f"{name}.*" == p for p in patterns)


@every_module
def test_imports_point_down(module):
    rooms = {i.module.partition(".")[0] for i in module.ours} - {
        module.room,
        "errors",
        "__version__",
    }
    assert rooms <= MAY_IMPORT.get(module.room, set()), f"{module.name} imports {rooms}"


@pytest.mark.parametrize("name", sorted(STORES_APART))
def test_a_store_knows_no_other_store(name):
    modules = [m for m in MODULES if _store(m.name) == name]
    assert modules
    assert not STORES_APART & {_store(i.module) for m in modules for i in m.ours} - {name}


@every_module
def test_an_outside_package_has_one_owner(module):
    packages = {i.module.partition(".")[0] for i in module.imports} - {"notes_crm", "__future__"}
    for package in packages - (sys.stdlib_module_names - {"sqlite3"}):
        assert package in OWNERS, f"{module.name} imports {package}, which has no owner"
        assert allowed(module.name, OWNERS[package]), f"{module.name} imports {package}"


def test_every_owner_still_uses_its_package():
    used = {i.module.partition(".")[0] for module in MODULES for i in module.imports}
    assert set(OWNERS) <= used


@every_module
def test_only_the_vault_opens_notes(module):
    opened = [call for call in module.calls if OPEN.search(call[1])]
    assert not opened or allowed(module.name, tuple(OPENS)), f"{module.name} opens files: {opened}"


@every_module
def test_only_the_edge_prints(module):
    printed = [call for call in module.calls if PRINT.search(call[1])]
    assert not printed or allowed(module.name, PRINTS), f"{module.name} prints: {printed}"


@every_module
def test_only_the_edge_reads_the_clock(module):
    said = [(line, found[1]) for line, name in module.mentions if (found := CLOCK.search(name))]
    said += [(0, i.module) for i in module.imports if CLOCK.search(i.module)]
    read = [call for call in said if (module.name, call[1]) not in CLOCK_EXCEPTIONS]
    assert not read or allowed(module.name, READS_CLOCK), f"{module.name} reads the clock: {read}"


@every_module
def test_model_and_answers_touch_nothing(module):
    if module.room in ("model", "answers"):
        imported = {i.module for i in module.imports}
        assert not {i.partition(".")[0] for i in imported} & OUTSIDE_WORLD
        assert "pathlib.Path" not in imported
        changing = [n.lineno for n in ast.walk(module.tree) if isinstance(n, ast.Global)]
        assert not changing, f"{module.name} changes globals in lines {changing}"


def test_the_command_line_loads_nothing_before_it_must():
    """All that `crm --help` loads: click, the standard library, the commands themselves."""
    pending, loaded = ["cli.app"], set()
    while pending:
        name = pending.pop()
        loaded.add(name)
        for i in NAMES[name].imports:
            if i.top and i.module.startswith("notes_crm."):
                ours = _existing(i.module.removeprefix("notes_crm."))
                assert ours.partition(".")[0] in ("cli", "errors"), f"{name} loads {ours}"
                pending += [ours] if ours not in loaded else []
            elif i.top:
                package = i.module.partition(".")[0]
                assert package in sys.stdlib_module_names | {"click"}, f"{name} loads {package}"


def test_the_entry_loads_the_standard_library_alone():
    assert not [i for i in NAMES["entry"].ours if i.top]


@every_module
def test_a_module_opens_with_its_purpose(module):
    purpose = (ast.get_docstring(module.tree) or "").split("\n\n")[0]
    assert re.match(r"\S+ \S+ \S.*[.:]$", purpose, re.DOTALL), f"{module.name}: {purpose!r}"


@every_module
def test_a_module_is_not_too_long(module):
    lines = len(module.path.read_text(encoding="utf-8").splitlines())
    assert lines <= 300 or module.name in LONGER_THAN_300, f"{module.name} has {lines} lines"


@every_module
def test_a_module_is_named_for_what_is_inside(module):
    assert not BANNED_NAMES & set(re.split(r"[._]", module.name))


def test_no_line_of_a_table_has_outlived_its_reason():
    longer = {m.name for m in MODULES if len(m.path.read_text(encoding="utf-8").splitlines()) > 300}
    assert set(LONGER_THAN_300) <= longer
    opening = [m.name for m in MODULES if any(OPEN.search(call) for _, call in m.calls)]
    assert all(any(allowed(name, (pattern,)) for name in opening) for pattern in OPENS)
    assert {name for name, _ in CLOCK_EXCEPTIONS} <= set(NAMES)


def test_the_page_names_every_room_and_no_other():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    [rooms] = re.findall(r"```text\nnotes_crm/\n(.*?)```", page, re.DOTALL)
    named = set(re.findall(r"^  (\w+)(?:/|\.py) ", rooms, re.MULTILINE))
    assert named == {m.room for m in MODULES if m.room}
    for room, module in re.findall(r"\b(\w+)/(\w+)\b", page):
        assert room not in named or f"{room}.{module}" in NAMES, f"the page names {room}/{module}"
