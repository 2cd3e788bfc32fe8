"""Which single things does a report complain about, as a platform follows them from one run to the next?"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from seatrial.model import Kind, Place
from seatrial.model.finding import Finding
from seatrial.model.ledger import LedgerLine
from seatrial.model.record import dataclass
from seatrial.model.result import Report


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is opened once and closed once: a bad place, or a practice that is missing."""

    finding: Finding  #: with the words for this place, where the finding's own are about another
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
    lines = {(line.component, line.id): line for line in report.ledger}
    return tuple(
        Alert(one, _unique(fingerprint, taken), places)
        for finding in report.findings
        for one, fingerprint, places in _parts(finding, lines.get((finding.component, finding.check)))
    )


def _parts(finding: Finding, line: LedgerLine | None) -> Iterator[tuple[Finding, str, tuple[Place, ...]]]:
    if finding.kind is not Kind.CONDUCT or not finding.marks:
        yield finding, finding.fingerprint, finding.places
        return
    said = _said(finding, line)
    for place, mark in zip(finding.places, finding.marks, strict=True):
        words = said.get(place, finding.message)
        yield finding if words == finding.message else replace(finding, message=words), mark, (place,)


def _said(finding: Finding, line: LedgerLine | None) -> Mapping[Place, str]:
    """Return what was seen at each place, if the finding speaks of one of them; words about all of them stay."""
    said: dict[Place, str] = {}
    for item in line.evidence if line else ():
        said.setdefault(item.place, item.what)
    return said if finding.message in said.values() else {}


def _unique(fingerprint: str, taken: set[str]) -> str:
    """Return the fingerprint, hashed once more as often as it is taken: components may share a file."""
    while fingerprint in taken:
        fingerprint = hashlib.sha256(fingerprint.encode()).hexdigest()
    taken.add(fingerprint)
    return fingerprint
