"""Renaming, merging and splitting lose no word and no link, and undo restores every byte and name."""

import re
import shutil
import tempfile
from collections import Counter
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_crm.errors import CrmError
from notes_crm.model.links import Places
from notes_crm.model.relink import names_in
from notes_crm.store.all_files import every_file
from notes_crm.store.index import Index
from notes_crm.store.journal import Journal
from notes_crm.store.regrouping import merge_customers, split_customer
from notes_crm.store.renaming import rename_customer, rename_note
from notes_crm.store.reshape import carry_out
from notes_crm.store.vault import Vault

NOW = datetime(2026, 3, 10, 12, 0)
CUSTOMERS = ("Acme", "Acme North", "Bell & Co", "O'Brien Öfen", "bell")
NEW = ("Acme Ltd", "Zeta, Ltd", "O'Neill (Leeds)", "ACME", "Brot & Bäcker", "100% Rind")
NAMES = ("2026-03-02 {} visit", "Pump P-1 ({})", "Dana (Sam)", "2026-03-02 visit", "{}", "Notes")
NEXT = "\n"
"""Within a sentence: the end of a line, as the note has it."""
customers = st.sampled_from(CUSTOMERS)


@st.composite
def paths(draw):
    """Where notes lie: below customers, deeper, outside; some names stand in several folders."""
    customer = draw(customers)
    name = draw(st.sampled_from(NAMES)).format(customer)
    folder = draw(
        st.sampled_from((f"Customers/{customer}", f"Customers/{customer}/units", "Team", ""))
    )
    return f"{folder}/{name}.md".lstrip("/")


@st.composite
def vaults(draw):
    """Files with their bytes: notes that link to each other in every manner, and a few papers."""
    homes = draw(st.lists(customers, min_size=2, max_size=4, unique=True))
    files = [f"Customers/{name}/{name}.md" for name in homes]
    files += [
        path for path in draw(st.lists(paths(), max_size=8, unique=True)) if path not in files
    ]
    files = list({path.casefold(): path for path in files}.values())
    papers = [f"Customers/{draw(st.sampled_from(homes))}/files/a b.pdf"]
    return {
        **{path: draw(texts(path, [*files, *papers], homes)) for path in files},
        **dict.fromkeys(papers, b"%PDF"),
    }


@st.composite
def texts(draw, path, files, homes):
    """One note: front matter with links and names, and a body that speaks of other files."""
    end = draw(st.sampled_from(("\n", "\r\n")))
    lines = []
    if draw(st.booleans()):
        lines = ["---", "kind: x  # why"]
        other = draw(st.sampled_from(files)).rpartition("/")[2].removesuffix(".md")
        quoted = other.replace("'", "''")
        lines += draw(st.sampled_from((
            [f"customer: {draw(st.sampled_from(homes))}"],
            [f'customer: "[[{draw(st.sampled_from(homes))}]]"'],
            ["equipment:", f"  - '[[{quoted}|unit]]'"],
            [f'follows: ["{draw(st.sampled_from(homes))}"]'],
            ["aliases: [One]"],
        )))  # fmt: skip
        lines.append("---")
    for _ in range(draw(st.integers(0, 5))):
        lines.append(draw(sentence(path, files)))
    text = NEXT.join(lines).replace(NEXT, end)
    return (draw(st.sampled_from(("", "\ufeff"))) + text).encode()


@st.composite
def sentence(draw, path, files):
    to = draw(st.sampled_from(files))
    bare = to.removesuffix(".md")
    name = bare.rpartition("/")[2]
    up = "../" * path.count("/")
    encoded = (
        (up + to).replace("%", "%25").replace(" ", "%20").replace("(", "%28").replace(")", "%29")
    )
    return draw(st.sampled_from((
        f"- See [[{name}]] there.", f"[[{bare}|shown]] x", f"- [ ] ask [[{name}#Uses|them]] 📅 2026-03-06",
        f"> ![[{to}]]", f"[paper]({encoded})", f"| a | [[{name}\\|b]] |", f"`[[{name}]]` [[Nobody]]",
        f'[1]: {encoded} "t"', f"[two]: <{up}{to}>", f"> [three]: {encoded}#Uses", f'<a href="{encoded}">x</a>',
        f"So <img alt='a' src='{escape(up + to)}'> there.", f'<p><a href="/{escape(to)}#Uses">x</a></p>', "",
        f"[four]: {encoded} 'over{NEXT}two'", f"> [five]: {encoded}{NEXT}> (over{NEXT}> two){NEXT}> [six]: {encoded}",
        f'<img srcset="{encoded} 1x, {encoded}{NEXT} 2x" src="{encoded}">',
        f"See obsidian://open?vault=vault&file={quote(bare, safe='')}%23Uses, or [it](obsidian://open?vault=vault&file={quote(name, safe='')}).",
        f"<a href='obsidian://open?file={quote(to)}&amp;vault=vault'>x</a> obsidian://open?vault=elsewhere&file={quote(to)}",
        "Plain words.", f"text [[{name}]] and [[{name}]]",
    )))  # fmt: skip


