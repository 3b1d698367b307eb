"""How a vault's sheets look: its settings and files, what was asked for by hand, and what is wrong."""

from typing import TYPE_CHECKING, Any

from notes_crm.errors import BadTemplate

if TYPE_CHECKING:
    from notes_crm.cli.session import Session
    from notes_crm.output.own import Own

LETTER_REGIONS = frozenset({"US", "CA", "MX", "PH", "CO", "CL", "VE"})
"""Where paper is Letter rather than A4."""


def own_of(session: "Session", template: str | None = None) -> "Own":
    """What the vault brings along, and a template named by hand; says what was left out of it."""
    from notes_crm.output.inert import wash_style
    from notes_crm.output.own import Own
    from notes_crm.store.print_files import MOST_TEMPLATE, Refused, read_print_files, text_of_file

    files = read_print_files(session.vault)
    for sentence in files.refused:
        session.say(sentence)
    for gone in wash_style(files.style)[1]:
        session.say(f"{files.folder}/briefing.css: {gone} was taken out, a sheet fetches nothing.")
    templates = dict(files.templates)
    if template:
        try:
            templates[template] = text_of_file(session.cwd / template, MOST_TEMPLATE)
        except Refused as reason:
            raise BadTemplate(f"{template} can't be used: {reason}; name another file.") from None
    return Own(
        session.vault.settings.briefing, files.folder, templates, template or "", files.style, files.logo
    )  # fmt: skip


def page_of(session: "Session", asked: str | None) -> Any:
    """The paper: as asked for, as the team set it, as the region has it."""
    settings = session.vault.settings
    set_by_team = settings.briefing.page if settings.briefing.page != "auto" else None
    return asked or set_by_team or ("letter" if settings.region in LETTER_REGIONS else "a4")


def language_of(session: "Session", asked: str | None) -> str:
    """The language of the labels, with the country whose dates and numbers it is printed in.

    UnknownName where one was asked for, or set, that no labels are there for.
    """
    from notes_crm.output.wording import known_language

    settings = session.vault.settings
    chosen = asked or session.personal.lang or settings.briefing.lang
    code = known_language(chosen) if chosen else settings.languages[0]
    return code if "-" in code or "_" in code else f"{code}-{settings.region}"
