"""Whose note it is: the customer that follows from where a note lies.

The rule (vault format, "Inference"): the nearest folder above that holds a note of its own
name, else the first folder below the customers' folder. `customer:` in front matter wins.
A customer is known by its name, compared as Obsidian compares link targets; two folders of
one name are therefore one customer.
"""

from collections.abc import Container

from notes_crm.model.schema import Schema, fold


def folder_of(path: str) -> str:
    """The folder a vault-relative path lies in; the vault itself is the empty string."""
    return path.rpartition("/")[0]


def stem_of(path: str) -> str:
    """The name of a note without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def is_own_name(path: str) -> bool:
    """Whether a note is named like the folder it lies in."""
    folder = folder_of(path).rpartition("/")[2]
    return bool(folder) and fold(stem_of(path)) == fold(folder)


def home(folder: str, homes: Container[str], schema: Schema) -> str | None:
    """The customer's folder for a note lying in `folder`, or None outside any customer.

    `homes` are the folders that hold a customer's profile named like the folder.
    """
    at = folder
    while at:
        if at in homes:
            return at
        at = folder_of(at)
    first, _, rest = folder.partition("/")
    if rest and first in (schema.folders["customers"], schema.folders["archive"]):
        return f"{first}/{rest.partition('/')[0]}"
    return None


def is_archived(folder: str, schema: Schema) -> bool:
    """Whether a customer's folder lies in the archive: searchable, but out of due lists."""
    return folder.partition("/")[0] == schema.folders["archive"]
