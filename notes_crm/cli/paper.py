"""Commands that print: brief."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from notes_crm.cli.complete import complete_customer
from notes_crm.cli.delivery import Pages, deliver
from notes_crm.cli.going_out import ENDINGS, Form, complain_of_ways
from notes_crm.cli.one_of import OneOfCommand
from notes_crm.errors import NothingPlanned

if TYPE_CHECKING:
    from notes_crm.cli.session import Session

EXIT_NOTHING = 1


@click.command(
    cls=OneOfCommand, short_help="The sheet to read before knocking on the door, or a day of them."
)
@click.argument("words", nargs=-1, metavar="[CUSTOMER]...", shell_complete=complete_customer)
@click.option(
    "--tomorrow",
    "day",
    flag_value="tomorrow",
    help="Everything for tomorrow: the route and all sheets.",
)
@click.option("--today", "day", flag_value="today", help="The same for today.")
@click.option("--date", "date_words", metavar="WHEN", help="The same for another day: fri, 4 dec.")
@click.option(
    "--for",
    "reader",
    metavar="NAME",
    help="Whose sheet or day, if not yours: me, a name; a day also: all.",
)
@click.option("--as-of", metavar="WHEN", help="As it would have been printed on that day.")
@click.option("--html", "only", flag_value="html", help="Only the HTML page.")
@click.option("--pdf", "only", flag_value="pdf", help="Only the PDF.")
@click.option("--md", "only", flag_value="md", help="As Markdown, here.")
@click.option("--text", "only", flag_value="text", help="As plain text, here.")
@click.option(
    "--json",
    "only",
    flag_value="json",
    help="For scripts: one JSON document, fields always present.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write to FILE; its ending says which kind. - for here.",
)
@click.option("--open", "open_it", is_flag=True, help="Open it when it is written.")
@click.option("--print", "print_it", is_flag=True, help="Hand the PDF to the printer.")
@click.option(
    "--page", type=click.Choice(["a4", "letter"]), help="Paper; else by the vault's region."
)
@click.option("--lang", metavar="LANGUAGE", help="Language of the labels: en, de, fr …")
@click.option(
    "--template",
    type=click.Path(),
    metavar="FILE",
    help="A template of your own; see crm template.",
)
@click.option(
    "--engine", metavar="NAME", help="What makes the PDF: PlutoPrint, WeasyPrint or browser."
)
@click.option(
    "--accessible", "--pdf-ua", "accessible", is_flag=True,
    help="A PDF that can be read aloud (PDF/UA).",
)  # fmt: skip
@click.option("--large", is_flag=True, help="Larger type; a full sheet then takes two pages.")
@click.option("--sources", is_flag=True, help="Say for each line which note it comes from.")
@click.option(
    "--share", is_flag=True, help="Only what the customer may see; says what was left out."
)
@click.option("--with-private", is_flag=True, help="Print private parts and door codes too.")
@click.pass_obj
def brief(session: "Session", /, **given: Any) -> int:
    """Print one customer on one page: where we left off, what is promised, what to ask.

    With --tomorrow, --today or --date: the day's route, and the sheet of every planned visit. A
    planned visit is a note dated ahead, with its time, its purpose and what to take.

    Writes an HTML page and a PDF into a folder of your own, where they are removed after a week.
    Private sections, comments and door codes stay off it unless you say --with-private.

    \b
    Examples:
      crm brief acme
      crm brief acme --open
      crm brief acme dana @silver            several customers in one file
      crm brief --tomorrow --print           the whole day on paper
      crm brief --date fri --for sam
      crm brief acme -o monday.pdf --page letter --large
      crm brief acme --text --sources        which note says so
      crm brief acme --share                 for the customer to keep
    """
    _complain(given)
    form = Form(
        **{name: given[name] for name in ("only", "output", "open_it", "print_it", "page", "lang", "large", "sources", "template", "engine", "accessible")},
        shared=given["share"],
    )  # fmt: skip
    complain_of_ways(form)
    if form.kind in ("", "html", "pdf"):
        _begin(session)
    session.refresh()
    try:
        pages = _pages(session, given)
    except NothingPlanned as nothing:
        if form.kind == "json" and not form.file:
            from notes_crm.output.console import emit_json
            from notes_crm.output.records import document

            emit_json(document(()))
        session.say(str(nothing))
        return EXIT_NOTHING
    deliver(session, pages, form)
    return 0


def write_brief(session: "Session", name: str) -> None:
    """Write a customer's sheet as HTML and PDF; says what was written."""
    from notes_crm.cli.sheets import Sheets

    sheets = Sheets(session, session.me, session.today, past=False, with_private=False)
    deliver(session, Pages((sheets.of(name),)), Form())


def _complain(given: dict[str, Any]) -> None:
    """What can't be meant together, before anything is read."""
    days = [name for name in (given["day"], given["date_words"]) if name]
    if len(days) > 1 or (days and given["words"]):
        raise click.UsageError("Name customers, or one day: crm brief acme, crm brief --tomorrow.")
    if not days and not given["words"]:
        raise click.UsageError(
            "Which customer, or which day? crm brief acme, crm brief --tomorrow."
        )
    ending = PurePath(given["output"] or "").suffix[1:].lower()
    if ending and not given["only"] and ending not in ENDINGS:
        raise click.UsageError("-o takes a file that ends in .html, .pdf, .md, .txt or .json.")
    if given["share"] and (days or given["with_private"]):
        raise click.UsageError(
            "--share is for one customer's eyes: without a day and --with-private."
        )
    if given["share"] and given["sources"]:
        raise click.UsageError("--share names no notes of ours: without --sources.")


def _begin(session: "Session") -> None:
    """Load what every sheet needs, while the disk is looked at unless a watch may spare that."""
    if (session.index.folder / "daemon.json").exists():
        return
    session.index.look_ahead()
    import notes_crm.cli.sheets
    import notes_crm.output.sheet  # noqa: F401


def _pages(session: "Session", given: dict[str, Any]) -> Pages:
    from notes_crm.cli.sheets import EVERYBODY, Sheets, customers_meant, day_meant, reader_meant

    as_of = given["as_of"]
    today = day_meant(session, as_of) if as_of else session.today
    day = given["date_words"] or given["day"]
    everybody = given["reader"] == EVERYBODY and day
    reader = None if everybody else reader_meant(session, given["reader"])
    sheets = Sheets(session, reader, today, past=bool(as_of), with_private=given["with_private"])
    if not day:
        return Pages(tuple(sheets.of(name) for name in customers_meant(session, given["words"])))
    meant = session.day(given["date_words"]) if given["date_words"] else sheets.near(day)
    route = sheets.on(meant, reader)
    return Pages(tuple(stop.sheet for stop in route.stops), route, _again(given, day))


def _again(given: dict[str, Any], day: str) -> str:
    """The command that makes these pages again, for the foot of the cover."""
    from shlex import quote

    words = [f"--date {quote(day)}" if given["date_words"] else f"--{day}"]
    words += [f"--for {quote(given['reader'])}"] if given["reader"] else []
    return f"crm brief {' '.join(words)}"


COMMANDS = (brief,)
