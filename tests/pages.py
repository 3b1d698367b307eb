"""The generated pages of docs/: the commands from click, the format from the tables of the model."""

import inspect
import re
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import click

from notes_crm.model import checks, schema
from notes_crm.model.tasks import fields as task_fields

MARK = re.compile(r"^<!-- table: (?P<name>[\w ]+) -->$", re.MULTILINE)
GROUP_TITLES: Mapping[schema.Group, str] = {
    "interaction": "Visits, calls, e-mails and other contacts",
    "note": "Other notes",
    "customer": "A customer's profile",
    "person": "Somebody at the customer",
    "equipment": "A unit at the customer",
    "case": "A case",
    "opportunity": "Something they may buy",
    "feedback": "What they said about us",
    "goal": "A goal",
    "team": "One of us",
    "lesson": "A lesson",
    "review": "The monthly review",
}


def commands_page(group: click.Group, purposes: Mapping[str, Iterable[str]]) -> str:
    """Every command with its help, its options and its examples, grouped as in `crm --help`."""
    context = surroundings(group, "crm")
    lines = ["# Commands", "", "Made from the commands' own help by `make docs`.", ""]
    lines += [*_help(group), "Options that go before any command:", "", *_options(group, context)]
    named = dict(inner(context))
    for purpose, names in purposes.items():
        lines += [f"## {purpose}", ""]
        for name in names:
            lines += _command(named[name], context)
    return "\n".join(lines).rstrip() + "\n"


def format_page(template: str) -> str:
    """The page about the format: the frame with every table filled in."""
    return MARK.sub(lambda mark: "\n".join(TABLES[mark["name"]]()), template)


def examples(command: click.Command) -> list[str]:
    """The command lines under `Examples:` in a command's help."""
    found = re.search(r"^\x08?\n?Examples?:\n((?:  .+\n?)+)", _text(command), re.MULTILINE)
    return [line.strip() for line in found[1].splitlines()] if found else []


def surroundings(
    command: click.Command, name: str | None, parent: click.Context | None = None
) -> click.Context:
    """The context in which click itself would run the command: options made in it are kept."""
    return click.Context(command, info_name=name, parent=parent, **command.context_settings)


def leaves(context: click.Context) -> Iterator[tuple[str, click.Context]]:
    """Every command that does something, with its full name; groups are gone through."""
    if isinstance(context.command, click.Group):
        for name, command in inner(context):
            yield from leaves(surroundings(command, name, context))
    else:
        yield context.command_path, context


def inner(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """The commands of a group, by name; as they were defined, where they are loaded with it."""
    assert isinstance(context.command, click.Group)
    for name in context.command.commands or context.command.list_commands(context):
        command = context.command.get_command(context, name)
        assert command, name
        yield name, command


def _command(command: click.Command, parent: click.Context) -> list[str]:
    context = surroundings(command, command.name, parent)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"### {context.command_path}", "", "```text", usage, "```", "", *_help(command)]
    lines += _options(command, context)
    if isinstance(command, click.Group):
        for _, within in inner(context):
            lines += _command(within, context)
    return lines


def _help(command: click.Command) -> list[str]:
    """The help as Markdown: paragraphs that click leaves as they are become code."""
    lines = []
    for paragraph in _text(command).split("\n\n"):
        if paragraph.startswith("\b"):
            title, *code = paragraph.split("\n")[1:]
            lines += [
                title,
                "",
                "```text",
                *textwrap.dedent("\n".join(code)).split("\n"),
                "```",
                "",
            ]
        else:
            lines += [paragraph.replace("\n", " "), ""]
    return lines


def _options(command: click.Command, context: click.Context) -> list[str]:
    records = [p.get_help_record(context) for p in command.get_params(context)]
    said = [record for record in records if record and record[1] and "--help" not in record[0]]
    lines = [f"- `{name}` – {says}" for name, says in said]
    return [*lines, ""] if lines else []


def _text(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").strip()


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    every = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in every]


def _code(words: Iterable[str]) -> str:
    return " ".join(f"`{word}`" for word in words)


def _folders() -> list[str]:
    says = {
        "customers": "one folder for each customer", "team": "one note for each of us",
        "archive": "former customers: found, but no longer reminded of",
        "inbox": "what nobody has sorted yet", "reference": "manuals, price lists, guidelines",
        "goals": "what we want to reach", "templates": "empty forms; never read as notes",
        "lessons": "what we learned, one bullet each",
    }  # fmt: skip
    return _table(
        ("use", "name", ""), ((u, f"`{name}`", says[u]) for u, name in schema.FOLDERS.items())
    )


