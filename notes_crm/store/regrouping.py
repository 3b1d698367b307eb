"""What uniting two customers, or parting one, would do: planned and refused, nothing written."""

from collections.abc import Iterable, Sequence

from notes_crm.errors import BadName, Unwritable
from notes_crm.model import drafts, edits
from notes_crm.model.customers import folder_of, is_own_name, stem_of
from notes_crm.model.frontmatter import fence
from notes_crm.model.links import Moved
from notes_crm.model.markdown.paths import defined_twice
from notes_crm.model.merge.merge import Merged, NotMergeable, Undecided, found_again, merge
from notes_crm.model.schema import fold
from notes_crm.store.all_files import every_file
from notes_crm.store.catalog.facts import Customer, Facts
from notes_crm.store.relinking import Renaming, below, names_of, refuse_open, rewrites
from notes_crm.store.renaming import (
    known_aliases,
    new_name,
    refuse_clashes,
    refuse_copies,
    refuse_taken,
    renamed_path,
)
from notes_crm.store.replace import Seen, refuse_unfit, see
from notes_crm.store.reshape import Plan, Rewrite
from notes_crm.store.vault import Vault


def merge_customers(vault: Vault, facts: Facts, name: str, into: str) -> Plan:
    """All that `name` has comes to `into`: notes, papers, what the profile says, and every link."""
    known = facts.customers()
    homes = [customer for customer in known if fold(customer.name) == fold(name)]
    target = next(customer for customer in known if fold(customer.name) == fold(into))
    if target in homes:
        raise BadName(f"{name} and {into} are one customer already; name two.")
    files = every_file(vault)
    places = _united_places(files, homes, target, [customer.name for customer in known])
    profiles = [path for path in places if is_own_name(path) and folder_of(path) in _folders(homes)]
    theirs = f"{target.folder}/{target.name}.md"
    theirs = next((p for p in files if folder_of(p) == target.folder and is_own_name(p)), theirs)
    places |= dict.fromkeys(profiles, theirs)
    refuse_clashes(files, {old: new for old, new in places.items() if old not in profiles})
    refuse_copies(facts, [*places, theirs])
    renaming = Renaming(
        Moved(files, places), {fold(home.name): target.name for home in homes}, names_of(vault)
    )
    done = rewrites(vault, facts, renaming, but=[*profiles, theirs])
    plan = _Profiles(vault, renaming, theirs, exists=theirs in files).united(profiles)
    refuse_open(vault, set(places) - {one.seen.path for one in done} - set(profiles))
    steps = tuple((old, new) for old, new in places.items() if old not in plan.left_out)
    return Plan(
        steps, places, (*done, *plan.rewrites), trashed=tuple(plan.trashed),
        decide=tuple((theirs, left) for left in plan.decide),
    )  # fmt: skip


def split_customer(vault: Vault, facts: Facts, name: str, new: str, chosen: Sequence[str]) -> Plan:
    """These notes of a customer become a new customer's, in its own folder with a profile."""
    new = new_name(new)
    known = facts.customers()
    files = every_file(vault)
    refuse_taken(files, known, new, but=())
    home = next(customer for customer in known if fold(customer.name) == fold(name))
    own = [path for path in chosen if is_own_name(path) and folder_of(path) == home.folder]
    if own:
        raise BadName(
            f"{own[0]} is the profile of {name} itself; to give it another name: crm rename"
        )
    folder = f"{folder_of(home.folder)}/{new}".lstrip("/")
    places, names = {}, [customer.name for customer in known]
    for path in chosen:
        inside = path.startswith(f"{home.folder}/")
        inner = path[len(home.folder) + 1 :] if inside else path.rpartition("/")[2]
        places[path] = f"{folder}/{renamed_path(inner, home.name, new, names)}"
    refuse_clashes(files, places)
    refuse_copies(facts, places)
    renaming = Renaming(
        Moved(files, places), {fold(home.name): new}, names_of(vault), within=frozenset(chosen)
    )
    done = rewrites(vault, facts, renaming)
    refuse_open(vault, set(places) - {one.seen.path for one in done})
    draft = drafts.profile(folder_of(folder), new, {})
    created = {f"{draft.folder}/{draft.names[0]}".lstrip("/"): draft.text.encode()}
    return Plan(tuple(places.items()), places, tuple(done), created)


