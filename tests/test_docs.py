"""What the documentation says must be so: generated pages are current, shown commands run."""

import ast
import importlib
import re
from pathlib import Path

import click
import pytest

from notes_crm.cli.app import crm
from notes_crm.cli.commands import PURPOSES
from notes_crm.model import schema
from notes_crm.model.tasks import fields as task_fields
from tests import pages
from tests.transcript import Step, Terminal, document_steps, rewritten

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {
    "checks.md": lambda: pages.format_page((DOCS / "checks.in.md").read_text(encoding="utf-8")),
    "commands.md": lambda: pages.commands_page(crm, PURPOSES),
    "format.md": lambda: pages.format_page((DOCS / "format.in.md").read_text(encoding="utf-8")),
}
WRITTEN = [ROOT / "README.md", *sorted(set(DOCS.glob("*.md")) - {DOCS / name for name in PAGES})]
ROOT_CONTEXT = pages.surroundings(crm, "crm")
LEAVES = dict(pages.leaves(ROOT_CONTEXT))
OURS = sorted((ROOT / "notes_crm").rglob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name, update):
    page = PAGES[name]()
    if update:
        (DOCS / name).write_text(page, encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == page, "run: make docs"


def test_the_help_of_crm_says_what_its_commands_say():
    """It lists them without loading them, so each line stands there once more."""
    told = {name: entry.said for entries in PURPOSES.values() for name, entry in entries.items()}
    assert told == {name: command.short_help for name, command in pages.inner(ROOT_CONTEXT)}


def test_every_command_is_listed():
    listed = {name for entries in PURPOSES.values() for name in entries}
    rooms = (OURS[0].parents[0] / "cli").glob("*.py")
    modules = (importlib.import_module(f"notes_crm.cli.{file.stem}") for file in rooms)
    assert listed == {c.name for module in modules for c in getattr(module, "COMMANDS", ())}


@pytest.mark.parametrize("name", LEAVES)
def test_every_command_has_help_and_an_example(name):
    command = LEAVES[name].command
    assert command.help
    shown = pages.examples(command)
    assert shown, f"{name} shows no example"
    assert [line for line in shown if line.startswith(name)], f"{name} shows only others' examples"
    assert f"### {name}\n" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["crm", *LEAVES])
def test_help_shows_none_of_its_marks(name):
    """Click's mark for lines to be left alone works only alone, first in a paragraph, and unescaped."""
    shown = LEAVES.get(name, ROOT_CONTEXT).get_help()
    assert not re.search(r"\\b|[\x00-\x08]", shown)


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_says_what_it_does(name):
    silent = [
        p.name for p in LEAVES[name].command.params if isinstance(p, click.Option) and not p.help
    ]
    assert not silent


def test_every_name_a_user_may_write_stands_in_the_format():
    page = (DOCS / "format.md").read_text(encoding="utf-8")
    names = {
        *schema.FIELDS, *schema.TYPES, *schema.HEADINGS, *schema.FOLDERS.values(),
        *schema.KEY_SYNONYMS, *schema.TYPE_SYNONYMS, *schema.TASK_TAGS,
        *(word for words in schema.STATUS.values() for word in words),
        *(word for field in schema.FIELDS.values() for word in field.choices),
    }  # fmt: skip
    assert sorted(name for name in names if f"`{name}`" not in page) == []
    assert sorted(mood for mood in schema.MOODS if not re.search(rf"\b{mood}\b", page)) == []
    assert sorted(sign for sign in task_fields.SIGNS if sign not in page) == []


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_happens(page, home, update):
    """Shown output is compared; a command with nothing beneath it must only succeed."""
    text = page.read_text(encoding="utf-8")
    (folder := home / "work").mkdir()
    terminal = Terminal(home, folder)
    told = []
    for vault, step in document_steps(text):
        if vault:
            terminal.open_vault(vault)
        actual = terminal.replay_one(step)
        succeeded = not actual.shown or not actual.shown[-1].startswith("[exit ")
        told.append((step, step if not step.shown and succeeded else actual))
    if update:
        page.write_text(rewritten(text, told), encoding="utf-8")
    assert [Step(*_parts(now)) for _, now in told] == [Step(*_parts(was)) for was, _ in told]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_a_page_names_only_commands_that_exist(page):
    text = page.read_text(encoding="utf-8")
    prose = re.findall(r"`crm ([^`]+)`", text)
    blocks = re.findall(r"^(?:\$ )?crm (.+)$", text, re.MULTILINE)
    for line in (*prose, *blocks):
        assert _is_command(line), f"{page.name} says: crm {line}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_advice_names_only_commands_that_exist(path):
    """`…; add one with: crm add "NAME"` must be something that can be typed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    docstrings = {
        id(n.value) for n in nodes if isinstance(n, ast.Expr) and path.parent.name != "cli"
    }
    strings = [n for n in nodes if isinstance(n, ast.Constant) and id(n) not in docstrings]
    texts = [n.value for n in strings if isinstance(n.value, str)]
    advice = [a for text in texts for a in re.findall(r"(?:: |\n  |`)crm ([a-z][^\n`]*)", text)]
    for line in advice:
        assert _is_command(line), f"{path.name} advises: crm {line}"


def _is_command(line: str) -> bool:
    """Whether a line after `crm ` begins with a command, and its long options are that command's."""
    words = line.split()
    command: click.Command = crm
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        word = words.pop(0).strip(".,;:")
        inner = command.get_command(pages.surroundings(command, None), word)
        if inner is None:
            return False
        command = inner
    known = {o for c in (crm, command) for p in c.params for o in (*p.opts, *p.secondary_opts)}
    options = {word.partition("=")[0].rstrip(".,;:") for word in words if word.startswith("--")}
    return options <= known | {"--help", "--"}


def _parts(step: Step) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return step.command, step.typed, step.shown
