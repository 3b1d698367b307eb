"""The example vault must look lived in on any day, and mean what the format says."""

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from unicodedata import is_normalized

import pytest
import yaml

from notes_crm.demo import STAR, TRY, build
from notes_crm.demo.notation import Calendar, notes
from notes_crm.model.note import parse
from notes_crm.model.schema import FIELDS, HEADINGS, LISTS, MOODS, STATUS, TYPES
from notes_crm.model.tasks.obsidian_tasks import read_as_tasks, write_as_tasks

TODAY = date(2026, 11, 22)
DAYS = [
    TODAY,
    date(2028, 2, 29),
    date(2028, 2, 28),
    date(2027, 2, 28),
    date(2026, 12, 24),
    date(2026, 12, 25),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 1, 2),
    date(2027, 1, 3),
    *(date(2026, 11, 23) + timedelta(days=37 * n + n % 7) for n in range(30)),
]
SUNDAY = 6
CUSTOMERS = 12
ENOUGH, TOO_MANY = 170, 200
CONTACTS = ("visit", "call", "email", "text", "meeting", "letter", "social")

DATE = r"\d{4}-\d{2}-\d{2}"
TASK = re.compile(
    r"(?:-|\d+\.) \[(?P<state>[ x-])\] (?P<words>[^➕📅❌✅]*[^➕📅❌✅ ])"
    rf"(?: ➕ (?P<created>{DATE}))(?: 📅 (?P<due>{DATE}))?(?: ❌ (?P<dropped>{DATE}))?(?: ✅ (?P<done>{DATE}))?"
)
LOOKS_LIKE_TASK = re.compile(r"[\s>]*(?:[-*+]|\d+[.)]) *\[.?\] ")
LINK = re.compile(r"\[\[([^\]|#]+)")
# Numbers set aside for stories: Ofcom, Bundesnetzagentur, Arcep.
INVENTED = re.compile(
    r"01632 960\d{3}|07700 900\d{3}|\+49 30 23125 \d{3}|\+49 171 39200\d\d|\+33 2 61 91 \d\d \d\d|\+33 6 39 98 \d\d \d\d"
)


@pytest.fixture(scope="module")
def vault():
    return build(TODAY)


@pytest.fixture(scope="module")
def vaults():
    return {day: build(day) for day in DAYS}


def stem(path):
    return path.rpartition("/")[2].removesuffix(".md")


