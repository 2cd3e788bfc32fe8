"""For how many years are records kept, as code, infrastructure and documents say?"""

import math
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.documents.documents import documents
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.documents.document_record import Document
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_NAMED = caseless(r"retention|retain|expire_?after|keep_?(?:days|months|years|for)|delete_?after|purge")
_NOT_RECORDS = caseless(r"cache|backup|session|token|cookie|metric|tmp|temp")
_IN_NAME = caseless(r"(days?|weeks?|months?|years?)(?:$|_)")
_KEEPS = caseless(r"retention|retain|\bkept\b|\bkeep\b|stored for|archiv|deleted? after|purge")
_ABOUT = caseless(r"predict|\blogs?\b|records?|trace|request|inference|decision|audit|data|trail|applications?")
_SPAN = caseless(r"\b(\d{1,5}|one|two|three|five|six|seven|eight|ten|twelve)[- ](days?|weeks?|months?|years?)\b")
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
}  # fmt: skip
_PER_YEAR = {"day": 365.0, "week": 52.0, "month": 12.0, "year": 1.0}
_MOST = 1e6  #: days, beyond which a number is none
_PRODUCT = regex(r"\d{1,6}(?: ?\* ?\d{1,6}){0,4}")
#: Attributes of Terraform by which stores keep or lock what is written, each with its unit.
_ATTRIBUTES = {
    "retention_in_days": "day", "days": "day", "years": "year", "retention_days": "day", "retention_period_days": "day",
    "immutability_period_since_creation_in_days": "day",
}  # fmt: skip
_BLOCKS = frozenset({"default_retention", "expiration", "retention_policy"})


@dataclass(frozen=True, slots=True)
class Period:
    """A time for which records are kept."""

    place: Place
    years: float

    @property
    def what(self) -> str:
        return f"records are kept for {self.span}"

    @property
    def span(self) -> str:
        """The time in years, or in days when it is shorter than one."""
        return f"{self.years:.1f} years".replace(".0 ", " ") if self.years >= 1 else f"{self.years * 365:.0f} days"


@fact
def kept_periods(repo: Repo) -> tuple[Period, ...]:
    """Return the times for which records are kept, the longest first; caches, backups and sessions are none."""
    found = {*_in_code(repo), *_in_terraform(repo), *repo.each(_written, documents(repo))}
    return tuple(sorted(found, key=lambda period: (-period.years, period.place)))


def _in_code(repo: Repo) -> Iterator[Period]:
    for program in own_code(repo):
        named = [(item.target, item.value, item.line) for item in program.file.assignments]
        named += [
            (one.name, one.value, one.line) for cls in program.file.classes for one in cls.attributes if one.value
        ]
        for name, value, line in named:
            if _NAMED.search(name) and not _NOT_RECORDS.search(f"{program.path} {name}"):
                years = _years(name, value)
                if years:
                    yield Period(Place(program.path, line), years)


def _years(name: str, value: Value) -> float:
    """Return the years that a setting says, 0 when it says none: by its name, or by the keyword of a timedelta."""
    spans = [(key, inner) for key, inner in value.keywords if value.name.endswith(("timedelta", "relativedelta"))]
    if unit := _IN_NAME.search(name):
        spans.append((unit[1], value))
    units = [(key.lower().rstrip("s"), inner) for key, inner in spans]
    return max((_number(inner) / _PER_YEAR[unit] for unit, inner in units if unit in _PER_YEAR), default=0.0)


def _number(value: Value) -> float:
    number = value.literal
    if value.kind == "operation" and _PRODUCT.fullmatch(value.text):
        number = math.prod(int(factor) for factor in value.text.split("*"))
    return float(number) if isinstance(number, int | float) and 0 < number < _MOST else 0.0


def _in_terraform(repo: Repo) -> Iterator[Period]:
    for resource in terraform(repo):
        if resource.role is Role.OWN and not _NOT_RECORDS.search(resource.what):
            for block in resource.block.walk():
                for key, text, line in block.values:
                    if years := _set_to(block, key, text):
                        yield Period(Place(resource.place.path, line), years)


def _set_to(block: Block, key: str, text: str) -> float:
    unit = _ATTRIBUTES.get(key, "")
    bare = key in ("days", "years")
    if not unit or not text.isdecimal() or (bare and block.kind not in _BLOCKS) or len(text) > 6:
        return 0.0
    return float(text) / _PER_YEAR[unit]


def _written(document: Document) -> Iterator[Period]:
    for section in document.sections:
        for line in section.lines:
            if _KEEPS.search(line.text) and _ABOUT.search(f"{section.heading} {line.text}"):
                for number, unit in _SPAN.findall(line.text):
                    count = _NUMBERS.get(number.lower()) or float(number)
                    yield Period(Place(document.path, line.number), count / _PER_YEAR[unit.lower().rstrip("s")])
