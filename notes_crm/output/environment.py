"""Templates made to text in a sandbox that opens no file, and the places where a template is wrong."""

import re
import sys
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    ChainableUndefined,
    FunctionLoader,
    TemplateError,
    TemplateSyntaxError,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError, TemplateNotFound
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from notes_crm.answers.said import plain
from notes_crm.output import markup
from notes_crm.output.characters import clean, cut
from notes_crm.output.direction import settled
from notes_crm.output.shipped import FOLDER
from notes_crm.output.wording import Data

if TYPE_CHECKING:
    from types import FrameType

SHIPPED = "@crm/"
"""What the names of our own templates begin with, so that a vault's can build on them."""

DRAWINGS = ("code", "spark")
"""What in a sheet's data is a drawing of ours, and no text."""

_UNENDED = re.compile(r"^Unexpected end of template\. .*?tags?: ([^.]*)\.")

GLOBALS = ("range", "dict", "namespace", "cycler", "joiner")
TAGGED = 20
"""So many times the characters that are shown may stand in a line, for its marks and links."""

MOST_TEXT = 2_000_000
"""Characters of one sheet as HTML; a full one has thirty thousand."""

FAULTS = (
    TemplateError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError,
    RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What a template can make happen; anything else would be a fault of ours."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Something wrong in a template: its name, the line (from 1), and what."""

    template: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.template}:{self.line}: {self.reason}"


class Faulty(Exception):
    """A template that can't be made to text, and where it is wrong."""

    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


@cache
def shipped() -> Mapping[str, str]:
    """Our own templates by name: for every kind of customer, and for some under `briefing/`."""
    kinds = FOLDER / "briefing"
    found = {file.name: file for file in FOLDER.iterdir()}
    if kinds.is_dir():
        found |= {f"briefing/{file.name}": file for file in kinds.iterdir()}
    return {
        f"{SHIPPED}{name}": file.read_text(encoding="utf-8")
        for name, file in sorted(found.items())
        if name.endswith(".html.j2")
    }


def blocks(source: str) -> list[str]:
    """The parts that a template may replace, in their order."""
    return re.findall(r"\{%-? block (\w+)", source)


def block_of(source: str, name: str) -> str:
    """One part as it stands."""
    found = re.search(rf"\{{%-? block {name} .*?endblock.*?%\}}", source, re.DOTALL)
    return found[0] if found else ""


class Artist:
    """Makes text of templates, as often as need be; `compiled` keeps their code."""

    def __init__(self, templates: Mapping[str, str], compiled: BytecodeCache | None = None) -> None:
        self._templates = templates
        self._met: dict[Place, None] = {}
        self._environment = make_environment(templates, self._met.setdefault)
        self._environment.bytecode_cache = compiled

    def draw(self, name: str, data: Data) -> tuple[str, list[Place]]:
        """The text that a template makes, and the unknown names it met, which are left blank.

        Faulty says where it is wrong.
        """
        self._met.clear()
        drawings = {key: Markup(data[key]) for key in DRAWINGS if key in data}  # noqa: S704  # drawn by us
        try:
            text = self._environment.get_template(name).render(data | drawings)
        except FAULTS as error:
            raise Faulty(_place(error, name, self._templates)) from None
        if len(text) > MOST_TEXT:
            raise Faulty(
                Place(name, 1, f"it makes more than {MOST_TEXT:,} characters of one sheet")
            )
        return text, list(self._met)


def unknown_names(name: str, known: Collection[str], templates: Mapping[str, str]) -> list[Place]:
    """Names in a template that no sheet has, in branches too that no sample went through."""
    environment = make_environment(templates, lambda _: None)
    try:
        trees = {n: environment.parse(source, n, n) for n, source in templates.items()}
    except TemplateSyntaxError as error:
        raise Faulty(_place(error, name, templates)) from None
    own = {"self", "super", "loop", "caller", "varargs", "kwargs", *environment.globals, *known}
    for tree in trees.values():
        own |= {n.name for n in tree.find_all(nodes.Name) if n.ctx != "load"}
        own |= {n.name for n in tree.find_all(nodes.Macro)}
        own |= {n.target for n in tree.find_all(nodes.Import)}
        own |= {
            n if isinstance(n, str) else n[1]
            for i in tree.find_all(nodes.FromImport)
            for n in i.names
        }
    return [
        Place(name, n.lineno, f"there is no {n.name}")
        for n in trees[name].find_all(nodes.Name)
        if n.ctx == "load" and n.name not in own
    ]


