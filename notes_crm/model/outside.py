"""Words that came from outside, written so that they are words and nothing else in a note.

A letter must not make a promise, open a heading, hide what follows, tag or link anything.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKS = re.compile(r"([\\\[<`$|~^]|(?<![\w/&;=?.-])#|%(?=%)|(?<=%)%|(?<=<)!)")
_RULES = re.compile(r"(?:[-=_*+]\s*)+$")
_NUMBERED = re.compile(r"(\d+)([.)])(?=\s|$)")


def as_words(text: str) -> list[str]:
    """The lines of a text with every mark of Markdown that could mean something made plain."""
    lines = [_plain(line) for line in _CONTROLS.sub("\n", text.replace("\r\n", "\n")).split("\n")]
    shown: list[str] = []
    for line in lines:
        if line or (shown and shown[-1]):
            shown.append(line)
    while shown and not shown[-1]:
        shown.pop()
    return shown


def _plain(line: str) -> str:
    line = _MARKS.sub(r"\\\1", " ".join(line.split()))
    if _RULES.match(line) or line[:1] in ("-", "+", "*", ">"):
        return "\\" + line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if line[:1].isdigit() else line
