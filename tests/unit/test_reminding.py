"""When alerts may be told, and when a watch has a reason to look for some."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_crm.cli.reminding import Reminder
from notes_crm.cli.session import open_session
from notes_crm.errors import BadSettings
from notes_crm.model.reminding import DAYS, Reminding, read_reminding
from notes_crm.store.personal import FILE, read_personal, remember_me, remember_way
from notes_crm.store.reminded import KEPT, MOST, Memory

NOW = datetime(2026, 3, 10, 12)  # a Tuesday
clocks = st.times().map(lambda t: f"{t:%H:%M}")


def test_settings_left_out_tell_on_the_desktop_at_any_time():
    found = read_reminding({}, "s")
    assert (found, found.way, found.quiet_until(NOW)) == (Reminding(), "desktop", None)


def test_what_is_set_up_is_what_tells():
    assert read_reminding({"urls": ["a"]}, "s").way == "push"
    assert read_reminding({"urls": ["a"], "command": ["b"]}, "s").way == "command"
    assert read_reminding({"command": ["b"], "with": "desktop"}, "s").way == "desktop"


def test_addresses_are_never_shown(tmp_path):
    assert "secret" not in repr(read_reminding({"urls": ["mailto://sam:secret@x"]}, "s"))
    settings = 'me = "Sam"\n[remind]\nurls = ["mailto://sam:secret@x"]\n'
    (tmp_path / FILE).write_text(settings, encoding="utf-8")
    assert repr(read_personal(tmp_path)).startswith("Personal(me='Sam', ")
    assert "secret" not in repr(read_personal(tmp_path))
    with pytest.raises(BadSettings) as raised:
        read_reminding({"urls": ["mailto://sam:secret@x", 3]}, "s")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}), ("Fri - Mon", {4, 5, 6, 0}), (["wed", "Sunday"], {2, 6}),
        ("mon, thu-sat", {0, 3, 4, 5}), ("sun-sun", {6}),
    ],
)  # fmt: skip
def test_days(said, days):
    assert read_reminding({"days": said}, "s").days == days


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), clocks, clocks,
    st.sets(st.sampled_from(DAYS), min_size=1),
)  # fmt: skip
def test_silence_ends_at_the_first_moment_that_is_not_silent(now, first, last, days):
    if first == last:
        return
    wishes = read_reminding({"quiet": f"{first}-{last}", "days": sorted(days)}, "s")
    until = wishes.quiet_until(now)
    if until is None:
        assert DAYS[now.weekday()] in days
        clock = f"{now:%H:%M}"
        assert not (first <= clock < last if first < last else clock >= first or clock < last)
    else:
        assert now < until <= now + timedelta(days=9)
        assert wishes.quiet_until(until) is None
        assert wishes.quiet_until(until - timedelta(microseconds=1)) == until


def test_what_is_due_stays_known_and_what_is_long_gone_does_not():
    today = NOW.date()
    long_ago = today - KEPT - timedelta(days=1)
    memory = Memory({"due": long_ago, "gone": long_ago, "lately": today - KEPT})
    seen = memory.seen(["due", "never told"], today)
    assert seen.told == {"due": today, "lately": today - KEPT}
    many = Memory({str(n): today for n in range(MOST + 5)})
    assert len(many.seen([], today).told) == MOST


@pytest.fixture
def reminder(vault, crm):
    """A job whose clock a test can set, in a vault with an index and settings."""
    folder = vault({"Customers/Acme/2026-03-02 call.md": "Rang.\n"})
    crm("due", cwd=folder)
    session = open_session(str(folder))
    remember_way(session.config_folder, "desktop")
    clock = {"now": NOW}
    job = Reminder(session, lambda: clock["now"])
    job.test_clock, job.test_folder, job.test_config = clock, folder, session.config_folder
    return job


def test_a_watch_looks_again_only_where_something_may_be_new(reminder, crm):
    job = reminder
    assert job.command()[-3:] == ("--vault", str(job.test_folder), "remind")
    assert job.done(0) is None
    assert job.command() is None
    (job.test_folder / "Customers/Acme/2026-03-03 call.md").write_text("Rang again.\n")
    assert job.command() is None  # the index does not know yet
    crm("due", cwd=job.test_folder)
    assert job.command()
    job.done(0)
    assert job.command() is None
    job.test_clock["now"] += timedelta(days=1)
    assert job.command()
    job.done(0)
    remember_me(job.test_config, "Sam Lee")
    assert job.command()


def test_a_watch_leaves_quiet_hours_and_those_who_did_not_ask_alone(reminder):
    job, path = reminder, reminder.test_config / FILE
    path.write_text('[remind]\nwith = "desktop"\nquiet = "11:00-13:00"\n')
    assert job.command() is None
    job.test_clock["now"] += timedelta(hours=1)
    assert job.command()
    for text in ("", "[remind]\nquiet = 3\n", "[remind\n"):
        path.write_text(text)
        assert job.command() is None
    path.unlink()
    assert job.command() is None


def test_what_failed_is_tried_after_longer_and_longer(reminder):
    job, waits = reminder, []
    for _ in range(9):
        assert job.command()
        assert "ended with 2" in job.done(2)
        start = job.test_clock["now"]
        while not job.command():
            job.test_clock["now"] += timedelta(minutes=1)
        waits.append((job.test_clock["now"] - start) // timedelta(minutes=1))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert "took too long" in job.done(None)
    job.test_clock["now"] += timedelta(hours=1)
    assert job.command()
    assert job.done(1) is None  # something waits
    assert job.command() is None
    job.test_clock["now"] += timedelta(minutes=10)
    assert job.command()
    job.done(0)
    assert job.command() is None


PLAIN = st.sampled_from(
    ['me = "x"', "[remind]", 'with = "push"', "# with = 1", 'quiet = "18:00-08:00"', "", "[vaults]",
     'work = "~/Work"', "[remind.more]", 'urls = ["""', '"""]', "  [ remind ]  # mine"]
)  # fmt: skip


@given(st.lists(PLAIN, max_size=8), st.sampled_from(["desktop", None]), st.booleans())
def test_the_line_of_the_settings_changes_alone(tmp_path_factory, lines, way, ended):
    """Whatever the file says: afterwards it says the same and this, or it is as it was."""
    import tomllib

    folder = tmp_path_factory.mktemp("config")
    before = "\n".join(lines) + "\n" * ended
    (folder / FILE).write_text(before)
    try:
        was = tomllib.loads(before)
        changed = remember_way(folder, way)
    except (BadSettings, tomllib.TOMLDecodeError):
        assert (folder / FILE).read_text() == before
        return
    now = tomllib.loads((folder / FILE).read_text())
    assert now.get("remind", {}).get("with") == way
    assert changed or now == was
    for table in (was, now):
        table.setdefault("remind", {}).pop("with", None)
    assert now == was
    kept = [
        line for line in lines if line.strip() and "remind" not in line and "with =" not in line
    ]
    assert all(line in (folder / FILE).read_text().split("\n") for line in kept)
