"""Whatever statuses a vault has, a command ends in one that says what the command means, or in none."""

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.errors import Unwritable
from notes_crm.model.note import parse
from notes_crm.model.tasks.changes import keep, reopen, withdraw, written
from notes_crm.model.tasks.plugin_settings import TaskSettings
from notes_crm.model.tasks.statuses import Status, Statuses
from tests.running import TODAY

SYMBOLS = " x/-XDc"
TYPES = ("TODO", "IN_PROGRESS", "ON_HOLD", "DONE", "CANCELLED", "NON_TASK")
STATUS = st.builds(
    Status, st.sampled_from(SYMBOLS), st.sampled_from(["", *SYMBOLS, "?"]), st.sampled_from(TYPES)
)
STATUSES = st.lists(STATUS, max_size=7, unique_by=lambda status: status.symbol).map(
    lambda known: Statuses(tuple(known))
)
MEANT = {"kept": keep(TODAY), "open": reopen(TODAY), "withdrawn": withdraw(TODAY, "Not to be had.")}


@given(STATUSES, st.sampled_from([*SYMBOLS, "?"]), st.sampled_from(sorted(MEANT)), st.booleans())
def test_a_command_ends_in_what_it_means(known, symbol, meant, recurring):
    settings = TaskSettings(statuses=known)
    more = " 🔁 every week" if recurring else ""
    data = f"- [{symbol}] Kit{more} 📅 2026-03-06\n- [ ] Oil\n".encode()
    before = parse(data, "a.md", tasks=settings).tasks
    kit = next((task for task in before if task.text == "Kit"), None)
    assert (kit is None) == (known.state(symbol) is None)
    if kit is None:
        return
    try:
        changed = MEANT[meant](kit, settings)
    except Unwritable as refused:
        said = str(refused)
        assert "no status of type" in said or f"is {kit.state}" in said
        return
    after = [
        t
        for t in parse(written(data, kit, changed), "a.md", tasks=settings).tasks
        if t.text == "Kit"
    ]
    states = [task.state for task in after]
    if meant == "kept" and recurring and len(changed.lines) > 1:
        assert states == ["open", "kept"]
    else:
        assert states == [meant]
    assert [task.done for task in after if task.state == "kept"] == [TODAY] * (meant == "kept")
