"""Items leave a list in front matter: every other byte stays."""

import pytest

from notes_crm.errors import Unwritable
from notes_crm.model.unlisting import take_from_list

ACME = "[[Acme Pumps]]"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('follows:\n  - "[[Acme Pumps]]"  # old\n  - Bell # x\nrole: y\n', "follows:\n  - Bell # x\nrole: y\n"),
        ('follows:\r\n- Bell\r\n- "[[Acme Pumps]]"\r\n', "follows:\r\n- Bell\r\n"),
        ('follows:\n  - "[[Acme Pumps]]"\n', "follows:\n"),
        ('follows: ["[[Acme Pumps]]", Bell] # x\n', "follows: [Bell] # x\n"),
        ("follows: [Bell, '[[Acme Pumps]]', \"Cole\"]\n", 'follows: [Bell, "Cole"]\n'),
        ('follows: [ "[[Acme Pumps]]" ]\n', "follows: []\n"),
        ('follows: "[[Acme Pumps]]" # x\n', "follows: # x\n"),
        ("follows: [[Acme Pumps]]\n", "follows:\n"),
        ("follows: [Bell]\n", "follows: [Bell]\n"),
        ("role: x\n", "role: x\n"),
    ],
)  # fmt: skip
def test_only_the_item_goes(before, after):
    end = "\r\n" if "\r\n" in before else "\n"
    note = "---{0}{1}---{0}Words, [[Acme Pumps]]  {0}"
    found = take_from_list(note.format(end, before).encode(), "follows", ACME.__eq__)
    assert found == note.format(end, after).encode()


@pytest.mark.parametrize(
    "front",
    ['follows:\n  - "[[Acme Pumps]]"\nfollows: Bell\n', 'follows: [Bell,\n  "[[Acme Pumps]]"]\n',
     'follows: "[[Acme Pumps]]"\nbroken: [\n'],
)  # fmt: skip
def test_what_can_not_be_changed_safely_is_refused(front):
    with pytest.raises(Unwritable):
        take_from_list(f"---\n{front}---\n".encode(), "follows", ACME.__eq__)
