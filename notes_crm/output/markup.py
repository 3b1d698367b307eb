"""Markdown as people write it in notes, to HTML that can do nothing but be read."""

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import nh3

from notes_crm.output.characters import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

DEEPEST = 20
"""Elements within elements: two engines break on some hundred, one crashes on thousands."""

_INLINE = {"b", "strong", "i", "em", "s", "del", "code", "mark", "sub", "sup", "bdi", "a", "span"}
_BLOCK = _INLINE | {
    "p", "ul", "ol", "li", "blockquote", "h4", "h5", "h6", "pre", "hr", "br",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_CLASSES = {"span": {"box", "box-done"}}
_WHOLE = re.compile(r"[a-z]+:", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto", "tel", "obsidian"}
_COMMENT = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_BLOCK_ID = re.compile(r"\s\^[\w-]+\s*$", re.MULTILINE)
_EVENTFUL = re.compile(r"[\\`*_\[\]<]|~~|==|%%|&#?\w|\s\^[\w-]|\n")
"""What can be more than text within a line; without it, no parser need be loaded."""
_PHONE = re.compile(r"\+?\d[\d ()/.-]{6,24}\d")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>")
_VOID = {"br", "hr"}


def inline(text: str) -> str:
    """One line of a note as safe HTML: emphasis, code, links by their words; telephone numbers ltr."""
    text = clean(text)
    if not _EVENTFUL.search(text):
        return _numbers(escape(text))
    return _safe(_parser().renderInline(_prepared(text)), _INLINE)


def block(text: str) -> str:
    """A note's body as safe HTML; its headings begin at h4, below those of the page."""
    text = "\n".join(clean(line) for line in text.split("\n"))
    return _safe(_parser().render(_prepared(text)), _BLOCK)


def _prepared(text: str) -> str:
    return _BLOCK_ID.sub("", _COMMENT.sub("", text))


def _safe(html: str, tags: set[str]) -> str:
    attributes = {"a": {"href"}, "bdi": {"dir"}}
    cleaned = nh3.clean(
        html,
        tags=tags,
        clean_content_tags={"script", "style", "template", "title", "iframe", "noscript"},
        attributes=attributes,
        attribute_filter=_attribute,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        generic_attribute_prefixes=set(),
        strip_comments=True,
        link_rel="noreferrer",
    )
    if _depth(cleaned) > DEEPEST:
        return nh3.clean(cleaned, tags=set())
    return cleaned


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Nothing but these: nh3 would also let `title` and `lang` through, and links without a scheme."""
    if name == "href" and not _WHOLE.match(value):
        return None
    return value if name in ("href", "dir", "class", "rel") else None


def _depth(html: str) -> int:
    deepest = depth = 0
    for closing, name, _ in _TAG.findall(html):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _numbers(escaped: str) -> str:
    """Telephone numbers keep their order in a right-to-left line."""
    return _PHONE.sub(lambda found: f'<bdi dir="ltr">{found[0]}</bdi>', escaped)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most sheets have a line that needs it, not all
    from mdit_py_plugins.tasklists import tasklists_plugin  # noqa: PLC0415 - the same

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"]).use(tasklists_plugin)
    parser.inline.ruler.before("link", "wiki", _wiki)
    parser.inline.ruler.before("emphasis", "mark", _mark)
    parser.core.ruler.push("tone_down", _tone_down)
    parser.add_render_rule("text", _text)
    return parser


def _wiki(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  # the parser calls it so
    """`[[note#heading|shown]]` as its words; an embedded note or picture as nothing."""
    embed = state.src.startswith("![[", state.pos)
    if not embed and not state.src.startswith("[[", state.pos):
        return False
    start = state.pos + (3 if embed else 2)
    end = state.src.find("]]", start, start + 400)
    inside = state.src[start:end] if end > start else ""
    if not inside or "[" in inside or "\n" in inside:
        return False
    if not silent and not embed:
        target, _, shown = inside.partition("|")
        state.push("text", "", 0).content = shown or target.replace("#", " › ")
    state.pos = end + 2
    return True


def _mark(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001  # the parser calls it so
    """`==marked==`."""
    if not state.src.startswith("==", state.pos):
        return False
    end = state.src.find("==", state.pos + 2, state.pos + 400)
    inside = state.src[state.pos + 2 : end] if end > 0 else ""
    if not inside.strip():
        return False
    if not silent:
        state.push("mark_open", "mark", 1)
        state.push("text", "", 0).content = inside
        state.push("mark_close", "mark", -1)
    state.pos = end + 2
    return True


def _tone_down(state: "StateCore") -> None:
    """Headings from h4 on, pictures by their description, task boxes as boxes of the sheet."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 3, 6)}"
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.nesting = "text", "", 0
            elif child.type == "html_inline" and "task-list-item-checkbox" in child.content:
                done = "checked" in child.content
                child.content = f'<span class="{"box-done" if done else "box"}"></span>'


def _text(
    _self: "RendererHTML",
    tokens: "Sequence[Token]",
    index: int,
    _options: "OptionsDict",
    _env: "EnvType",
) -> str:
    return _numbers(escape(tokens[index].content))
