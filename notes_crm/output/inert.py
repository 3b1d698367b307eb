"""What a vault brings along for its sheets, made harmless: HTML of its templates, and its style sheet.

Nothing that runs, nothing that is fetched, nothing that goes anywhere by itself is left.
"""

import re

import nh3

TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del div dl "
        "dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q "
        "rp rt ruby s samp section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr "
        "svg g path line polyline polygon rect circle ellipse text tspan title",
    )
)
_DRAWN = frozenset(
    re.findall(
        r"[\w-]+",
        "viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill stroke stroke-width "
        "stroke-linejoin stroke-linecap stroke-dasharray text-anchor font-size font-weight",
    )
)
_ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title", "role", "hidden"},
    "a": {"href"},
    "div": {"id"},
    "img": {"src", "alt", "width", "height"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    **{
        tag: set(_DRAWN)
        for tag in ("svg", "g", "path", "line", "polyline", "polygon", "rect", "circle", "ellipse", "text", "tspan")
    },
}  # fmt: skip
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_GOING = re.compile(r"(?:https?|mailto|tel|obsidian):", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto", "tel", "obsidian", "data"}

FOOT = "foot"
"""The one name in a page: by it an engine's page is known to be whole."""

MOST_STYLE = 256 << 10
"""Characters of a style sheet that are read: room for a font or two."""

_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|\s)?|(.))", re.DOTALL)
ASCII = 128
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_AT_RULE = re.compile(r"@(?:import|charset|namespace)\b[^;{}]*;?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"""\burl\(\s*(?!["']?data:)(?:"[^"\n]*"|'[^'\n]*'|[^)]*)\s*\)?""", re.IGNORECASE
)
_FETCHING = re.compile(
    r"(?<![\w-])(?:-webkit-)?(?:image-set|image|cross-fade|src|element)\(", re.IGNORECASE
)


def wash(html: str) -> str:
    """The sheet's HTML with the tags and attributes of a printed page alone."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        generic_attribute_prefixes={"data-", "aria-"},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        return value if _PICTURE.fullmatch(value) else None
    if name == "id" and value != FOOT:
        return None
    if name == "href" and not _GOING.match(value):
        return None
    return value


def wash_style(css: str) -> tuple[str, list[str]]:
    """A style sheet that fetches nothing and can't end its element, and what was taken out."""
    gone: list[str] = []

    def without(pattern: re.Pattern[str], instead: str, text: str) -> str:
        def drop(found: re.Match[str]) -> str:
            gone.append(" ".join(found[0].split())[:60])
            return instead

        return pattern.sub(drop, text)

    css = _COMMENT.sub(" ", css[:MOST_STYLE].replace("\0", " "))
    css = _ESCAPED.sub(_unescaped, css)
    css = without(_AT_RULE, " ", css)  # a blank, so that what stood around it does not join
    css = without(_ADDRESS, "none", css)
    css = without(_FETCHING, "none(", css)
    return css.replace("<", "\\3c "), gone


def _unescaped(found: re.Match[str]) -> str:
    """A letter that was written as its number, so that no word of CSS hides; signs stay escaped."""
    number = int(found[1], 16) if found[1] else 0
    letter = chr(number) if 0 < number < ASCII else (found[2] or "")
    return (
        letter
        if letter and letter.isascii() and (letter.isalnum() or letter in "-_@:/(")
        else found[0]
    )
