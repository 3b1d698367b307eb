"""The text of one note of each kind, as vault-format.md describes them and people write them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.customers import TEAM, Customer, Person, Unit
from benchmarks.prose import Prose

BODY_WORDS = 190
"""Words drawn for a middling contact; headings and the ends of sentences make it some 215."""

_CONTACTS = ("visit", "visit", "visit", "visit", "call", "call", "call", "email", "email", "note")
_MOODS = ("angry", "anxious", "calm", "calm", "happy", "delighted", "3", "4")
_PLACES = ("Pump house", "Workshop", "Front office", "Loading bay", "Kitchen", "Line 2")
_CASES = ("open", "waiting-us", "waiting-customer", "solved", "closed", "closed")

Keys = Iterable[tuple[str, str | Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A note before it is written: the file's name in the customer's folder, its text, its day."""

    name: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the notes of one customer. Draws only from `rng`, so the same seed writes the same."""

    rng: random.Random
    prose: Prose
    customer: Customer
    today: date

    def notes(self, count: int) -> list[Draft]:
        """Exactly `count` notes: the profile first, contacts last, no two of one name."""
        standing = self._standing()[:count]
        names = {draft.name for draft in standing}
        drafts = list(standing)
        while len(drafts) < count:
            draft = self.planned() if self.rng.random() < 0.02 else self.contact()
            if draft.name not in names:
                names.add(draft.name)
                drafts.append(draft)
        return drafts

    def profile(self) -> Draft:
        """The note named like the customer's folder."""
        c, since = self.customer, self._past()
        keys: Keys = (
            ("type", "customer"),
            ("aliases", (c.alias,)),
            ("kind", c.trade),
            ("status", self.rng.choice(("active", "active", "active", "dormant", "prospect"))),
            ("owner", c.owner),
            ("phone", (f'"{c.phone}"',)),
            ("email", (f"office@{c.alias.encode('ascii', 'ignore').decode().lower()}.example",)),
            ("address", c.street),
            ("contact_every", self.rng.choice(("6 weeks", "monthly", "3 months", "30 days"))),
            ("since", since.isoformat()),
            ("contract_until", self._ahead(900).isoformat()),
            ("likes", ("short visits",)),
        )
        body = [
            *self._section("Always remember", 20),
            "## People",
            *(f"- [[{p.name}]], {p.role}, {p.phone}" for p in c.people),
            "## Uses",
            *(f"- [[{u.note}]]" for u in c.units),
            *self._section("About them", 70),
            *self._section("Wants", 40),
            *self._section("Plans", 30),
            "## Private",
            f"- {self._line(12)}",
        ]
        return Draft(f"{c.name}.md", _note(keys, body), since)

    def person(self, person: Person) -> Draft:
        """Somebody at the customer."""
        keys: Keys = (
            ("type", "person"),
            ("role", person.role),
            ("decides", self.rng.choice(("true", "false"))),
            ("phone", (f'"{person.phone}"',)),
            ("birthday", f'"{self.rng.randint(1, 12):02d}-{self.rng.randint(1, 28):02d}"'),
            ("tip", _quoted(self._line(8))),
        )
        return Draft(f"{person.name}.md", _note(keys, self._paragraphs(120)), self._past())

    def unit(self, unit: Unit) -> Draft:
        """A machine at the customer."""
        installed = self._past()
        keys: Keys = (
            ("type", "equipment"),
            ("maker", unit.maker),
            ("model", unit.model),
            ("serial", unit.serial),
            ("status", self.rng.choice(("in-service", "in-service", "in-service", "down"))),
            ("location", self.rng.choice(_PLACES)),
            ("installed", installed.isoformat()),
            ("warranty_until", (installed + timedelta(days=1095)).isoformat()),
            ("service_every", "6 months"),
            ("replacement_cost", str(self.rng.randrange(800, 20_000, 50))),
        )
        return Draft(f"{unit.note}.md", _note(keys, self._paragraphs(150)), installed)

    def case(self) -> Draft:
        """A matter that is open until it is solved, with its steps."""
        opened = self._past()
        state = self.rng.choice(_CASES)
        closed = opened + timedelta(days=self.rng.randint(2, 40))
        done = state in {"solved", "closed"} and closed < self.today
        keys: Keys = (
            ("type", "case"),
            ("status", state if done or state not in {"solved", "closed"} else "open"),
            ("date", opened.isoformat()),
            ("owner", self.customer.owner),
            ("priority", self.rng.choice(("normal", "high", "low"))),
            ("equipment", (f'"[[{self.rng.choice(self.customer.units).note}]]"',)),
            *((("closed", closed.isoformat()),) if done else ()),
        )
        body = [
            *self._section("What happened", 90),
            *self._section("Why", 40),
            "## What we will do",
            *(f"{n}. [{'x' if done else ' '}] {self._line(9)}" for n in (1, 2, 3)),
            *self._section("So it never happens again", 30),
        ]
        subject = " ".join(filter(str.isalpha, self.prose.sentence(self.rng).split()[:3]))
        name = f"{opened} {self.customer.name} case {subject or 'no subject'}.md"
        return Draft(name, _note(keys, body), opened)

    def contact(self) -> Draft:
        """A visit, call, e-mail or plain note of the past."""
        kind, day = self.rng.choice(_CONTACTS), self._past()
        name = f"{day} {self._clock()} {self.customer.name} {kind}.md"
        if kind == "note":  # as typed on a telephone: no front matter, no headings
            return Draft(name, _note((), self._paragraphs(self._length())), day)
        person = self.rng.choice(self.customer.people)
        author = self.rng.choice((self.customer.owner, *TEAM))
        keys: Keys = (
            ("type", kind),
            ("date", day.isoformat()),
            ("by", (author,)),
            ("people", (person.name,)),
            ("started_by", self.rng.choice(("us", "them"))),
            ("outcome", self.rng.choice(("good", "good", "bad", "incomplete"))),
            ("mood", self.rng.choice(_MOODS)),
            ("minutes", str(self.rng.randrange(5, 180, 5))),
            *(self._visit_keys() if kind == "visit" else ()),
            *((("private", "true"),) if self.rng.random() < 0.01 else ()),
        )
        words = self._length()
        body = [
            "## Discussed",
            f"- {self.prose.text(self.rng)}",
            *self._bullets(words * 2 // 5),
            *self._section("Observed" if kind == "visit" else "Asked", words // 5),
            *self._promises(person, author, day),
            *self._section("Told", words // 5),
            *(self._section("Private", 15) if self.rng.random() < 0.08 else ()),
        ]
        return Draft(name, _note(keys, body), day)

    def planned(self) -> Draft:
        """A visit that is still ahead."""
        day = self._ahead(60)
        keys: Keys = (
            ("type", "visit"),
            ("date", day.isoformat()),
            ("time", f"{self.rng.randint(8, 16):02d}:30"),
            ("by", (self.customer.owner,)),
            ("people", (self.rng.choice(self.customer.people).name,)),
            ("purpose", _quoted(self._line(6))),
            ("take", ("tool kit", "seal kit")),
        )
        name = f"{day} {self._clock()} {self.customer.name} visit.md"
        return Draft(name, _note(keys, self._section("Discussed", 40)), day)

    def _standing(self) -> list[Draft]:
        people = [self.person(person) for person in self.customer.people]
        units = [self.unit(unit) for unit in self.customer.units]
        cases = {draft.name: draft for draft in (self.case(), self.case())}
        return [self.profile(), *people, *units, *cases.values()]

    def _visit_keys(self) -> list[tuple[str, str | Sequence[str]]]:
        unit = self.rng.choice(self.customer.units)
        return [
            ("location", self.rng.choice(_PLACES)),
            ("equipment", (f'"[[{unit.note}]]"',)),
            ("repair_cost", str(self.rng.randrange(0, 900, 10))),
            ("tags", (self.rng.choice(("service", "repair", "inspection")),)),
        ]

    def _promises(self, person: Person, author: str, day: date) -> list[str]:
        lines = []
        handle = author.split(maxsplit=1)[0].lower()
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            due = day + timedelta(days=self.rng.randint(2, 45))
            end = f"➕ {day} 📅 {due}"
            kept = min(due + timedelta(days=self.rng.randint(-2, 9)), self.today)
            chance = self.rng.random()
            if chance < 0.2:
                lines.append(f"- [ ] {person.name} to do: {self._line(6)} #waiting 📅 {due}")
            elif day < self.today - timedelta(days=60) and chance < 0.85:
                lines.append(f"- [x] {self._line(8)} @{handle} #promise {end} ✅ {kept}")
            elif chance > 0.95:
                lines.append(f"- [-] {self._line(8)} @{handle} #promise {end} ❌ {kept}")
                lines.append(f"  - {self._line(6)}")
            else:
                rank = self.rng.choice(("", "", "⏫ "))
                lines.append(f"- [ ] {self._line(8)} @{handle} #promise {rank}{end}")
        return ["## Promised", *lines] if lines else []

    def _section(self, heading: str, words: int) -> list[str]:
        return [f"## {heading}", *self._bullets(words)]

    def _bullets(self, words: int) -> list[str]:
        return [f"- {paragraph}" for paragraph in self._spread(words, most=2)]

    def _paragraphs(self, words: int) -> list[str]:
        return [line for paragraph in self._spread(words, most=6) for line in (paragraph, "")]

    def _spread(self, words: int, most: int) -> list[str]:
        """Paragraphs of up to `most` sentences, together about `words` words."""
        paragraphs, written = [], 0
        while written < words:
            sentences = [self.prose.sentence(self.rng) for _ in range(self.rng.randint(1, most))]
            paragraphs.append(" ".join(sentences))
            written += len(paragraphs[-1].split())
        return paragraphs

    def _line(self, words: int) -> str:
        """The beginning of a sentence, without the full stop."""
        return " ".join(self.prose.sentence(self.rng).split()[:words]).rstrip(".,;:!?")

    def _length(self) -> int:
        return max(60, round(self.rng.gauss(BODY_WORDS, 70)))

    def _past(self) -> date:
        """A day of the last five years; half of them in the last eighteen months."""
        return self.today - timedelta(days=1 + round(1825 * self.rng.random() ** 1.75))

    def _ahead(self, days: int) -> date:
        return self.today + timedelta(days=self.rng.randint(1, days))

    def _clock(self) -> str:
        return f"{self.rng.randint(7, 18):02d}{self.rng.randrange(0, 60, 5):02d}"


def _note(keys: Keys, body: Iterable[str]) -> str:
    front = []
    for key, value in keys:
        if isinstance(value, str):
            front.append(f"{key}: {value}")
        else:
            front += [f"{key}:", *(f"  - {item}" for item in value)]
    fenced = ["---", *front, "---"] if front else []
    return "\n".join([*fenced, *body]).rstrip("\n") + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
