"""What a search finds, in which order, and what it says of itself; each through a real index."""

from datetime import date

import pytest

from notes_crm.model.query.fields import Fields
from notes_crm.model.query.line import parse
from notes_crm.store.fulltext import reader
from notes_crm.store.fulltext.search import MOST_CORRECTED
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from tests.timing import within

TODAY = date(2026, 3, 10)


@pytest.fixture
def ask(vault, tmp_path):
    """`ask(notes)` indexes them; `ask.find(line)` are the keys found, `ask.search` all there is."""

    class Asker:
        def __call__(self, notes):
            self.root = vault({f"{key}.md": text for key, text in notes.items()})
            self.index = Index(Vault(self.root), tmp_path / "cache")
            self.index.reconcile()
            return self

        def search(self, line, **how):
            query = parse(line, Fields(TODAY, keys=self.index.catalog.search(TODAY).keys()))
            return self.index.search(query, TODAY, **how)

        def find(self, line, **how):
            found = self.search(line, **how).notes
            paths = {
                r.id: r.path.removesuffix(".md")
                for r in self.index.facts.notes(ids=[m.id for m in found])
            }
            return [paths[m.id] for m in found]

    asker = Asker()
    yield asker
    asker.index.close()


def test_all_words_come_before_some(ask):
    ask(
        {
            "one": "seal " * 20,
            "both": "A seal lay somewhere among other things, and a kit.",
            "none": "x",
        }
    )
    found = ask.search("seal kit")
    assert ask.find("seal kit") == ["both", "one"]
    assert [m.whole for m in found.notes] == [True, False]
    assert (found.count, found.whole) == (2, 1)


def test_some_words_still_heed_facts_and_minuses(ask):
    ask(
        {
            "a": "---\ntype: call\n---\nseal",
            "b": "---\ntype: visit\n---\nseal",
            "c": "---\ntype: call\n---\nseal gone",
        }
    )
    assert ask.find("seal kit type:call -gone") == ["a"]


def test_the_name_weighs_more_than_a_heading_and_that_more_than_text(ask):
    ask(
        {
            "Customers/Seal/Seal": "A firm of plumbers in Leeds.",
            "head": "## Seal\nIt leaks at the shaft, they say.",
            "text": "They say that the seal leaks.",
        }
    )
    assert ask.find("seal") == ["Customers/Seal/Seal", "head", "text"]


def test_the_newest_of_equals_comes_first(ask):
    ask(
        {f"2026-0{n} x": f"---\ndate: 2026-0{n}-01\n---\nseal" for n in (2, 1, 3)}
        | {"none-at x": "---\nrole: 2026-01-01\n---\nseal"}
    )
    assert ask.find("seal") == ["2026-03 x", "2026-02 x", "2026-01 x", "none-at x"]


def test_by_date_is_newest_first_and_undated_last(ask):
    ask(
        {
            "old": "---\ndate: 2020-01-01\n---\nseal seal seal",
            "new": "---\ndate: 2026-01-01\n---\nA seal among many other words.",
            "undated": "seal",
        }
    )
    assert ask.find("seal", sort="date") == ["new", "old", "undated"]
    assert ask.find("seal", sort="date", limit=1) == ["new"]
    assert ask.find("has:date", sort="date") == ["new", "old"]


def test_the_exact_form_ranks_higher(ask):
    ask(
        {
            "a": "They run it daily here.",
            "b": "They running it daily here.",
            "c": "They runs it daily here.",
        }
    )
    assert ask.find("running")[0] == "b"
    assert ask.find("runs")[0] == "c"


def test_a_beginning_is_tried_where_a_word_stands_nowhere(ask):
    ask({"a": "The dishwasher leaks."})
    found = ask.search("dishw leaks")
    assert ask.find("dishw leaks") == ["a"]
    assert found.meant == (("dishw", ("dishw*",)),)


def test_a_slip_is_mended_and_said(ask):
    ask({"a": "The warranty ended.", "b": "The gasket leaks."})
    found = ask.search("warrenty")
    assert ask.find("warrenty") == ["a"]
    assert [typed for typed, _ in found.meant] == ["warrenty"]


def test_nothing_is_mended_where_something_was_found(ask):
    ask({"a": "The gasket leaks.", "b": "The gaskets leak."})
    assert ask.search("gasket").meant == ()


