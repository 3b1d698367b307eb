"""Judges our reading of whole notes against what Obsidian's own metadata cache holds of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from notes_crm.model.frontmatter.fence import FrontMatter, read
from notes_crm.model.frontmatter.raw import as_obsidian, links_as_obsidian, tags_as_obsidian
from notes_crm.model.markdown.body import Body
from notes_crm.model.markdown.markdown import read_body
from tests.conformance import Report

EXCUSES: Final[Mapping[tuple[str, str], str]] = {}
"""By note and field: why our answer is right though it differs. None is needed at present."""


def run(folder: Path) -> Report:
    """Judge all records of all files in a folder."""
    report = Report()
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as records:
            for record in map(json.loads, filter(str.strip, records)):
                judge(record, path.name, report)
    return report


def judge(record: Mapping[str, Any], file: str, report: Report) -> None:
    """Compare every field that the record has."""
    report.case(file)
    name = str(record.get("name") or record.get("path"))
    got = reading(str(record["text"]))
    for field in filter(record.__contains__, got):
        excuse = EXCUSES.get((name, field), "")
        report.compare(file, name, field, expected=record[field], got=got[field], excuse=excuse)


def reading(text: str) -> dict[str, Any]:
    """Our reading of a note in the shape in which the cases are recorded: lines count from 0."""
    lines = text.split("\n")
    front = read(lines, "note.md")
    body = read_body(lines, front.body)
    tags = next((e.value for e in front.entries if e.key.lower() == "tags"), None)
    typed = tags_as_obsidian(tags)
    inline = [tag for _, tag in body.tags]
    return {
        "frontmatter": _keys(front),
        "tags_getAllTags": [*(typed or []), *inline],
        "tags_parseFrontMatterTags": typed,
        "inline_tags": inline,
        "headings": [[heading.level, heading.text] for heading in body.headings],
        "list_items": _items(body),
        "links": [link.target for _, link in body.links if not link.embed],
        "frontmatter_links": links_as_obsidian(entry.value for entry in front.entries),
        "sections": _sections(front, body),
    }


def _keys(front: FrontMatter) -> dict[str, Any] | None:
    if not front.whole or not front.entries:
        return None
    return {entry.key: as_obsidian(entry.value) for entry in front.entries}


def _items(body: Body) -> list[dict[str, Any]]:
    """A root item's parent is the negated first line of its list; line 0 has no negative."""
    return [
        {
            "line": item.line - 1,
            "parent": item.parent - 1 if item.parent else -max(1, item.first - 1),
            "task": item.task,
        }
        for item in body.items
    ]


def _sections(front: FrontMatter, body: Body) -> list[list[Any]]:
    fences = [["yaml", 0, front.body - 2]] if front.body > 1 else []
    return [*fences, *([kind, first - 1, last - 1] for kind, first, last in body.blocks)]
