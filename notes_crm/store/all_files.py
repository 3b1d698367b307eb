"""Every file that a vault holds, notes or not."""

import os

from notes_crm.store import litter
from notes_crm.store.vault import Vault


def every_file(vault: Vault) -> list[str]:
    """The paths of all files but those in hidden folders: notes, papers and pictures."""
    found = []
    for folder, folders, names in os.walk(vault.root):
        folders[:] = sorted(name for name in folders if not litter.is_hidden(name))
        at = os.path.relpath(folder, vault.root).replace(os.sep, "/")
        prefix = "" if at == "." else f"{at}/"
        found += [prefix + name for name in sorted(names) if not name.startswith(".")]
    return found
