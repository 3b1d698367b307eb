"""What the catalog says of contacts at once is what the rules say note by note."""

from datetime import date, timedelta
from random import Random

import pytest

from notes_crm.model import derived
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault

TODAY = date(2026, 3, 10)


def history(rng, customer):
    """Notes of every kind, planned and typed up, private, with and without a next contact."""
    notes = {}
    for n in range(rng.randrange(8)):
        day = date.fromordinal(TODAY.toordinal() - rng.choice([-9, 0, 0, 1, 1, 3, 40, 400, 2000]))
        kind = rng.choice(["visit", "call", "email", "note", "meeting", "case"])
        keys = [f"type: {kind}", f"date: {day}"]
        keys += [f"time: {rng.choice(['08:30', '14:00'])}"] if rng.random() < 0.4 else []
        keys += ["purpose: fit the belt"] if rng.random() < 0.4 else []
        keys += ["outcome: good"] if rng.random() < 0.2 else []
        keys += ["private: true"] if rng.random() < 0.2 else []
        if rng.random() < 0.3:
            ahead = date.fromordinal(TODAY.toordinal() + rng.randrange(-60, 60))
            keys += [f"next_contact: {ahead}"]
        keys += ["customer: [Bell, Cole]"] if rng.random() < 0.15 else []
        body = rng.choice(["", "Words.\n", "## Discussed\n- Words.\n", "## Promised\n- [ ] Kit\n"])
        head = "\n".join(["---", *keys, "---"])
        notes[f"Customers/{customer}/{day} {n} {customer} {kind}.md"] = f"{head}\n{body}"
    if rng.random() < 0.7:
        every = rng.choice(
            [
                "",
                "contact_every: 6 weeks\n",
                "next_contact: 2026-03-20\n",
                "next_contact: 2026-02-01\n",
            ]
        )
        notes[f"Customers/{customer}/{customer}.md"] = f"---\n{every}owner: Sam\n---\n"
    return notes


@pytest.mark.parametrize("seed", range(12))
def test_the_catalog_answers_as_the_rules_do(seed, vault, home):
    rng = Random(seed)
    files = {}
    for customer in ("Acme", "Bell", "Cole", "Dent", "Esk"):
        files |= history(rng, customer)
    index = Index(Vault(vault(files)), home / "cache")
    index.reconcile(words=False)
    standings = index.catalog.standings(with_private=True)
    rows = {row.customer: row for row in standings.all(TODAY)}
    for customer in index.facts.customers():
        facts, row = index.facts.known(customer.name), rows[customer.name]
        last = derived.last_contact(facts, TODAY)
        assert row.last == (last.date if last else None)
        if last:
            found = standings.last_contact(customer.name, last.date, TODAY)
            assert found.path == last.path
        expected = derived.next_contact(facts, TODAY)
        found = derived.next_day(
            TODAY, profile=row.set, told=row.told, last=row.last, every=row.keys.get("contact_every", "")
        )  # fmt: skip
        assert found == ((expected.day, expected.reason) if expected else None)
        if expected and expected.reason == "note":
            assert row.told_in == expected.note.path
        many = derived.contacts(facts, TODAY)
        since = [n.date for n in many if n.date >= date(2023, 3, 11)]
        assert (row.contacts, row.first) == (len(since), min(since, default=None))
    for row in standings.all(TODAY, silent=timedelta(30)):
        counted = row.last and TODAY - row.last > timedelta(30)
        assert row == (rows[row.customer] if counted else row)
        assert row.last == rows[row.customer].last
    index.catalog.close()


def test_private_notes_may_be_left_out_and_the_archive_always_is(vault, home):
    files = {
        "Customers/Acme/2026-03-02 Acme call.md": "---\ntype: call\nprivate: true\nnext_contact: 2026-03-12\n---\nHush.\n",
        "Customers/Acme/2026-03-01 Acme call.md": "---\ntype: call\n---\nOpen.\n",
        "Customers/Acme/2026-03-20 Acme visit.md": "---\ntype: visit\nprivate: true\n---\n",
        "Archive/Bell/2026-03-02 Bell call.md": "---\ntype: call\n---\n- [ ] Send kit #promise\n",
    }
    index = Index(Vault(vault(files)), home / "cache")
    index.reconcile(words=False)
    [all_of_it] = index.catalog.standings(with_private=True).all(TODAY)
    [shown] = index.catalog.standings(with_private=False).all(TODAY)
    assert (all_of_it.last, all_of_it.told) == (date(2026, 3, 2), date(2026, 3, 12))
    assert (shown.last, shown.told) == (date(2026, 3, 1), None)
    assert index.catalog.standings(with_private=False).planned(TODAY) == []
    assert len(index.catalog.standings(with_private=True).planned(TODAY)) == 1
    assert index.catalog.standings(with_private=True).planned(TODAY, date(2026, 3, 19)) == []
    still_open = index.catalog.ledger.still_open()
    assert still_open.not_overdue(TODAY) == index.catalog.ledger.promises() == []
    assert [p.text for p in index.catalog.ledger.promises("Bell")] == ["Send kit"]
    index.catalog.close()
