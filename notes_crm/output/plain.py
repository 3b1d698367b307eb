"""A briefing as plain text for a terminal, in the order of the sheet and without its form."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill
from typing import Any

from notes_crm.answers.briefing import Briefing
from notes_crm.answers.said import plain
from notes_crm.output.characters import clean
from notes_crm.output.context import words
from notes_crm.output.limits import MOST
from notes_crm.output.wording import Data, wording


def text(briefing: Briefing, *, lang: str = "en", currency: str = "", width: int = 80) -> str:
    """The briefing in lines of at most `width` columns; safe to print to a terminal."""
    say = wording(lang, page="a4", currency=currency, today=briefing.today)
    data = words(briefing, say)
    labels = say.labels["sheet"]
    blocks = [
        _head(data),
        _arrival(data, labels),
        _alerts(data, labels),
        _last(data, labels),
        *_lists(data, labels, say.labels["equipment"]),
    ]
    written = ["\n".join(_wrapped(clean(line), width) for line in block) for block in blocks]
    return "\n\n".join(block for block in written if block) + "\n"


def _head(data: Data) -> Iterator[str]:
    head = data["head"]
    yield f"{head['name']} · {head['channel']}, {head['when']}"
    yield from _some(" · ".join(t for t in (*head["about"], head["address"], *head["phones"]) if t))
    yield from _some(" · ".join(t for t in (head["who"], head["length"]) if t))
    yield " · ".join(t for t in (data["why"]["text"], data["why"]["case"]) if t)


def _arrival(data: Data, labels: Data) -> Iterator[str]:
    arrival = data["arrival"]
    if data["take"]:
        yield f"{labels['take']} {' · '.join(plain(s['md']) for s in data['take'])}"
    action = " – ".join(t for t in (arrival["action"], arrival["because"]) if t)
    yield f"{labels['arrival'].upper()}  {action or arrival['gap']}"
    yield from (f"  {fact}" for fact in arrival["facts"])


def _alerts(data: Data, labels: Data) -> Iterator[str]:
    for alert in data["alerts"][: MOST["alerts"]]:
        yield f"! {alert['label']}: {alert['fact']} – {labels['say']}: {alert['say']}"
    yield from _more(len(data["alerts"]) - MOST["alerts"], labels)


def _last(data: Data, labels: Data) -> Iterator[str]:
    last, following = data["last"], data["following"]
    yield labels["last"].upper()
    if last:
        started = f" ({last['started']})" if last["started"] else ""
        yield f"  {last['day']}, {last['who']}, {last['how']}{started}. {last['text']}"
    else:
        yield f"  {labels['last_gap']}"
    yield from _some(following["done"], "  ")
    step = " · ".join(t for t in (following["text"], following["contact"]) if t)
    yield f"  {labels['next']}: {step}"


def _lists(data: Data, labels: Data, units: Data) -> Iterator[Iterable[str]]:
    yield _list("remember", labels["remember"], data["remember"], labels)
    yield _list("lessons", labels["lesson"].rstrip(":"), data["lessons"], labels)
    promised = [*data["ours"][: MOST["ours"]], *data["theirs"][: MOST["theirs"]]]
    rows = [_joined(p["side"], plain(p["md"]), p["who"], p["due"], p["late"]) for p in promised]
    left = len(data["ours"]) + len(data["theirs"]) - len(rows)
    yield _titled(labels["promised"], rows or [labels["promised_gap"]], left, labels)
    news = data["news"]
    rows = [_joined(n["day"], n["who"], n["kind"], plain(n["md"])) for n in news["lines"]]
    yield _titled(news["title"], rows[: MOST["news"]], news["total"] - MOST["news"], labels)
    yield _mood(data, labels)
    people = [
        _joined(p["name"] + p["rest"], *p["about"], p["phone"], p["tip"]) for p in data["people"]
    ]
    yield _titled(labels["people"], people[: MOST["people"]], len(people) - MOST["people"], labels)
    yield _list("human", labels["human"], data["human"], labels)
    yield _equipment(data, labels, units)
    yield _list("ask", labels["ask"], data["ask"], labels)
    yield _list("known", labels["known"], data["known"], labels, data["known_total"])
    yield _list("told", labels["told"], data["told"], labels, data["told_total"])


def _mood(data: Data, labels: Data) -> Iterator[str]:
    mood, worth = data["mood"], data["worth"]
    if mood or worth:
        yield labels["mood"].upper()
    if mood:
        yield f"  {mood['score']}/5 {mood['note']} · {mood['read']}"
    if worth:
        amount = f"{worth['before']}{worth['amount']}{worth['after']}"
        yield f"  {_joined(amount, worth['rest'])}"


def _equipment(data: Data, labels: Data, units: Data) -> Iterable[str]:
    rows = [
        _joined(
            u["name"],
            u["serial"],
            u["warranty"],
            f"{units['faults']} {u['faults']}",
            f"{units['cost']} {u['cost']}" if u["cost"] else "",
            u["verdict"],
            *u["reasons"],
        )
        for u in data["equipment"][: MOST["equipment"]]
    ]
    left = len(data["equipment"]) + data["silent_units"] - len(rows)
    return _titled(labels["equipment"], rows, left, labels)


def _list(
    section: str, title: str, entries: Sequence[Any], labels: Data, total: int = 0
) -> Iterable[str]:
    rows = [plain(e["md"]) for e in entries]
    kept = rows[: MOST[section]]
    if section == "ask" and len(rows) > len(kept):  # the last question is always asked
        kept = [*kept[:-1], rows[-1]]
    return _titled(title, kept, max(total, len(rows)) - len(kept), labels)


def _titled(title: str, rows: Sequence[str], left: int, labels: Data) -> Iterator[str]:
    if rows:
        yield title.upper()
        yield from (f"  - {row}" for row in rows)
        yield from _more(left, labels)


def _more(left: int, labels: Data) -> Iterator[str]:
    if left > 0:
        yield f"  {labels['more'].replace('{n}', str(left))}"


def _some(line: str, before: str = "") -> Iterator[str]:
    if line.strip(" ·"):
        yield before + line


def _joined(*texts: str) -> str:
    return " · ".join(t for t in texts if t)


def _wrapped(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip(" -!"))
    return fill(line, width, subsequent_indent=" " * indent) if line.strip() else ""
