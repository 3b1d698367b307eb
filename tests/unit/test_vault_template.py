"""What `crm init` copies must be legal everywhere and mean exactly what the format says."""

import json
import re
import shutil
import subprocess
import tomllib
from datetime import date, datetime
from pathlib import Path
from unicodedata import is_normalized

import pytest
import yaml

from notes_crm.model.layout import BANDS, MOST
from notes_crm.model.schema import FIELDS, FOLDERS, HEADINGS, SCHEMA, STATUS, TYPES
from notes_crm.model.settings import read_settings

TEMPLATE = Path(__file__).parents[2] / "vault_template"
EXAMPLE = TEMPLATE / "Customers" / "Example Bakery"
TASKS_DATA = (
    Path(__file__).parents[3] / "shared" / "data" / "tasks" / "obsidian_tasks_expected.jsonl"
)

FILES = sorted(p for p in TEMPLATE.rglob("*") if p.is_file())
FORMS = sorted((TEMPLATE / "Templates").glob("*.md"))
NOTES = [p for p in FILES if p.suffix == ".md" and p not in FORMS]

# The form in which task lines are written: nothing but fields after the description, in one order.
DATE = r"\d{4}-\d{2}-\d{2}"
TASK = re.compile(
    r"^ *(?:[-*+]|\d+[.)]) \[(?P<status>[ x/-])\] (?P<description>(?! )[^🆔⛔🔺⏫🔼🔽⏬🔁🏁➕🛫⏳⌛📅📆🗓❌✅]*[^🆔⛔🔺⏫🔼🔽⏬🔁🏁➕🛫⏳⌛📅📆🗓❌✅\s])"
    rf"(?: ➕ (?P<created>{DATE}))?(?: 🛫 (?P<start>{DATE}))?(?: ⏳ (?P<scheduled>{DATE}))?"
    rf"(?: 📅 (?P<due>{DATE}))?(?: ❌ (?P<cancelled>{DATE}))?(?: ✅ (?P<done>{DATE}))?$"
)
LOOKS_LIKE_TASK = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)]) +\[.\]")


