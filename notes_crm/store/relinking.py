"""The notes of a vault whose links must say something else once files have moved."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from notes_crm.errors import Unwritable
from notes_crm.model.customers import folder_of, stem_of
from notes_crm.model.links import Moved
from notes_crm.model.markdown.inline import note_name
from notes_crm.model.markdown.paths import may_hold_paths
from notes_crm.model.relink import NAMING, Named, names_in, renamed
from notes_crm.model.schema import Schema, fold
from notes_crm.store import litter
from notes_crm.store.all_files import every_file
from notes_crm.store.catalog.facts import Facts
from notes_crm.store.replace import Seen, refuse_unfit, see
from notes_crm.store.reshape import Plan, Rewrite
from notes_crm.store.vault import Vault

BOARDS = (".canvas", ".base")
"""Obsidian's files that name notes by their paths and are no notes."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Files that move, and customers that are called otherwise, folded old name to new.

    `vaults` are the names that Obsidian may have for this vault. `within` are the notes in which the
    names change too; None means all.
    """

    moved: Moved
    called: Mapping[str, str]
    vaults: Collection[str]
    within: Collection[str] | None = None

    def meant(self, name: Named, source: str) -> str | None:
        """What must stand in a place where a note names another; None where it may stay."""
        if name.manner == "address":
            ours = {normalize("NFC", vault) for vault in self.vaults}
            theirs = normalize("NFC", name.vault)
            return self.moved.new_opened(name.target) if theirs in ours else None
        if name.key == "customer" or name.key in NAMING:
            new = self.called.get(fold(note_name(name.target)))
            if new and self._changes_hands(name, source):
                return new
            if name.manner == "plain" and name.key == "customer":
                return None
        return self.moved.new_target(name.target, source, wiki=name.manner in ("wiki", "plain"))

    def _changes_hands(self, name: Named, source: str) -> bool:
        """Whether the name itself changes; a link to a profile that moves follows that, unless the profile stays behind."""
        if self.within is not None and source not in self.within:
            return False
        left = self.within is not None and name.key == "customer" and name.manner == "wiki"
        return (
            left
            or name.manner == "plain"
            or self.moved.before.leads_to(name.target, source) is None
        )

    def applied(self, data: bytes, source: str, schema: Schema) -> tuple[bytes, int]:
        """The bytes of a note with its links as they must be, and how many differ."""
        changes = {
            name: new
            for name in names_in(data, schema)
            if (new := self.meant(name, source)) is not None and new != name.target
        }
        return (renamed(data, changes, source, schema) if changes else data), len(changes)


def names_of(vault: Vault) -> tuple[str, ...]:
    """What Obsidian may call the vault: its folder, or as the settings say."""
    return vault.root.name, vault.name


def notes_concerned(vault: Vault, facts: Facts, renaming: Renaming) -> list[str]:
    """The notes that may have to change, by what the index says of them."""
    schema, moved = vault.settings.schema, renaming.moved
    found = {
        path
        for path, _, target, _ in facts.links()
        if moved.new_target(target, path, wiki=False) is not None
        or fold(note_name(target)) in renaming.called
    }
    keys = [f.name for f in schema.fields.values() if f.kind in ("link", "links")]
    found.update(
        path
        for path, _, text in facts.naming([*keys, *NAMING])
        if fold(text) in renaming.called or moved.new_target(text, path) is not None
    )
    found.update(_unlisted(vault, facts, renaming, found))
    return sorted(found)


def _unlisted(
    vault: Vault, facts: Facts, renaming: Renaming, but: Collection[str]
) -> Iterator[str]:
    """Notes that name a file which moves where the index knows of no link; each note is read for it."""
    for row in facts.notes():
        if row.path in but or row.conflict_of is not None:
            continue
        try:
            data = vault.read(row.path).data
            names = names_in(data, vault.settings.schema) if may_hold_paths(data) else []
        except (OSError, Unwritable):  # it went away, or is no text
            continue
        if any(renaming.meant(name, row.path) not in (None, name.target) for name in names):
            yield row.path


def rewrites(
    vault: Vault, facts: Facts, renaming: Renaming, *, but: Iterable[str] = ()
) -> list[Rewrite]:
    """The notes that change, each refused where it must not be touched; `but` are left to the caller."""
    done, schema = [], vault.settings.schema
    left_out = set(but)
    for path in notes_concerned(vault, facts, renaming):
        if path not in left_out:
            seen = see(vault, path)
            data, count = renaming.applied(seen.data, path, schema)
            if data != seen.data:
                refuse_unfit(vault, seen)
                done.append(Rewrite(seen, renaming.moved.moves.get(path, path), data, count))
    return done


def with_boards(vault: Vault, plan: Plan) -> Plan:
    """The plan with a remark for each canvas and base that names a file which moves: those stay as they are."""
    named = _named(plan)
    if not named:
        return plan
    told = [
        f"{path} names files that move; mend it in Obsidian."
        for path in every_file(vault)
        if path.lower().endswith(BOARDS) and named.search(_text(vault, path))
    ]
    return replace(plan, remarks=(*plan.remarks, *told))


def _named(plan: Plan) -> re.Pattern[str] | None:
    """What names a file or folder that moves: its path, or a link to it."""
    gone = {old: new for old, new in plan.places.items() if old != new}
    folders = {old for old, _ in plan.moves if old not in gone}
    notes = {old: new for old, new in gone.items() if old.lower().endswith(litter.NOTE_ENDINGS)}
    stems = {stem_of(old) for old, new in notes.items() if fold(stem_of(old)) != fold(stem_of(new))}
    links = stems | {old.rpartition(".")[0] for old in notes}
    kinds = ((gone, "{}"), (folders, r"(?:{})(?=[/\"'\\)\]]|$)"), (links, r"\[\[(?:{})(?=[\]|#])"))
    found = [form.format("|".join(map(re.escape, sorted(of)))) for of, form in kinds if of]
    return re.compile("|".join(found)) if found else None


def _text(vault: Vault, path: str) -> str:
    try:
        return vault.read(path).data.decode("utf-8", "replace")
    except OSError:
        return ""


def refuse_open(vault: Vault, paths: Iterable[str]) -> None:
    """Unwritable where one of these notes is open elsewhere, a copy, half merged or read-only."""
    for path in paths:
        if path.lower().endswith(litter.NOTE_ENDINGS):
            refuse_unfit(vault, _seen_shortly(vault, path))


def _seen_shortly(vault: Vault, path: str) -> Seen:
    content = vault.read(path)
    return Seen(path, path, content.data, content.stamp)


def below(paths: Iterable[str], folder: str) -> list[str]:
    """Those of the paths that lie in a folder, however deep."""
    return [path for path in paths if f"{folder_of(path)}/".startswith(f"{folder}/")]