def test_a_word_that_is_like_none_finds_nothing(ask):
    ask({"a": "The gasket leaks."})
    found = ask.search("zeppelin")
    assert (found.notes, found.meant, found.count) == ((), (), 0)


def test_articles_need_not_be_there(ask):
    ask({"a": "Warranty ended in January."})
    assert ask.search("when is the warranty ended").notes[0].whole


def test_articles_alone_are_looked_for(ask):
    ask({"a": "To be or not", "b": "Nothing"})
    assert ask.find("to be") == ["a"]


def test_a_phrase_does_not_cross_from_section_to_section(ask):
    ask({"a": "## Told\nThe seal\n## Asked\nkit is here"})
    assert not [m for m in ask.search('"seal kit"').notes if m.whole]


def test_a_deeper_heading_belongs_to_the_one_above(ask):
    ask({"a": "## Told\n### Pump house\nThe seal leaks.\n## Discussed\nA kit."})
    assert ask.find("told:seal") == ["a"]
    assert not [m for m in ask.search("told:kit").notes if m.whole]


def test_what_changed_and_went_is_found_as_it_is_now(ask):
    ask({"a": "seal", "b": "seal"})
    (ask.root / "a.md").write_text("gasket")
    (ask.root / "b.md").unlink()
    ask.index.reconcile()
    assert ask.find("gasket") == ["a"]
    assert ask.find("seal") == []


def test_many_small_commits_are_searched_as_one(ask):
    ask({"a0": "seal"})
    for number in range(1, 12):
        (ask.root / f"a{number}.md").write_text(f"seal {number}")
        ask.index.reconcile()
    assert len(ask.find("seal", limit=None)) == 12
    assert ask.find("-seal", limit=None) == []


def test_facts_alone_do_not_open_the_words(ask):
    ask({"a": "---\ntype: visit\n---\nseal"})
    ask.index.fulltext.clear()
    assert ask.find("type:visit") == ["a"]


def test_facts_and_words_mix_in_or_and_not(ask):
    ask({"a": "---\ntype: visit\n---\nx", "b": "seal", "c": "---\ntype: call\n---\nseal"})
    assert set(ask.find("type:visit OR seal")) == {"a", "b", "c"}
    assert ask.find("seal -type:call") == ["b"]
    assert set(ask.find("-(seal type:call)", limit=None)) >= {"a", "b"}
    assert ask.find("-seal type:visit OR type:call seal") != []


@pytest.mark.parametrize("line", [
    " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"),
    " ".join(f"word{n}" for n in range(400)),
    " OR ".join(f"w{n}" for n in range(400)),
    "(" * 90 + "a*" + ")" * 90,
    '"' + "the " * 500 + '"',
])  # fmt: skip
def test_hostile_queries_stay_bounded(ask, line):
    ask({f"n{n}": " ".join(f"w{n * k % 997} the" for k in range(200)) for n in range(60)})
    with within(10):
        ask.search(line)


@pytest.mark.parametrize(
    "line", ["w*", "w* OR x*", "the OR a OR w0 OR w1", "told:w*", "-w*", '"the a"', "w* w1"]
)
def test_what_asks_for_nearly_everything_is_read_in_part_and_says_so(ask, monkeypatch, line):
    notes = {
        f"n{n}": "## Told\n" + " ".join(f"w{n * k % 97} x{k} the a" for k in range(50))
        for n in range(60)
    }
    ask(notes)
    assert ask.search(line).cut == ()
    monkeypatch.setattr(reader, "MOST_READ", 40)
    monkeypatch.setattr(reader, "READ_EACH", 0)
    assert ask.search(line).cut != ()


def test_the_rarest_words_are_read_where_not_all_can_be(ask, monkeypatch):
    ask({f"n{n}": "the seal" if n == 7 else "the press" for n in range(60)})
    monkeypatch.setattr(reader, "MOST_READ", 40)
    monkeypatch.setattr(reader, "READ_EACH", 0)
    found = ask.search("the OR press OR seal")
    assert ask.find("the OR press OR seal") == ["n7"]
    assert set(found.cut) == {"the", "press"}


def test_no_more_than_a_few_unknown_words_are_put_right(ask):
    ask({"a": " ".join(f"knownword{letter}" for letter in "abcdefgh")})
    found = ask.search(" ".join(f"knwonword{letter}" for letter in "abcdefgh"))
    assert len(found.meant) == MOST_CORRECTED


