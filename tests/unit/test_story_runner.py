"""The runner of stories must not be the one who lies."""

import contextlib
import sys
from pathlib import Path
from urllib.parse import quote

import click
import pytest
from click.testing import CliRunner

from tests.running import Result
from tests.transcript import (
    NotAStory,
    Step,
    Terminal,
    document_steps,
    matches,
    parse_steps,
    parse_story,
    rewritten,
)

HEAD = "# A thing holds.\n"


@click.command()
@click.argument("words", nargs=-1)
@click.option("--fail", type=int, default=0)
def small(words, fail):
    """A command that says what it was given, and where it was."""
    stdin = sys.stdin.read()
    click.echo(f"{' '.join(words)} at {Path.cwd()}")
    click.echo(f"read {stdin!r}" if stdin else "read nothing", err=True)
    raise SystemExit(fail)


def run_small(arguments, *, cwd, stdin, env):
    with contextlib.chdir(cwd):
        result = CliRunner().invoke(small, arguments, input=stdin, env=env)
    return Result(result.exit_code, result.stdout, result.stderr, result.output)


@pytest.fixture
def terminal(home):
    (home / "work").mkdir()
    terminal = Terminal(home, home / "work", run_small)
    terminal.open_vault("empty")
    return terminal


def test_a_story_has_a_head_a_vault_files_and_steps():
    story = parse_story(
        "# A thing holds.\n## vault none\n## file A/B.md\n## Promised\n- [ ] a\n\n## file C.md\n\n"
        "$ crm who a\nAcme\n\n$ cat C.md\n"
    )
    assert story.vault == "none"
    assert story.files == {"A/B.md": "## Promised\n- [ ] a\n", "C.md": "\n"}
    assert story.steps == (Step("crm who a", (), ("Acme",)), Step("cat C.md"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("crm who a\n", "begins with"),
        ("# no full stop\n$ crm\n", "begins with"),
        (HEAD, "at least one command"),
        (HEAD + "loose words\n$ crm\n", "belongs to no"),
        (HEAD + "$ crm <<END\nnever ended\n", "no line END"),
        (HEAD + "$ \n", "without a command"),
    ],
)
def test_what_is_no_story_is_refused(text, reason, terminal):
    with pytest.raises(NotAStory, match=reason):
        terminal.replay(parse_story(text).steps)


def test_blank_lines_inside_the_output_count_and_at_its_end_do_not():
    assert list(parse_steps("$ crm a\n\none\n\ntwo\n\n\n$ crm b\n")) == [
        Step("crm a", (), ("", "one", "", "two")),
        Step("crm b"),
    ]


def test_a_story_that_is_told_truly_stays_as_it_is(terminal):
    text = (
        HEAD + "\n$ crm \"two  spaces\" 'and more'\ntwo  spaces and more at VAULT\nread nothing\n"
        "\n$ crm x --fail 2\nx at VAULT\nread nothing\n[exit 2]\n"
    )
    story = parse_story(text)
    assert story.render(terminal.replay(story.steps)) == text


def test_a_story_that_is_not_true_is_told_anew(terminal):
    story = parse_story(HEAD + "$ crm x\nsomething else\n\n$ crm y\ny at VAULT\nread nothing\n")
    assert story.render(terminal.replay(story.steps)) == (
        HEAD + "\n$ crm x\nx at VAULT\nread nothing\n\n$ crm y\ny at VAULT\nread nothing\n"
    )


@pytest.mark.parametrize("shown", [["x at VAULT"], ["x at VAULT", "read nothing", "more"], []])
def test_a_line_more_or_less_is_a_difference(terminal, shown):
    [told] = terminal.replay([Step("crm x", (), tuple(shown))])
    assert told.shown == ("x at VAULT", "read nothing")