@st.composite
def intentions(draw, homes):
    kind = draw(st.sampled_from(("rename", "note", "merge", "split")))
    return (
        kind,
        draw(st.sampled_from(homes)),
        draw(st.sampled_from(homes)),
        draw(st.sampled_from(NEW)),
    )


def planned(vault, facts, intention):
    kind, one, other, new = intention
    if kind == "rename":
        return rename_customer(vault, facts, one, new)
    rows = sorted(facts.notes(customer=one), key=lambda row: row.path)
    rest = [row for row in rows if row.group != "customer"]
    if kind == "note" and rest:
        return rename_note(vault, facts, rest[0], new)
    if kind == "split" and rest:
        return split_customer(vault, facts, one, new, [row.path for row in rest[::2]])
    return merge_customers(vault, facts, one, other)


def snapshot(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".trash" not in path.parts
    }


def resolved(vault, moves, *, owners, definitions):
    """Every link that leads somewhere: its note and its end, both where they are after the moves.

    Without `owners` links that say whose a note is are left out: a note that is split off has another.
    Without `definitions` these are left out: of two profiles that define one label, one counts.
    """
    files = every_file(vault)
    places = Places(files)
    found = Counter()
    for path in files:
        if path.endswith(".md"):
            for name in names_in(vault.read(path).data):
                end = places.leads_to(name.target, path)
                if name.manner == "address":  # it belongs to no note, and names one file or none
                    ends = places.found(name.target, "") if name.vault == vault.root.name else []
                    end = ends[0] if len(ends) == 1 else None
                if name.manner == "markdown" and not name.listed and not definitions:
                    continue
                if name.manner != "plain" and end and (owners or name.key != "customer"):
                    found[moves.get(path, path), moves.get(end, end)] += 1
    return found


def words(files):
    texts = (unescape(unquote(data.decode("utf-8-sig", "replace"))) for data in files.values())
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_word_and_no_link_is_lost_and_undo_restores_every_byte(data):
    folder = Path(tempfile.mkdtemp(prefix="crm-reshape-"))
    try:
        root = folder / "vault"
        for path, content in data.draw(vaults()).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        check_one(data, folder, Vault(root))
    finally:
        shutil.rmtree(folder)


def check_one(data, folder, vault):
    index = Index(vault, folder / "cache")
    index.reconcile(words=False)
    homes = [customer.name for customer in index.facts.customers()]
    before = snapshot(vault.root)
    journal = Journal(folder / "state", vault.root)
    try:
        plan = planned(vault, index.facts, data.draw(intentions(homes)))
        links = resolved(vault, plan.places, owners=not plan.created, definitions=not plan.trashed)
        carry_out(vault, journal, plan, "test", NOW)
    except CrmError as refused:
        reason = str(refused)
    else:
        reason = ""
    finally:
        index.close()
    if reason:
        assert snapshot(vault.root) == before, reason
        return
    after = snapshot(vault.root)
    assert {plan.places.get(path, path) for path in before} | set(plan.created) == set(after)
    names = words({path: path.encode() for path in (*before, *after)})
    for path, content in before.items():
        if path not in {seen.path for seen in plan.trashed} and path.endswith(".md"):
            lost = words({"": content}) - words({"": after[plan.places.get(path, path)]})
            assert not set(lost) - set(names), (path, lost)
    lost = set(words(before)) - set(words(after)) - set(names)
    assert not lost, lost
    new = resolved(vault, {}, owners=not plan.created, definitions=not plan.trashed)
    if plan.trashed:  # lines that both profiles had are there once
        assert set(links) <= set(new)
    else:
        assert not links - new
    journal.undo(vault, journal.entries()[0])
    assert snapshot(vault.root) == before
