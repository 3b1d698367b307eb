"""Two bodies of one note to one that holds the lines of both, each once and below its own heading.

There is no third version to tell what was added from what was deleted, so nothing is deleted.
Where two lines look like two versions of one, both stay, the second with a mark.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from notes_crm.model.merge.blocks import (
    MARK,
    Node,
    as_told,
    further,
    marked,
    plain,
    state_of,
    tree_of,
    with_state,
)

_ALIKE = 0.5
"""Two versions of one line have more than this share of words in common."""
_MANY = 20_000
"""More pairs than this are not compared word by word: too much was written anew."""
_LONG = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `line` is its number in the first body, or 0; `beside` what it is a version of."""

    text: str
    line: int = 0
    beside: str | None = None


@dataclass(slots=True)
class United:
    """The lines of both bodies, and those that the first did not have."""

    rows: list[Row] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def unite(
    ours: Sequence[str], first: int, theirs: Sequence[str], start: int,
    meaning: Callable[[str], str | None],
) -> United:  # fmt: skip
    """Unite two bodies, each given as all lines of its file and the line it begins in.

    `meaning` is what a heading stands for, if anything: such headings are never taken for
    versions of each other.
    """
    union = _Union(ours, theirs, meaning)
    union.level(tree_of(ours, first), tree_of(theirs, start))
    rest = range(max(union.reached, first - 1) + 1, len(ours) + 1)
    union.united.rows += [Row(ours[n - 1], n) for n in rest]
    return union.united


@dataclass(slots=True)
class _Plan:
    """What goes with each node of the first body; `behind` is what follows it, -1 comes first."""

    partner: dict[int, Node] = field(default_factory=dict)
    version: dict[int, Node] = field(default_factory=dict)
    behind: dict[int, list[Node]] = field(default_factory=lambda: defaultdict(list))


class _Union:
    """The walk through both trees."""

    def __init__(
        self, ours: Sequence[str], theirs: Sequence[str], meaning: Callable[[str], str | None]
    ) -> None:
        self.ours, self.theirs, self.meaning = ours, theirs, meaning
        self.united = United()
        self.reached = 0
        self._before: Node | None = None
        self._new = False
        self._compared = 0

    def level(self, ours: list[Node], theirs: list[Node], below: Node | None = None) -> None:
        """Nodes below one list item, or below a heading or none; the text of an item goes on at once."""
        plan = self._plan(ours, theirs)
        if below:
            _behind_text(plan, ours)
        for node in plan.behind[-1]:
            self._insert(node, joined=below is not None and self._before is below)
        for at, node in enumerate(ours):
            if at in plan.version:
                self._both(node, plan.version[at])
            else:
                self._join(node, plan.partner.get(at))
            for new in plan.behind[at]:
                self._insert(new)

    def _plan(self, ours: list[Node], theirs: list[Node]) -> _Plan:
        plan = _Plan()
        anchors = _anchors([n.token for n in ours], [n.token for n in theirs])
        free: dict[object, list[int]] = defaultdict(list)
        fixed = set(anchors.values())
        for at, node in enumerate(ours):
            if at not in fixed:
                free[node.token].append(at)
        left = []
        for number, node in enumerate(theirs):
            if number in anchors:
                plan.partner[self._exactly(ours, node, free, anchors[number])] = node
            elif places := free[node.token]:  # it was moved
                plan.partner[places.pop(0)] = node
            else:
                left.append(number)
        versions = self._versions(ours, theirs, anchors, left, set(plan.partner))
        plan.version = {at: theirs[number] for number, at in versions.items()}
        at, new = -1, set(left) - set(versions)
        for number, node in enumerate(theirs):
            at = anchors.get(number, versions.get(number, at))
            if number in new:
                plan.behind[_below_blocks(ours, node, at)].append(node)
        return plan

    def _exactly(self, ours: list[Node], node: Node, free: dict[object, list[int]], at: int) -> int:
        """Of several nodes of ours that say the same, the task that has come just as far."""
        told = as_told(self.theirs[node.first - 1])
        if node.token[0] == "task" and as_told(self.ours[ours[at].first - 1]) != told:
            for place in free[node.token]:
                if as_told(self.ours[ours[place].first - 1]) == told:
                    free[node.token].remove(place)
                    return place
        return at

    def _versions(
        self, ours: list[Node], theirs: list[Node], anchors: dict[int, int],
        left: list[int], taken: set[int],
    ) -> dict[int, int]:  # fmt: skip
        """Pairs of nodes that stand in the same place and look like versions of one."""
        found: dict[int, int] = {}
        fixed = sorted(anchors)
        for number in left:
            place = bisect(fixed, number)
            low = anchors[fixed[place - 1]] if place else -1
            high = anchors[fixed[place]] if place < len(fixed) else len(ours)
            self._compared += high - low
            if self._compared > _MANY:
                break
            free = (at for at in range(low + 1, high) if at not in taken)
            rated = [(self._likeness(ours[at], theirs[number]), -at) for at in free]
            likeness, at = max(rated, default=(0.0, 0))
            if likeness > _ALIKE:
                found[number] = -at
                taken.add(-at)
        return found

    def _likeness(self, ours: Node, theirs: Node) -> float:
        if ours.kind != theirs.kind or ours.token[0] != theirs.token[0] or ours.kind == "rule":
            return 0.0
        if ours.kind == "heading" and (
            ours.level != theirs.level
            or self.meaning(self._title(self.ours, ours))
            or self.meaning(self._title(self.theirs, theirs))
        ):
            return 0.0
        words, other = (" ".join(map(str, node.token[1:-1])).split() for node in (ours, theirs))
        return SequenceMatcher(None, words, other, autojunk=False).ratio()

    def _join(self, node: Node, partner: Node | None) -> None:
        """A node of ours with what theirs has more below the same one."""
        if partner is None or node.kind != partner.kind:
            self._ours(node)
        else:
            line, other = self.ours[node.first - 1], self.theirs[partner.first - 1]
            winner = further(line, other) if node.token[0] == "task" else line
            if winner is None:
                self._both(node, partner)
                return
            self._ours(node, line if winner is line else with_state(line, other))
        theirs = partner.children if partner else []
        self.level(node.children, theirs, node if node.kind == "item" else None)

    def _both(self, node: Node, version: Node) -> None:
        """A node of ours, and what theirs makes of it."""
        self._ours(node)
        line, other = self.ours[node.first - 1], self.theirs[version.first - 1]
        if node.kind == "heading":
            title = self._title(self.theirs, version)
            if plain(title) not in (plain(self.ours[below.first - 1]) for below in node.children):
                self.united.rows += (Row(marked(title), beside=line), Row(""))
            self.level(node.children, version.children)
        elif node.kind == "block" or state_of(other) == "-":  # its reason stands below it
            self.level(node.children, [])
            self._insert(version, beside=line)
        else:
            self.level(node.children, version.children, node if node.kind == "item" else None)
            self._row(Row(marked(other), beside=line))
            self.united.rows += [Row(t) for t in self.theirs[version.first : version.last]]
            self._before, self._new = version, True

    def _ours(self, node: Node, text: str | None = None) -> None:
        gap = range(node.gap, node.first)
        self.united.rows += [Row(self.ours[n - 1], n) for n in gap]
        if not gap and self._new and _needs_blank(self._before, node):
            self._row(Row(""))
        for number in range(node.first, node.last + 1):
            line = self.ours[number - 1]
            if number == node.first and text is not None and text != line:
                self.united.added.append(text.strip())
                line = text
            self._row(Row(line, number))
        self.reached = max(self.reached, node.last)
        self._before, self._new = node, False

    def _insert(self, node: Node, beside: str | None = None, *, joined: bool = False) -> None:
        """A node of theirs with all below it; `joined` if it may go on with the line above."""
        last = _last(node)
        lines = self.theirs[node.first - 1 : last]
        apart = not joined and _needs_blank(self._before, node)
        if self._before is not None and (node.gap < node.first or apart):
            self._row(Row(""))
        if beside is None:
            self.united.added += [line.strip() for line in lines if line.strip()]
        elif node.kind == "block":
            self._row(Row(MARK, beside=beside))
            self._row(Row(""))
        else:
            self._row(Row(marked(lines[0]), beside=beside))
            lines = lines[1:]
        self.united.rows += map(Row, lines)
        self._before, self._new = node, True

    def _row(self, row: Row) -> None:
        self.united.rows.append(row)

    def _title(self, lines: Sequence[str], node: Node) -> str:
        return lines[node.first - 1].strip().strip("#").strip()


