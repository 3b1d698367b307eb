"""The questions of a visit, once: what the form at the foot of the sheet asks.

The order is the order on paper, so that typing up follows the eye.
"""

from typing import Literal, NamedTuple

Answer = Literal["text", "choice", "scale", "times", "promise", "date", "lines", "tick"]


class Question(NamedTuple):
    """One question: how it is answered, where the answer is stored, where it stands on paper.

    `key` is a front-matter key, `heading` the heading whose lines hold the answer, `tag` the
    task tag of a promise; a question without any of them is asked on paper only. `row` counts
    the form's rows from 1, `width` is its share of the row in percent; row 0 is the block of
    writing boxes. A question that is not `open` stands above the fold: the customer may read
    what is below.
    """

    name: str
    answer: Answer
    key: str = ""
    heading: str = ""
    tag: str = ""
    choices: tuple[str, ...] = ()
    row: int = 0
    width: float = 0
    open: bool = True


QUESTIONS: tuple[Question, ...] = (
    Question("listen", "lines", heading="Discussed"),
    Question("observe", "lines", heading="Observed"),
    Question("think", "lines"),
    Question("speak", "lines", heading="Told"),
    Question("mood", "scale", key="mood", choices=("1", "2", "3", "4", "5"), open=False),
    Question("met", "text", key="people", row=1, width=23),
    Question("where", "text", key="location", row=1, width=19),
    Question("times", "times", key="minutes", row=1, width=17),
    Question("started_by", "choice", key="started_by", choices=("us", "them"), row=1, width=16),
    Question("outcome", "choice", key="outcome", choices=("good", "bad", "incomplete"), row=1, width=25),
    Question("we_promise", "promise", heading="Promised", tag="#promise", row=2, width=100),
    Question("they_promise", "promise", heading="Promised", tag="#waiting", row=3, width=100),
    Question("new_subjects", "text", heading="New subjects", row=4, width=38),
    Question("next_contact", "date", key="next_contact", row=4, width=28),
    Question("tell", "text", heading="Other actions", row=4, width=22),
    Question("typed_in", "tick", row=4, width=12),
)  # fmt: skip


def boxes() -> tuple[Question, ...]:
    """The writing boxes, in reading order."""
    return tuple(q for q in QUESTIONS if q.answer == "lines")


def rows() -> tuple[tuple[Question, ...], ...]:
    """The rows of the form below the fold, from the top."""
    numbers = sorted({q.row for q in QUESTIONS if q.row})
    return tuple(tuple(q for q in QUESTIONS if q.row == n) for n in numbers)


def private() -> tuple[Question, ...]:
    """The questions the customer must not see, for above the fold."""
    return tuple(q for q in QUESTIONS if not q.open)
