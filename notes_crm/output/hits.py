"""Hits of a search as a terminal shows them."""

from collections.abc import Sequence

from notes_crm.answers.hits import Hit
from notes_crm.output.console import BOLD, DIM, YELLOW, fit, one_line, paint, safe, width_of


def hit_lines(hit: Hit, width: int, *, colour: bool) -> list[str]:
    """A hit in three lines: whose and what, the passage with its words marked, the place."""
    facts = [hit.date.isoformat() if hit.date else "no date", hit.type, *hit.by]
    if hit.private:
        facts.append("private")
    if hit.conflict_of:
        facts.append("conflict copy")
    name = one_line(hit.customer or hit.title)
    rest = fit("  " + " · ".join(map(one_line, facts)), max(width - width_of(name), 8))
    text, spans = _window(safe(hit.text), hit.spans, width - 4)
    place = f"{one_line(hit.path)}:{hit.line}" if hit.line else one_line(hit.path)
    return [
        paint(fit(name, width), BOLD, colour=colour) + rest,
        "    " + _marked(text, spans, colour=colour),
        paint(f"    {place}", DIM, colour=colour),
    ]


def _window(
    text: str, spans: Sequence[tuple[int, int]], width: int
) -> tuple[str, list[tuple[int, int]]]:
    """The part of a long line around its first match."""
    if width_of(text) <= width or not spans:
        return fit(text, width), [s for s in spans if s[1] <= len(fit(text, width))]
    start = max(0, spans[0][0] - width // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    lead = "… " if start else ""
    shown = fit(lead + text[start:], width)
    moved = [(a - start + len(lead), b - start + len(lead)) for a, b in spans]
    return shown, [(a, b) for a, b in moved if a >= len(lead) and b <= len(shown)]


def _marked(text: str, spans: Sequence[tuple[int, int]], *, colour: bool) -> str:
    if not colour:
        return text
    parts, at = [], 0
    for a, b in spans:
        parts += [text[at:a], paint(text[a:b], BOLD, YELLOW, colour=True)]
        at = b
    return "".join((*parts, text[at:]))
