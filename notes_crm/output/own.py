"""What a vault brings along for its sheets, and which template draws the sheet of which customer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from notes_crm.model.layout import Layout
from notes_crm.output.environment import SHIPPED

SHEET, ENDING = "briefing", ".html.j2"


@dataclass(frozen=True, slots=True)
class Own:
    """A vault's layout and files, as read from it: nothing in them is trusted.

    `templates` are sources by name below `folder` (`briefing.html.j2`,
    `briefing/bakery.html.j2`); `chosen` names the one that was asked for by hand. `logo` is a
    `data:` address.
    """

    layout: Layout = field(default_factory=Layout)
    folder: str = "Templates/print"
    templates: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""
    style: str = ""
    logo: str = ""
    broken: set[str] = field(default_factory=set, compare=False, repr=False)
    """Templates that failed already: they are not waited for again."""

    def shown(self, template: str) -> str:
        """Where a template lies, for people."""
        ours = template.startswith(SHIPPED) or template == self.chosen
        return template if ours else f"{self.folder}/{template}"


def template_for(kind: str, own: Own, shipped: Mapping[str, str]) -> str:
    """The template of a customer's kind: chosen by hand, the vault's for it, the vault's, ours."""
    known = {_slug(name): name for name in (*own.templates, *shipped)}
    return next(known[name] for name in _chain(kind, own) if name in known)


def kinds(own: Own, shipped: Mapping[str, str]) -> list[str]:
    """The kinds of customers that have a template of their own."""
    beginning = f"{SHEET}/"
    names = [name.removeprefix(SHIPPED) for name in (*own.templates, *shipped)]
    return sorted({
        name.removeprefix(beginning).removesuffix(ENDING)
        for name in names
        if name.startswith(beginning) and name.endswith(ENDING)
    })  # fmt: skip


def _chain(kind: str, own: Own) -> Iterator[str]:
    if own.chosen:
        yield _slug(own.chosen)
    for place in ("", SHIPPED):
        if kind:
            yield _slug(f"{place}{SHEET}/{kind.replace('/', '-')}{ENDING}")
        yield _slug(f"{place}{SHEET}{ENDING}")


def _slug(name: str) -> str:
    """A name as it is compared: `Briefing/Café Bar.html.j2` and `briefing/café-bar.html.j2`."""
    return re.sub(r"[\s_-]+", "-", normalize("NFC", name).casefold())