@cache
def front(text):
    """Front matter as a plain YAML reader sees it; empty where there is none. Not to be changed."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text.split("---\n")[1], loader) if text.startswith("---\n") else {}


def customer(path):
    return path.split("/")[1] if path.startswith("Customers/") else None


def tasks(vault):
    """(path, line number, line, what the pattern found) of every task line."""
    return [
        (path, n, line, TASK.fullmatch(line))
        for path, text in vault.items()
        for n, line in enumerate(text.splitlines())
        if LOOKS_LIKE_TASK.match(line)
    ]


def due(found):
    return date.fromisoformat(found["due"]) if found["due"] else None


def of_type(vault, *types):
    return {p: f for p, t in vault.items() if (f := front(t)).get("type") in types}


def about(vault, name):
    return {p: t for p, t in vault.items() if customer(p) == name}


def test_the_same_day_gives_the_same_notes(vaults):
    assert build(TODAY) == vaults[TODAY]
    assert list(build(TODAY)) == list(vaults[TODAY])


def test_twelve_customers_and_enough_notes_on_any_day(vaults):
    for day, vault in vaults.items():
        assert len({customer(p) for p in vault} - {None}) == CUSTOMERS, day
        assert ENOUGH <= len(vault) <= TOO_MANY, day
        assert len(vault) == len(vaults[TODAY]), "two notes got one name"


def test_names_are_legal_everywhere_and_unique(vaults):
    for vault in vaults.values():
        assert len({stem(p).casefold() for p in vault}) == len(vault)
        for path in vault:
            assert is_normalized("NFC", path)
            assert path.endswith(".md")
            for part in path.removesuffix(".md").split("/"):
                assert not re.search(r'[<>:"\\|?*#^\[\]\x00-\x1f]', part), path
                assert part == part.strip(" ."), path
            assert len(path.encode()) < 200, path


def test_dated_names_are_those_the_tool_makes(vault):
    for path, fields in of_type(
        vault, *CONTACTS, "case", "opportunity", "feedback", "note"
    ).items():
        clock = fields.get("time", "").replace(":", "")
        start = f"{fields['date']} {clock + ' ' if clock else ''}{customer(path)} {fields['type']}"
        assert stem(path).startswith(start), path


def test_every_text_is_plain(vaults):
    for vault in vaults.values():
        for path, text in vault.items():
            assert is_normalized("NFC", text), path
            assert text.endswith("\n"), path
            assert not text.endswith("\n\n"), path
            assert not re.search(r"\{[-+]?\w*\d?( [a-z])?\}|\r|\t| \n|[A-Z]\w+> ", text), path


def test_front_matter_loads_and_holds_what_the_format_knows(vaults):
    for vault in vaults.values():
        for path, text in vault.items():
            for key, value in front(text).items():
                kind = FIELDS[key].kind
                assert (kind in LISTS) == isinstance(value, list), (path, key)
                if kind in ("text", "time", "birthday", "interval", "link"):
                    assert isinstance(value, str), (path, key, value)
                if kind in LISTS:
                    assert all(isinstance(v, str) for v in value), (path, key, value)
                if kind == "date":
                    assert type(value) is date, (path, key, value)
                if kind == "mood":
                    assert value in MOODS or value in range(1, 6), (path, value)
                if FIELDS[key].choices:
                    assert value in FIELDS[key].choices, (path, key, value)


def test_types_and_states_are_words_of_the_format(vault):
    for path, text in vault.items():
        fields = front(text)
        kind = fields.get("type")
        assert kind is None or kind in TYPES, path
        if "status" in fields:
            assert fields["status"] in STATUS[TYPES[kind].group], path


def test_keys_stand_on_the_notes_they_belong_to(vault):
    for path, text in vault.items():
        fields = front(text)
        for key in fields:
            on = FIELDS[key].on
            assert not on or TYPES[fields["type"]].group in on, (path, key)


def test_headings_mean_something_where_they_stand(vault):
    for path, text in vault.items():
        if customer(path):
            group = TYPES[front(text).get("type", "note")].group
            for heading in re.findall(r"(?m)^## (.+)$", text):
                on = HEADINGS[heading].on
                assert not on or group in on, (path, heading)


def test_links_lead_somewhere(vaults):
    for vault in vaults.values():
        known = {stem(p) for p in vault}
        for path, text in vault.items():
            for target in LINK.findall(text):
                assert target in known, (path, target)


def test_by_names_us_and_people_are_at_the_customer(vault):
    team = {stem(p) for p in vault if p.startswith("Team/")}
    for path, text in vault.items():
        fields = front(text)
        assert set(fields.get("by", [])) <= team, path
        assert {fields["owner"]} <= team if "owner" in fields else True, path
        folder = "".join(p + t for p, t in about(vault, customer(path)).items())
        for person in fields.get("people", []):
            assert folder.count(person.split()[-1]) > 1, (path, person)


def test_task_lines_are_exactly_what_obsidian_tasks_writes(vaults):
    for vault in vaults.values():
        for path, _, line, found in tasks(vault):
            assert found, (path, line)
            assert (found["state"] == "x") == bool(found["done"]), (path, line)
            assert (found["state"] == "-") == bool(found["dropped"]), (path, line)
            made = found["created"]
            assert all(d >= made for d in found.group("due", "done", "dropped") if d), (path, line)
            reading = read_as_tasks(line, "emoji")
            assert reading is not None, (path, line)
            assert write_as_tasks(reading) == line, path


@pytest.mark.parametrize("day", DAYS[:4], ids=str)
def test_every_note_is_read_without_any_problem(vaults, day):
    read = [parse(text.encode(), path) for path, text in vaults[day].items()]
    assert [str(p) for note in read for p in note.problems] == []
    assert sum(len(note.tasks) for note in read) == len(tasks(vaults[day]))
    assert all(note.type in TYPES for note in read)


def test_nothing_has_happened_yet_that_lies_ahead(vaults):
    for day, vault in vaults.items():
        for path, _, line, found in tasks(vault):
            for key in ("created", "done", "dropped"):
                assert (found[key] or "") <= day.isoformat(), (path, line)
        for path, fields in of_type(vault, *CONTACTS).items():
            assert fields["date"] < day or "purpose" in fields, path


def test_withdrawn_promises_say_why(vault):
    withdrawn = [(p, n) for p, n, _, found in tasks(vault) if found["state"] == "-"]
    assert withdrawn
    for path, number in withdrawn:
        assert re.fullmatch(r"  - \S.+", vault[path].splitlines()[number + 1])


def test_contacts_lie_on_working_days_in_working_hours(vaults):
    for day, vault in vaults.items():
        for path, fields in of_type(vault, *CONTACTS).items():
            if fields["date"] != day + timedelta(days=1):
                assert fields["date"].weekday() < SUNDAY - 1, path
            assert "07:00" <= fields.get("time", "12:00") <= "18:30", path
            if "answered" in fields:
                began = f"{fields['date']} {fields['time']}"
                assert f"{fields['answered']:%Y-%m-%d %H:%M}" > began, path
                assert 7 <= fields["answered"].hour <= 18, path


def test_tomorrow_has_three_stops_for_anna_and_next_week_has_one(vaults):
    for day, vault in vaults.items():
        planned = {p: f for p, f in of_type(vault, "visit").items() if f["date"] > day}
        tomorrow = {p: f for p, f in planned.items() if f["date"] == day + timedelta(days=1)}
        assert len(tomorrow) == 3, day
        assert STAR in {customer(p) for p in tomorrow}
        assert all(f["by"] == ["Anna Kowalski"] for f in tomorrow.values())
        later = [f["date"] - day for p, f in planned.items() if p not in tomorrow]
        assert len(later) == 1
        assert timedelta(days=4) < later[0] < timedelta(days=12), day
        for path, fields in planned.items():
            assert {"time", "purpose", "take", "length"} <= set(fields), path


def test_promises_stand_in_every_state(vaults):
    for day, vault in vaults.items():
        found = [f for _, _, _, f in tasks(vault)]
        ours = [f for f in found if "#promise" in f["words"]]
        theirs = [f for f in found if "#waiting" in f["words"]]
        for promises in (ours, theirs):
            is_open = [f for f in promises if f["state"] == " " and due(f)]
            assert sum(due(f) < day for f in is_open) >= 2
            assert any(due(f) > day for f in is_open)
        kept = [f for f in ours if f["state"] == "x"]
        assert any(f["done"] > f["due"] for f in kept)
        assert any(f["done"] <= f["due"] for f in kept)
        assert any(f["state"] == "-" for f in ours)
        assert any("#ready" in f["words"] and f["state"] == " " for f in found)
        assert any(f["state"] == " " and not due(f) for f in theirs)


def test_the_star_is_awkward_enough_for_a_full_sheet(vaults):
    for day, vault in vaults.items():
        notes_ = about(vault, STAR)
        fields = {p: front(t) for p, t in notes_.items()}
        oven = stem(next(p for p in notes_ if "Deck oven" in p))
        assert fields[f"Customers/{STAR}/{oven}.md"]["warranty_until"] < day
        visits = [f for f in fields.values() if f"[[{oven}]]" in f.get("equipment", ())]
        year = [f for f in visits if day - timedelta(days=365) < f.get("date", day) <= day]
        calls_for_e17 = [
            p for p, t in notes_.items() if fields[p].get("type") == "call" and "E17" in t
        ]
        assert len(calls_for_e17) >= 3
        cost = sum(f.get("repair_cost", 0) for f in year)
        price = fields[f"Customers/{STAR}/{oven}.md"]["replacement_cost"]
        assert 0.4 <= cost / price < 1
        scores = [
            (f["date"], MOODS.get(f["mood"], f["mood"])) for f in fields.values() if "mood" in f
        ]
        assert max(scores)[1] == 2
        assert max(s for _, s in scores) == 5
        slicer = next(f for p, f in fields.items() if "slicer Klinge" in p)
        assert timedelta() < slicer["warranty_until"] - day < timedelta(days=60)
        case = next(f for f in fields.values() if f.get("type") == "case")
        assert case["status"] == "waiting-us"
        assert day - timedelta(days=20) < case["date"] < day


def test_the_star_fits_the_sheet(vault):
    """Purpose, arrival and the quoted complaint stay within the sheet's limits."""
    notes_ = about(vault, STAR)
    planned = next(front(t) for t in notes_.values() if "\npurpose: " in t)
    assert len(planned["purpose"]) <= 90
    action, because = (
        front(notes_[f"Customers/{STAR}/{STAR}.md"])["arrival"].split(". ")[0].split(" – ")
    )
    assert len(action) <= 50
    assert len(because) <= 45
    assert any('"One more lost Saturday and we\'re done."' in t for t in notes_.values())


