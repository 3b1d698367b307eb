"""Customers nobody has: from no notes at all to ten years of them, in any script, the same for the same seed."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from notes_crm.answers.briefing import Briefing, compose
from notes_crm.model.note import Note, parse

TODAY = date(2026, 11, 22)
PRINTED = datetime(2026, 11, 22, 17, 40)  # what a wall clock shows
TEN_YEARS = 3650

NUMBERED = re.compile(r"q\d+z")
"""What each line of a numbered customer begins with: no other line has it, and no other is its beginning."""

SORTS = (
    "empty",
    "short",
    "usual",
    "full",
    "huge",
    "hostile",
    "long",
    "arabic",
    "chinese",
    "emoji",
    "mixed",
)
"""What kinds there are; the seed goes round them."""
SCRIPTS = {"arabic": {"ar"}, "chinese": {"zh"}, "mixed": {"ar", "zh"}}
"""Languages whose fonts a machine must have for what some of them write."""
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "ja", "ar")

_LATIN = [
    "oven",
    "board",
    "the",
    "and",
    "call",
    "before",
    "Saturday",
    "invoice",
    "warranty",
    "third",
    "belt",
    "seal",
    "kit",
    "promised",
    "again",
    "with",
    "their",
    "morning",
    "delivery",
    "quote",
    "hygiene",
    "inspection",
    "landlord",
    "switch",
    "mains",
    "noise",
    "leaking",
    "pump",
    "compressor",
    "two",
    "new",
    "shop",
    "spring",
    "price",
    "letter",
    "report",
    "asked",
    "wants",
    "Dana's",
    "E17",
    "resets",
    "itself",
    "nobody",
    "told",
    "us",
    "why",
]
_GERMAN = [
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "Wärmerückgewinnungsanlagenwartungsvertrag",
    "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "Grundstücksverkehrsgenehmigungszuständigkeit",
    "https://example.com/a/very/long/address/that/has/no/blank/in/it/at/all?and=more&of=the&same=thing",
    "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "und",
    "ein",
    "Pneumonoultramicroscopicsilicovolcanoconiosis",
]
_ARABIC = [
    "الفرن",
    "توقف",
    "مرة",
    "أخرى",
    "يوم",
    "السبت",
    "اتصل",
    "بالسيدة",
    "دانا",
    "قبل",
    "الوصول",
    "المفتاح",
    "عند",
    "المالك",
    "عرض",
    "سعر",
    "جديد",
    "الضمان",
    "انتهى",
]
_CHINESE = [
    "烤箱又停了",
    "星期六",
    "请先打电话",
    "保修已经结束",
    "新的报价单",
    "房东有钥匙",
    "面包房",
    "夜班",
    "零件到了",
    "达娜",
    "不要再问",
]
_EMOJI = [
    "🎉",
    "👩\u200d👩\u200d👧\u200d👦",
    "oven",
    "🔥",
    "⚠️",
    "🇪🇸",
    "call",
    "📞",
    "✅",
    "👍🏽",
    "🥐",
    "done",
    "😀",
    "é",
    "é",
    "ñ",
    "Ω",
    "Ж",
]
_HOSTILE = [
    "<script>alert(1)</script>",
    "</article></body>",
    "{{7*7}}",
    "{%endfor%}",
    "\u202emoc.live",
    "\x1b[31m",
    "`code",
    "**bold",
    '"><img/src=x>',
    "[[a|b]]",
    "![[x]]",
    "%%gone%%",
    "<!--",
    "-->",
    "~~~",
    "==mark==",
    "|a|b|",
    "\u200b\u200d",
    "&nbsp;",
    "&#8238;",
    "$(reboot)",
    "á́́́́́́",
    "_x_",
    "#tag",
    "^block",
    "//",
    "9999999999999999999999",
    "<b>bold</b>",
]
_WORDS = {
    "long": _GERMAN, "arabic": _ARABIC, "chinese": _CHINESE, "emoji": [*_EMOJI, *_LATIN],
    "hostile": [*_HOSTILE, *_LATIN], "mixed": [*_LATIN, *_ARABIC, *_CHINESE, *_GERMAN[:2], *_EMOJI],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A customer made up: the seed, which sort, the language of the sheet, and the briefing."""

    seed: int
    sort: str
    lang: str
    notes: int
    briefing: Briefing
    numbered: bool