def test_three_dots_stand_for_any_lines_and_for_nothing_else():
    assert matches(["a", "...", "z"], ["a", "b", "", "z"])
    assert matches(["a", "...", "z"], ["a", "z"])
    assert not matches(["a", "...", "z"], ["a", "b", "y"])
    assert not matches(["a..."], ["ab"])
    assert matches([], [])
    assert not matches([], ["a"])


def test_what_is_typed_reaches_the_command(terminal):
    [step] = parse_steps("$ crm x <<END\none\n\ntwo\nEND\n")
    assert step.typed == ("one", "", "two", "END")
    assert terminal.replay_one(step).shown == ("x at VAULT", "read 'one\\n\\ntwo\\n'")


def test_pipes_and_redirections_carry_standard_output_only(terminal):
    assert terminal.type("echo hello you > A.md") == []
    assert terminal.type("cat A.md | crm x") == ["x at VAULT", "read 'hello you\\n'"]
    assert terminal.type("crm x < A.md > B.md") == ["read 'hello you\\n'"]
    assert terminal.type("crm y | cat >> B.md") == ["read nothing"]
    assert terminal.type("cat B.md") == ["x at VAULT", "y at VAULT"]


def test_the_code_is_that_of_the_last_command(terminal):
    assert terminal.type("crm x --fail 1 | cat") == ["read nothing", "x at VAULT"]
    assert terminal.type("cat Nowhere.md") == [
        "cat: Nowhere.md: No such file or directory",
        "[exit 1]",
    ]


def test_files_are_moved_listed_and_removed_without_a_shell(terminal):
    terminal.type("mkdir Customers/Acme")
    terminal.type("echo a > Customers/Acme/a.md")
    terminal.type("mv Customers/Acme Customers/Apex")
    assert terminal.type("cd Customers") == []
    assert terminal.type("ls") == ["Apex"]
    assert terminal.type("crm x") == ["x at VAULT/Customers", "read nothing"]
    assert terminal.type("rm Apex/a.md") == []
    assert terminal.type("ls Apex") == []


def test_a_printed_line_that_looks_like_a_command_is_marked(terminal):
    assert terminal.type("echo '$ crm x'") == ["\\$ crm x"]


def test_another_program_is_refused(terminal):
    with pytest.raises(NotAStory, match="stories know only crm, cat"):
        terminal.type("curl example.com")


def test_another_day_and_other_variables_stand_before_the_command(home):
    seen = {}

    def run(_, *, env, **_rest):
        seen.update(env)
        return Result(0, "", "", "")

    terminal = Terminal(home, home, run)
    terminal.type("TODAY=2026-03-11 CRM_ME=Sam crm who a")
    assert seen == {"CRM_TODAY": "2026-03-11", "CRM_ME": "Sam"}


def test_what_differs_between_machines_is_made_the_same(terminal, home):
    vault = terminal.vault
    assert terminal.settle(f"{vault}/a.md  \n{home}/cache/x") == "VAULT/a.md\nCACHE/x"
    assert terminal.settle(f"?path={quote(str(vault), safe='')}%2Fa") == "?path=VAULT%2Fa"


def test_a_document_is_run_and_rewritten_block_by_block(terminal):
    page = (
        "Words.\n\n<!-- vault empty -->\n```console\n$ crm a\nold\n\n$ crm b\n```\n\n"
        "```sh\n$ crm never\n```\n\n```console\n$ crm c\nc at VAULT\nread nothing\n```\n"
    )
    found = list(document_steps(page))
    assert [(asked, step.command) for asked, step in found] == [
        ("empty", "crm a"), (None, "crm b"), (None, "crm c"),
    ]  # fmt: skip
    steps = [step for _, step in found]
    assert rewritten(page, zip(steps, steps, strict=True)) == page
    told = terminal.replay(steps)
    assert rewritten(page, zip(steps[:1], told[:1], strict=True)) == page.replace(
        "$ crm a\nold\n", "$ crm a\na at VAULT\nread nothing\n"
    )
