"""What did people state about single checks: attestations, waivers, and notices of their terms?"""

import datetime as dt
from enum import StrEnum

from seatrial.model.evidence import Place
from seatrial.model.grades import Grade
from seatrial.model.record import dataclass


class WaiverReason(StrEnum):
    """Why a finding is let through for a time."""

    FALSE_POSITIVE = "false-positive"
    ACCEPTED_RISK = "accepted-risk"
    COMPENSATING_CONTROL = "compensating-control"
    NOT_APPLICABLE = "not-applicable"
    REMEDIATED_ELSEWHERE = "remediated-elsewhere"


@dataclass(frozen=True, slots=True)
class Attestation:
    """A person's word that a practice exists where the repository cannot show it. Counts as substantive at most."""

    check: str
    grade: Grade  #: present or substantive
    statement: str
    by: str
    date: dt.date
    expires: dt.date  #: the last day on which it counts
    link: str = ""
    place: Place = Place("seatrial.yaml")
    clauses: tuple[str, ...] = ()  #: of profiles, that it speaks of; it says nothing of the others

    @property
    def ends(self) -> dt.date:
        """Return the last day on which it counts."""
        return self.expires

    def holds(self, on: dt.date) -> bool:
        """Tell whether it counts on a day: it was made by then, and has not expired."""
        return self.date <= on <= self.expires


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision to live with a finding. Waived is not passed: the score does not move.

    One of the configuration has a reason, an owner and a last day. One that stands in the code, beside what it is
    about, has only lines, and words: it is reviewed with the code.
    """

    check: str
    reason: WaiverReason | None
    because: str
    owner: str
    expires: dt.date | None  #: the last day on which it counts; None in the code
    paths: tuple[str, ...] = ()  #: gitignore patterns of the places it covers; () covers the whole check
    rotated: dt.date | None = None  #: when a leaked secret was replaced
    source: str = ""  #: where committed records come from: synthetic, or a public set
    place: Place = Place("seatrial.yaml")
    lines: tuple[int, ...] = ()  #: of its own file that it covers, for one that stands in the code

    @property
    def ends(self) -> dt.date:
        """Return the last day on which it counts, the last of all days when it has no term."""
        return self.expires or dt.date.max

    @property
    def term(self) -> str:
        """Return until when it counts, or that it stands in the code."""
        return f"until {self.expires}" if self.expires else "in the code"

    @property
    def words(self) -> tuple[str, str, str]:
        """Return by what a comment in the code is told from others when its lines move: path, check and reason."""
        return self.place.path, self.check, self.because

    def holds(self, on: dt.date) -> bool:
        """Tell whether it counts on a day."""
        return on <= self.ends

    def covers(self, place: Place) -> bool:
        """Tell whether it stands in the code beside a place."""
        return place.path == self.place.path and place.line in self.lines


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something that the reader must know and that is no error: a term that ends soon, or has ended."""

    place: Place
    message: str  #: one sentence, lower case, no full stop
