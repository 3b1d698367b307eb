"""The files a new vault begins with, as they are shipped."""

import re
from collections.abc import Iterator
from pathlib import Path

import notes_crm

EXAMPLE_FOLDER = "Customers/Example Bakery/"
_MARK = re.compile(rb"^\s*- example\s*$", re.MULTILINE)
_README_PART = re.compile(rb"^## Take the example away\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
_LINE = re.compile(rb"^- .*#example\b.*\n", re.MULTILINE)


def template_folder() -> Path:
    """Where the shipped files lie: inside the package, or beside it in a source tree."""
    package = Path(notes_crm.__file__).parent
    shipped = package / "vault_template"
    return shipped if shipped.is_dir() else package.parent / "vault_template"


def template_files(*, example: bool) -> Iterator[tuple[str, bytes]]:
    """Every shipped file as (vault-relative path, bytes), by path; the example only if wanted."""
    root = template_folder()
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.name not in (".gitkeep", ".DS_Store"):
            path, data = file.relative_to(root).as_posix(), file.read_bytes()
            if example:
                yield path, data
            elif not _is_example(path, data):
                yield path, _without_example(path, data)


def template_folders() -> list[str]:
    """Folders that are there from the beginning though nothing is in them yet."""
    root = template_folder()
    return sorted(f.parent.relative_to(root).as_posix() for f in root.rglob(".gitkeep"))


def _without_example(path: str, data: bytes) -> bytes:
    """The file without what speaks of the example."""
    if path == "README.md":
        return _README_PART.sub(b"", data).replace(b'"example bakery"', b"acme")
    return _LINE.sub(b"", data) if path.endswith(".md") else data


def _is_example(path: str, data: bytes) -> bool:
    """Whether a file only shows how it is done: README's list of what to delete, by their marks."""
    if path.startswith(EXAMPLE_FOLDER) or (path.startswith("Inbox/") and b"#example" in data):
        return True
    return path.endswith(".md") and bool(_MARK.search(data.partition(b"\n---")[0]))
