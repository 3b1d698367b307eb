import json
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from benchmarks import bench, report, run, vaults
from benchmarks.bench import Bench, Home, unindexed
from benchmarks.peers import reading, sqlite_fts5, whoosh_plain
from benchmarks.prose import SERVICE_TEXTS, built_in, languages, plain
from benchmarks.report import Row, Target
from benchmarks.timing import Command, Failure, Sample, Spread, Timing, interleave
from benchmarks.timing import run as run_once
from notes_crm.model import schema

LITTLE = 20
TASK = re.compile(
    r"- \[( |x|-)\] \S.* (?:#promise (?:⏫ )?➕ \d{4}-\d\d-\d\d|#waiting) 📅 \d{4}-\d\d-\d\d"
    r"(?: [✅❌] \d{4}-\d\d-\d\d)?\Z"
)


@pytest.fixture(scope="module")
def prose():
    return (built_in(),)


@pytest.fixture(scope="module")
def vault(tmp_path_factory, prose):
    return vaults.build(LITTLE, tmp_path_factory.mktemp("vault"), prose=prose)


@pytest.fixture(scope="module")
def larger(tmp_path_factory, prose):
    return vaults.build(400, tmp_path_factory.mktemp("larger"), prose=prose)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def front_matter(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1]) if text.startswith("---\n") else {}


# --- vaults


def test_the_same_seed_writes_the_same_bytes_and_another_one_does_not(tmp_path, vault, prose):
    again = vaults.build(LITTLE, tmp_path / "again", prose=prose)
    other = vaults.build(LITTLE, tmp_path / "other", seed=8, prose=prose)
    assert everything(again.folder) == everything(vault.folder)
    assert everything(other.folder) != everything(vault.folder)
    assert again.customers == vault.customers


def test_a_vault_has_exactly_the_notes_asked_for(vault, larger):
    assert len(vaults.note_paths(vault)) == LITTLE
    assert len(vaults.note_paths(larger)) == 400
    assert (vault.folder / "crm.toml").is_file()
    assert len(larger.customers) == 8
    for name, count in larger.customers.items():
        assert len(list((larger.folder / "Customers" / name).glob("*.md"))) == count


def test_every_customer_has_a_profile_named_like_its_folder(larger):
    for name in larger.customers:
        profile = front_matter(larger.folder / "Customers" / name / f"{name}.md")
        assert profile["type"] == "customer"
        assert {"aliases", "phone", "address", "contact_every", "owner"} <= profile.keys()


def test_front_matter_holds_only_names_of_the_format(larger):
    types = set()
    for path in vaults.note_paths(larger):
        keys = front_matter(path)
        assert keys.keys() <= schema.FIELDS.keys(), path
        if keys:
            types.add(keys["type"])
        for key, value in keys.items():
            if schema.FIELDS[key].kind == "date":
                assert isinstance(value, date), (path, key)
            if choices := schema.FIELDS[key].choices:
                assert value in choices, (path, key)
            assert isinstance(value, list) == (schema.FIELDS[key].kind in schema.LISTS), key
    assert types <= schema.TYPES.keys()
    assert {"customer", "visit", "call", "email", "case", "equipment", "person", "team"} <= types