class _Profiles:
    """The profiles of several customers while they become one."""

    def __init__(self, vault: Vault, renaming: Renaming, path: str, *, exists: bool) -> None:
        self._vault, self._renaming, self._path, self._exists = vault, renaming, path, exists
        self.rewrites: list[Rewrite] = []
        self.trashed: list[Seen] = []
        self.decide: list[int] = []
        """Lines of the profile that is to be."""
        self.left_out: set[str] = set()

    def united(self, profiles: Sequence[str]) -> "_Profiles":
        """Bring what these say into the one that stays; the first becomes it where there is none."""
        schema = self._vault.settings.schema
        sources = [*([self._path] if self._exists else []), *profiles]
        if not sources:
            return self
        first, *rest = [self._seen(path) for path in sources]
        data, links = self._renaming.applied(first.data, first.path, schema)
        undecided: list[Undecided] = []
        for seen in rest:
            theirs, count = self._renaming.applied(seen.data, seen.path, schema)
            found = self._merged(data, theirs, seen.path)
            data, links = found.data, links + count
            undecided += found.undecided
            self.trashed.append(seen)
            self.left_out.add(seen.path)
        data = edits.add_to_list(data, "aliases", self._missing(data, profiles), schema)
        twice = set(_defined_twice(data)) if rest else set[int]()
        self.decide = sorted({left.line for left in found_again(undecided, data)} | twice)
        if data != first.data:
            self.rewrites.append(Rewrite(first, self._path, data, links))
        return self

    def _missing(self, data: bytes, profiles: Iterable[str]) -> list[str]:
        has = {fold(stem_of(self._path)), *map(fold, known_aliases(data, self._vault))}
        return [name for p in profiles if fold(name := stem_of(p)) not in has]

    def _seen(self, path: str) -> Seen:
        seen = see(self._vault, path)
        refuse_unfit(self._vault, seen)
        return seen

    def _merged(self, data: bytes, theirs: bytes, path: str) -> Merged:
        try:
            return merge(data, theirs, self._path, self._vault.settings.schema)
        except NotMergeable as reason:
            raise Unwritable(
                f"{path} can't be united with {self._path}: {reason}; do that in an editor first."
            ) from None


def _defined_twice(data: bytes) -> list[int]:
    """Lines that define a link or a footnote anew: the first one counts, wherever it came from."""
    lines = edits.text_lines(data)
    return defined_twice(lines, fence.read(lines, "").body)


def _folders(homes: Iterable[Customer]) -> set[str]:
    return {home.folder for home in homes}


def _united_places(
    files: Sequence[str], homes: Sequence[Customer], target: Customer, known: Sequence[str]
) -> dict[str, str]:
    """Where each file goes; one whose new name is taken keeps the old one, or says whence it came."""
    taken = {fold(path) for path in files}
    places: dict[str, str] = {}
    for home in homes:
        for path in below(files, home.folder):
            if path.startswith(f"{target.folder}/"):
                continue  # it lies in there already
            inner = path[len(home.folder) + 1 :]
            stem, dot, ending = inner.rpartition(".")
            marked = (
                f"{stem or ending} (from {home.name}){dot if stem else ''}{ending if stem else ''}"
            )
            names = (renamed_path(inner, home.name, target.name, known), inner, marked)
            free = (f"{target.folder}/{name}" for name in names)
            places[path] = next(
                (p for p in free if fold(p) not in taken), f"{target.folder}/{marked}"
            )
            taken.add(fold(places[path]))
    return places
