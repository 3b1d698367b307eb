"""Options that exclude each other: said together they are refused by name, whatever came last."""

import click
import pytest

from notes_crm.cli import app
from notes_crm.cli.commands import PURPOSES
from notes_crm.cli.one_of import OneOfCommand

COMMANDS = [name for purpose in PURPOSES.values() for name in purpose]


@pytest.mark.parametrize("name", COMMANDS)
def test_flags_that_set_one_value_are_never_both_taken(name):
    command = app.command_named(name)
    names = [p.name for p in command.params if isinstance(p, click.Option)]
    if len(set(names)) < len(names):
        assert isinstance(command, OneOfCommand)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("brief --today --tomorrow", "Of --today and --tomorrow only one"),
        ("brief --tomorrow --today", "Of --tomorrow and --today only one"),
        ("brief acme --html --pdf --html", "Of --html and --pdf only one"),
        ("due --week --month", "Of --week and --month only one"),
        ("due --all --week", "without --week"),
        ("due --html --pdf", "Of --html and --pdf only one"),
        ("handover sam jo --pdf --html", "Of --pdf and --html only one"),
        ("remind --install --uninstall", "Of --install and --uninstall only one"),
        ("remind --dry-run --test", "--dry-run tells nothing"),
        ("watch --install --uninstall", "Of --install and --uninstall only one"),
        ("remind --test --json", "--json describes a round"),
        ("conflicts --yes", "--yes belongs to --merge"),
        ("inbox --list --yes", "--list files nothing"),
        ("inbox --json --yes", "--json files nothing"),
    ],
)
def test_two_that_exclude_each_other_are_refused(crm, vault, line, said):
    told = crm(*line.split(), cwd=vault())
    assert told.code == 2
    assert said in told.stderr


def test_the_same_one_twice_is_no_contradiction(crm, vault):
    assert crm("due", "--week", "--week", cwd=vault()).code == 0