def made_up(seed: int, *, numbered: bool = False) -> Made:
    """The customer with this number; `numbered` lines can be told apart wherever they are printed."""
    rng = random.Random(seed)
    sort = SORTS[seed % len(SORTS)]
    writer = _Writer(rng, sort, numbered=numbered)
    name = writer.name()
    notes = [_note(f"Customers/x/{file}.md", text) for file, text in writer.files(name)]
    lessons = [
        _note("Lessons.md", "".join(f"- {writer.line()} #oven\n" for _ in range(writer.many(5))))
    ]
    briefing = compose(name, notes, TODAY, me=writer.us[0], lessons=lessons)
    lang = LANGUAGES[seed // len(SORTS) % len(LANGUAGES)]
    return Made(seed, sort, lang, len(notes), briefing, numbered)


def _note(path: str, text: str) -> Note:
    return parse(text.encode(errors="replace"), path)


class _Writer:
    """Notes as somebody with these words and this much to say would write them."""

    def __init__(self, rng: random.Random, sort: str, *, numbered: bool) -> None:
        self.rng, self.sort = rng, sort
        self.lines = count() if numbered else None
        self.words = _WORDS.get(sort, _LATIN)
        self.full = {"empty": 0.0, "short": 0.25, "usual": 0.6}.get(sort, rng.choice((0.6, 1.0)))
        self.us = [self.phrase(1, 2) or "Anna" for _ in range(4)]

    def many(self, most: int) -> int:
        return round(self.rng.uniform(self.full / 2, self.full) * most) if self.full else 0

    def phrase(self, least: int, most: int) -> str:
        return " ".join(self.rng.choices(self.words, k=self.rng.randint(least, most)))

    def line(self) -> str:
        said = self.phrase(2, 5 if self.rng.random() < 0.6 else 30)
        return f"{self.mark()} {said}".lstrip()

    def mark(self, otherwise: int | str = "") -> str:
        """What tells this line from all others, where lines are numbered."""
        return str(otherwise) if self.lines is None else f"q{next(self.lines)}z"

    def name(self) -> str:
        if self.sort == "empty":
            return self.rng.choice(("A", "Müller & Söhne", "Żółć"))
        return " ".join(self.phrase(1, self.rng.choice((2, 3, 9))).split())[:120] or "A"

    def day(self, least: int, most: int) -> date:
        return TODAY - timedelta(days=self.rng.randint(least, most))

    def files(self, name: str) -> Iterator[tuple[str, str]]:
        if self.sort == "empty":
            yield from [("a", "")][: self.rng.randint(0, 1)]
            return
        yield name.replace("/", " ")[:80], self.profile()
        for number in range(self.many(6)):
            yield f"Person {number}", self.person()
        for number in range(self.many(12)):
            yield (
                f"Unit {self.mark(number)} {self.phrase(1, 3).replace('/', ' ')[:60]}",
                self.unit(),
            )
        for number in range(self.many(4)):
            yield (
                f"{self.day(0, 90)} case {self.mark(number)} {self.phrase(1, 3).replace('/', ' ')[:40]}",
                self.case(),
            )
        contacts = self.rng.randint(500, 2000) if self.sort == "huge" else self.many(40)
        for number in range(contacts):
            yield (
                f"{self.day(0, TEN_YEARS)} {self.rng.randint(700, 1900):04} visit {number}",
                self.contact(),
            )
        if self.rng.random() < 0.7:
            yield f"{TODAY + timedelta(days=2)} 0930 visit", self.planned()

    def profile(self) -> str:
        head = self.head({
            "type": lambda: "customer", "kind": lambda: self.phrase(1, 3), "since": lambda: "2017",
            "plan": lambda: self.phrase(1, 3), "sla": lambda: "8 h", "address": lambda: self.phrase(3, 12),
            "phone": lambda: "+44 1323 555 010", "contact_every": lambda: "6 weeks", "worth": lambda: "14200",
            "arrival": lambda: f"{self.line()}. 02:00-06:30. {self.line()}. 07700 900461. {self.line()}.",
            "contract_until": lambda: str(self.day(-300, 300)),
        })  # fmt: skip
        headings = (
            "Always remember",
            "People",
            "About them",
            "Plans",
            "What made them happy",
            "Needs",
        )
        return head + "".join(self.list(h) for h in headings)

    def person(self) -> str:
        return self.head({
            "type": lambda: "person", "role": lambda: self.phrase(1, 4), "decides": lambda: "true",
            "phone": lambda: "07700 900417", "tip": self.line, "birthday": lambda: "11-30", "likes": lambda: self.phrase(1, 3),
        })  # fmt: skip

    def unit(self) -> str:
        return self.head({
            "type": lambda: "equipment", "serial": lambda: f"CD4-{self.rng.randrange(10**self.rng.randint(3, 14))}",
            "warranty_until": lambda: str(self.day(-500, 500)), "installed": lambda: "2018-09-01",
            "replacement_cost": lambda: "7900", "expected_life_years": lambda: "10", "service_every": lambda: "3 months",
            "used_by": lambda: self.phrase(1, 2),
        })  # fmt: skip

    def case(self) -> str:
        head = self.head(
            {
                "type": lambda: "case",
                "status": lambda: self.rng.choice(("open", "waiting-us", "solved")),
            }
        )
        steps = "".join(f"{n}. [{self.rng.choice(' x')}] {self.line()}\n" for n in range(1, 4))
        return f"{head}## What happened\n{self.line()}\n## What we will do\n{steps}"

    def contact(self) -> str:
        head = self.head({
            "type": lambda: self.rng.choice(("visit", "call", "email", "meeting")), "by": lambda: self.rng.choice(self.us),
            "people": lambda: self.phrase(1, 2), "mood": lambda: str(self.rng.randint(1, 5)),
            "outcome": lambda: self.rng.choice(("good", "bad", "incomplete")), "amount": lambda: str(self.rng.randint(0, 9999)),
            "started_by": lambda: self.rng.choice(("us", "them", "nobody")), "repair_cost": lambda: "420",
        })  # fmt: skip
        return (
            head + "".join(self.list(h) for h in ("Discussed", "Told", "Asked")) + self.promises()
        )

    def promises(self) -> str:
        if self.rng.random() < 0.5:
            return ""
        tags = ("#promise", "#waiting", "#ready", "#promise @marco")
        tasks = (
            f"- [{self.rng.choice('  x')}] {self.line()} {self.rng.choice(tags)} 📅 {self.day(-40, 400)}\n"
            for _ in range(self.rng.randint(1, 3))
        )
        return "## Promised\n" + "".join(tasks)

    def planned(self) -> str:
        return self.head({
            "type": lambda: "visit", "by": lambda: self.rng.choice(self.us), "purpose": self.line,
            "take": lambda: f"[{', '.join(repr(self.phrase(1, 3)) for _ in range(3))}]", "length": lambda: "about 2 h",
        })  # fmt: skip

    def list(self, heading: str) -> str:
        lines = "".join(f"- {self.line()}\n" for _ in range(self.many(6)))
        return f"## {heading}\n{lines}" if lines else ""

    def head(self, keys: dict[str, Callable[[], str]]) -> str:
        kept = {key for key in keys if key == "type" or self.rng.random() < max(self.full, 0.3)}
        rows = "".join(
            f"{key}: {self.quoted(make())}\n" for key, make in keys.items() if key in kept
        )
        return f"---\n{rows}---\n"

    def quoted(self, value: str) -> str:
        if value.startswith("["):
            return value
        kept = "".join(c for c in value if c.isprintable() or c in "\u202e\u200d")
        return '"' + kept.replace("\\", "/").replace('"', "'") + '"'
