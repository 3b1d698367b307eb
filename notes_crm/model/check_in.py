"""When to ask how it goes after a visit: what went well soon, what went badly today."""

from dataclasses import dataclass
from datetime import date, timedelta

_WEEKEND = 5
"""Saturday, as `date.weekday` counts."""
_SOON = 2
"""Working days after a good visit, within which somebody asks whether all is well."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What is to be done by when; `why` is how the visit went, in words."""

    day: date
    text: str
    why: str


def check_in(
    outcome: str | None, visited: date, today: date, next_contact: date | None
) -> CheckIn | None:
    """The check-in that an outcome calls for; None where it calls for none, or a day is set by then.

    Good: within two working days. Bad: the same day. Incomplete: a day to go on must be agreed,
    by the next working day, unless one was set.
    """
    if outcome == "good":
        found = CheckIn(
            max(working_days(visited, _SOON), today), "Ring: is all well since the visit?", "It went well"
        )  # fmt: skip
    elif outcome == "bad":
        found = CheckIn(today, "Ring: what went wrong, and how we put it right", "It went badly")
    elif outcome == "incomplete":
        found = CheckIn(working_days(today, 1), "Agree the day to finish the work", "It is not finished")  # fmt: skip
    else:
        return None
    covered = next_contact is not None and (outcome == "incomplete" or next_contact <= found.day)
    return None if covered else found


def working_days(day: date, count: int) -> date:
    """So many working days after a day, Monday to Friday."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _WEEKEND
    return day