def make_environment(
    templates: Mapping[str, str], meet: Callable[[Place], object]
) -> ImmutableSandboxedEnvironment:
    """A sandbox over these templates alone; `meet` hears of every unknown name that is used."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (templates[name], name, lambda: True) if name in templates else None

    class Unknown(_Unknown):
        told = staticmethod(meet)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=Unknown,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = {name: environment.globals[name] for name in GLOBALS}
    environment.filters |= {"md": _markdown, "ltr": _left_to_right, "cut": _cut}
    return environment


class _Unknown(ChainableUndefined):
    """A name that the data has not: blank wherever it is used, and told of with its line."""

    told: Callable[[Place], object]

    def __str__(self) -> str:
        self._tell()
        return ""

    def __bool__(self) -> bool:
        self._tell()
        return False

    def __iter__(self) -> Any:
        self._tell()
        return iter(())

    def __len__(self) -> int:
        self._tell()
        return 0

    def __html__(self) -> str:
        return str(self)

    def __call__(self, *_given: object, **_named: object) -> Any:
        self._tell()
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = __call__
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __neg__ = __pos__ = __call__

    __lt__ = __le__ = __gt__ = __ge__ = __call__

    def _tell(self) -> None:
        if self._undefined_exception is SecurityError:
            self._fail_with_undefined_error()
        template, line, source = _where()
        said = str(self._undefined_name)
        whole = re.search(rf"[\w.\[\]]*(?:\.{re.escape(said)}\b|\[{re.escape(said)}\])", source)
        self.told(Place(template, line, f"there is no {whole[0] if whole else said}"))


def _where() -> tuple[str, int, str]:
    """The template that runs at this moment, its line, and what stands there."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # else nobody knows which line of a template runs
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            environment, line = (
                template.environment,
                template.get_corresponding_lineno(frame.f_lineno),
            )
            lines = environment.loader.get_source(environment, template.name)[0].splitlines()
            return template.name, line, lines[line - 1] if line <= len(lines) else ""
        frame = frame.f_back
    return "", 1, ""


def _place(error: BaseException, name: str, templates: Mapping[str, str]) -> Place:
    """Where an error came about, and what it means to who wrote the template."""
    if isinstance(error, TemplateSyntaxError):
        return Place(error.filename or name, error.lineno, _reason(error))
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if f.filename in templates]
    return (
        Place(own[-1].filename, own[-1].lineno or 1, _reason(error))
        if own
        else Place(name, 1, _reason(error))
    )


def _reason(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, MemoryError):
        return "it needs too much memory"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    said = clean(str(error) or type(error).__name__)
    lacking = _UNENDED.search(said)
    return f"it ends before {lacking[1]}" if lacking else said


@pass_context
def _finished(context: Context, value: object) -> object:
    """Every value on its way to the page, without characters that deceive."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return settled(clean(value), str(context.get("dir", "ltr")))


@pass_context
def _markdown(context: Context, text: object, most: int = 160) -> Markup:
    """One line of a note; too long a line is cut, and then stands without its emphasis."""
    line, around = str(text), str(context.get("dir", "ltr"))
    words_only = plain(clean(line[: most * TAGGED]))
    short = cut(words_only, most)
    whole = short == words_only and len(line) <= most * TAGGED  # a line of tags alone takes minutes
    html = markup.inline(line) if whole else escape(short)
    return Markup(settled(html, around, html=True))  # noqa: S704  # cleaned by markup, or escaped here


def _left_to_right(text: object) -> Markup:
    """A number that keeps its order in a right-to-left line."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(clean(str(text)))


def _cut(text: object, most: int) -> str:
    """A text of ours in so many columns."""
    return cut(clean(str(text)), most)
