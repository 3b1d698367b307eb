"""What is said about words that stand nowhere, beside what was found instead."""

import pytest

FILES = {
    "Customers/Acme/2026-03-05 Acme call.md": "Fitted the seal kit. We shall see, and have seen.\n",
}


@pytest.fixture
def said(vault, crm):
    root = vault(FILES)
    return lambda *words: crm("search", *words, cwd=root).stdout.splitlines()[0]


def test_each_word_that_may_be_meant_is_named_once(said):
    first = said("seel")
    assert first.startswith("Nothing says 'seel'; did you mean seal or see or seen")
    assert first.count("seal") == 1


def test_a_short_stem_is_not_shown_as_a_longer_word(said):
    assert said("fited") == "Nothing says 'fited'; did you mean fitted?"