def test_headings_are_those_of_the_format_and_private_ones_among_them(larger):
    headings = set()
    for path in vaults.note_paths(larger):
        headings |= set(re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert headings <= schema.HEADINGS.keys()
    assert {"Discussed", "Promised", "Told", "Asked", "Observed", "Private"} <= headings


def test_every_promise_is_a_line_that_obsidian_tasks_reads_and_some_are_ahead(larger):
    lines = [
        line
        for path in vaults.note_paths(larger)
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.startswith("- [") and not line.startswith("- [[")
    ]
    assert len(lines) > 100
    assert [line for line in lines if not TASK.match(line)] == []
    assert {line[3] for line in lines} == {" ", "x", "-"}
    dues = [date.fromisoformat(line.split("📅 ")[1][:10]) for line in lines if line[3] == " "]
    assert min(dues) < vaults.TODAY < max(dues)


def test_file_names_are_unique_short_and_legal_everywhere(larger):
    names = [path.name for path in vaults.note_paths(larger)]
    assert len({name.casefold() for name in names}) == len(names)
    assert [name for name in names if len(name.encode()) > 120] == []
    assert [name for name in names if re.search(r'[<>:"/\\|?*\x00-\x1f]', name)] == []


def test_a_note_was_last_changed_on_its_day_and_never_after_today(larger):
    for path in vaults.note_paths(larger):
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        assert changed <= vaults.TODAY
        if found := re.match(r"\d{4}-\d\d-\d\d", path.name):
            day = min(date.fromisoformat(found[0]), vaults.TODAY)
            assert changed == day


def test_bodies_are_about_as_long_as_people_write(larger):
    lengths = [
        len(vaults.body_of(path.read_text(encoding="utf-8")).split())
        for path in vaults.note_paths(larger)
    ]
    assert 180 < sum(lengths) / len(lengths) < 250


def test_a_finished_vault_is_kept_and_a_changed_wish_makes_a_new_one(tmp_path, prose):
    folder = tmp_path / "vault"
    vaults.build(LITTLE, folder, prose=prose)
    mark = folder / "mark.md"
    mark.write_text("kept")
    vaults.build(LITTLE, folder, prose=prose)
    assert mark.exists()
    vaults.build(LITTLE, folder, seed=8, prose=prose)
    assert not mark.exists()


def test_an_unfinished_vault_is_made_again(tmp_path, prose):
    folder = tmp_path / "vault"
    vaults.build(LITTLE, folder, prose=prose)
    stamp = folder / ".benchmark.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "finished": False}))
    next((folder / "Customers").rglob("*.md")).unlink()
    assert len(vaults.note_paths(vaults.build(LITTLE, folder, prose=prose))) == LITTLE


def test_somebody_elses_folder_is_never_emptied(tmp_path, prose):
    (tmp_path / "Dana.md").write_text("ten years of customers")
    with pytest.raises(vaults.NotOurs, match="no benchmark vault"):
        vaults.build(LITTLE, tmp_path, prose=prose)
    assert (tmp_path / "Dana.md").read_text() == "ten years of customers"


def test_probe_words_are_found_as_often_as_they_say(larger):
    probes = vaults.probe_words(larger)
    bodies = [
        vaults.body_of(path.read_text(encoding="utf-8")).lower()
        for path in vaults.note_paths(larger)
    ]
    for word, wanted in ((probes.common, 0.25), (probes.middling, 0.01), (probes.rare, 0.001)):
        share = sum(bool(re.search(rf"\b{word}\b", body)) for body in bodies) / len(bodies)
        assert share == pytest.approx(probes.shares[word])
        assert share == pytest.approx(wanted, rel=0.4, abs=0.0025)
    phrase = " ".join(probes.phrase)
    held = sum(bool(re.search(rf"\b{phrase}\b", body)) for body in bodies)
    assert held / len(bodies) == pytest.approx(probes.shares[phrase])
    assert held
    assert vaults.probe_words(larger) == probes


def test_service_texts_are_used_where_they_are(tmp_path):
    if not SERVICE_TEXTS.is_file():
        pytest.skip("the service texts are not beside this repository")
    vault = vaults.build(LITTLE, tmp_path / "real", prose=languages())
    assert vault.prose == "real service texts"
    assert any(
        " the " in text.decode() for text in everything(vault.folder).values() if text.isascii()
    )


def test_without_service_texts_there_is_a_vocabulary(tmp_path):
    assert [one.name for one in languages(tmp_path / "none.jsonl")] == ["built-in vocabulary"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("- [ ] # [[Seal]] *leaks*\nbadly", "Seal leaks badly"),
        ("%%hidden%% 3) fit:: new `pump` &amp; <b>go</b>", "hidden 3) fit new pump b go /b"),
        ("Lüfter ✅ 📅 dreht", "Lüfter ✅ dreht"),
    ],
)
def test_plain_prose_holds_no_marks(raw, expected):
    assert plain(raw) == expected


# --- timing


def python(name: str, code: str, **more) -> Command:
    return Command(name, [sys.executable, "-I", "-S", "-c", code], **more)


def test_a_trivial_command_costs_little_and_says_what_it_printed():
    sample = run_once(python("print", "print('Saw Dana.')"))
    assert sample.output == "Saw Dana.\n"
    assert 0 < sample.cpu < 2
    assert 0 < sample.wall < 10
    assert 1_000_000 < sample.memory < 100_000_000


def test_cpu_is_not_wall_and_children_count():
    sleeping = run_once(python("sleep", "import time; time.sleep(0.3)"))
    assert sleeping.wall > 0.3 > sleeping.cpu
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {burn!r}])"
    assert run_once(python("child", code)).cpu > 0.3


def test_memory_is_the_commands_own_and_not_that_of_whoever_measures():
    ballast = bytearray(b"x") * 300_000_000
    small = run_once(python("small", "pass")).memory
    large = run_once(python("large", "x = bytearray(b'x') * 200_000_000")).memory
    assert small < 100_000_000
    assert 200_000_000 < large < len(ballast)


def test_rounds_are_interleaved_and_warm_ups_left_out(tmp_path):
    log = tmp_path / "log"
    write = "import sys; open({!r}, 'a').write({!r})"
    commands = [python(name, write.format(str(log), name)) for name in "AB"]
    outcomes = interleave(commands, rounds=3, warmups=1)
    assert log.read_text() == "ABABABAB"
    assert [len(outcome.samples) for outcome in outcomes.values()] == [3, 3]


