"""A path put in the place of another, spelled as that one was: percent signs, angle brackets, entities."""

import re
from html import escape, unescape
from typing import Literal
from urllib.parse import quote, unquote

Manner = Literal["bare", "angled", "html", "srcset"]
"""Where a path stands: a destination of Markdown, one in angle brackets, an attribute of HTML, one that names several pictures."""

_ESCAPED = {
    "bare": ' %()<>?#"\\',
    "angled": "<>#\\",
    "html": " %()<>?#\"'`=\\",
    "srcset": " %()<>?#\"'`=\\,",
}
"""What can't stand there as it is, or had better not."""
_IN_HTML = ("html", "srcset")
_IN_QUOTES = "<>#?"
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_WIDE = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


def spelled(meant: str, typed: str, manner: Manner) -> str:
    """The path `meant` as `typed` would have it; parts that both have stay as they were typed."""
    escapes = _ESCAPE.search(typed) is not None
    signs = _ESCAPED[manner]
    if manner == "angled" and escapes:
        signs = _ESCAPED["bare"]
    elif manner == "html" and " " in typed and not escapes:
        signs = _IN_QUOTES  # whoever typed the blank put it between quotes
    same = {_read(part, manner): part for part in typed.split("/")}
    wide = _WIDE.search(typed) is not None
    parts = [
        same.get(part) or _written(part, signs, manner, wide=wide) for part in meant.split("/")
    ]
    return "/".join(parts)


def _read(part: str, manner: Manner) -> str:
    return unquote(unescape(part) if manner in _IN_HTML else part)


def _written(part: str, signs: str, manner: Manner, *, wide: bool) -> str:
    text = _ESCAPE.sub(lambda found: f"%25{found[0][1:]}", part) if "%" not in signs else part
    text = "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in text)
    if wide:
        text = "".join(sign if sign.isascii() else quote(sign) for sign in text)
    return escape(text) if manner in _IN_HTML else text
