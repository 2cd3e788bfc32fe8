"""Which figures, amounts of money and dates does a text state?"""

from functools import lru_cache

from seatrial.model.record import dataclass
from seatrial.read.regex import caseless

_NUMBER = r"\d{1,3}(?:[,\u202f]\d{3}){1,6}(?:\.\d{1,20})?|\d{1,20}(?:[.,]\d{1,20})?"
_UNIT = (
    r"ms\b|millis(?:econds?)?\b|s\b|secs?\b|seconds?\b|segundos?\b|min(?:utes?|s)?\b|h\b|hours?\b|days?\b|weeks?\b|"
    r"%|percent\b|per cent\b|rps\b|qps\b|req(?:uests?)?\s*(?:/|per)\s*(?:s|sec|second|min|minute)\b|"
    r"(?:predictions?|rows?|users?|concurrent|calls?)\b[^.,;|]{0,20}|x\b"
)
_FIGURE = caseless(rf"(?<![\w.])(?P<sign>[<>≤≥]=?|~)?\s?(?P<number>{_NUMBER})\+?\s*(?P<unit>{_UNIT})")
_MONEY = caseless(
    rf"(?:[$€£¥]|\b(?:USD|EUR|GBP|CHF|INR|BRL)\s?)\s?(?:{_NUMBER})(?:\s?(?:k|m|bn|million|thousand)\b)?"
    rf"|\b(?:{_NUMBER})\s?(?:k|m|million)?\s?(?:USD|EUR|GBP|CHF|€|dollars?|euros?|cents?)(?!\w)"
)
_DATE = caseless(
    r"\b(?:20\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?|[0-3]?\d[./][01]?\d[./]20\d\d|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?20\d\d|"
    r"q[1-4][\s/-]*(?:fy)?\s?20\d\d|20\d\d[\s/-]*q[1-4]|(?:end of|by|until|before)\s+20\d\d)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit."""

    number: float
    unit: str  #: lower case, as written
    sign: str = ""  #: a comparison that stands before it


@lru_cache(maxsize=65_536)  # several facts ask of the same line
def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers that have a unit, in order; a number alone says nothing."""
    return tuple(
        Figure(_value(match["number"]), match["unit"].lower().strip(), match["sign"] or "")
        for match in _FIGURE.finditer(text)
    )


@lru_cache(maxsize=65_536)
def amounts(text: str) -> tuple[str, ...]:
    """Return the amounts of money, as written."""
    return tuple(match[0].strip() for match in _MONEY.finditer(text))


def dates(text: str) -> tuple[str, ...]:
    """Return the dates, months, quarters and years that are given as dates, as written."""
    return tuple(match[0] for match in _DATE.finditer(text))


def _value(number: str) -> float:
    """Read ``1,200`` and ``0,5``: three digits after a comma are thousands."""
    bare = number.replace("\u202f", "")
    head, comma, tail = bare.partition(",")
    if comma and "," not in tail and len(tail.partition(".")[0]) != 3:
        return float(f"{head}.{tail}")
    return float(bare.replace(",", ""))