CALLED = {
    "Customers/Acme Pumps/Acme Pumps": "---\naliases: [APL, Big Blue]\n---\n",
    "Customers/Acme Pumps/2026-02-01 Acme Pumps visit": "---\ntype: visit\n---\nThe seal leaks.\n",
    "Customers/Acme Pumps/2026-02-02 Acme Pumps call": "---\ntype: call\n---\nDana Ortiz wants a price.\n",
    "Customers/Acme Pumps/Dana Ortiz": "---\ntype: person\naliases: Dee\n---\n",
    "Customers/Bolt/2026-02-03 Bolt call": "---\ntype: call\n---\nThe seal is well, says APL.\n",
}


def test_an_alias_leads_to_what_is_its_customers_or_persons(ask):
    ask(CALLED)
    acme = {key for key in CALLED if key.startswith("Customers/Acme")}
    bolt = "Customers/Bolt/2026-02-03 Bolt call"
    assert set(ask.find("apl")) == acme | {bolt}
    assert set(ask.find("big blue")) == set(ask.find('"Big Blue"')) == acme
    assert ask.search("apl seal").whole == 2
    assert set(ask.find("apl seal")[:2]) == {
        "Customers/Acme Pumps/2026-02-01 Acme Pumps visit",
        bolt,
    }
    assert set(ask.find("seal -apl")) == set()
    assert ask.search("dee price").whole == 1
    assert ask.find("dee price")[0] == "Customers/Acme Pumps/2026-02-02 Acme Pumps call"
    assert "Customers/Acme Pumps/Dana Ortiz" in ask.find("dee")


NEXT = {
    "Customers/Acme/Acme": "---\ncontact_every: 2 weeks\n---\n",
    "Customers/Acme/2026-02-01 Acme call": "---\ntype: call\n---\nSpoke.\n",
    "Customers/Bolt/2026-01-05 Bolt call": "---\ntype: call\nnext: 2026-01-20\n---\nSpoke.\n",
    "Customers/Bolt/2026-02-05 Bolt call": "---\ntype: call\n---\nSpoke again.\n",
    "Customers/Cray/2026-01-05 Cray call": "---\ntype: call\nnext: 2026-01-20\n---\nSpoke.\n",
    "Inbox/slip": "---\nnext: 2026-01-21\n---\nA slip.\n",
}


def test_next_asks_for_the_day_as_it_stands(ask):
    ask(NEXT)
    overdue = ["Customers/Acme/Acme", "Customers/Cray/2026-01-05 Cray call", "Inbox/slip"]
    assert sorted(ask.find("next:<today")) == overdue
    assert ask.find("next:2026-02-15") == ["Customers/Acme/Acme"]
    assert ask.find("next:<today spoke") == ["Customers/Cray/2026-01-05 Cray call"]


def test_any_key_may_order_them(ask):
    """Numbers by size, days by date, words by the alphabet; what has none comes last."""
    ask({
        "a": "---\namount: 100\nlease: 2026-12-01\nzone: Öst\n---\nseal seal", "b": "---\namount: 9.5\nzone: north\n---\nseal",
        "c": "---\namount: 20\nlease: 2026-02-01\nzone: Pier\n---\nseal x", "d": "seal", "e": "---\namount: 7\n---\nx",
    })  # fmt: skip
    assert ask.find("seal", sort="amount") == ["b", "c", "a", "d"]
    assert ask.find("seal", sort="-amount") == ["a", "c", "b", "d"]
    assert ask.find("seal", sort="amount", limit=1) == ["b"]
    assert ask.find("has:amount", sort="amount", limit=2) == ["e", "b"]
    assert ask.find("has:zone", sort="zone") == ["b", "c", "a"]
    assert ask.find("has:lease", sort="lease") == ["c", "a"]


@pytest.mark.parametrize("unit", ["bar", "kW", "°C", "mm", "hPa"])
def test_a_measurement_is_found_however_it_is_parted(ask, unit):
    ways = (f"4.2 {unit}", f"4,2 {unit}", f"4.2{unit}", f"4,2{unit}")
    notes = {f"n{at}": f"Measured {way} at the press." for at, way in enumerate(ways)}
    ask(notes | {"other": f"Measured 4.3 {unit} and 14.2 {unit}."})
    for way in (*ways, f'"4.2 {unit}"'):
        whole = [m for m in ask.search(way).notes if m.whole]
        assert sorted(ask.find(way))[: len(notes)] == sorted(notes), way
        assert len(whole) == len(notes), way