def test_told_and_asked_have_something_in_them(vault):
    for name in (STAR, "Grand Parade Hotel"):
        text = "\n".join(about(vault, name).values())
        assert text.count("## Told\n- ") >= 4
        assert text.count("## Asked\n- ") >= 4


def test_one_customer_has_ten_years_and_one_has_one_line(vaults):
    for day, vault in vaults.items():
        hotel = about(vault, "Grand Parade Hotel")
        assert len(hotel) >= 60
        oldest = min(f["date"] for t in hotel.values() if "date" in (f := front(t)))
        assert day - oldest > timedelta(days=9 * 365)
        one = about(vault, "Nadia Brook Consulting")
        assert [len(t.splitlines()) for t in one.values()] == [1]


def test_every_stage_of_a_customer_and_of_an_offer_is_there(vaults):
    for day, vault in vaults.items():
        states = [f.get("status") for f in of_type(vault, "customer").values()]
        assert {"active", "prospect", "dormant"} == set(states)
        offers = {f["status"] for f in of_type(vault, "opportunity").values()}
        assert {"won", "lost", "quoted"} == offers
        opinions = {f["sentiment"] for f in of_type(vault, "feedback").values()}
        assert {"complaint", "commendation", "rating"} == opinions
        units = of_type(vault, "equipment").values()
        assert {u["status"] for u in units} >= {"in-service", "retired"}
        assert any("-" in u["serial"] and u["serial"][0] == "0" for u in units)
        theatre = [
            f["date"]
            for p, f in of_type(vault, *CONTACTS).items()
            if customer(p) == "Little Anchor Theatre"
        ]
        assert day - max(theatre) > timedelta(weeks=15), "gone quiet beyond ten weeks"


