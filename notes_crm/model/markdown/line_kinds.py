"""What a line of Markdown can begin, continue or end: patterns, and nothing else."""

import re

_RULE = " | ".join(rf"{m}[ \t]*{m}[ \t]*{m}[ \t{m}]*$" for m in (r"\*", "-", "_"))
_ELEMENT = (
    "address|article|aside|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div"
    "|dl|dt|fieldset|figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|iframe|legend"
    "|li|link|main|menu|nav|ol|optgroup|option|p|section|source|summary|table|tbody|td|tfoot|th"
    "|thead|title|tr|track|ul"
)

KIND = re.compile(
    rf"""
      (?P<blank>[ \t]*$)
    | (?P<indented>[ ]{{0,3}}\t|[ ]{{4}})
    | [ ]{{0,3}}(?:
          (?P<heading>\#{{1,6}}(?=[ \t]|$)[ \t]*)
        | (?P<rule>{_RULE})
        | (?P<item>(?:[-*+]|\d{{1,9}}[.)])(?=[ \t]|$))
        | (?P<quote>>)
        | (?P<fence>`{{3,}}(?=[^`]*$)|~{{3,}})
        | (?P<comment>%%|<!--)
        | (?P<formula>\$\$)
        | (?P<html><(?=[A-Za-z/!?]))
        | (?P<footnote>\[\^[^\]\s]+\]:)
      )
    """,
    re.VERBOSE,
)
"""The block a line begins; no match: running text."""

ENDS_TEXT = re.compile(
    rf"""[ \t]*$ | [ ]{{0,3}}(?:
          \#{{1,6}}(?:[ \t]|$) | > | `{{3,}}[^`]*$ | ~{{3,}} | (?:[-*+]|1[.)])(?:[ \t]|$)
        | {_RULE} | %% | <!-- | \$\$[^$]*$ | \[\^[^\]\s]+\]:
        | </?(?:{_ELEMENT})(?=[\s>]|/>|$) | <(?:script|pre|style)(?=[\s>]|$) | <[?]
      )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A line that can't go on with the paragraph before it."""
ENDS_ITEM = re.compile(
    rf"[ ]{{0,3}}(?: \#{{1,6}}(?:[ \t]|$) | `{{3,}}[^`]*$ | ~{{3,}} | {_RULE} | %% | <!-- )",
    re.VERBOSE,
)
"""A line that can't go on with the list item before it; a quote can, and then lies in the item."""

RULE = re.compile(rf"[ \t]*(?:{_RULE})", re.VERBOSE)
ITEM = re.compile(r"[ \t]*(?:([-*+])|\d{1,9}([.)]))(?:[ ]{1,4}(?![ ])|[ \t]|$)")
"""The marker of a list item, at any depth, with the blanks that belong to it."""
BOX = re.compile(r"\[(.)\][ \t]+")
QUOTE = re.compile(r"[ \t]*>[ ]?")
CALLOUT = re.compile(r"[ \t]*\[![^\]]+\][+-]?[ \t]*")
UNDERLINE = re.compile(r"(?:=+|-+)$")
DELIMITER = re.compile(r"[ \t]*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*(?:\|[ \t]*)?$")
"""The second line of a table."""
FORMULA_END = re.compile(r"\$\$[ \t]*$")
COMMENT_END = {"%%": re.compile(r"%%"), "<!--": re.compile(r"-->")}

_BLANK = re.compile(r"^[ \t]*$")
VERBATIM = re.compile(r"</(?:script|pre|style)>", re.IGNORECASE)
HTML = (
    (re.compile(r"<(?:script|pre|style)(?=[\s>]|$)", re.IGNORECASE), VERBATIM),
    (re.compile(r"<[?]"), re.compile(r"[?]>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
    (re.compile(rf"</?(?:{_ELEMENT})(?=[\s>]|/>|$)", re.IGNORECASE), _BLANK),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>[ \t]*$"), _BLANK),
)
"""How a block of HTML begins, and the line that ends it."""
MARKUP = re.compile(r"<[^<>]*>")
