"""Front matter that nobody wrote: pieces of nasty and ordinary front matter, cut and glued at random."""

import random
import time

from notes_crm.model.note import parse
from tests.unit.test_nasty_frontmatter import CASES

WORD = "zebrafish"
"""The body's own word: no front matter may swallow it."""
SLOWEST = 1.0
LONGEST = 4000
"""Characters of a generated front matter; the long ones are cases of their own."""

PIECES = (
    "\n", "\n\n", ": ", ":", " ", "  ", "\t", "- ", "-", "---", "---\n", "...\n", "# ", "#", "'", '"', "''", "[", "]",
    "[]", "{", "}", ",", "&a ", "*a", "!!python/object:os.system ", "!!int ", "!", "|", "|-\n", ">", "%YAML 1.2\n",
    "? ", "<<: *a", "@", "`", "\\", "\\u00e9", "\ufeff", "\u202e", "\u2028", "\x85", "\x0c", "\x1b", "\r\n", "\r",
    "😀", "é", "e\u0301", "名前", "no", "yes", "null", "~", "0x1F", "1_000", "1e999", "12:30", "190:20:30", "2026-03-02",
    "2026-02-30", "2026-03-02T14:30", ".inf", ".nan", "[[Acme]]", '"[[Acme]]"', "{{date}}", "<<<<<<< HEAD\n", "=======\n",
    ">>>>>>> x\n", "type: visit\n", "date: 2026-03-02\n", "tags: [a, b]\n", "customer: [[Acme]]\n", "by:\n  - Sam\n",
    "private: yes\n", "aliases: a\n", "codes: 1234\n", "next: 2026-03-09\n", "%%", "<!--", "-->", "```\n", "$(x)", "\0",
)  # fmt: skip
_CASES = tuple(front for front, _, _ in CASES.values() if len(front) <= LONGEST)


def front_matter(rng: random.Random) -> str:
    """One more of them."""
    kind = rng.random()
    if kind < 0.4:
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 30)))
    else:
        text = rng.choice(_CASES)
        if kind > 0.6:
            other, cut = rng.choice(_CASES), rng.randint(0, len(text))
            text = text[:cut] + other[rng.randint(0, len(other)) :]
        for _ in range(rng.randint(0, 4)):
            text = _altered(text, rng)
    return text[:LONGEST]


def note(front: str) -> bytes:
    """A note with this front matter and a word in its body."""
    return f"---\n{front}\n---\n\n{WORD} in the body.\n".encode("utf-8", "surrogatepass")


def wrong_with(data: bytes) -> str | None:
    """What parsing this note does that it must not; None if all is well."""
    start = time.process_time()
    try:
        found = parse(data, "Customers/Acme/note.md")
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"it raises {type(error).__name__}: {error}"
    if time.process_time() - start > SLOWEST:
        return "it takes too long"
    if any(p.code == "binary" for p in found.problems):
        return None if b"\0" in data else "it is called binary and holds no nought"
    last = len(found.lines)
    wrong = {
        "the body's word is lost": not any(WORD in line for line in found.lines),
        "the body begins behind the end": found.body_line > last + 1,
        "a problem is named behind the end": any(p.line > last for p in found.problems),
        "what is public changes": found.public() != found.public().public(),
    }
    return next((what for what, so in wrong.items() if so), None)


def _altered(text: str, rng: random.Random) -> str:
    """One small change."""
    at = rng.randint(0, len(text))
    ways = (
        lambda: text[:at] + rng.choice(PIECES) + text[at:],
        lambda: text[:at] + text[at + rng.randint(1, 8) :],
        lambda: text[:at] + chr(rng.choice((rng.randrange(1, 128), rng.randrange(1, 0xD800)))) + text[at:],
        lambda: text[:at] + text[max(0, at - 20) : at] * rng.randint(1, 8) + text[at:],
    )  # fmt: skip
    return rng.choice(ways)()


def inputs(rounds: int, seed: int) -> str:
    """So many front matters."""
    rng = random.Random(seed)
    for number in range(rounds):
        data = note(front_matter(rng))
        wrong = wrong_with(data)
        assert wrong is None, f"number {number} of seed {seed}: {wrong}: {data!r}"
    return f"{rounds} front matters, 0 wrong"
