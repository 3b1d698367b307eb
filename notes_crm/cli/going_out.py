"""What is made for paper goes out: written as files, handed to the printer, opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import click

from notes_crm.errors import NoEngine

if TYPE_CHECKING:
    from pathlib import Path

    from notes_crm.cli.session import Session

Page = Literal["a4", "letter"]
C = TypeVar("C", bound=Callable[..., Any])
Make = Callable[[str], tuple[bytes, str]]
"""From `html` or `pdf` to the file's bytes, and what is said of it behind its name."""

ENDINGS = {
    "html": "html", "htm": "html", "pdf": "pdf", "md": "md", "txt": "text", "json": "json",
}  # fmt: skip
"""Which form a file is written in, by the ending of its name; HTML where it has another."""

HERE = "-"
"""As a file's name: standard output. A file that is called so is ./-"""

_OPTIONS = (
    click.option("--html", "only", flag_value="html", help="Only the sheet as HTML."),
    click.option("--pdf", "only", flag_value="pdf", help="Only the sheet as PDF."),
    click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write the sheet to FILE (.html or .pdf); - for here."),
    click.option("--open", "open_it", is_flag=True, help="Open the sheet when it is written."),
    click.option("--print", "print_it", is_flag=True, help="Hand the sheet's PDF to the printer."),
    click.option("--page", type=click.Choice(["a4", "letter"]), help="Paper; else by the vault's region."),
    click.option("--lang", metavar="LANGUAGE", help="Language of the sheet's labels: en, de, fr …"),
)  # fmt: skip


class Form(NamedTuple):
    """How the sheets are to look, and what becomes of them; as the options say it."""

    only: str | None = None
    output: str | None = None
    open_it: bool = False
    print_it: bool = False
    page: Page | None = None
    lang: str | None = None
    large: bool = False
    sources: bool = False
    shared: bool = False
    template: str | None = None
    engine: str | None = None
    accessible: bool = False

    @property
    def kind(self) -> str:
        """The form asked for, else that of the file's ending; none where all are fine."""
        if self.only or not self.output:
            return self.only or ""
        return ENDINGS.get(_ending(self.output), "html")

    @property
    def file(self) -> str | None:
        """The file that is named; none where the sheet goes to standard output or to a place of its own."""
        return None if self.is_here else self.output

    @property
    def is_here(self) -> bool:
        """Whether it goes to standard output."""
        return self.output == HERE

    @property
    def is_wanted(self) -> bool:
        """Whether a sheet is asked for at all, where a command says it here otherwise."""
        return bool(self.only or self.output or self.open_it or self.print_it)


def sheet_options(command: C) -> C:
    """The options of a sheet, for a command whose answer stands on the terminal without them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def sheet_form(*, as_json: bool = False, **given: Any) -> Form:
    """What `sheet_options` were given; a usage error says what can't be meant together."""
    form = Form(**given)
    if form.file and ENDINGS.get(_ending(form.file)) not in (
        ("html", "pdf") if form.only is None else (form.only,)
    ):
        raise click.UsageError(f"-o takes a file that ends in .{form.only or 'html or .pdf'}.")
    if as_json and form.is_wanted:
        raise click.UsageError("--json says it here, for scripts: without a sheet.")
    complain_of_ways(form)
    return form


def complain_of_ways(form: Form) -> None:
    """A usage error where what goes to the printer would be no PDF, or a sheet can't go where it is sent."""
    if form.is_here and (form.print_it or form.open_it):
        raise click.UsageError("-o - writes it to standard output: without --print and --open.")
    if form.is_here and form.kind == "pdf" and _is_terminal():
        raise click.UsageError("A PDF is nothing for a terminal; name a file: -o sheet.pdf.")
    if form.print_it and form.kind not in ("", "pdf"):
        raise click.UsageError("--print prints the PDF: without another form.")


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()


def send_out(session: "Session", name: str, form: Form, make: Make, page: Page) -> None:
    """Write the files that are wanted, print the PDF and open it where that is asked for."""
    written = _written(session, name, form, make)
    if form.print_it:
        from notes_crm.cli.printing import send_to_printer

        paper = "Letter" if page == "letter" else "A4"
        click.echo(f"Printing on {send_to_printer(written[-1], name, paper)}")
    if form.open_it and written:
        from notes_crm.cli.opening import not_opened
        from notes_crm.output.console import one_line

        if why := not_opened(session, str(written[-1])):
            session.say(
                f"It was not opened, for {why}; open {one_line(str(written[-1]))} yourself."
            )


def print_here(data: bytes) -> None:
    """Hand a file's bytes to standard output, every one as it is."""
    import sys

    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def keep(path: "Path", data: bytes, made: str = "") -> None:
    """Write a file and say so."""
    from notes_crm.cli.printing import write
    from notes_crm.output import console

    write(path, data)
    click.echo(f"Wrote {console.one_line(str(path))}{made}")


def _written(session: "Session", name: str, form: Form, make: Make) -> "list[Path]":
    """The files; a PDF that can't be made is only said where HTML is there."""
    from notes_crm.cli.printing import own_place

    kinds = [form.kind] if form.kind else ["pdf"] if form.print_it else ["html", "pdf"]
    if form.engine:
        from notes_crm.output.pdf import engines

        engines(form.engine)  # says what there is, before anything is written
    written = []
    for kind in kinds:
        if form.is_here:
            print_here(make(kind)[0])
            continue
        path = session.cwd / form.file if form.file else own_place(session, name, kind)
        try:
            data, made = make(kind)
        except NoEngine as error:
            if "html" not in kinds:  # a page to print from the browser is there in any case
                keep(path.with_suffix(".html"), *make("html"))
                raise
            session.say(str(error))
            continue
        keep(path, data, made)
        written.append(path)
    return written


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]
