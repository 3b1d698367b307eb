"""Which file a link leads to, as Obsidian finds it, and what it must say once files have moved."""

import posixpath
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from notes_crm.model.customers import folder_of, stem_of
from notes_crm.model.markdown.inline import note_target

_NOTES = (".md", ".markdown")


class Places:
    """The files of a vault by their names; `paths` are vault-relative, notes and all others."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[tuple[str, str]]] = {}
        for path in paths:
            at = _bare(path)
            self._by_name.setdefault(at.rpartition("/")[2], []).append((at, path))

    def found(self, target: str, source: str) -> list[str]:
        """The files that a link in `source` may lead to, the one that Obsidian opens first.

        `target` is what stands in the link, with or without heading and ending. One that is
        named by its whole path, or relative to the note, is the only one.
        """
        wanted = _folded(note_target(target))
        if not wanted:
            return [source]
        folder = _folded(folder_of(source))
        named = self._by_name.get(wanted.rpartition("/")[2], [])
        if wanted.startswith(("/", "./", "../")):
            joined = posixpath.join(folder, wanted) if wanted[0] == "." else wanted[1:]
            exact = posixpath.normpath(joined)
            return [path for at, path in named if at == exact][:1]
        fitting = [
            (at != wanted, not at.startswith(f"{folder}/" if folder else ""), len(path), path)
            for at, path in named
            if at == wanted or at.endswith(f"/{wanted}")
        ]
        fitting.sort()
        if fitting and not fitting[0][0]:
            return [fitting[0][-1]]
        return [found[-1] for found in fitting]

    def leads_to(self, target: str, source: str) -> str | None:
        """The file that a link opens; None where there is none."""
        found = self.found(target, source)
        return found[0] if found else None

    def named(self, name: str) -> list[str]:
        """The files of this name, without folder and, for notes, without ending."""
        return [path for _, path in self._by_name.get(_folded(name), [])]


class Moved:
    """A vault before and after files have moved; `moves` are their old and new paths."""

    def __init__(self, paths: Iterable[str], moves: Mapping[str, str]) -> None:
        paths = list(paths)
        self.moves = moves
        self.before = Places(paths)
        self.after = Places(moves.get(path, path) for path in paths)

    def new_target(self, target: str, source: str, *, wiki: bool = True) -> str | None:
        """What a link in the note that was `source` must say now; None where it may stay.

        `target` is the file as named in the link, without heading; its manner is kept: a name
        alone, a path from the note or one from the vault, with or without ending. A Markdown link
        (`wiki` is False) that was a path from the note stays one, for readers other than Obsidian.
        """
        was = self.before.leads_to(target, source)
        if was is None or not note_target(target):
            return None
        now, here = self.moves.get(was, was), self.moves.get(source, source)
        same = stem_of(was) == stem_of(now)
        if not wiki and _beside(target, source) == _bare(was):
            same = same and _beside(target, here) == _bare(now)
        if same and self.after.leads_to(target, here) == now:
            return None
        bare, ending = posixpath.splitext(now) if now.endswith(_NOTES) else (now, "")
        ending = ending if _has_ending(target) else ""
        for manner in self._manners(target, source, was, bare, wiki=wiki):
            if self.after.leads_to(manner + ending, here) == now:
                return manner + ending
        return None

    def new_opened(self, target: str) -> str | None:
        """What an address that opens a file must name now; None where it may stay.

        It belongs to no note, so that only a name or a path from the vault tells which file is
        meant: one that several files may have stays.
        """
        found = self.before.found(target, "") if not target.startswith(".") else []
        if len(found) != 1 or not note_target(target):
            return None
        now = self.moves.get(found[0], found[0])
        if stem_of(found[0]) == stem_of(now) and self.after.found(target, "") == [now]:
            return None
        bare, ending = posixpath.splitext(now) if now.endswith(_NOTES) else (now, "")
        ending = ending if _has_ending(target) else ""
        path = f"/{bare}" if target.startswith("/") else bare
        manners = (path,) if "/" in target else (bare.rpartition("/")[2], path)
        return next(
            (m + ending for m in manners if self.after.found(m + ending, "") == [now]), None
        )

    def _manners(
        self, target: str, source: str, was: str, bare: str, *, wiki: bool
    ) -> Iterable[str]:
        """The ways to name a file, the one that was used before first; the whole path is last."""
        folder = folder_of(self.moves.get(source, source))
        relative = posixpath.relpath(bare, folder or ".")
        beside = _beside(target, source) == _bare(was)
        if "/" not in target and (wiki or not beside):
            yield bare.rpartition("/")[2]
        if beside:
            dotted = target.startswith("./") and not relative.startswith("../")
            yield f"./{relative}" if dotted else relative
        yield f"/{bare}" if target.startswith("/") else bare
        yield f"/{bare}"


def _beside(target: str, source: str) -> str:
    """Where a target leads if it is a path from the note, as it is compared."""
    return _folded(posixpath.normpath(posixpath.join(folder_of(source), note_target(target))))


def _has_ending(target: str) -> bool:
    return note_target(target) != target.partition("#")[0].strip()


def _bare(path: str) -> str:
    """A path as it is compared: notes without their ending."""
    folded = _folded(path)
    return folded.rpartition(".")[0] if folded.endswith(_NOTES) else folded


def _folded(path: str) -> str:
    """Case and the way accents are stored make no other name."""
    if path.isascii():
        return path.lower()
    return normalize("NFC", normalize("NFC", path).lower()).replace("\u00a0", " ")
