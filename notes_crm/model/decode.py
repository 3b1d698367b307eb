"""The bytes of a note file to its lines, whatever wrote them."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from notes_crm.model.problem import Problem

MAX_BYTES = 2 * 1024 * 1024
_SNIFFED = 8 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
_UTF8_OR_BYTE = re.compile(
    rb"(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    rb"|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[\0-\xff]"
)
"""What is well-formed UTF-8 (the Unicode Standard, table 3-7), else one byte."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Source:
    """A note file as text: its lines without their ends, and what is wrong with its bytes."""

    path: str
    text: str
    lines: tuple[str, ...]
    problems: tuple[Problem, ...]


def decoded(data: bytes, path: str) -> Source:
    """The text of a file; one that is no text has no lines, and a Problem says so.

    Bytes that are no UTF-8 are read as Windows-1252: an old editor wrote into a newer one's line.
    """
    problems: list[Problem] = []
    if len(data) > MAX_BYTES:
        end = data.rfind(b"\n", 0, MAX_BYTES) + 1
        data = data[: end or MAX_BYTES]
        what = f"only the first {MAX_BYTES // 1024 // 1024} MiB are read; split this note"
        problems.append(Problem(path, 0, 0, "warn", "too-long", what))
    if data.startswith(_UTF16) and data[2:4] != b"\0\0":
        text = data.decode("utf-16", "replace")
        what = "this file is UTF-16; save it as UTF-8, which every program reads"
        problems.append(Problem(path, 1, 1, "warn", "not-utf8", what))
    elif b"\0" in data[:_SNIFFED]:
        what = "this is no text; its words can't be searched"
        problems.append(Problem(path, 0, 0, "error", "binary", what))
        return Source(path, "", (), tuple(problems))
    else:
        text, bad = _decoded(data)
        if bad:
            what = "this line is not all UTF-8; the rest is read as Windows-1252, so save the note as UTF-8"
            problems.append(Problem(path, bad, 1, "warn", "not-utf8", what))
    text = text.lstrip("\ufeff").replace("\0", "\ufffd")
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if not lines[-1]:
        lines.pop()
    return Source(path, text, tuple(lines), tuple(problems))


def signs(line: bytes) -> Iterator[tuple[str, bytes]]:
    """Each letter or sign of a line that is not all UTF-8, with the bytes that stand for it."""
    for found in _UTF8_OR_BYTE.finditer(line):
        try:
            text = found[0].decode()
        except UnicodeDecodeError:
            yield found[0].decode("cp1252", "replace"), found[0]
        else:
            yield from ((sign, sign.encode()) for sign in text)


def _decoded(data: bytes) -> tuple[str, int]:
    """The text, and the first line that is no UTF-8, or 0."""
    try:
        return data.decode(), 0
    except UnicodeDecodeError as error:
        first = len(_LINE_END.findall(data[: error.start].decode())) + 1
    return "\n".join(map(_line, data.split(b"\n"))), first


def _line(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "".join(sign for sign, _ in signs(data))
