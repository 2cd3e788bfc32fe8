"""At which percentile does the owner promise a latency?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.figures import figures
from seatrial.facts.documents.written_targets import Aim, Target
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_RANK = caseless(
    r"\bp_?\(?(\d\d(?:\.\d{1,2})?)(?=\b|\)|_)|\b(\d\d(?:\.\d{1,2})?)(?:th|st|nd|rd)?[- ]?percentil|"
    r"\b(\d\d(?:\.\d{1,2})?) ?% of (?:all |the )?(?:requests|calls|answers|predictions|payments)\b"
)


#: Parts of a line, in each of which a figure belongs to the percentile beside it.
_PARTS = regex(r"[,;|]")
_UNIT = regex(r"ms\b|milli|s\b|secs?\b|seconds?\b")


@dataclass(frozen=True, slots=True)
class Tail:
    """A target for the latency at a percentile."""

    rank: float  #: 99 for p99
    number: float  #: milliseconds
    target: Target

    @property
    def place(self) -> Place:
        """Where it is stated."""
        return self.target.place

    @property
    def what(self) -> str:
        return f"{self.target.aim} at p{self.rank:g}: at most {self.number:g} ms"


@fact
def tail_targets(repo: Repo) -> tuple[Tail, ...]:
    """Return the targets for latency that name their percentile, each with its own figure, the strictest first."""
    latencies = (target for target in service_targets(repo) if target.aim is Aim.LATENCY)
    found = {tail for target in latencies for tail in _tails(target)}
    return tuple(sorted(found, key=lambda tail: (-tail.rank, tail.number, tail.place)))


def _tails(target: Target) -> Iterator[Tail]:
    """Yield each percentile of a line with the figure in its part, else in the next part that has one."""
    if not _milliseconds(target.text):  # of settings, whose keys say the unit
        yield from (Tail(rank, target.number, target) for rank in _ranks(target.text))
        return
    parts = _PARTS.split(target.text)
    for number, part in enumerate(parts):
        ranks = _ranks(part)
        later = (value for other in parts[number:] if (value := _milliseconds(other)))
        value = next(later, 0.0)
        yield from (Tail(rank, value, target) for rank in ranks if value)


def _ranks(text: str) -> list[float]:
    return [float(match[1] or match[2] or match[3]) for match in _RANK.finditer(text)]


def _milliseconds(text: str) -> float:
    """Return the last time that a text gives, in milliseconds; 0 for none."""
    found = [one for one in figures(text) if _UNIT.match(one.unit)]
    return found[-1].number * (1 if found[-1].unit.startswith("m") else 1000) if found else 0.0
