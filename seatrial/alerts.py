"""Which single things does a report complain about, as a platform follows them from one run to the next?"""

import hashlib
from collections.abc import Iterator

from seatrial.model import Kind, Place
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.model.result import Report


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is opened once and closed once: a bad place, or a practice that is missing."""

    finding: Finding
    fingerprint: str  #: unique in its report, and the same while the cause is the same
    places: tuple[Place, ...]  #: where it is shown first, then others; () when it has no place

    @property
    def place(self) -> Place | None:
        """Return where it is shown; None when it stands nowhere, as what is missing."""
        return self.places[0] if self.places else None


def alerts(report: Report) -> tuple[Alert, ...]:
    """Return every alert of a report, in the order of its findings.

    A bad conduct has one at each of its places, so that mending one place closes one alert. A missing practice has
    one, with the places of what there is to build on.
    """
    taken: set[str] = set()
    return tuple(
        Alert(finding, _unique(fingerprint, taken), places)
        for finding in report.findings
        for fingerprint, places in _parts(finding)
    )


def _parts(finding: Finding) -> Iterator[tuple[str, tuple[Place, ...]]]:
    if finding.kind is Kind.CONDUCT and finding.marks:
        for place, mark in zip(finding.places, finding.marks, strict=True):
            yield mark, (place,)
    else:
        yield finding.fingerprint, finding.places


def _unique(fingerprint: str, taken: set[str]) -> str:
    """Return the fingerprint, hashed once more as often as it is taken: components may share a file."""
    while fingerprint in taken:
        fingerprint = hashlib.sha256(fingerprint.encode()).hexdigest()
    taken.add(fingerprint)
    return fingerprint
