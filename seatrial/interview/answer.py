"""What may be answered to a question, and what is said of an answer that is none?

Each function takes what was typed and the day, and returns the value; or it makes such a function, a ``Read``. Every
one of them raises ``NoAnswer``.
"""

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import TypeAlias

from seatrial.config.problem import nearest
from seatrial.config.terms import a_year_after
from seatrial.config.written.yaml_text import Scalar
from seatrial.facts.documents.figures import amounts, figures
from seatrial.read.documents.placeholder import marks
from seatrial.read.regex import caseless, regex

LONGEST = 1000  #: characters of one answer
_SPAN = caseless(r"\d+ ?(?:m|min|h|d|w|y|minutes?|hours?|days?|weeks?|months?|years?)")
_NOBODY = caseless(r"nobody|no one|none|n/?a|me|myself|us|we|someone|somebody|everyone|all|owner|unknown")
_LETTER = regex(r"[^\W\d_]")


class NoAnswer(Exception):
    """What was typed is no answer; the words are one sentence that says why, and what would be one."""


#: Makes the value of what was typed, on a day; raises ``NoAnswer``.
Read: TypeAlias = Callable[[str, dt.date], Scalar]


def words(said: str, _: dt.date) -> str:
    """Take a text that says something."""
    if len(said) > LONGEST:
        raise NoAnswer(
            f"that is longer than {LONGEST:,} characters: write it into a document, and here where it stands"
        )
    if not said.isprintable():
        raise NoAnswer("that holds characters that cannot be printed: type it again")
    if left := marks(said):
        raise NoAnswer(f"{left[0]} is what a template leaves open: press Enter to answer later")
    if not _LETTER.search(said):
        raise NoAnswer("that has no word in it: say it in words")
    return said


def who(said: str, today: dt.date) -> str:
    """Take a person, a team or an address."""
    if _NOBODY.fullmatch(said) or marks(said) or not _LETTER.search(said):
        raise NoAnswer(f"{said!r} names nobody who can be asked: write a person, a team or an address")
    return words(said, today)


def worth(said: str, today: dt.date) -> str:
    """Take a text with an amount of money, or a number with its unit."""
    if not (amounts(said) or figures(said)):
        raise NoAnswer("that gives no number with its unit: write it as 120 000 EUR a year, or 30 hours a week")
    return words(said, today)


def unit(said: str, today: dt.date) -> str:
    """Take the unit of a number, which may be a mere sign."""
    return said if said in {"%", "€", "$", "£", "‰"} else words(said, today)


def number(least: float = -math.inf, most: float = math.inf, *, above: bool = False) -> Read:
    """Return what takes a number within bounds; with ``above`` the least is not among them."""

    def read(said: str, _: dt.date) -> float:
        try:
            value = int(said) if re.fullmatch(r"[+-]?\d{1,15}", said) else float(said)
        except ValueError:
            raise NoAnswer(f"{said!r} is no number: write digits alone, as 80 or 0.42") from None
        if not math.isfinite(value):
            raise NoAnswer(f"{said!r} is no number that can be held: write digits, as 80 or 0.42")
        if not least <= value <= most or (above and value == least):
            bounds = f"above {least:g}" if above else f"{least:g} or more"
            raise NoAnswer(f"{value:g} cannot be: it is {bounds}" + (f", {most:g} at most" if most < math.inf else ""))
        return value

    return read


def day(*, past: bool = False, future: bool = False) -> Read:
    """Return what takes a day as YYYY-MM-DD: any, one until today, or one after today."""

    def read(said: str, today: dt.date) -> dt.date:
        value = _day(said)
        if past and value > today:
            raise NoAnswer(f"{value} has not come yet: today is {today}")
        if future and value <= today:
            raise NoAnswer(f"{value} is over: name a day after {today}")
        return value

    return read


def term(made: dt.date) -> Read:
    """Return what takes the last day of a statement that was made on a day."""

    def read(said: str, today: dt.date) -> dt.date:
        value = _day(said)
        if value > (latest := a_year_after(made)):
            raise NoAnswer(f"a statement lasts 12 months at most: until {latest}")
        if value < max(made, today):
            raise NoAnswer(f"on {value} it would have ended already: name a day from {max(made, today)} to {latest}")
        return value

    return read


def one_of(*valid: str) -> Read:
    """Return what takes one of some words."""

    def read(said: str, _: dt.date) -> str:
        if said.lower() not in valid:
            raise NoAnswer(f"{said!r} is none of {', '.join(valid)}{nearest(said, valid)}")
        return said.lower()

    return read


def yes_or_no(said: str, _: dt.date) -> bool:
    """Take yes or no: in full, by the first letter, or as true and false."""
    if said.lower() not in {"y", "yes", "true", "n", "no", "false"}:
        raise NoAnswer(f"{said!r} is neither yes nor no")
    return said.lower() in {"y", "yes", "true"}


def span(said: str, _: dt.date) -> str:
    """Take a length of time with its unit."""
    if not _SPAN.fullmatch(said):
        raise NoAnswer(f"{said!r} is no length of time: write it as 30d, 4 weeks or 12h")
    return said


def _day(said: str) -> dt.date:
    try:
        value = dt.date.fromisoformat(said)
    except ValueError:
        value = None
    if value is None or "-" not in said:  # 20270630 is one by ISO 8601, and a slip of most people
        raise NoAnswer(f"{said!r} is no date: write it as YYYY-MM-DD")
    return value
