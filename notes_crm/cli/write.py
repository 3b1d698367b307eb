"""Commands that write: log, add, attach."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.bullet import BulletCommand
from notes_crm.cli.complete import complete_customer, complete_type

if TYPE_CHECKING:
    from notes_crm.cli.session import Session
    from notes_crm.model.drafts import Interaction

RECENT = 7
"""Days for which a visit that is told calls for a check-in."""
KINDS = ("person", "equipment", "case", "opportunity")

LOG_OPTIONS = (
    click.option(
        "--promise",
        "promises",
        multiple=True,
        metavar="TEXT",
        help='We promise; may end in a date: "send kit by fri".',
    ),
    click.option(
        "--waiting",
        "waiting",
        multiple=True,
        metavar="TEXT",
        help='They promise: "Dana sends the log by mon".',
    ),
    click.option(
        "--next", "next_contact", metavar="WHEN", help='Next contact: "2 weeks", "16 mar", monday.'
    ),
    click.option(
        "--with",
        "people",
        multiple=True,
        metavar="NAME",
        help="Who of them; more than one with more --with.",
    ),
    click.option(
        "--also",
        multiple=True,
        metavar="CUSTOMER",
        shell_complete=complete_customer,
        help="It was about another customer, too.",
    ),
    click.option("--by", multiple=True, metavar="NAME", help="Who of us, if it was not you."),
    click.option(
        "--date",
        "day",
        metavar="WHEN",
        help="When it was, if not now: yesterday, 3 mar, 2026-03-02.",
    ),
    click.option("--time", "clock", metavar="HH:MM", help="At what time."),
    click.option("--minutes", metavar="LENGTH", help="How long: 75, 1h 15m."),
    click.option("--outcome", metavar="WORD", help="good, bad or incomplete."),
    click.option(
        "--mood", metavar="WORD", help="1 to 5, or angry, anxious, calm, happy, delighted."
    ),
    click.option("--started-by", metavar="WHO", help="us, them or a name."),
    click.option("--location", metavar="TEXT", help="Where exactly."),
    click.option("--equipment", multiple=True, metavar="NAME", help="Which unit."),
    click.option("--amount", type=float, metavar="NUMBER", help="What they bought for."),
    click.option("--repair-cost", type=float, metavar="NUMBER", help="What the repair cost."),
    click.option("--told", multiple=True, metavar="TEXT", help="What we told them."),
    click.option("--asked", multiple=True, metavar="TEXT", help="What we asked them."),
    click.option("--observed", multiple=True, metavar="TEXT", help="What you saw."),
    click.option("--private", is_flag=True, help="Keep this note out of every print."),
    click.option("--edit", is_flag=True, help="Open the note in your editor before it is written."),
    click.option(
        "--new", "separate", is_flag=True, help="A note of its own, though one is planned that day."
    ),
)


def _log_options(command: Any) -> Any:
    for option in reversed(LOG_OPTIONS):
        command = option(command)
    return command


@click.command(
    cls=BulletCommand,
    short_help="Write down a visit, a call, an e-mail: one line, dates in words.",
)
@click.argument("customer", shell_complete=complete_customer)
@click.argument("kind", metavar="TYPE", shell_complete=complete_type)
@click.argument("text", nargs=-1)
@_log_options
@click.pass_obj
def log(session: "Session", /, customer: str, kind: str, text: tuple[str, ...], **said: Any) -> int:
    """Write a note of one contact into the customer's folder.

    TYPE is visit, call, email, text, meeting, letter, social or note. Without TEXT your editor
    opens on a prepared note: the vault's form in Templates, if there is one. Promises become task lines that Obsidian Tasks reads. A visit, call
    or meeting that was planned for that day is filled in; no second note is written. With - as
    TEXT the words are read from standard input.

    Days in what is promised and in --next count from the day of the contact: "in 3 days", promised
    last Tuesday, means last Friday. How each was read is said. With the outcome of a visit it is
    said when to ask how it goes: soon after a good one, the same day after a bad one.

    \b
    Examples:
      crm log acme visit "Seal leaks again." --promise "send seal kit by fri" --next "2 weeks"
      crm log acme call "Dana asks for a quote." --with Dana --waiting "shift log by monday"
      crm log acme visit "New belt fitted." --date yesterday --minutes 75 --outcome good
      crm log acme call "Belt slips." --date "last tuesday" --promise "send belt in 10 days"
      crm log acme visit
      wl-paste | crm log acme text -         what you copied, a bullet for each line
    """
    from notes_crm.cli import notes, plans

    session.refresh()
    name = session.customer(customer)
    words = _words(text)
    said_now = notes.interaction(session, name, kind, words, said)
    path = plans.write_down(
        session, name, said_now, command="log", clock=bool(said["clock"]),
        editing=said["edit"] or not words, separate=said["separate"],
    )  # fmt: skip
    if path and words and not said["edit"]:
        for line in notes.understood(session, said, said_now):
            click.echo(line)
    if path:
        _remind_check_in(session, name, said_now)
    return 0 if path else 1


def _remind_check_in(session: "Session", name: str, said: "Interaction") -> None:
    """Say of a visit of these days when to ask how it goes, where no day is set by then."""
    from notes_crm.model.check_in import check_in

    visited, (outcome, following) = (
        said.when.date(),
        map(said.keys.get, ("outcome", "next_contact")),
    )
    if said.type != "visit" or not 0 <= (session.today - visited).days <= RECENT:
        return
    day = following if isinstance(following, date) else None
    if due := check_in(str(outcome), visited, session.today, day):
        session.say(
            f"{due.why}: a check-in is due by {due.day:%a} {due.day}; to set the day: "
            f'crm next "{name}" {due.day}'
        )


def _words(text: tuple[str, ...]) -> str:
    """What was said behind the command; - for what comes on standard input."""
    if text != ("-",):
        return " ".join(text).strip()
    from notes_crm.cli.typed import piped

    return piped().strip()


@click.command(short_help="A new customer, or somebody or something of theirs.")
@click.argument(
    "words", nargs=-1, required=True, metavar="[person|equipment|case|opportunity] NAME"
)
@click.option(
    "--customer", "-c", metavar="NAME", shell_complete=complete_customer,
    help="Whose it is; needed for all but customers.",
)  # fmt: skip
@click.option(
    "--set",
    "-s",
    "pairs",
    multiple=True,
    metavar="KEY=VALUE",
    help="A front-matter key; lists with more --set.",
)
@click.pass_obj
def add(
    session: "Session", words: tuple[str, ...], customer: str | None, pairs: tuple[str, ...]
) -> int:
    """Make a customer's folder with its profile, or a note for a person, unit, case or opportunity.

    It begins as the form in Templates that is named like it, if there is one. Days may be said in words. With date= they count from that day: due="in 3 days" of a case.

    \b
    Examples:
      crm add "Acme Pumps" --set phone="0113 496 0000" --set address="4 Mill Lane, Leeds"
      crm add person "Dana Ortiz" --customer acme --set role="works manager" --set decides=yes
      crm add equipment "Pump P-100" -c acme --set serial=0042-77 --set warranty_until=2027-01-31
      crm add case "seal leak" -c acme
      crm add case "belt" -c acme --set date="last tuesday" --set due="in 10 days"
      crm add opportunity "second pump" -c acme --set amount=4200
    """
    from notes_crm.cli import notes

    session.refresh()
    if words[0] in KINDS and (len(words) > 1 or customer):
        if not customer:
            raise click.UsageError(
                f'Whose {words[0]} is it? Say so: crm add {words[0]} "NAME" --customer NAME'
            )
        draft = notes.thing(session, words[0], " ".join(words[1:]), customer, pairs)
    else:
        words = words[1:] if words[0] == "customer" and len(words) > 1 else words
        draft = notes.customer(session, " ".join(words), pairs)
    path = notes.write(session, draft)
    click.echo(f"Wrote {_shown(path)}")
    return 0


@click.command(short_help="Copy files into a customer's folder, and link them.")
@click.argument("customer", shell_complete=complete_customer)
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option(
    "--note", "text", metavar="TEXT", help="What they show; becomes the text of the note."
)
@click.pass_obj
def attach(session: "Session", customer: str, files: tuple[str, ...], text: str | None) -> int:
    """Copy photos, quotes, drawings into the customer's `files/` and write a note that links them.

    The originals stay where they are. A name that is taken gets the date in front.

    \b
    Examples:
      crm attach acme leak.jpg
      crm attach acme quote.pdf drawing.pdf --note "Quote for the second pump"
    """
    from notes_crm.cli import notes

    session.refresh()
    name = session.customer(customer)
    for path in notes.attach(session, name, files, text or ""):
        click.echo(f"Wrote {_shown(path)}")
    return 0


def _shown(path: str) -> str:
    from notes_crm.output.console import one_line

    return one_line(path)


COMMANDS = (log, add, attach)
