"""Open promises as the catalog counts and chooses them, against all promises gone through one by one."""

from datetime import date, timedelta
from random import Random

import pytest

from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

TODAY = date(2026, 3, 10)
OWNERS = {"Acme": "Sam Lee", "Bell": "Ana Diaz", "Cole": ""}
NAMES = ["Sam Lee", "sam", "Ana Diaz"]


def promises(rng, customer):
    """Notes of a customer, each with promises of all kinds of days and owners."""
    owner = {"Bell": "[[Team/Ana Diaz|Ana]]"}.get(customer, OWNERS[customer])
    notes = {f"Customers/{customer}/{customer}.md": f"---\nowner: '{owner}'\n---\n"}
    for number in range(8):
        by = rng.choice(["", "by: Ana\n", "by: Sam Lee\n", "by: [Jo, Sam Lee]\n"])
        lines = [line(rng) for _ in range(rng.randint(0, 5))]
        copy = " (conflicted copy 2026-03-09 101010)" if rng.random() < 0.1 else ""
        path = f"Customers/{customer}/2026-02-0{number + 1} {customer} call{copy}.md"
        notes[path] = f"---\ntype: call\n{by}---\n" + "".join(lines)
    return notes


def line(rng):
    box, sign = rng.choice("   x-"), rng.choice(["#promise", "#waiting", "#ready", "#promise", ""])
    who = rng.choice(["", "", " @sam", " @Jo"])
    mark = rng.choice(["", "📅", "📅", "📅", "⏳", "🛫"])
    day = f" {mark} {TODAY + timedelta(days=rng.randint(-3, 3))}" if mark else ""
    return f"- [{box}] Send kit{who} {sign}{day}\n"


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("customer", [None, "bell"])
@pytest.mark.parametrize("names", [None, NAMES, []])
def test_it_is_counted_and_chosen_as_one_by_one(seed, customer, names, vault, home):
    rng, files = Random(seed), {"Archive/Dent/2026-02-01 Dent call.md": "- [ ] Old #promise\n"}
    for name in OWNERS:
        files |= promises(rng, name)
    index = Index(Vault(vault(files)), home / "cache")
    index.reconcile(words=False)
    ledger = index.catalog.ledger
    wanted = [
        row
        for row in ledger.promises(customer)
        if row.state == "open" and (names is None or sees_to(row) in names)
    ]
    late = [row for row in wanted if row.due and row.due < TODAY]
    found = ledger.still_open(customer, names)
    counts = found.overdue(TODAY)
    assert counts == {side: len(of(late, side)) for side in {row.direction for row in late}}
    for side, count in counts.items():
        first = ledger.in_full(found.first_overdue(TODAY, side, 2))
        assert [row.due for row in first] == sorted(row.due for row in of(late, side))[:2]
        assert len(found.first_overdue(TODAY, side, count)) == count
    others = found.not_overdue(TODAY)
    assert sorted(ledger.in_full(others)) == sorted(row for row in wanted if row not in late)
    assert [row.due for row in others] == sorted(
        (row.due for row in others), key=lambda day: (day is None, day)
    )
    index.catalog.close()


def of(rows, side):
    return [row for row in rows if row.direction == side]


def sees_to(row):
    owners = (OWNERS[name] for name in row.customers)
    return row.owner or row.by or next(filter(None, owners), "")