def test_somebody_writes_notes_without_any_front_matter(vault):
    bare = [p for p, t in vault.items() if customer(p) and not t.startswith("---")]
    assert len(bare) >= 5
    assert all(re.fullmatch(rf"{DATE} .+", stem(p)) for p in bare)


def test_one_customer_buys_in_a_rhythm(vaults):
    for vault in vaults.values():
        buys = sorted(
            f["date"]
            for p, f in of_type(vault, *CONTACTS).items()
            if customer(p) == "Lantern Brewery" and f.get("amount")
        )
        gaps = [(b - a).days for a, b in pairwise(buys)]
        assert len(buys) >= 6
        assert 38 <= min(gaps) <= max(gaps) <= 52


def test_private_matters_and_door_codes_are_there_to_be_kept_back(vault):
    profiles = of_type(vault, "customer")
    assert sum("codes" in f for f in profiles.values()) >= 2
    assert sum("\n## Private\n- " in t for t in vault.values()) >= 4
    assert any(front(t).get("private") is True for t in vault.values())


def test_lessons_name_machines_and_customers_that_exist(vault):
    lessons = re.findall(r"(?m)^- .*$", vault["Lessons.md"])
    assert len(lessons) >= 6
    models = {f["model"] for f in of_type(vault, "equipment").values()}
    trades = {f["kind"].replace(" ", "-") for f in of_type(vault, "customer").values()}
    tags = set(re.findall(r"#([\w-]+)", vault["Lessons.md"]))
    assert len(tags & models) >= 4
    assert len(tags & trades) >= 3


