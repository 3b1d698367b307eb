"""Files and folders as they come: each one's making, what `crm check` must say of it, and what is found.

A case is made in a vault of two sound notes. `codes` are the Problems that name it, all of them;
`word` is found by a search if it is given, and `hidden` never is.
"""

import contextlib
import os
import socket
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CUSTOMER = "Customers/Acme"
LONG_AGO = -86_400 * 365
NFC, NFD = "Café", "Cafe\u0301"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """How a bad file is made in a customer's folder, and what must come of it."""

    make: Callable[[Path], object]
    codes: tuple[str, ...] = ()
    word: str | None = "zebra"
    hidden: str = "secretive"


def text(name: str, data: bytes | str) -> Callable[[Path], object]:
    """A file of these bytes."""

    def make(folder: Path) -> None:
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)

    return make


def named(raw: bytes) -> Callable[[Path], object]:
    """A note of this name, as bytes."""

    def make(folder: Path) -> None:
        handle = os.open(os.fsencode(folder) + b"/" + raw, os.O_WRONLY | os.O_CREAT, 0o644)
        os.write(handle, b"zebra")
        os.close(handle)

    return make


def both(*names: str) -> Callable[[Path], object]:
    """Several notes."""

    def make(folder: Path) -> None:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("zebra")

    return make


def sparse(size: int, tail: bytes = b"") -> Callable[[Path], object]:
    """Words, then a hole up to this size."""

    def make(folder: Path) -> None:
        with (folder / "x.md").open("wb") as file:
            file.write(b"zebra\n")
            file.truncate(size)
            file.seek(0, os.SEEK_END)
            file.write(tail)

    return make


def at(seconds: float, name: str = "x.md") -> Callable[[Path], object]:
    """A note of this time."""

    def make(folder: Path) -> None:
        (folder / name).write_text("zebra")
        os.utime(folder / name, (seconds, seconds))

    return make


def link(target: str, name: str = "x.md") -> Callable[[Path], object]:
    """A symbolic link."""
    return lambda folder: (folder / name).symlink_to(target)


def mode(bits: int) -> Callable[[Path], object]:
    """A note of this mode."""

    def make(folder: Path) -> None:
        (folder / "x.md").write_text("zebra")
        (folder / "x.md").chmod(bits)

    return make


def folder_mode(bits: int) -> Callable[[Path], object]:
    """A folder of this mode with a note in it."""

    def make(folder: Path) -> None:
        (folder / "Shut").mkdir()
        (folder / "Shut/x.md").write_text("secretive")
        (folder / "Shut").chmod(bits)

    return make


def device(kind: int, major: int, minor: int) -> Callable[[Path], object]:
    """A device; made by root alone."""
    return lambda folder: os.mknod(folder / "x.md", kind | 0o666, os.makedev(major, minor))


def deep(levels: int, name: str = "d") -> Callable[[Path], object]:
    """A note so many folders down."""

    def make(folder: Path) -> None:
        with contextlib.chdir(folder):
            for _ in range(levels):
                Path(name).mkdir()
                os.chdir(name)
            Path("x.md").write_text("zebra")

    return make


def bound(folder: Path) -> None:
    """A socket; its path is too long for one made by its full name."""
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as one:
        one.bind("x.md")


def outside(folder: Path) -> Path:
    """A file with a secret, beside the vault."""
    place = folder.parents[2] / "outside"
    place.mkdir(exist_ok=True)
    (place / "x.md").write_text("secretive")
    return place


def hard_link(folder: Path) -> None:
    """The same file under two names, one of them outside."""
    place = folder.parents[2] / "twin.md"
    place.write_text("zebra")
    (folder / "x.md").hardlink_to(place)


def many(count: int) -> Callable[[Path], object]:
    """A folder with so many notes."""

    def make(folder: Path) -> None:
        for number in range(count):
            (folder / f"note {number}.md").write_text("zebra")

    return make


def changing(folder: Path) -> None:
    """Same size and times, other words: written over just after it was seen is tested elsewhere."""
    note = folder / "x.md"
    note.write_text("horse")
    before = note.stat()
    note.write_text("zebra")
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))


