"""Our own templates as Python's code, kept where Python keeps the code of our modules.

Making code of the sheet's template takes a tenth of the time of a sheet. Whoever can write there
can change the program anyway, so what is found is trusted as far as it is whole. Where nothing
can be written, the code is made anew each time.
"""

import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from notes_crm.output.shipped import FOLDER

DIGEST = 32
"""Bytes: first what the code was made of, then the code itself, then the code."""

_MAKERS = ("compiler", "idtracking", "lexer", "nodes", "optimizer", "parser")
"""The modules of Jinja that decide what code a template becomes."""


class Compiled(BytecodeCache):
    """The code of templates that lie in one folder."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code that was made of the same text by the same programs, if it is there."""
        with suppress(OSError):
            kept = self._place(bucket).read_bytes()
            made_of, whole, code = kept[:DIGEST], kept[DIGEST : 2 * DIGEST], kept[2 * DIGEST :]
            if made_of == _made_of(bucket.checksum) and whole == sha256(code).digest():
                bucket.code = marshal.loads(code)  # noqa: S302  # written by us, and whole

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, unless Python was told to keep none."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        code = marshal.dumps(bucket.code)
        place = self._place(bucket)
        new = place.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            try:
                new.write_bytes(_made_of(bucket.checksum) + sha256(code).digest() + code)
                new.replace(place)
            finally:
                new.unlink(missing_ok=True)

    def _place(self, bucket: Bucket) -> Path:
        # The key is a digest of the template's name, so that two never share a file.
        return Path(cache_from_source(str(self._folder / f"{bucket.key}.j2")))


def _made_of(checksum: str) -> bytes:
    """A digest of all that decides the code; OSError where a program has no readable source."""
    return sha256(b"\0".join((MAGIC_NUMBER, checksum.encode(), *_programs()))).digest()


@cache
def _programs() -> tuple[bytes, ...]:
    return tuple(sha256(path.read_bytes()).digest() for path in _sources())


def _sources() -> Iterator[Path]:
    folder = Path(jinja2.__file__).parent
    yield from (folder / f"{name}.py" for name in _MAKERS)
    yield Path(__file__).with_name("environment.py")  # its settings and filters
