"""The frozen nouns of an audit. This room imports nothing of ours but itself."""

from seatrial.model.evidence import Evidence, Evident, Place, as_evidence
from seatrial.model.grades import (
    Archetype,
    Confidence,
    Effort,
    Grade,
    Kind,
    Level,
    Liveness,
    Severity,
    Stage,
    State,
    Surface,
)
from seatrial.model.settings import Decision, Kpi, Owner, Risk, Settings, Slo

__all__ = [
    "Archetype", "Confidence", "Decision", "Effort", "Evidence", "Evident", "Grade", "Kind", "Kpi", "Level",
    "Liveness", "Owner", "Place", "Risk", "Settings", "Severity", "Slo", "Stage", "State", "Surface",
    "as_evidence",
]
