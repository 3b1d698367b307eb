"""What can keep the daemon from its work, as codes, and which of them an exception means."""

import errno

from notes_crm.errors import BadSettings, IndexBusy, Unreadable, Unwritable, VanishedVault

TROUBLES = {
    "vanished": "the vault can't be read, or many notes are suddenly gone",
    "disk-full": "the disk that holds the index is full",
    "busy": "another crm holds the index",
    "settings": "crm.toml can't be read",
    "unwritable": "the index can't be written",
    "failing": "the index can't be updated",
}


def trouble_of(error: Exception) -> str:
    """The code of what went wrong; see `TROUBLES`."""
    for one in (error, error.__context__):
        full = isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or "disk is full" in str(one):
            return "disk-full"
    named = (
        (VanishedVault, "vanished"), (IndexBusy, "busy"), (Unwritable, "unwritable"),
        ((BadSettings, Unreadable), "settings"),
    )  # fmt: skip
    found = next((code for kinds, code in named if isinstance(error, kinds)), None)
    return found or ("busy" if "locked" in str(error) else "failing")
