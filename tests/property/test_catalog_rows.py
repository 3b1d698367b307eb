"""Whatever a note says, the catalog keeps it as it sums it: a sum that differs is damage and nothing else."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from notes_crm.store.catalog.catalog import Catalog
from notes_crm.store.reading import read_note
from notes_crm.store.vault import Vault

KEYS = st.sampled_from(
    ("type", "date", "customer", "tags", "aliases", "owner", "amount", "private", "x")
)
VALUES = st.one_of(
    st.sampled_from((
        ".nan", "-.inf", "-0.0", "0.0", "1e400", "1" * 400, "0x1F", "1_000", "true", "~", "[a, a, B, b]",
        "[.nan, -0.0, 2]", "2026-03-02", "2026-03-02T14:30", "14:30", "{a: -0.0}", '"\\0"', '"\\ud800"',
        '"[[Acme]]"', "customer", "call", "9007199254740993", "-9223372036854775809",
    )),
    st.text(max_size=12),
    st.floats().map(repr),
    st.integers().map(str),
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from((
        "## Promised", "## Asked", "## Told", "- [ ] Send kit 📅 2026-03-06", "- [x] Ring ✅ 2026-03-07",
        "#Tag #tag #TAG", "[[A]] [[A|b]]", "%% hidden", "## Private", "> - [ ] in a quote", "a\0b",
    )),
    st.text(max_size=20),
)  # fmt: skip


@given(
    st.lists(
        st.tuples(st.lists(st.tuples(KEYS, VALUES), max_size=6), st.lists(LINES, max_size=8)),
        min_size=1,
        max_size=4,
    )
)
def test_the_sums_hold_whatever_a_note_says(notes):
    with tempfile.TemporaryDirectory() as base:
        root = Path(base, "vault/Customers/Acme")
        root.mkdir(parents=True)
        vault, told = Vault(Path(base, "vault")), []
        for number, (fields, lines) in enumerate(notes):
            front = "".join(f"{key}: {value}\n" for key, value in fields)
            text = f"---\n{front}---\n" + "\n".join(lines)
            (root / f"{number}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
            read = read_note(vault, f"Customers/Acme/{number}.md")
            told.append((read.facts, read.stamp))
        catalog = Catalog(Path(base, "catalog.sqlite"), "1", vault.settings.schema)
        try:
            catalog.apply(told)
            catalog.prove()
            catalog.apply(told[:1])
            catalog.prove()
        finally:
            catalog.close()
