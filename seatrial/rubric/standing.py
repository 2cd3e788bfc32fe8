"""Where does each row stand in a component, whatever the target: grade, attestation, waiver, cause?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Attestation, Confidence, Grade, Waiver
from seatrial.model.record import dataclass
from seatrial.rubric.credit import attestation_counts
from seatrial.rubric.prices import ruled_out
from seatrial.rubric.schema import Row, Table
from seatrial.rubric.situation import Situation
from seatrial.rubric.waivers import waiver_of

UNWRITTEN = "no check judges it yet"


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the rubric in one component."""

    row: Row
    judged: Judged | None  #: None when no installed check judges the row
    grade: Grade | None = None  #: by evidence; None when unknown or not applicable
    applies: bool = True
    reason: str = ""  #: why it does not apply, or is unknown
    attested: Attestation | None = None  #: one that counts
    waived: Waiver | None = None
    cause: str = ""  #: the absent check at the root of this absence; "" when it is no consequence of another

    @property
    def unknown(self) -> bool:
        """Tell whether neither evidence nor a person says what the grade is."""
        return self.applies and self.grade is None and self.attested is None

    @property
    def absent(self) -> bool:
        """Tell whether the practice is known to be missing, so that what builds on it cannot hold."""
        return self.applies and self.grade is Grade.ABSENT and self.attested is None

    @property
    def declarable(self) -> bool:
        """Tell whether a key of seatrial.yaml would answer it better than what is there."""
        sure = self.confidence is Confidence.VERIFIED or self.holds_surely(Grade.SUBSTANTIVE)
        enough = self.grade is not None and self.grade >= Grade.SUBSTANTIVE and sure
        return bool(self.row.declare) and self.applies and not enough and self.attested is None

    @property
    def confidence(self) -> Confidence:
        """Return what the grade rests on."""
        return self.judged.graded.confidence if self.judged else Confidence.VERIFIED

    def holds_surely(self, grade: Grade) -> bool:
        """Tell whether a lower grade holds for certain, where the grade itself rests on a pattern."""
        sure = self.judged.graded.sure if self.judged else None
        return sure is not None and sure >= grade


def standings(table: Table, situation: Situation, judged: Iterable[Judged]) -> dict[str, Standing]:
    """Return the standing of every row, and of every judged check that has no row, by id."""
    by_id = {one.check.id: one for one in judged}
    known = {row.id for row in table.rows}
    others = tuple(_row_of(one.check) for check_id, one in by_id.items() if check_id not in known)
    found = {row.id: _standing(table, row, situation, by_id.get(row.id)) for row in (*table.rows, *others)}
    return {check_id: replace(one, cause=_cause(one, found)) for check_id, one in found.items()}


def _cause(one: Standing, found: Mapping[str, Standing]) -> str:
    """Return the absent check that an absent one is shown under: the one furthest up.

    What has evidence of its own is never shown under another, and earns what it earns: so a practice is worth the
    same whatever is missing besides, and neither a new practice nor an unreadable file can move another line.
    """
    chain = [one.row.id]
    while one.absent and not one.row.conduct:
        missing = (found[parent] for parent in one.row.parents if parent in found and found[parent].absent)
        one = next((parent for parent in missing if parent.row.id not in chain), one)
        if one.row.id == chain[-1]:
            break
        chain.append(one.row.id)
    return chain[-1] if len(chain) > 1 else ""


def _standing(table: Table, row: Row, situation: Situation, judged: Judged | None) -> Standing:
    if reason := ruled_out(table, row, situation):
        return Standing(row, judged, applies=False, reason=reason)
    if judged is None:
        return Standing(row, None, applies=False, reason=UNWRITTEN)
    graded = judged.graded
    if not graded.applies:
        return Standing(row, judged, applies=False, reason=graded.reason)
    return Standing(
        row,
        judged,
        graded.grade,
        reason=graded.reason,
        attested=_attestation(row, graded, situation),
        waived=waiver_of(judged, situation),
    )


def _row_of(check: Check) -> Row:
    """Return what a row would say about a check that no rubric names; it is shown, and has no price."""
    parents = (check.parent,) if check.parent else ()
    return Row(check.id, check.name, check.severity, check.stage, check.effort, check.kind, parents=parents)


def _attestation(row: Row, graded: Graded, situation: Situation) -> Attestation | None:
    if not attestation_counts(row, graded.grade):
        return None
    in_date = (one for one in situation.attestations if one.check == row.id and one.holds(situation.as_of))
    one = next(in_date, None)
    return _as_far_as_stated(one, graded) if one else None


def _as_far_as_stated(one: Attestation, graded: Graded) -> Attestation:
    """Return a person's word as far as it goes: it says nothing of a clause of a profile that it does not name."""
    left = [unmet.demand.without for unmet in graded.unmet if unmet.demand.clause not in one.clauses]
    return replace(one, grade=min(one.grade, *left)) if left else one
