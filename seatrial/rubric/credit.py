"""What does a grade earn?"""

from seatrial.model import Grade, Stage
from seatrial.rubric.schema import Attestable, Row, Table


def required_grade(table: Table, row: Row, target: Stage) -> Grade:
    """Return the grade that passes a row at a target."""
    return table.conduct.required if row.conduct else table.required[target][row.severity]


def evident_units(table: Table, row: Row, grade: Grade, required: Grade) -> float:
    """Return what evidence of a grade earns, in units of weight; negative for a bad conduct."""
    weight = table.weights[row.severity] * row.share
    if not row.conduct:
        return weight * table.credits[required][grade]
    if grade is Grade.ABSENT:
        return weight * table.conduct.absent
    return weight * table.conduct.present if grade is Grade.PRESENT else table.conduct.clean


def attested_units(table: Table, row: Row, stated: Grade, required: Grade) -> float:
    """Return what a person's word earns, in units of weight: a share of what evidence of that grade would."""
    if row.attest is Attestable.COMPLETES:
        return evident_units(table, row, Grade.IN_USE, required)
    return table.attested * evident_units(table, row, min(stated, Grade.SUBSTANTIVE), required)


def attestation_counts(row: Row, grade: Grade | None) -> bool:
    """Tell whether a person's word counts for a row beside evidence of a grade (None: unknown)."""
    if row.attest is None:
        return False
    if row.attest is Attestable.FROM_PRESENT:
        return grade is not None and grade >= Grade.PRESENT
    return row.attest is not Attestable.COMPLETES or (grade is not None and grade >= Grade.SUBSTANTIVE)
