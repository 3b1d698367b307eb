"""An e-mail as a file: who wrote what to whom and when, however broken or hostile it is."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html import unescape
from itertools import islice

MAX_TEXT = 100_000
"""Characters of the text that a note takes over; the file holds the rest."""
_MAX_PARTS, _MAX_NESTING = 200, 50
_MAX_RULES, _MAX_LINES = 5_000, 600_000
"""Lines that begin like the edge of a part, and lines at all: 40 MB of pictures have fewer."""
_LONGEST_PARAMETERS = 4_000
_PARAMETERS = re.compile(rb"^content-[\w-]*:.*(?:\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER, _MOST_HEADERS = 400, 20
_SMALLEST_PICTURE = 10_000
"""Bytes; a smaller picture inside the text is somebody's emblem."""
_NO_TEXT = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"})
_SILENT = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr"})  # fmt: skip
_BLANKS = re.compile(r"\s+")
_FAULTS = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the standard library is known to raise on headers and parts that nobody should write."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with it; its name is as the sender wrote it, and not to be trusted."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail. `sent` may be without a zone; addresses are in small letters; absent is empty."""

    sent: datetime | None
    sender: str
    address: str
    to: tuple[str, ...]
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    id: str
    cut: bool = False


def read_mail(data: bytes) -> Mail:
    """The e-mail that these bytes are; never raises, and reads as plain text what is no e-mail."""
    try:
        if _is_endless(data):
            raise ValueError("nobody writes such an e-mail")
        message = message_from_bytes(data)
        text, attachments = _content(message)
    except _FAULTS:
        head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0][:100_000]
        message = message_from_bytes(_PARAMETERS.sub(b"", head))
        text, attachments = _decoded(data[: 2 * MAX_TEXT], None), ()
    senders = _addresses(message, "From")
    name, address = senders[0] if senders else ("", "")
    return Mail(
        _sent(message), name, address, tuple(a for key in ("To", "Cc") for _, a in _addresses(message, key)),
        _header(message, "Subject"), text[:MAX_TEXT], attachments, _header(message, "Message-ID"),
        len(text) > MAX_TEXT,
    )  # fmt: skip


def _is_endless(data: bytes) -> bool:
    """Whether taking it apart would take minutes: boxes in boxes, or more of them than anybody sends."""
    return (
        data.count(b"boundary") > _MAX_NESTING
        or data.count(b"\n--") > _MAX_RULES
        or data.count(b"\n") > _MAX_LINES
        or any(len(found.group()) > _LONGEST_PARAMETERS for found in _PARAMETERS.finditer(data))
    )


def _content(message: Message) -> tuple[str, tuple[Attachment, ...]]:
    """The text, plain rather than HTML, and the files."""
    plain, html = list[str](), list[str]()
    files: list[Attachment] = []
    for part in islice(_parts(message), _MAX_PARTS):
        body = _bytes(part)
        kind, name = part.get_content_type(), _file_name(part)
        attached = "attachment" in str(part.get("Content-Disposition", "")).lower()
        if kind in ("text/plain", "text/html") and not attached and not name:
            (plain if kind == "text/plain" else html).append(_decoded(body, _charset(part)))
        elif body and not _is_emblem(part, kind, body, attached=attached):
            files.append(Attachment(name or _made_up(kind, len(files) + 1), body))
    text = "\n".join(plain).strip() or _without_tags("\n".join(html))
    return text, tuple(files)


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something; an e-mail inside is one, however many it has itself."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_type() != "message/rfc822":
            waiting += [one for one in reversed(inner) if isinstance(one, Message)]
        else:
            yield part


def _bytes(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""  # fmt: skip
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _is_emblem(part: Message, kind: str, body: bytes, *, attached: bool) -> bool:
    inside = part.get("Content-ID") is not None and not attached
    return inside and kind.startswith("image/") and len(body) < _SMALLEST_PICTURE


def _made_up(kind: str, number: int) -> str:
    ending = re.sub(r"[^a-z0-9]", "", kind.partition("/")[2].lower()) or "bin"
    usual = {"rfc822": "eml", "octetstream": "bin", "jpeg": "jpg", "plain": "txt"}
    ending = usual.get(ending, ending[:5])
    return f"attachment {number}.{ending}"


def _file_name(part: Message) -> str:
    try:
        return _words(part.get_filename() or "")
    except _FAULTS:
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except _FAULTS:
        return None


def _decoded(data: bytes, charset: str | None) -> str:
    """Bytes as text: in the charset that is named if it is one, else what they look like."""
    for name in filter(None, (charset, "utf-8")):
        try:
            if codecs.lookup(name).name.replace("_", "-") not in _NO_TEXT:
                return data.decode(name)
        except (LookupError, ValueError, AssertionError):
            continue
    return data.decode("cp1252", "replace")


def _header(message: Message, name: str) -> str:
    try:
        return _words(next(iter(_values(message, name)), ""))[:_LONGEST_HEADER]
    except _FAULTS:
        return ""


def _values(message: Message, name: str) -> list[str]:
    """What each header of this name holds; letters that were not encoded, as some programs send, are read."""
    found = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return [
        text if text.isascii() else _decoded(text.encode("utf-8", "surrogateescape"), None)
        for text in islice(found, _MOST_HEADERS)
    ]


def _words(header: str) -> str:
    """A header on one line, its encoded words read."""
    header = header[: 4 * _LONGEST_HEADER]
    try:
        parts = decode_header(header)
    except _FAULTS:
        parts = [(header, None)]
    texts = (p if isinstance(p, str) else _decoded(p, charset) for p, charset in parts)
    clean = "".join(c if c.isprintable() else " " for c in "".join(texts))
    return _BLANKS.sub(" ", clean).strip()


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """Names and addresses of a header; those without an @ are left out."""
    try:
        raw = [value[: 10 * _LONGEST_HEADER] for value in _values(message, name)]
        found = getaddresses(raw)
    except _FAULTS:
        return []
    pairs = ((_words(called), _words(address).lower()) for called, address in found[:100])
    return [(called[:_LONGEST_HEADER], a) for called, a in pairs if "@" in a and " " not in a]


def _sent(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message.get("Date", "")))
    except (*_FAULTS, OverflowError):
        return None


def _without_tags(html: str) -> str:
    """What a page says, in one pass whatever is in it; a new line where a browser begins one."""
    found: list[str] = []
    silent, comment = "", False
    for number, piece in enumerate(html[: 5 * MAX_TEXT].split("<")):
        tag, closed, words = piece.partition(">") if number else ("", ">", piece)
        name = re.match(r"[!/]?[\w-]*", tag)[0].lower()  # type: ignore[index]  # it matches nothing, too
        if comment or name.startswith("!--"):
            comment = "-->" not in f"{piece}"
            words = "" if comment else piece.rpartition("-->")[2]
        elif not closed:
            continue
        elif silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in _SILENT:
            silent = name
        elif name.lstrip("/") in _BLOCKS:
            found.append("\n")
        if not silent:
            found.append(unescape(words))
    lines = (" ".join(line.split()) for line in "".join(found).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