def parts(path):
    """Front matter (None where there is none) and body."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        return None, text
    front, body = text[4:].split("---\n", 1)
    return yaml.safe_load(front), body


def prose(path):
    """The lines outside code blocks."""
    return re.sub(r"(?ms)^```.*?^```$", "", parts(path)[1]).splitlines()


def task_lines():
    return [
        (p, n, line)
        for p in NOTES
        for n, line in enumerate(prose(p))
        if LOOKS_LIKE_TASK.match(line)
    ]


def names(paths):
    return [p.relative_to(TEMPLATE).as_posix() for p in paths]


@pytest.mark.parametrize("path", FILES, ids=names(FILES))
def test_every_file_is_plain_text(path):
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    assert path.name == ".gitkeep" or (text.endswith("\n") and not text.endswith("\n\n"))
    assert is_normalized("NFC", text)


def test_file_names_are_legal_on_every_system():
    for name in names(FILES):
        assert is_normalized("NFC", name)
        for part in name.split("/"):
            assert not re.search(r'[<>:"\\|?*#^\[\]\x00-\x1f]', part), name
            assert not part.endswith((" ", ".")), name
            assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part), name
            assert not re.match(r"(?i)(redflag|flag_)", part), "special to LiveSync"
            assert len(part.encode()) <= 120
    assert len({n.casefold() for n in names(FILES)}) == len(FILES)


def test_note_names_are_unique_so_that_links_are_unambiguous():
    stems = [p.stem.casefold() for p in NOTES]
    assert len(set(stems)) == len(stems)


def test_only_a_customer_profile_is_named_like_its_folder():
    assert [p for p in NOTES if p.stem == p.parent.name] == [EXAMPLE / "Example Bakery.md"]


def test_settings_hold_exactly_the_documented_tables_and_defaults():
    settings = tomllib.loads((TEMPLATE / "crm.toml").read_text(encoding="utf-8"))
    assert settings == {
        "format": 1,
        "vault": {"name": "", "language": ["en"], "region": "GB", "currency": "EUR"},
        "folders": dict(FOLDERS),
        "fields": {},
        "types": {},
        "headings": {},
        "keys": {},
        "searches": {},
        "check": {},
        "briefing": {"page": "auto", "limits": {}, "prompts": {}, "labels": {}},
    }


def test_every_example_in_the_settings_works_once_it_is_switched_on():
    text = (TEMPLATE / "crm.toml").read_text(encoding="utf-8")
    switched_on = re.sub(r'(?m)^# (?=[\w.-]+ = |  "|\]$)', "", text)
    settings = read_settings(switched_on)
    assert settings.schema.group("workshop") == "interaction"
    assert settings.schema.fields["machine_hours"].kind == "number"
    assert settings.schema.heading("Zugesagt") == "Promised"
    assert settings.schema.key("wiedervorlage") == "next_contact"
    assert settings.searches == {"overdue-press": "is:overdue tag:#press"}
    assert settings.quiet == ("undated", "kept-undated")
    briefing = settings.briefing
    assert (briefing.logo, briefing.lang, briefing.font) == ("Reference/logo.png", "de", "serif")
    assert briefing.bands == BANDS
    assert briefing.most == MOST
    assert briefing.drops[:3] == (("human", 1), ("told", 0), ("news", 4))
    assert len(briefing.questions) == 2
    assert set(briefing.prompts[""]) == {"listen", "observe", "think", "speak"}
    assert set(briefing.prompts["bakery"]) == {"observe"}
    assert set(briefing.labels["sheet"]) == {"take", "ask"}


@pytest.mark.parametrize("table", ["fields", "types"])
def test_every_word_the_settings_offer_is_taken(table):
    """The line above [fields] and [types] lists what may stand there."""
    text = (TEMPLATE / "crm.toml").read_text(encoding="utf-8")
    offered = re.search(rf"#   ([a-z ]+)\n\[{table}\]", text)[1].split()
    assert len(offered) >= 8
    for word in offered:
        read_settings(f'[{table}]\nsomething_new = "{word}"\n')


def test_obsidian_knows_the_type_of_every_key():
    written = json.loads((TEMPLATE / ".obsidian" / "types.json").read_text(encoding="utf-8"))
    assert written == {"types": {name: field.obsidian for name, field in FIELDS.items()}}


def test_obsidian_finds_the_templates_and_hides_no_note_but_them():
    here = TEMPLATE / ".obsidian"
    assert json.loads((here / "templates.json").read_text())["folder"] == FOLDERS["templates"]
    filters = json.loads((here / "app.json").read_text())["userIgnoreFilters"]
    patterns = [re.compile(f[1:-1]) for f in filters if f.startswith("/") and f.endswith("/")]
    folders = [f for f in filters if f.endswith("/") and not f.startswith("/")]
    assert folders == ["Templates/"]
    assert not [n for n in names(NOTES) for p in patterns if p.search(n)]
    for litter in ("Customers/A/note_BASE_25014.md", "~$note.md", "Customers/#note.md#"):
        assert any(p.search(litter) for p in patterns), litter
    conflict = "Customers/A/note.sync-conflict-20260302-143005-ABCDEFG.md"
    assert not any(p.search(conflict) for p in patterns)
    assert not list(here.glob("workspace*"))


def test_ignore_lists_spare_customers_and_conflict_copies(tmp_path):
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    subprocess.run([git, "init", "--quiet", tmp_path], check=True)
    shutil.copy(TEMPLATE / ".gitignore", tmp_path)
    kept = [
        *names(NOTES),
        "Customers/Sedgemoor/Sedgemoor.md",
        "Customers/2026/2026.md",
        "Customers/Temple/tmp board.md",
        "Customers/A/#1 in town.md",
        "Customers/A/note.sync-conflict-20260302-143005-ABCDEFG.md",
        "Customers/A/note (Sam's conflicted copy 2026-03-02).md",
        ".obsidian/types.json",
    ]
    litter = [
        ".obsidian/workspace.json",
        ".obsidian/workspace-mobile.json",
        ".trash/old.md",
        "Customers/A/.syncthing.note.md.tmp",
        "Customers/A/~syncthing~note.md.tmp",
        "Customers/A/.note.md.swp",
        "Customers/A/note.md~",
        "Customers/A/#note.md#",
        "Customers/A/.#note.md",
        "Customers/A/._note.md",
        "Customers/A/.DS_Store",
        "Customers/A/~$quote.docx",
    ]
    asked = subprocess.run(
        [git, "-C", tmp_path, "check-ignore", "--no-index", "-z", "--stdin"],
        input="\0".join(kept + litter),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert sorted(filter(None, asked.stdout.split("\0"))) == sorted(litter)


def test_both_ignore_lists_name_the_same_litter():
    def patterns(name, comment):
        lines = (TEMPLATE / name).read_text(encoding="utf-8").splitlines()
        bare = [re.sub(r"^(\(\?[di]\))+", "", line) for line in lines if line]
        return {p.rstrip("/").casefold() for p in bare if not p.startswith(comment)}

    git, syncthing = patterns(".gitignore", "#"), patterns(".stignore", "//")
    own = {".syncthing.*.tmp", "~syncthing~*.tmp", ".stfolder", ".stversions"}  # built in there
    respelled = {r"\#*#": "[#]*[#]", "[dd]esktop.ini": "desktop.ini"}
    assert {respelled.get(p, p) for p in git - own} == syncthing - {"/.git"}


@pytest.mark.parametrize("path", NOTES, ids=names(NOTES))
def test_front_matter_holds_known_keys_of_the_right_type(path):
    front, _ = parts(path)
    for key, value in (front or {}).items():
        kind = FIELDS[key].obsidian
        if kind in {"multitext", "tags", "aliases"}:
            assert isinstance(value, list), key
            assert all(isinstance(v, str) for v in value), key
        elif kind == "date":
            assert type(value) is date, key
        elif kind == "datetime":
            assert type(value) is datetime, key
        elif kind == "checkbox":
            assert isinstance(value, bool), key
        elif kind == "number":
            assert isinstance(value, int | float), key
        else:
            assert isinstance(value, str), key
        choices = FIELDS[key].choices
        if key == "status":
            choices = STATUS[SCHEMA.group(front["type"])]
        assert not choices or value in choices


def test_dates_in_names_and_in_notes_agree():
    for path in EXAMPLE.glob("20*.md"):
        front, _ = parts(path)
        day, clock = re.match(r"(\d{4}-\d{2}-\d{2})(?: (\d{4}))? ", path.name).groups()
        assert front is None or front["date"].isoformat() == day
        assert front is None or front.get("time", "").replace(":", "") == (clock or "")
        assert "2025-01-01" <= day < "2027-01-01"


def test_the_example_shows_every_kind_of_note():
    fronts = [parts(p)[0] for p in EXAMPLE.glob("*.md")]
    shown = {f["type"] for f in fronts if f}
    assert shown == set(TYPES) - {"note", "goal", "team", "lesson", "review"}
    assert None in fronts, "and one without any front matter"
    assert parts(TEMPLATE / "Goals" / "Answer within a day.md")[0]["type"] == "goal"


def test_headings_mean_something_where_they_stand():
    for path in [*EXAMPLE.glob("*.md"), *FORMS]:
        front, body = parts(path)
        kind = (front or {}).get("type")
        if kind in {None, "goal", "review"}:
            continue
        for heading in re.findall(r"(?m)^#+ (.+)$", body):
            allowed = HEADINGS[heading].on
            assert not allowed or TYPES[kind].group in allowed, f"{path.name}: {heading}"


def test_links_lead_somewhere():
    stems = {p.stem for p in NOTES}
    for path in NOTES:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\[\[([^\]|#]+)", text):
            assert target in stems, f"{path.name}: {target}"


def test_colleagues_named_in_the_example_have_a_note():
    team = {p.stem: parts(p)[0]["aliases"] for p in (TEMPLATE / "Team").glob("*.md")}
    handles = {a for aliases in team.values() for a in aliases}
    for path in NOTES:
        front = parts(path)[0] or {}
        ours = [*front.get("by", []), *front.get("about", []), *front.get("followers", [])]
        if path.parent.name != "Team" and "owner" in front:
            ours.append(front["owner"])
        assert set(ours) <= set(team), path.name
    for path, _, line in task_lines():
        assert set(re.findall(r"@(\w+)", line)) <= handles, f"{path.name}: {line}"


def test_every_task_line_is_as_obsidian_tasks_writes_it():
    lines = task_lines()
    assert len(lines) >= 10
    for path, _, line in lines:
        task = TASK.match(line)
        assert task, f"{path.name}: {line}"
        assert "  " not in task["description"]
        for field in ("created", "due", "cancelled", "done"):
            if task[field]:
                date.fromisoformat(task[field])
        assert (task["status"] == "x") == bool(task["done"]), line
        assert (task["status"] == "-") == bool(task["cancelled"]), line


def test_what_that_grammar_accepts_obsidian_tasks_reads_the_same_way():
    if not TASKS_DATA.exists():
        pytest.skip("the recorded readings of Obsidian Tasks are not here")
    judged = 0
    for record in map(json.loads, TASKS_DATA.read_text(encoding="utf-8").splitlines()):
        task, read = TASK.match(record["line"]), record["emoji"]
        if not task or not read or re.search(r"\^[\w-]+$", task["description"]):
            continue
        if "  " in task["description"]:  # Tasks closes up blanks before trailing tags
            continue
        assert read["description"] == task["description"]
        for field in ("created", "start", "scheduled", "due", "cancelled", "done"):
            assert read[field] in {task[field], "INVALID"}, record["line"]
        judged += 1
    assert judged > 100


def test_promises_of_all_kinds_are_shown_and_a_withdrawn_one_has_its_reason():
    text = "\n".join(line for _, _, line in task_lines())
    for tag in ("#promise", "#waiting", "#ready"):
        assert tag in text
    withdrawn = [(p, n) for p, n, line in task_lines() if "[-]" in line]
    assert withdrawn
    for path, n in withdrawn:
        assert re.match(r" +- \S", prose(path)[n + 1])


def test_the_readme_names_every_example_to_delete():
    readme = (TEMPLATE / "README.md").read_text(encoding="utf-8")
    marked = [p for p in NOTES if EXAMPLE not in p.parents and p.name != "README.md"]
    for path in marked:
        front, body = parts(path)
        if "example" in (front or {}).get("tags", []) or "#example" in body:
            assert path.stem in readme, path.name
    assert f"Customers/{EXAMPLE.name}" in readme
    for folder in ("Team", "Reference", "Goals", "Inbox"):
        for path in (TEMPLATE / folder).glob("*.md"):
            assert "example" in path.read_text(encoding="utf-8"), f"{path.name} is not marked"


def test_lessons_are_bullets_with_a_tag_and_where_they_come_from():
    lessons = [line for line in prose(TEMPLATE / "Lessons.md") if line.startswith("- ")]
    assert len(lessons) >= 2
    assert all(re.fullmatch(r"- [^#\[]+(?: #\w+)+ \[\[[^\]]+\]\]", line) for line in lessons)


def test_there_is_a_form_for_what_people_write_by_hand():
    wanted = [
        "Customer",
        "Visit",
        "Call",
        "Email",
        "Meeting",
        "Case",
        "Equipment",
        "Person",
        "Opportunity",
        "Feedback",
        "Goal",
        "Review",
        "Team",
    ]
    assert sorted(p.stem for p in FORMS) == sorted(wanted)


@pytest.mark.parametrize("path", FORMS, ids=[p.stem for p in FORMS])
def test_forms_hold_headings_and_few_empty_keys(path):
    front, body = parts(path)
    assert front["type"] == path.stem.lower()
    assert set(front) <= set(FIELDS)
    assert sum(value is None for value in front.values()) <= 5
    assert front.get("date", "{{date}}") == "{{date}}"
    assert all(not line or line.startswith("#") for line in body.splitlines())
    text = path.read_text(encoding="utf-8")
    assert "#" not in text.split("---\n")[1], "Obsidian drops comments in front matter"
    used = re.findall(r"\{\{.*?\}\}", text)
    assert all(re.fullmatch(r"\{\{(title|date|time)(:[\w:-]+)?\}\}", v) for v in used), used
    unquoted = [line for line in text.split("---\n")[1].splitlines() if re.search(r": \{\{", line)]
    assert not unquoted


@pytest.mark.parametrize("path", sorted(TEMPLATE.glob("*.base")), ids=lambda p: p.stem)
def test_grids_name_only_keys_that_exist(path):
    base = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(base) == {"filters", "properties", "views"}
    known = set(FIELDS) | {f"note.{f}" for f in FIELDS} | {"file.name"}
    assert set(base["properties"]) <= known
    for view in base["views"]:
        assert set(view) <= {"type", "name", "filters", "groupBy", "order", "sort"}
        assert view["type"] == "table"
        assert set(view["order"]) <= known
        sorts = [*view.get("sort", []), *([view["groupBy"]] if "groupBy" in view else [])]
        assert all(s["property"] in known and s["direction"] in {"ASC", "DESC"} for s in sorts)


def test_the_promises_page_asks_only_what_obsidian_tasks_understands():
    blocks = re.findall(
        r"(?ms)^```tasks\n(.*?)^```$", (TEMPLATE / "Promises.md").read_text("utf-8")
    )
    assert len(blocks) == 6
    allowed = re.compile(
        r"not done|no due date|done in this month|sort by (due|done reverse)|group by folder"
        r"|due (before tomorrow|after today|before in two weeks)"
        r"|tags (include|do not include) #(waiting|ready)|path does not include Archive/"
        r"|\(tags include #promise\) OR \(heading includes Promised\)"
    )
    assert all(allowed.fullmatch(line) for block in blocks for line in block.splitlines())