def _checks() -> list[str]:
    lines = []
    for name, group in checks.GROUPS.items():
        rows = (
            (f"`{c.code}`", c.level, f"{c.says} {c.why}", c.do + (" ✓" if c.mends else ""))
            for c in group
        )
        lines += [
            f"### {name}",
            "",
            *_table(("code", "level", "what and why", "what to do"), rows),
            "",
        ]
    return lines[:-1]


def _types() -> list[str]:
    return _table(
        ("`type`", "", "a contact"),
        (
            (f"`{t.name}`", t.says, "yes" if t.name in schema.CONTACT_TYPES else "")
            for t in schema.TYPES.values()
        ),
    )


def _keys() -> list[str]:
    lines = ["**Any note**", "", *_key_table(f for f in schema.FIELDS.values() if not f.on)]
    for group, title in GROUP_TITLES.items():
        fields = [f for f in schema.FIELDS.values() if group in f.on]
        if fields and group != "note":
            lines += ["", f"**{title}**", "", *_key_table(fields)]
    return lines


def _key_table(fields: Iterable[schema.Field]) -> list[str]:
    return _table(
        ("key", "holds", ""),
        (
            (f"`{f.name}`", f.kind, f.says + (f": {_code(f.choices)}" if f.choices else ""))
            for f in fields
        ),
    )


def _synonyms(table: Mapping[str, str]) -> list[str]:
    words = defaultdict(list)
    for word, meaning in table.items():
        if word != meaning:
            words[meaning].append(word)
    return _table(("means", "when you write"), ((f"`{m}`", _code(ws)) for m, ws in words.items()))


def _words() -> list[str]:
    synonyms = defaultdict(list)
    for key, table in schema.WORD_SYNONYMS.items():
        for word, meaning in table.items():
            if word != meaning:
                synonyms[key, meaning].append(word)
    rows = [
        (f"`status` of {GROUP_TITLES[group].lower()}", f"`{word}`", _code(synonyms["status", word]))
        for group, words in schema.STATUS.items()
        for word in words
    ]
    chosen = {f.name: f.choices for f in schema.FIELDS.values() if f.choices}
    for key in [*chosen, *(key for key in schema.WORD_SYNONYMS if key not in (*chosen, "status"))]:
        words = chosen.get(key) or dict.fromkeys(schema.WORD_SYNONYMS[key].values())
        rows += [(f"`{key}`", f"`{word}`", _code(synonyms[key, word])) for word in words]
    return _table(("key", "word", "also written"), rows)


def _moods() -> list[str]:
    words = defaultdict(list)
    for word, number in schema.MOODS.items():
        words[number].append(word)
    return _table(("mood", "words"), ((str(n), ", ".join(words[n])) for n in sorted(words)))


def _headings() -> list[str]:
    where = {"interaction": "contacts and notes", "customer": "profile", "case": "case", "opportunity": "opportunity"}  # fmt: skip
    return _table(
        ("heading", "in", ""),
        (
            (f"`{h.name}`", where[h.on[0]] if h.on else "any note", h.says)
            for h in schema.HEADINGS.values()
        ),
    )


def _task_fields() -> list[str]:
    says = {
        "id": "a name for other lines to refer to", "depends_on": "the names of what must come first",
        "priority": "from highest to lowest", "recurrence": "how often it returns: `every 2 weeks`",
        "on_completion": "what becomes of the line once it is done: `keep` or `delete`",
        "created": "written down", "start": "not before", "scheduled": "meant for",
        "due": "promised for", "cancelled": "withdrawn on", "done": "kept on",
    }  # fmt: skip
    signs, keys = defaultdict(list), {name: key for key, name in task_fields.KEYS.items()}
    for sign, name in task_fields.SIGNS.items():
        signs[name].append(sign)
    return _table(
        ("field", "sign", "or", ""),
        ((n, " ".join(signs[n]), f"`[{keys[n]}:: …]`", says[n]) for n in task_fields.WRITTEN),
    )


TABLES: Mapping[str, Callable[[], list[str]]] = {
    "checks": _checks,
    "folders": _folders,
    "types": _types,
    "type synonyms": lambda: _synonyms(schema.TYPE_SYNONYMS),
    "keys": _keys,
    "key synonyms": lambda: _synonyms(schema.KEY_SYNONYMS),
    "words": _words,
    "moods": _moods,
    "headings": _headings,
    "task fields": _task_fields,
}
