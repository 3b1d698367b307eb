"""A recurrence written in words, as Obsidian Tasks writes it."""

from dataclasses import replace

from notes_crm.model.tasks.recurrence import Rule, leftover, read_rule
from notes_crm.model.tasks.recurrence_tokens import DAY_NAMES, MONTH_NAMES


def rule_text(rule: Rule) -> str:
    """Write the rule; what the library has no words for is left out, as there."""
    return _Text(rule).written() + (" when done" if rule.when_done else "")


def written_back_whole(words: str) -> bool:
    """Whether the rule that Tasks writes for `words` still says everything they said."""
    rule = read_rule(words)
    again = read_rule(rule_text(rule)) if rule else None
    if rule is None or again is None or leftover(words):
        return False
    return _sorted(again) == _sorted(rule)


class _Text:
    """Writes one rule, piece by piece, in the order and the words of the library."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.pieces = ["every"]
        self.whole_weeks = [d for d, nth in sorted(rule.weekdays, key=_weekday) if not nth]
        self.some_weeks = [pair for pair in sorted(rule.weekdays, key=_weekday) if pair[1]]
        days = {day for day, _ in rule.weekdays}
        self.workdays = days == set(range(5))
        self.every_day = days == set(range(7))
        self.month_days = sorted(d for d in rule.month_days if d > 0)
        self.month_days += sorted((d for d in rule.month_days if d < 0), reverse=True)

    def written(self) -> str:
        write = {"day": self._day, "week": self._week, "month": self._month, "year": self._year}
        write.get(self.rule.unit, self._plain)()
        if self.rule.until:
            until = self.rule.until
            self.pieces.append(f"until {MONTH_NAMES[until.month - 1]} {until.day}, {until.year}")
        elif self.rule.count:
            self.pieces.append(f"for {self.rule.count} {_plural('time', self.rule.count)}")
        return " ".join(self.pieces)

    def _plain(self) -> None:
        if self.rule.interval != 1:
            self.pieces.append(str(self.rule.interval))
        self.pieces.append(_plural(self.rule.unit, self.rule.interval))

    def _day(self) -> None:
        self._plain()
        self._at_hours()

    def _week(self) -> None:
        interval = self.rule.interval
        if interval != 1:
            self._plain()
        if self.workdays:
            self.pieces.append("weekday" if interval == 1 else "on weekdays")
        elif self.every_day:
            self.pieces.append(_plural("day", interval))
        else:
            if interval == 1:
                self.pieces.append("week")
            if self.rule.months:
                self.pieces.append("in " + self._months())
            self._on()
            self._at_hours()

    def _month(self) -> None:
        if self.rule.months:
            if self.rule.interval != 1:
                self.pieces.append(f"{self.rule.interval} months")
                if _plural("month", self.rule.interval) == "months":
                    self.pieces.append("in")
            self.pieces.append(self._months())
        else:
            self._plain()
        if self.workdays and not self.month_days:
            self.pieces.append("on weekdays")
        else:
            self._on()

    def _year(self) -> None:
        if self.rule.months:
            if self.rule.interval != 1:
                self.pieces.append(f"{self.rule.interval} years")
            self.pieces.append(self._months())
        else:
            self._plain()
        self._on()
        if self.rule.weeks:
            weeks = _listed([str(week) for week in self.rule.weeks], "and")
            self.pieces.append(f"in {_plural('week', len(self.rule.weeks))} {weeks}")

    def _on(self) -> None:
        if self.month_days:
            days = [_ordinal(day) for day in self.month_days]
            if self.whole_weeks:
                weekdays = _listed([DAY_NAMES[day] for day in self.whole_weeks], "or")
                self.pieces.append(f"on {weekdays} the {_listed(days, 'or')}")
            else:
                self.pieces.append("on the " + _listed(days, "and"))
            return
        if self.whole_weeks and not self.workdays:
            self.pieces.append("on " + ", ".join(DAY_NAMES[day] for day in self.whole_weeks))
        if self.some_weeks:
            if self.whole_weeks:
                self.pieces.append("and")
            names = [f"{_ordinal(nth)} {DAY_NAMES[day]}" for day, nth in self.some_weeks]
            self.pieces.append("on the " + _listed(names, "and"))

    def _months(self) -> str:
        return _listed([MONTH_NAMES[month - 1] for month in self.rule.months], "and")

    def _at_hours(self) -> None:
        if self.rule.hours:
            self.pieces.append("at " + _listed([str(hour) for hour in self.rule.hours], "and"))


def _weekday(pair: tuple[int, int]) -> int:
    return pair[0]


def _plural(word: str, number: int) -> str:
    return word if number % 100 == 1 else word + "s"


def _ordinal(number: int) -> str:
    if number == -1:
        return "last"
    ending = {1: "st", 21: "st", 31: "st", 2: "nd", 22: "nd", 3: "rd", 23: "rd"}
    text = f"{abs(number)}{ending.get(abs(number), 'th')}"
    return text if number > 0 else text + " last"


def _listed(parts: list[str], last: str) -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else parts[0]


def _sorted(rule: Rule) -> Rule:
    return replace(
        rule,
        weekdays=tuple(sorted(rule.weekdays)),
        month_days=tuple(sorted(rule.month_days)),
        months=tuple(sorted(rule.months)),
    )
