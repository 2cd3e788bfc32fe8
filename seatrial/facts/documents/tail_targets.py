"""At which percentile does the owner promise a latency?"""

import re
from typing import Final

from seatrial.facts import fact
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.written_targets import Aim, Target
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

_RANK: Final = regex(
    r"\bp_?\(?(\d\d(?:\.\d{1,2})?)(?=\b|\)|_)|\b(\d\d(?:\.\d{1,2})?)(?:th|st|nd|rd)?[- ]?percentil", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tail:
    """A target for the latency at a percentile."""

    rank: float  #: 99 for p99
    target: Target


@fact
def tail_targets(repo: Repo) -> tuple[Tail, ...]:
    """Return the targets for latency whose line names the percentile, the strictest first."""
    latencies = (target for target in service_targets(repo) if target.aim is Aim.LATENCY)
    found = [Tail(float(match[1] or match[2]), one) for one in latencies if (match := _RANK.search(one.text))]
    return tuple(sorted(found, key=lambda tail: (-tail.rank, tail.target.number, tail.target.place)))
