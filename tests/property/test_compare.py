"""What differs between two looks, however it is found."""

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.store.changes import compare

looks = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([b"1", b"2"]))


@given(looks, looks)
def test_every_path_is_the_same_or_came_changed_or_went(now, before):
    found = compare(now, before)
    assert found.added == now.keys() - before.keys()
    assert found.removed == before.keys() - now.keys()
    assert found.changed == {p for p in now.keys() & before.keys() if now[p] != before[p]}
    assert bool(found) == (now != before)