def test_a_failing_command_says_so_and_the_others_go_on():
    outcomes = interleave(
        [
            python("exits", "import sys; print('no such customer', file=sys.stderr); sys.exit(2)"),
            Command("absent", ["no-such-program-anywhere"]),
            python(
                "empty", "pass", check=lambda sample: "" if sample.output else "printed nothing"
            ),
            python("fine", "print(1)"),
        ],
        rounds=2,
    )
    assert outcomes["exits"] == Failure("exits", "exit 2: no such customer")
    assert "no-such-program-anywhere" in outcomes["absent"].reason
    assert outcomes["empty"] == Failure("empty", "printed nothing")
    assert isinstance(outcomes["fine"], Timing)


def test_of_a_traceback_the_exception_is_kept_and_not_what_follows_it():
    code = (
        "import sys, traceback\n"
        "try: [].seal\n"
        "except AttributeError: traceback.print_exc(); sys.exit('sorry, a bug')"
    )
    outcome = interleave([python("bug", code)], rounds=1)["bug"]
    assert outcome == Failure(
        "bug", "exit 1: AttributeError: 'list' object has no attribute 'seal'"
    )


def test_a_command_past_its_limit_is_stopped_with_its_children(tmp_path):
    beat = tmp_path / "beat"
    code = f"import time\nwhile True: open({str(beat)!r}, 'a').write('.'); time.sleep(0.01)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {code!r}])"
    with pytest.raises(TimeoutError, match="forever: not done after 2 s"):
        run_once(python("forever", parent), limit=2)
    assert beat.exists()
    before = beat.stat().st_size
    run_once(python("meanwhile", "import time; time.sleep(0.1)"))
    assert beat.stat().st_size == before


def timing(name: str, *cpus: float) -> Timing:
    return Timing(name, tuple(Sample(cpu, 2 * cpu, 9e6, 0, "", "") for cpu in cpus))


def test_a_ratio_is_taken_round_by_round():
    own, other = timing("own", 2, 40, 6), timing("other", 1, 10, 2)
    assert own.ratio(other) == Spread(3, 2, 4)
    assert own.spread("wall") == Spread(12, 4, 80)


# --- the table


@pytest.mark.parametrize(
    ("cpu", "notes", "verdict"),
    [(0.119, 10_000, "met"), (0.121, 10_000, "missed"), (0.121, 100_000, "met"), (0.1, 400, "")],
)
def test_a_target_is_judged_only_at_the_size_it_was_set_for(cpu, notes, verdict):
    row = report.cpu("crm who NAME", timing("who", cpu, cpu), Target((120, 600), "ms CPU"))
    assert row.verdict(notes) == verdict


def test_speed_must_reach_its_target_and_cost_must_not_pass_it():
    fast, slow = timing("fast", 10), timing("slow", 13)
    target = Target((1.2, 1.2), "×", at_least=True)
    assert report.ratio("build", fast, slow, target, inverse=True).verdict(10_000) == "met"
    assert report.ratio("build", slow, fast, target, inverse=True).verdict(10_000) == "missed"
    assert report.ratio("help", slow, fast, Target((1.4, 1.4), "×")).verdict(10_000) == "met"


def test_what_failed_has_no_figure_and_is_never_met():
    broken = Failure("crm who", "exit 2: no | vault")
    row = report.cpu("crm who NAME", broken, Target((120, 600), "ms CPU"))
    assert row.figure is None
    assert row.verdict(10_000) == "failed"
    against = report.ratio("help", timing("own", 1), broken, Target((1.3, 1.3), "×"))
    assert against.verdict(10_000) == "failed"
    printed = report.table([row], 10_000)
    assert "failed: exit 2: no / vault" in printed
    assert "met" not in printed.splitlines()[2]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.834, "% of a core", "0.83 % of a core (0.83 to 0.83)"),
        (1234.4, "ms CPU", "1,234 ms CPU (1,234 to 1,234)"),
    ],
)
def test_what_is_less_than_one_is_not_rounded_away(value, unit, shown):
    assert shown in report.table([Row("x", Spread(value, value, value), unit)], 100_000)


def test_the_table_has_figure_target_and_verdict():
    rows = [
        report.cpu("crm who NAME", timing("who", 0.1, 0.11, 0.12), Target((120, 600), "ms CPU")),
        report.peer(report.missing("tantivy", "not installed")),
    ]
    lines = report.table(rows, 10_000).splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2] == [
        "crm who NAME", "110 ms CPU (100 to 120)", "wall 220 ms, 9 MB", "≤ 120 ms CPU", "met",
    ]  # fmt: skip
    assert cells[3] == ["tantivy", "not measured", "not installed", "", ""]
    assert len({len(line) for line in lines}) == 1


# --- a whole run


