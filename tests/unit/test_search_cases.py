"""Each everyday question of the table, through the real index of a small vault."""

from datetime import date

import pytest

from notes_crm.model.query.fields import Fields
from notes_crm.model.query.line import parse
from notes_crm.store.index import Index
from notes_crm.store.vault import Vault
from tests.unit.search_cases import CASES, LANGUAGES, VAULTS

TODAY = date(2026, 5, 10)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """The index of each vault of the table, built when first asked for."""
    opened = {}

    def index(name):
        if name not in opened:
            folder = tmp_path_factory.mktemp(name)
            (folder / "crm.toml").write_text(f"[vault]\nlanguage = {list(LANGUAGES[name])}\n")
            for path, text in VAULTS[name].values():
                note = folder / "Customers" / f"{path}.md"
                note.parent.mkdir(parents=True, exist_ok=True)
                note.write_text(text, encoding="utf-8")
            opened[name] = Index(Vault(folder), tmp_path_factory.mktemp("cache"))
            opened[name].reconcile()
        return opened[name]

    yield index
    for one in opened.values():
        one.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.vault}: {case.query}")
def test_an_everyday_question_finds_what_it_means(case, indexes):
    index = indexes(case.vault)
    keys = index.catalog.search(TODAY).keys()
    settings = index.vault.settings
    query = parse(case.query, Fields(TODAY, settings.schema, settings.languages, keys))
    found = index.search(query, TODAY, limit=None)
    paths = {row.id: row.path for row in index.facts.notes(ids=[m.id for m in found.notes])}
    named = {f"Customers/{path}.md": key for key, (path, _) in VAULTS[case.vault].items()}
    if isinstance(case.expected, set):
        assert {named[paths[m.id]] for m in found.notes if m.whole} == case.expected
    else:
        assert [named[paths[m.id]] for m in found.notes][: len(case.expected)] == case.expected


def test_the_table_is_as_long_as_it_should_be():
    assert len(CASES) >= 150
    assert len({case.vault for case in CASES}) >= 10