def test_every_telephone_number_and_address_is_invented(vault):
    text = "\n".join(vault.values())
    for number in re.findall(r"(?:\+|\b0)\d[\d ]{8,}\d", text):
        assert INVENTED.fullmatch(number), number
    assert len(set(INVENTED.findall(text))) > 20
    assert all(m.endswith(".example.com") for m in re.findall(r"@([\w-]+\.[\w.]+\w)", text))


def test_german_and_french_are_spoken(vault):
    assert "Schaltet nach zehn Minuten ab" in "".join(about(vault, "Werkstatt Brandt").values())
    assert "La garantie est terminée" in "".join(about(vault, "Imprimerie Vasseur").values())


def test_no_sentence_stands_in_two_notes(vault):
    """Routine entries are written by hand; only what people really order twice may repeat."""
    lines = [
        line.partition(" ➕")[0]
        for p, t in vault.items()
        if customer(p)
        for line in t.splitlines()
        if len(line) > 60 and not line.startswith(("  - ", "case:"))
    ]
    assert len(lines) > 150
    assert len(lines) == len(set(lines))


def test_what_is_offered_to_try_is_true(vault):
    text = "\n".join(about(vault, STAR).values())
    asked = [command for command, _ in TRY]
    assert all(c.startswith("crm ") for c in asked)
    assert all(says for _, says in TRY)
    assert "crm search seal kit" in asked
    assert sum("seal kit" in t for t in vault.values()) >= 3
    assert "crm search CD4-0O1I-8B27" in asked
    assert "serial: CD4-0O1I-8B27" in text
    assert "crm who 07700 900461" in asked
    assert {customer(p) for p, t in vault.items() if "07700 900461" in t} == {STAR}
    assert "07700 900461" in front(vault[f"Customers/{STAR}/Dana Okafor ({STAR}).md"])["phone"]
    assert {customer(p) for p in vault if "harbour" in p.casefold()} == {STAR}


def test_an_order_of_days_in_a_story_is_the_order_in_the_notes():
    for today in DAYS:
        calendar = Calendar(today)
        days = [calendar.day(f"{n:+d}") for n in range(-300, 30) if n]
        assert days == sorted(set(days))
        assert calendar.day("-1") < today < calendar.day("+1")


def test_the_short_hand_makes_the_note_of_the_format():
    story = """
equipment Oven | serial=0042-1

-3 10:00 visit Sam < Ann Lee; Bo | equipment=Oven | answered=-2 09:15 | mood=anxious | next_contact=+1
Promised> [x] Send kit to Ann @sam #promise 📅-2 ✅-1
Told> On {-2 a}, {-2 d}: [[Oven]] runs.
"""
    made = notes("Acme", story, Calendar(date(2026, 11, 20)))
    assert made == {
        "Customers/Acme/Oven (Acme).md": '---\ntype: equipment\nserial: "0042-1"\n---\n',
        "Customers/Acme/2026-11-17 1000 Acme visit.md": (
            '---\ntype: visit\ndate: 2026-11-17\ntime: "10:00"\nby:\n  - Sam Lee\n'
            "people:\n  - Ann Lee\n  - Bo\nstarted_by: them\nequipment:\n"
            '  - "[[Oven (Acme)]]"\nanswered: 2026-11-18T09:15:00\nmood: anxious\n'
            "next_contact: 2026-11-23\n---\n## Promised\n- [x] Send kit to Ann @sam #promise"
            " ➕ 2026-11-17 📅 2026-11-18 ✅ 2026-11-19\n## Told\n"
            "- On Wednesday, 18 November: [[Oven (Acme)|Oven]] runs.\n"
        ),
    }


def test_a_line_the_short_hand_cannot_read_is_named():
    with pytest.raises(ValueError, match="Sam and Bo"):
        notes("Acme", "-3 visit Sam and Bo | mood=calm", Calendar(TODAY))
    with pytest.raises(ValueError, match="cannot read 'tomorrow'"):
        notes("Acme", "tomorrow | mood=calm", Calendar(TODAY))