def test_a_home_of_its_own_hides_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_VAULT", "/somewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    env = Home(tmp_path).env(CRM_VAULT="/here")
    assert env["CRM_VAULT"] == "/here"
    assert "PYTHONDONTWRITEBYTECODE" not in env
    places = [value for key, value in env.items() if key.startswith("XDG_") or key == "HOME"]
    assert len(places) == 6
    assert all(place.startswith(str(tmp_path)) for place in places)


def test_a_run_prints_keeps_and_records_what_it_measured(tmp_path, monkeypatch, capsys):
    def measure(place: Bench) -> list[Row]:
        outcomes = interleave([place.python("pass", "-c", "pass", home=place.home())], rounds=2)
        return [report.cpu("nothing at all", outcomes["pass"], Target((5, 5), "s"))]

    monkeypatch.setattr(report, "RECORD", tmp_path / "RESULTS.md")
    arguments = ["--notes", str(LITTLE), "--vault", str(tmp_path / "vault"), "--rounds", "2"]
    more = ["--record", "--json", str(tmp_path / "runs.json")]
    assert run.main({"nothing": measure}, [*arguments, *more]) == 0
    assert "| nothing at all |" in capsys.readouterr().out
    kept = json.loads((tmp_path / "runs.json").read_text(encoding="utf-8"))
    assert [len(row["samples"]) for row in kept["rows"]] == [2]
    assert kept["rows"][0]["verdict"] == ""
    recorded = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "cores" in recorded
    assert str(tmp_path) not in recorded


def test_a_run_that_failed_says_so_with_its_exit_code(tmp_path, capsys):
    def measure(place: Bench) -> list[Row]:
        broken = place.python("broken", "-c", "raise SystemExit('no index')", home=place.home())
        return [report.cpu("broken", interleave([broken], rounds=1)["broken"])]

    arguments = ["--notes", str(LITTLE), "--vault", str(tmp_path / "vault")]
    assert run.main({"broken": measure}, arguments) == 1
    assert "failed: exit 1: no index" in capsys.readouterr().out


def test_figures_of_a_program_that_was_edited_meanwhile_are_not_kept(tmp_path, monkeypatch):
    package = tmp_path / "package"
    package.mkdir()
    monkeypatch.setattr(bench, "_PACKAGE", package)

    def measure(_: Bench) -> list[Row]:
        (package / "cli.py").write_text("edited = True")
        return []

    arguments = ["--notes", str(LITTLE), "--vault", str(tmp_path / "vault")]
    kept = tmp_path / "runs.json"
    assert run.main({"nothing": measure}, [*arguments, "--json", str(kept)]) == 2
    assert not kept.exists()


def test_a_benchmark_that_does_not_exist_is_refused(capsys):
    with pytest.raises(SystemExit):
        run.main({"help": lambda _: []}, ["halp"])
    assert "no benchmark is called halp" in capsys.readouterr().err


def test_the_record_names_no_path_of_this_machine(tmp_path, vault, monkeypatch):
    monkeypatch.setattr(report, "RECORD", tmp_path / "RESULTS.md")
    reason = "exit 1: cannot import name (/home/dana/crm/cli.py) and/or more"
    report.record([report.failed("crm who NAME", reason)], vault, 7, ["2 cores"])
    recorded = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "/home" not in recorded
    assert "failed: exit 1: cannot import name (... and/or more" in recorded


# --- peers


def test_the_peers_read_every_note(vault):
    read = list(reading.notes(str(vault.folder)))
    assert len(read) == LITTLE
    assert all(note.title and not note.body.startswith("---") for note in read)
    dated = {note.date for note in read if note.date}
    assert dated
    assert all(date.fromisoformat(day) for day in dated)


def test_sqlite_finds_the_notes_that_hold_a_word(tmp_path, larger, capsys):
    index = str(tmp_path / "fts5.db")
    assert sqlite_fts5.build(index, str(larger.folder)) == 400
    probes = vaults.probe_words(larger)
    held = sum(
        bool(re.search(rf"\b{probes.middling}\b", note.body.lower()))
        for note in reading.notes(str(larger.folder))
    )
    assert sqlite_fts5.ask(index, f'"{probes.middling}"') == min(held, 10)
    assert sqlite_fts5.ask(index, '"nosuchwordanywhere"') == 0
    assert len(capsys.readouterr().out.splitlines()) == min(held, 10)


def test_an_index_counts_as_built_only_if_every_note_is_in_it(tmp_path, vault, larger):
    home = Home(tmp_path / "home")
    home.wipe()
    assert unindexed(home, vault) == "no index was written"
    assert whoosh_plain.build(vault.folder, home.cache / "index") == LITTLE
    assert not unindexed(home, vault)
    assert unindexed(home, larger) == f"only {LITTLE} of 400 notes were indexed"
