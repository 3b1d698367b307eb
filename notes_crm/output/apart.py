"""The child process in which a vault's own templates are made to text: other people's code.

Loops that never end and texts of a gigabyte get through the sandbox; here they end a child. It
is given every template it may read, and opens no file.
"""

import json
import sys
from typing import Any

from notes_crm.output.bounds import answers, bound
from notes_crm.output.environment import Artist, Faulty

MEMORY = 512 << 20
"""Bytes of address space; a sheet needs an eighth of that."""

PROCESSOR = 20
"""Seconds of processor time, whatever the parent does."""


def main() -> None:
    """Answer jobs until stdin ends."""
    bound(memory=MEMORY, processor=PROCESSOR)
    pipe = answers()
    for line in sys.stdin:
        job: dict[str, Any] = json.loads(line)
        artist = Artist(job["templates"])
        drawn = [_drawn(artist, name, data) for name, data in job["sheets"]]
        print(json.dumps(drawn), file=pipe, flush=True)


def _drawn(artist: Artist, name: str, data: dict[str, Any]) -> dict[str, Any]:
    try:
        text, unknown = artist.draw(name, data)
    except Faulty as faulty:
        place = faulty.place
        return {"fault": [place.template, place.line, place.reason]}
    return {"text": text, "unknown": [[p.template, p.line, p.reason] for p in unknown]}


if __name__ == "__main__":
    main()
