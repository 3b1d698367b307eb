"""Names that another system can't keep: twins in all but spelling, and what Windows refuses.

Nothing is done about them but to say so: on this machine they are files as any others.
"""

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize

_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x09\x0b-\x1f\x7f]')
_RESERVED = re.compile(r"\n(?:(?<=[. ]\n)|(?:con|prn|aux|nul|com[1-9]|lpt[1-9])[.\n])")
"""Among small letters, with a line's end before and after each name: which it begins with, to be found fast."""
_UNSEEN = re.compile("[\u200b\u2028-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 255 - len(".sync-conflict-20260101-000000-ABCDEFG")
"""Bytes of a name that can be kept everywhere, and as a conflict copy too."""


def doubtful(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(name, code, message) for those of a folder's names that a person should know of."""
    together = "\n".join(names)
    broken = together.count("\n") >= len(names)  # a name of two lines
    if broken or len(set(_spelling(together).split("\n"))) < len(names):
        yield from _twins(names)
    if not broken and not _is_strange(together):
        return
    for name in names:
        if reason := _reason(name):
            yield name, "name", reason


def _is_strange(together: str) -> bool:
    """Whether any of these names, one a line, has to be looked at by itself."""
    try:
        sizes = map(len, together.encode().split(b"\n"))
    except UnicodeEncodeError:
        return True
    signs = _FORBIDDEN.search(together) or _is_reserved(together)
    unseen = not together.isascii() and _UNSEEN.search(together)
    return bool(signs or unseen) or max(sizes) > _LONGEST


def _is_reserved(together: str) -> bool:
    return bool(_RESERVED.search(f"\n{together.lower()}\n"))


def _spelling(name: str) -> str:
    """What two names share that some systems take for one."""
    return name.lower() if name.isascii() else normalize("NFC", normalize("NFC", name).casefold())


def _reason(name: str) -> str | None:
    """Why a name makes trouble elsewhere."""
    try:
        size = len(name.encode())
    except UnicodeEncodeError:
        return "this name is not UTF-8, so other systems and sync tools can't keep it; rename it"
    if bad := _FORBIDDEN.search(name) or re.search(r"\n", name):
        sign = bad.group() if bad.group().isprintable() else "a control character"
        return f"Windows and Android can't keep a name with {sign}; rename it"
    if _is_reserved(name):
        return "Windows can't keep this name; rename it"
    if _UNSEEN.search(name):
        return "this name holds characters that can't be seen, and may read as another; rename it"
    if size > _LONGEST:
        return "this name is so long that sync tools can't make copies of it; shorten it"
    return None


def _twins(names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    first: dict[str, str] = {}
    for name in sorted(names):
        other = first.setdefault(_spelling(name), name)
        if other != name:
            same = normalize("NFC", name) == normalize("NFC", other)
            what = "the way its accents are stored" if same else "capital letters"
            yield (
                name,
                "twin",
                f"it differs from {other} only in {what}; other systems keep one of them",
            )