FILES: dict[str, Case] = {
    # what is no file
    "a pipe": Case(lambda f: os.mkfifo(f / "x.md"), ("no-file",), None),
    "a socket": Case(bound, ("no-file",), None),
    "a folder named as a note": Case(both("x.md/y.md")),
    "an empty folder named as a note": Case(lambda f: (f / "x.md").mkdir(), (), None),
    "a device that never ends": Case(device(stat.S_IFCHR, 1, 5), ("no-file",), None),
    "a device that has nothing": Case(device(stat.S_IFCHR, 1, 3), ("no-file",), None),
    "a disk": Case(device(stat.S_IFBLK, 7, 200), ("no-file",), None),
    # links
    "a link to a file outside": Case(lambda f: (f / "x.md").symlink_to(outside(f) / "x.md"), ("symlink",), None),
    "a link to a folder outside": Case(lambda f: (f / "Other").symlink_to(outside(f)), ("symlink",), None),
    "a link to the root of all": Case(link("/", "Other"), ("symlink",), None),
    "a link to itself": Case(link("x.md"), ("symlink",), None),
    "a link to its own folder": Case(link(".", "Loop"), ("symlink",), None),
    "a link to the vault": Case(link("../..", "Up"), ("symlink",), None),
    "a link to nothing": Case(link("nowhere"), ("symlink",), None),
    "a link to endless noughts": Case(link("/dev/zero"), ("symlink",), None),
    "a link to passwords": Case(link("/etc/passwd"), ("symlink",), None, "root"),
    "an Emacs lock": Case(link("sam@host.1:2", ".#x.md"), (), None),
    "a link with another ending": Case(link("/etc/passwd", "x.txt"), (), None, "root"),
    "two links at each other": Case(lambda f: (link("b.md", "a.md")(f), link("a.md", "b.md")(f)), ("symlink", "symlink"), None),
    "a second name of a file": Case(hard_link),
    # who may
    "a note nobody may read": Case(mode(0), ("unreadable",), None),
    "a note that may only be written": Case(mode(0o200), ("unreadable",), None),
    "a note that may only be read": Case(mode(0o400)),
    "a folder nobody may look into": Case(folder_mode(0), ("unreadable",), None),
    "a folder that may be entered but not listed": Case(folder_mode(0o100), ("unreadable",), None),
    "a folder that may be listed but not entered": Case(folder_mode(0o400), ("unreadable",), None),
    # sizes
    "nothing in it": Case(text("x.md", b""), (), None),
    "one byte": Case(text("x.md", b"z"), (), "z"),
    "one line end": Case(text("x.md", b"\n"), (), None),
    "just two mebibytes": Case(text("x.md", b"zebra\n" + b"a b c d\n" * (MIB // 4 - 1)), ("too-many-lines",)),
    "more than two mebibytes": Case(text("x.md", b"zebra\n" + b"seal kit " * (MIB // 3) + b"secretive"), ("too-long",)),
    "500 MB": Case(sparse(500 * MIB, b"secretive"), ("binary", "too-long"), None),
    "50 GB of nothing": Case(sparse(50 * 1024 * MIB), ("binary", "too-long"), None),
    "one line of 10 MB": Case(text("x.md", b"zebra " + b"seal kit " * (10 * MIB // 9)), ("too-long",)),
    "a million words": Case(text("x.md", "zebra " + " ".join(f"w{n:x}" for n in range(1_000_000)) + " secretive"), ("too-long", "too-many-words")),
    "200,000 words": Case(text("x.md", "zebra " + "\n".join(f"w{n:x}" for n in range(200_000)) + " secretive"), ("too-many-words",)),
    "five million line ends": Case(text("x.md", b"zebra" + b"\n" * 5_000_000), ("too-long", "too-many-lines")),
    "a word of a million letters": Case(text("x.md", b"zebra " + b"a" * 1_000_000)),
    "400,000 short words": Case(text("x.md", b"zebra " + b"a b " * 200_000)),
    # bytes
    "noughts": Case(text("x.md", bytes(5000)), ("binary",), None),
    "a nought": Case(text("x.md", b"secretive\0"), ("binary",), None),
    "a nought far below": Case(text("x.md", b"zebra\n" + b"a\n" * 5000 + b"\0")),
    "a picture": Case(text("x.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20), ("binary",), None),
    "a zip": Case(text("x.md", b"PK\x03\x04\x14\0\0\0" + bytes(range(256)) * 20), ("binary",), None),
    "every byte but nought": Case(text("x.md", b"zebra " + bytes(range(1, 256))), ("not-utf8",)),
    "a mark of order": Case(text("x.md", b"\xef\xbb\xbf---\ntype: call\n---\nzebra")),
    "two marks of order": Case(text("x.md", b"\xef\xbb\xbf\xef\xbb\xbfzebra")),
    "UTF-16, small end first": Case(text("x.md", "zebra ü".encode("utf-16")), ("not-utf8",)),
    "UTF-16, big end first": Case(text("x.md", b"\xfe\xff" + "zebra".encode("utf-16-be")), ("not-utf8",)),
    "UTF-16 cut in a letter": Case(text("x.md", "zebra ü".encode("utf-16")[:-1]), ("not-utf8",)),
    "UTF-16 without a mark": Case(text("x.md", "secretive".encode("utf-16-le")), ("binary",), None),
    "UTF-32": Case(text("x.md", "secretive".encode("utf-32")), ("binary",), None),
    "Windows-1252": Case(text("x.md", "zebra Müller – €5".encode("cp1252")), ("not-utf8",)),
    "Latin-1 in one line": Case(text("x.md", "zebra Müller\n".encode() + "Büro".encode("latin-1")), ("not-utf8",)),
    "cut within a letter": Case(text("x.md", "zebra ü".encode()[:-1]), ("not-utf8",)),
    "surrogates": Case(text("x.md", b"zebra \xed\xa0\x80\xed\xb0\x80"), ("not-utf8",)),
    "letters too long": Case(text("x.md", b"zebra \xc0\x80 \xf8\x88\x80\x80\x80"), ("not-utf8",)),
    "bytes that Windows-1252 has not": Case(text("x.md", b"zebra \x81\x8d\x8f\x90\x9d"), ("not-utf8",)),
    "line ends of Windows": Case(text("x.md", b"---\r\ntype: call\r\n---\r\nzebra\r\n")),
    "line ends of old Macs": Case(text("x.md", b"---\rtype: call\r---\rzebra\r")),
    "line ends of all kinds": Case(text("x.md", b"---\r\ntype: call\n---\rzebra\n\r\n")),
    "escapes for a terminal": Case(text("x.md", b"zebra \x1b]0;title\x07 \x1b[2J \x9b31m"), ("not-utf8",)),
    "writing from the right": Case(text("x.md", "zebra \u202eevil\u202c مرحبا")),
    "letters nobody uses": Case(text("x.md", "zebra \U000e0001\U0010ffff\ufffe\uffff")),
    "a thousand accents": Case(text("x.md", "zebra e" + "\u0301" * 1000)),
    "separators of lines that are none": Case(text("x.md", "a\u2028b\u2029c\x85d\x0b\x0ce zebra")),
    # names
    "a line end in the name": Case(both("a\nb.md"), ("name",)),
    "a tab in the name": Case(both("a\tb.md"), ("name",)),
    "an escape in the name": Case(both("a\x1b[31mb.md"), ("name",)),
    "a bell in the name": Case(both("a\x07.md"), ("name",)),
    "a name that is no UTF-8": Case(named(b"caf\xe9.md"), ("name",)),
    "a name of broken UTF-8": Case(named(b"\xff\xfe\x80.md"), ("name",)),
    "a half of a letter in the name": Case(named(b"\xed\xa0\x80.md"), ("name",)),
    "a colon": Case(both("Re: hello.md"), ("name",)),
    "a question mark": Case(both("why?.md"), ("name",)),
    "quotes": Case(both('"so".md'), ("name",)),
    "a backslash": Case(both("a\\b.md"), ("name",)),
    "a bar": Case(both("a|b.md"), ("name",)),
    "an asterisk": Case(both("a*.md"), ("name",)),
    "angles": Case(both("<a>.md"), ("name",)),
    "a console": Case(both("CON.md"), ("name",)),
    "nothing on Windows": Case(both("nul.md"), ("name",)),
    "a port": Case(both("com1.2026.md"), ("name",)),
    "a folder that ends in a dot": Case(both("Acme Inc./x.md"), ("name",)),
    "a folder that ends in a blank": Case(both("Acme /x.md"), ("name",)),
    "a folder named as a port": Case(both("aux/x.md"), ("name",)),
    "text turned around in a name": Case(both("x\u202egpj.md"), ("name",)),
    "a letter of no width": Case(both("x\u200by.md"), ("name",)),
    "a mark of order in a name": Case(both("\ufeffx.md"), ("name",)),
    "255 bytes": Case(both("x" * 252 + ".md"), ("name",)),
    "a name of emoji": Case(both("👩‍🔧🏳️‍🌈.md")),
    "a name from the right": Case(both("مرحبا.md")),
    "a name that begins with a dash": Case(both("-rf.md")),
    "blanks": Case(both("  .md")),
    "only an ending": Case(both(".md"), (), None),
    "capital ending": Case(both("x.MD")),
    "the long ending": Case(both("x.markdown")),
    "percents and dollars": Case(both("%s $HOME `id`.md")),
    "dots": Case(both("..x.md", "...md"), (), None),
    "quotes of SQL": Case(both("x'; DROP TABLE note; --.md")),
    # twins
    "two ways to store an accent": Case(both(f"{NFC}.md", f"{NFD}.md"), ("twin",)),
    "stored in pieces": Case(both(f"{NFD}.md")),
    "capital letters alone": Case(both("note.md", "Note.md"), ("twin",)),
    "three of them": Case(both("note.md", "Note.md", "NOTE.md"), ("twin", "twin")),
    "sharp s": Case(both("straße.md", "STRASSE.md"), ("twin",)),
    "a note and a folder": Case(both("x.md", "X.md/y.md"), ("twin",)),
    "twin folders": Case(both("Press/a.md", "press/b.md"), ("twin",)),
    "dotless letters that differ": Case(both("ı.md", "i.md")),
    # times
    "1970": Case(at(0)),
    "before 1970": Case(at(LONG_AGO)),
    "in the year 2100": Case(at(4_102_444_800)),
    "an hour ahead": Case(at(4_000_000_000)),
    "in the year 2400": Case(at(13_569_465_600)),
    "same size and times": Case(changing),
    # places
    "64 folders down": Case(deep(61)),
    "65 folders down": Case(deep(63), ("too-deep",), None),
    "1,000 folders down": Case(deep(1000), ("too-deep",), None),
    "a path of more than 4,096 bytes": Case(deep(30, "d" * 200), ("unreadable",), None),
    "a hidden folder": Case(both(".trash/x.md"), (), None),
    "a folder in a hidden one": Case(both(".git/refs/x.md"), (), None),
    "200 in one folder": Case(many(200)),
    # litter and its like
    "a placeholder of iCloud": Case(both(".x.md.icloud"), ("placeholder",), None),
    "a lock of LibreOffice": Case(both(".~lock.x.md#"), (), None),
    "a flag that a sync tool acts on": Case(lambda f: (f.parents[1] / "redflag.md").write_text("secretive"), (), None),
    "a conflict copy": Case(both("x.md", "x.sync-conflict-20260301-101010-ABCDEFG.md")),
    "a conflict copy of nothing": Case(both("x.sync-conflict-20260301-101010-ABCDEFG.md")),
    "half a merge": Case(text("x.md", "zebra\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n"), ("conflict-marker",)),
    "a swap file": Case(text(".x.md.swp", struct.pack("<I", 7) + b"secretive"), (), None),
}  # fmt: skip
