"""A folder that somebody names as the vault, and that has no settings: whether it can be meant."""

from pathlib import Path
from shlex import quote

from notes_crm.cli.session import Session
from notes_crm.errors import CrmError, NoVault
from notes_crm.store.index import Index
from notes_crm.store.vault import MARKER, Vault


def accept(session: Session, path: Path, named: str) -> None:
    """Say what its notes are read by; NoVault where there are none, and none were known before.

    `named` says who named it, and how. A folder whose notes are in the index may be one that is
    not mounted: what is known of it is still told, and that it is gone.
    """
    vault = Vault(path)
    customers = vault.settings.schema.folders["customers"]
    if _has_notes(vault.absolute(customers)):
        session.say(
            f"{vault.root} has no {MARKER}, so its notes are read by the usual settings; "
            f"to make it a vault, say: crm init {quote(str(vault.root))}"
        )
    elif not _was_known(vault, session.cache_folder):
        raise NoVault(
            f"{named}, which is no vault: it has no {MARKER} and no notes below {customers}. See that "
            f"it is mounted and synced, make it one with: crm init {quote(str(vault.root))}, or name another."
        )


def _has_notes(folder: Path) -> bool:
    """Whether a note lies in it, at any depth."""
    return any(place.is_file() for place in folder.rglob("*.md"))


def _was_known(vault: Vault, cache: Path) -> bool:
    index = Index(vault, cache)
    if not (index.folder / "catalog.sqlite").exists():
        return False
    try:
        return index.catalog.count("notes") > 0
    except CrmError:  # the command says what is wrong with it
        return True
    finally:
        index.leave()
