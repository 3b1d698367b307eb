"""What can be told of a PDF without a reader for it: its pages, and the letters it can show.

Every engine here writes a ToUnicode map for each font, so the letters of a text that no map
holds are letters that no font had.
"""

import re
import zlib
from unicodedata import normalize

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")

MOST = 64 << 20
"""Bytes of one unpacked stream; a sheet's largest is a font of a few kilobytes."""


def pages(pdf: bytes) -> int:
    """How many pages there are."""
    return len(_PAGE.findall(_outside(pdf))) + sum(len(_PAGE.findall(s)) for s in _objects(pdf))


def lacking(pdf: bytes, text: str) -> str:
    """The letters and digits of a text that the PDF has no font for."""
    letters = dict.fromkeys(c for c in normalize("NFKD", text) if c.isalnum())
    shown = set(normalize("NFKD", "".join(_shown(pdf))))
    return "".join(c for c in letters if c not in shown)


def _outside(pdf: bytes) -> bytes:
    return _STREAM.sub(b"", pdf)


def _objects(pdf: bytes) -> list[bytes]:
    return [s for s in _streams(pdf) if b"/Type" in s]


def _streams(pdf: bytes) -> list[bytes]:
    return [_unpacked(found[1]) for found in _STREAM.finditer(pdf)]


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, MOST)
    except zlib.error:
        return stream


def _shown(pdf: bytes) -> list[str]:
    texts: list[str] = []
    for stream in _streams(pdf):
        for kind, block in _BLOCK.findall(stream):
            if kind == b"char":
                texts += [_text(to) for _, to in _PAIR.findall(block)]
            else:
                texts += [t for found in _RANGE.findall(block) for t in _span(*found)]
    return texts


def _span(first: bytes, last: bytes, start: bytes, each: bytes) -> list[str]:
    if each:
        return [_text(to) for to in _HEX.findall(each)]
    count = min(int(last, 16) - int(first, 16), 0xFFFF) + 1
    at = int(start, 16)
    return [_text(f"{at + i:0{len(start)}x}".encode()) for i in range(count)]


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="ignore")
