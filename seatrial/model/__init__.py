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
from seatrial.model.ledger import DimensionScore, Hold, Ladder, LedgerLine, Score, Step
from seatrial.model.result import (
    ComponentReport,
    Exposure,
    Finding,
    InventoryLine,
    Measurement,
    Report,
    RubricUsed,
    Run,
    Subject,
    Taken,
    Tool,
)
from seatrial.model.settings import Decision, Kpi, Owner, Risk, Settings, Slo
from seatrial.model.statements import Attestation, Notice, Waiver, WaiverReason

__all__ = [
    "Archetype", "Attestation", "ComponentReport", "Confidence", "Decision", "DimensionScore", "Effort", "Evidence",
    "Evident", "Exposure", "Finding", "Grade", "Hold", "InventoryLine", "Kind", "Kpi", "Ladder", "LedgerLine", "Level",
    "Liveness", "Measurement", "Notice", "Owner", "Place", "Report", "Risk", "RubricUsed", "Run", "Score", "Settings",
    "Severity", "Slo", "Stage", "State", "Step", "Subject", "Surface", "Taken", "Tool", "Waiver", "WaiverReason",
    "as_evidence",
]
