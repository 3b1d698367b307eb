"""Vaults of any size, the same from the same seed, and words to look for in them."""

import json
import os
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from benchmarks.customers import TEAM, Customer, Register
from benchmarks.notes import Writer
from benchmarks.prose import Prose, languages

VERSION = 1
"""Raised whenever the same seed would write other bytes."""

SEED = 7
TODAY = date(2026, 11, 22)
"""The day on which every vault stands, so that two vaults are the same whenever they are made."""

NOTES_A_CUSTOMER = 50
FEWEST_NOTES = 20
SAMPLE = 10_000
"""Notes that are read to count words; enough for a word in one of a thousand."""

_Key = TypeVar("_Key", str, tuple[str, str])

_STAMP = ".benchmark.json"
_OTHER_LANGUAGE = 0.2
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FUNCTION_WORDS = frozenset({
    "about", "across", "after", "again", "against", "another", "because", "before", "being",
    "below", "between", "could", "during", "every", "further", "other", "should", "since",
    "still", "their", "there", "these", "those", "through", "under", "until", "where",
    "which", "while", "within", "without", "would", "yours", "dieser", "durch", "einem",
    "einen", "einer", "gegen", "haben", "immer", "keine", "leider", "nicht", "nichts",
    "oder", "sehr", "sind", "wieder", "wird", "wurde", "wurden", "zwischen",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z]{5,}\Z")
_PAIR = re.compile(r"(?<![^\W_])(?=([A-Za-z]{4,}) ([A-Za-z]{4,})(?![^\W_]))")


class NotOurs(Exception):
    """The folder holds something that no benchmark wrote; nothing was touched."""


@dataclass(frozen=True, slots=True)
class Vault:
    """A vault on disk. `customers` says how many notes each has; `prose` what they are made of."""

    folder: Path
    notes: int
    seed: int
    prose: str
    customers: Mapping[str, int]

    @property
    def typical(self) -> str:
        """The customer with as many notes as most have."""
        middle = sorted(self.customers.values())[len(self.customers) // 2]
        return min(self.customers, key=lambda name: (abs(self.customers[name] - middle), name))


@dataclass(frozen=True, slots=True)
class Probes:
    """What to search for, and in which share of the notes each is found."""

    common: str
    middling: str
    rare: str
    phrase: tuple[str, str]
    shares: Mapping[str, float]

    @property
    def pair(self) -> tuple[str, str]:
        """Two words of which a note must hold both."""
        return self.common, self.middling


def build(
    notes: int, folder: Path | None = None, *, seed: int = SEED, prose: Sequence[Prose] = ()
) -> Vault:
    """A vault of exactly `notes` notes in `folder`, or in a cache of the system's temporary folder.

    One that is already there is kept if it is the same. Raises NotOurs rather than write into a
    folder that holds anything else.
    """
    if notes < FEWEST_NOTES:
        raise ValueError(f"a vault has at least {FEWEST_NOTES} notes")
    prose = prose or languages()
    folder = folder or _cache() / f"vault-{notes}-{seed}"
    wanted = {
        "version": VERSION,
        "notes": notes,
        "seed": seed,
        "prose": [[one.name, one.fingerprint] for one in prose],
    }
    stamp = _stamp(folder)
    if stamp.get("wanted") != wanted or not stamp.get("finished"):
        _clear(folder)
        _save_stamp(folder, {"wanted": wanted, "finished": False})
        customers = _write(folder, notes, seed, prose)
        stamp = {"wanted": wanted, "finished": True, "customers": customers}
        _save_stamp(folder, stamp)
    return Vault(folder, notes, seed, prose[0].name, stamp["customers"])


def note_paths(vault: Vault) -> list[Path]:
    """Every note of the vault, sorted."""
    return sorted(vault.folder.rglob("*.md"))


def body_of(text: str) -> str:
    """The note below its front matter."""
    return _FRONT_MATTER.sub("", text, count=1)


def probe_words(vault: Vault) -> Probes:
    """Words by the share of notes that hold them: a quarter, one in a hundred, one in a thousand.

    Counted once for each vault, in at most `SAMPLE` notes spread evenly over it. Only words of plain
    letters are chosen, so that every program agrees on what a word is.
    """
    stamp = _stamp(vault.folder)
    if "probes" not in stamp:
        stamp["probes"] = asdict(_count(note_paths(vault)))
        _save_stamp(vault.folder, stamp)
    kept = stamp["probes"]
    return Probes(**{**kept, "phrase": tuple(kept["phrase"])})


def _write(folder: Path, notes: int, seed: int, prose: Sequence[Prose]) -> dict[str, int]:
    """Write everything; the number of notes of each customer."""
    (folder / "crm.toml").write_text("# A vault made for measuring.\n", encoding="utf-8")
    rng = random.Random(f"vault {seed}")
    team = dict(_team())
    for name, text in team.items():
        _put(folder / name, text, TODAY)
    shares = _shares(rng, notes - len(team), max(2, notes // NOTES_A_CUSTOMER))
    register = Register(rng)
    written: dict[str, int] = {}
    for share in shares:
        customer = register.customer()
        tongue = prose[-1] if rng.random() < _OTHER_LANGUAGE else prose[0]
        own = random.Random(f"{seed} {customer.name}")
        _write_customer(folder / "Customers", Writer(own, tongue, customer, TODAY), share)
        written[customer.name] = share
    return written


def _write_customer(customers: Path, writer: Writer, share: int) -> None:
    customer: Customer = writer.customer
    home = customers / customer.name
    (home / "files").mkdir(parents=True)
    (home / "files" / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + writer.rng.randbytes(2_000))
    for draft in writer.notes(share):
        _put(home / draft.name, draft.text, draft.day)


def _put(path: Path, text: str, day: date) -> None:
    """Write one note, last changed on the evening of its day, as in a vault that grew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    changed = datetime.combine(min(day, TODAY), time(18), UTC).timestamp()
    os.utime(path, (changed, changed))


def _team() -> Iterator[tuple[str, str]]:
    for name in TEAM:
        handle = name.split()[0].lower()
        yield f"Team/{name}.md", f"---\ntype: team\naliases:\n  - {handle}\n---\n"
    yield "Lessons.md", "- Check the seal before the motor. #service\n"


def _shares(rng: random.Random, notes: int, customers: int) -> list[int]:
    """`notes` dealt to `customers`: some have three times as many as others, none has fewer than 4."""
    weights = [rng.uniform(0.5, 1.5) for _ in range(customers)]
    spare = notes - 4 * customers
    shares = [4 + int(spare * weight / sum(weights)) for weight in weights]
    for index in range(notes - sum(shares)):
        shares[index % customers] += 1
    return shares


def _count(paths: Sequence[Path]) -> Probes:
    step = -(-len(paths) // SAMPLE)
    sample = [body_of(path.read_text(encoding="utf-8")) for path in paths[::step]]
    words = Counter(w for body in sample for w in set(_WORD.findall(body.lower())))
    plain = {w: n / len(sample) for w, n in words.items() if _searched(w)}
    common, middling, rare = (_nearest(plain, share) for share in (0.25, 0.01, 0.001))
    pairs = Counter(
        pair
        for body in sample
        for pair in {(a.lower(), b.lower()) for a, b in _PAIR.findall(body)}
        if all(0.005 <= plain.get(one, 0) <= 0.2 for one in pair)
    )
    # In a tiny vault no pair of such words may be there; any two neighbours do then.
    pairs = pairs or Counter(pair for body in sample for pair in _PAIR.findall(body))
    phrase = _nearest({pair: n / len(sample) for pair, n in pairs.items()}, 0.003)
    shares = {word: plain[word] for word in (common, middling, rare)}
    return Probes(
        common, middling, rare, phrase, {**shares, " ".join(phrase): pairs[phrase] / len(sample)}
    )


def _searched(word: str) -> bool:
    """Whether somebody would look for the word, and every program would find it."""
    return bool(_PLAIN_WORD.match(word)) and word not in _FUNCTION_WORDS


def _nearest(shares: Mapping[_Key, float], wanted: float) -> _Key:
    # Among equals any will do, but not always one at the beginning of a dictionary.
    return min(shares, key=lambda key: (abs(shares[key] - wanted), crc32(repr(key).encode())))


def _cache() -> Path:
    folder = Path(tempfile.gettempdir()) / f"notes_crm-benchmarks-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise NotOurs(f"{folder} belongs to somebody else")
    return folder


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / _STAMP).is_file():
        raise NotOurs(f"{folder} holds something that is no benchmark vault; name another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _stamp(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _save_stamp(folder: Path, stamp: Mapping[str, Any]) -> None:
    (folder / _STAMP).write_text(json.dumps(stamp, ensure_ascii=False), encoding="utf-8")
