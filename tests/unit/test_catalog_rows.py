import pytest

from notes_crm.model.schema import SCHEMA
from notes_crm.store.catalog.catalog import Catalog
from notes_crm.store.catalog.facts import NoteFacts
from notes_crm.store.catalog.tables import PORTION
from notes_crm.store.repairs import Damaged
from notes_crm.store.stamps import stamp

STAMP = stamp(1, 2, 3, 4)


def note(path, group="interaction", **more):
    empty = dict.fromkeys(("customers", "values", "tasks", "said", "tags", "links", "problems"), ())
    said = {
        "digest": b"x", "type": "call", "title": path, "date": None, "time": None, "private": False,
        "gist": "", "gist_line": 0, "typed_up": True, "has_words": True, "private_lines": "",
    }  # fmt: skip
    return NoteFacts(**{**empty, **said, **more, "path": path, "group": group}), STAMP


@pytest.fixture
def catalog(tmp_path):
    found = Catalog(tmp_path / "catalog.sqlite", "1", SCHEMA)
    yield found
    found.close()


def whose(catalog):
    return {row[1]: row[2] for row in catalog.claims() if row[0] == "whose"}


def test_what_is_written_is_what_is_summed_in_whatever_order_it_comes(catalog):
    rows = note(
        "Customers/Acme/a.md",
        values=(("zone", 0, "5", 5, None), ("nil", 0, "-0", -0.0, None), ("odd", 0, "nan", float("nan"), None), ("by", 1, "Lee", None, None), ("by", 0, "É\0", None, None)),
        said=((9, "Told", "late"), (3, "Asked", "early")), tags=("z", "ä", "a"),
        links=((4, "B", None), (1, "A", "customer")), problems=((2, 1, "warn", "name", "x"),),
    )  # fmt: skip
    catalog.apply([rows, note("b\udcff.md")])
    catalog.prove()
    assert [r[2:4] for r in catalog.claims() if r[0] == "link"] == [(0, 4), (1, 1)]


def test_a_row_that_is_said_twice_is_kept_once_and_is_no_damage(catalog):
    catalog.apply([note("a.md", said=((3, "Asked", "one"), (3, "Asked", "two"))), note("b.md")])
    catalog.prove()
    assert [r[2:] for r in catalog.claims() if r[0] == "said"] == [(3, "Asked", "one")]


def test_a_note_that_is_written_again_leaves_nothing_of_what_it_said(catalog):
    first = note("a.md", tags=("old",), said=((1, "Told", "old"),))
    catalog.apply([first, note("b.md", tags=("other",))])
    before = catalog.ids(["a.md"])
    catalog.apply([note("a.md", tags=("new",))])
    catalog.prove()
    assert catalog.ids(["a.md"]) == before
    assert [r[1:] for r in catalog.claims() if r[0] in ("tag", "said")] == [("a.md", "new"), ("b.md", "other")]  # fmt: skip


def test_no_note_gets_the_id_of_one_that_is_gone(catalog):
    catalog.apply([note("a.md"), note("b.md")])
    gone = catalog.ids(["b.md"])["b.md"]
    catalog.apply([note("c.md")], removed=["b.md"])
    assert catalog.debts(0)[1] == [gone]
    assert catalog.ids(["c.md"])["c.md"] == gone + 1


def test_a_profile_that_comes_takes_the_notes_around_it_and_gives_them_back(catalog):
    visits = [note(f"Other/Acme/{n}.md") for n in range(3)]
    catalog.apply([*visits, note("Other/Acme/stated.md", customers=("B",), values=(("customer", 0, "B", None, None),))])  # fmt: skip
    assert set(whose(catalog).values()) == {"b"}
    catalog.apply([note("Other/Acme/Acme.md", "customer")])
    catalog.prove()
    assert whose(catalog) == {
        **{f"Other/Acme/{n}.md": "acme" for n in range(3)},
        "Other/Acme/Acme.md": "acme", "Other/Acme/stated.md": "b",
    }  # fmt: skip
    assert catalog.count("customers") == 1
    catalog.apply([], removed=["Other/Acme/Acme.md"])
    catalog.prove()
    assert set(whose(catalog)) == {"Other/Acme/stated.md"}
    assert catalog.count("customers") == 0


def test_a_profile_outside_any_customers_folder_is_of_its_name(catalog):
    catalog.apply([note("Inbox/Acme.md", "customer", title="Acme Pumps"), note("Inbox/note.md")])
    catalog.prove()
    assert whose(catalog) == {"Inbox/Acme.md": "acme pumps"}


def test_more_paths_than_one_statement_takes(catalog):
    paths = [f"Customers/Acme/{n}.md" for n in range(2 * PORTION + 1)]
    catalog.apply([note(path) for path in paths])
    assert catalog.digests([*paths, "no.md"]) == dict.fromkeys(paths, b"x")
    catalog.apply([note(path, digest=b"y") for path in paths])
    assert catalog.digests(paths) == dict.fromkeys(paths, b"y")
    catalog.prove()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE note SET title = 'other' WHERE id = 1",
        "UPDATE said SET text = 'other' WHERE note = 2",
        "UPDATE said SET note = 1 WHERE note = 2",
        "UPDATE whose SET customer = 'other' WHERE note = 1",
        "UPDATE customer SET archived = 1",
        "DELETE FROM value",
        "DELETE FROM sum WHERE note = 2",
        "INSERT INTO tag VALUES (1, 'x')",
        "UPDATE link SET position = 7",
    ],
)
def test_what_was_written_otherwise_is_damage(change, catalog):
    catalog.apply([
        note("Customers/Acme/a.md", values=(("by", 0, "Lee", None, None),), links=((4, "B", None),)),
        note("Customers/Acme/b.md", said=((3, "Asked", "one"),)),
    ])  # fmt: skip
    catalog.prove()
    catalog._db.execute(change)
    with pytest.raises(Damaged):
        catalog.prove()
