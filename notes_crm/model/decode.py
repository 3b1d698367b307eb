"""The bytes of a note file to its lines, whatever wrote them."""

import codecs
import re
from dataclasses import dataclass

from notes_crm.model.problem import Problem

MAX_BYTES = 2 * 1024 * 1024
_SNIFFED = 8 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
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

    A line that is no UTF-8 is read as Windows-1252, so that one bad byte harms one line.
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
            what = "this line is not UTF-8; it is read as Windows-1252, so save the note as UTF-8"
            problems.append(Problem(path, bad, 1, "warn", "not-utf8", what))
    text = text.lstrip("\ufeff").replace("\0", "\ufffd")
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if not lines[-1]:
        lines.pop()
    return Source(path, text, tuple(lines), tuple(problems))


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
        return data.decode("cp1252", "replace")
