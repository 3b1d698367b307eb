"""Commands that print: brief."""

from typing import TYPE_CHECKING, Literal

import click

from notes_crm.errors import BadDate, NoEngine, Unwritable

if TYPE_CHECKING:
    from pathlib import Path

    from notes_crm.answers.briefing import Briefing
    from notes_crm.cli.session import Session
    from notes_crm.model.note import Note

LETTER_REGIONS = frozenset({"US", "CA", "MX", "PH", "CO", "CL", "VE"})
"""Where paper is Letter rather than A4."""
KEPT_DAYS = 7
"""A sheet that nobody saved elsewhere is removed after so many days: it is private."""
Page = Literal["a4", "letter"]


@click.command(short_help="The sheet to read before knocking on the door.")
@click.argument("words", nargs=-1, required=True, metavar="CUSTOMER")
@click.option("--html", "only", flag_value="html", help="Only the HTML page.")
@click.option("--pdf", "only", flag_value="pdf", help="Only the PDF.")
@click.option("--text", "only", flag_value="text", help="As plain text, here.")
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write to FILE; its ending says which kind.",
)
@click.option("--open", "open_it", is_flag=True, help="Open it when it is written.")
@click.option(
    "--for",
    "reader",
    metavar="NAME",
    help="Whose sheet it is, if not yours: news since their last visit.",
)
@click.option("--as-of", metavar="WHEN", help="As it would have been printed on that day.")
@click.option(
    "--page", type=click.Choice(["a4", "letter"]), help="Paper; else by the vault's region."
)
@click.option("--lang", metavar="LANGUAGE", help="Language of the labels: en, de.")
@click.option("--with-private", is_flag=True, help="Print private parts and door codes too.")
@click.pass_obj
def brief(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, words: tuple[str, ...], only: str | None, output: str | None, open_it: bool, reader: str | None,
    as_of: str | None, page: Page | None, lang: str | None, with_private: bool,
) -> int:  # fmt: skip
    """Print one customer on one page: where we left off, what is promised, what to ask.

    Writes an HTML page and a PDF into a folder of your own, where they are removed after a week.
    Private sections, comments and door codes stay off it unless you say --with-private.

    \b
    Examples:
      crm brief acme
      crm brief acme --open
      crm brief acme -o monday.pdf --page letter
      crm brief acme --text
    """
    session.refresh()
    name = session.customer(" ".join(words))
    write_brief(
        session, name, only=only, output=output, open_it=open_it, reader=reader, as_of=as_of, page=page,
        lang=lang, with_private=with_private,
    )  # fmt: skip
    return 0


def write_brief(
    session: "Session", name: str, *, only: str | None = None, output: str | None = None, open_it: bool = False,
    reader: str | None = None, as_of: str | None = None, page: Page | None = None, lang: str | None = None,
    with_private: bool = False,
) -> None:  # fmt: skip
    """Compose a customer's sheet and write it where it is wanted; says what was written."""
    from notes_crm.output import console

    briefing = _compose(session, name, reader=reader, as_of=as_of, with_private=with_private)
    if only == "text":
        from notes_crm.output.plain import text

        click.echo(text(briefing, width=min(session.width, 100)), nl=False)
        return
    settings = session.vault.settings
    paper: Page = page or ("letter" if settings.region in LETTER_REGIONS else "a4")
    looks = {
        "page": paper,
        "lang": _language(lang or session.personal.lang or settings.languages[0], settings.region),
        "printed": session.now.replace(microsecond=0),
        "vault": session.vault.name,
        "currency": settings.currency,
    }
    kinds = [only] if only else ["html", "pdf"]
    if output:
        kinds = [only or ("pdf" if output.lower().endswith(".pdf") else "html")]
    written = []
    for kind in kinds:
        path = _target(session, briefing, kind, output)
        if kind == "html":
            from notes_crm.output.sheet import render

            _write(path, render([briefing], **looks).encode())  # type: ignore[arg-type]
            click.echo(f"Wrote {console.one_line(str(path))}")
        elif not _write_pdf(session, briefing, looks, path, alone=kinds == ["pdf"]):
            continue
        written.append(path)
    if open_it and written:
        click.launch(str(written[-1]))


def _write_pdf(
    session: "Session", briefing: "Briefing", looks: dict[str, object], path: "Path", *, alone: bool
) -> bool:
    from notes_crm.output import console, pdf

    try:
        made = pdf.make_pdf([briefing], **looks)  # type: ignore[arg-type]
    except NoEngine as error:
        if alone:
            raise
        session.say(str(error))
        return False
    _write(path, made.data)
    pages = f", {made.pages} pages" if made.pages > 1 else ""
    click.echo(f"Wrote {console.one_line(str(path))} ({made.engine}{pages})")
    return True


def _compose(
    session: "Session", name: str, *, reader: str | None, as_of: str | None, with_private: bool
) -> "Briefing":
    from notes_crm.answers.briefing import compose

    today = session.day(as_of, past=True) if as_of else session.today
    if as_of and today.year < 1970:  # noqa: PLR2004 - before any note
        raise BadDate(f"{as_of!r} is before any note; name a later day.")
    rows = [row for row in session.index.facts.notes(customer=name) if row.conflict_of is None]
    if as_of:
        rows = [row for row in rows if row.date is None or row.date <= today]
    return compose(
        name,
        _notes(session, [row.path for row in rows]),
        today,
        me=reader or session.me,
        lessons=_notes(session, session.index.facts.paths("lesson")),
        team=_notes(session, session.index.facts.paths("team")),
        with_private=with_private,
    )


def _notes(session: "Session", paths: list[str]) -> list["Note"]:
    from notes_crm.model.note import parse

    found = []
    for path in paths:
        try:
            data = session.vault.read(path).data
        except OSError:  # it went away, or can't be read; `crm check` names it
            continue
        tasks = session.vault.task_settings
        found.append(
            parse(data, path, session.schema, form=tasks.form, global_filter=tasks.global_filter)
        )
    return found


def _language(code: str, region: str) -> str:
    """A language with the country whose dates and numbers it is printed in."""
    return code if "-" in code or "_" in code else f"{code}-{region}"


def _target(session: "Session", briefing: "Briefing", kind: str, output: str | None) -> "Path":
    if output:
        return session.cwd / output
    folder = session.state_folder / "sheets"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise Unwritable(
            f"{folder} can't be made ({(error.strerror or '').lower()}); name a file with -o."
        ) from None
    _sweep(folder, session.now.timestamp())
    name = "".join(
        c if c not in '<>:"/\\|?*' and c.isprintable() else "_" for c in briefing.customer
    )[:80]
    return folder / f"{name} {briefing.day.isoformat()}.{kind}"


def _sweep(folder: "Path", now: float) -> None:
    """Remove sheets that have lain here for more than a week."""
    for file in folder.iterdir():
        try:
            if file.suffix in (".html", ".pdf") and file.stat().st_mtime < now - KEPT_DAYS * 86_400:
                file.unlink()
        except OSError:
            continue


def _write(path: "Path", data: bytes) -> None:
    import os

    try:
        handle = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
        )
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        raise Unwritable(
            f"{path} can't be written ({(error.strerror or '').lower()}); name another file with -o."
        ) from None


COMMANDS = (brief,)