def _anchors(ours: list[tuple[object, ...]], theirs: list[tuple[object, ...]]) -> dict[int, int]:
    """Equal nodes in the same order: theirs to ours."""
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    found = {n: n for n in range(start)}
    a, b = ours[start:], theirs[start:]
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > _LONG)
    for block in matcher.get_matching_blocks():
        for n in range(block.size):
            found[start + block.b + n] = start + block.a + n
    return found


def _below_blocks(ours: list[Node], node: Node, at: int) -> int:
    """Where a heading of theirs can stand so that nothing of ours falls below it."""
    if node.kind != "heading":
        return at
    while at + 1 < len(ours) and (
        ours[at + 1].kind != "heading" or ours[at + 1].level > node.level
    ):
        at += 1
    return at


def _behind_text(plan: _Plan, ours: list[Node]) -> None:
    """Put what would come first behind the lines that go on with the item's own."""
    at = -1
    while (
        at + 1 < len(ours)
        and ours[at + 1].kind == "text"
        and ours[at + 1].gap == ours[at + 1].first
    ):
        at += 1
    if at >= 0:
        plan.behind[at][:0] = plan.behind.pop(-1, [])


def _needs_blank(before: Node | None, node: Node) -> bool:
    """Whether two nodes that stood apart would run into each other."""
    if before is None or (before.kind == "heading" and not before.children):
        return False
    if "block" in (before.kind, node.kind) or node.kind == "rule":
        return True
    if before.kind == "item":
        return node.kind == "text"
    if node.kind == "text":
        return _deepest(before).tail or (node.defines and not before.defines)
    return before.kind == "text" and (node.kind == "item" or node.last > node.first)


def _deepest(node: Node) -> Node:
    while node.children:
        node = node.children[-1]
    return node


def _last(node: Node) -> int:
    return _deepest(node).last
