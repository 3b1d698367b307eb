"""Names of other notes in front matter: only what a value says is changed."""

import pytest

from notes_crm.model.relink import names_in, renamed


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ('x: "[[Acme]]" # was [[Acme]]', 'x: "[[Bell]]" # was [[Acme]]'),
        ("customer: Acme # not [[Acme]]", "customer: Bell # not [[Acme]]"),
        ('x: ["[[Acme]]", Zeta] # [[Acme]]', 'x: ["[[Bell]]", Zeta] # [[Acme]]'),
        ("customer: [[Acme]] # [[Acme]]", "customer: [[Bell]] # [[Acme]]"),
        ('x: "[[Acme]] # [[Acme|A]]"', 'x: "[[Bell]] # [[Bell|A]]"'),
        ("x: |\n  a # [[Acme]]", "x: |\n  a # [[Bell]]"),
        ('x: >\n  "a" # [[Acme]]', 'x: >\n  "a" # [[Bell]]'),
        ('x:\n  - "[[Acme#h]]" # [[Acme]]\n  - "[[Acme]]"', 'x:\n  - "[[Bell#h]]" # [[Acme]]\n  - "[[Bell]]"'),
    ],
)  # fmt: skip
def test_a_link_in_a_remark_stays(line, after):
    data = f"---\n{line}\n---\n".encode()
    names = {name: "Bell" for name in names_in(data) if name.target == "Acme"}
    assert renamed(data, names, "a.md") == f"---\n{after}\n---\n".encode()
