"""The frozen nouns of an audit. This room imports nothing of ours but itself."""

from seatrial.model.component_report import ComponentReport, Exposure, HardFunction, Taken
from seatrial.model.evidence import Evidence, Evident, Place, as_evidence
from seatrial.model.finding import Finding
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
from seatrial.model.ladder import Hold, Ladder, Step
from seatrial.model.ledger import DimensionScore, LedgerLine, Score
from seatrial.model.result import InventoryLine, Measurement, Report, RubricUsed, Run, Stated, Subject, Tool
from seatrial.model.settings import Assumption, Decision, Economics, Kpi, Owner, Risk, Settings, Slo
from seatrial.model.statements import Attestation, Notice, Waiver, WaiverReason

__all__ = [
    "Archetype", "Assumption", "Attestation", "ComponentReport", "Confidence", "Decision", "DimensionScore",
    "Economics", "Effort", "Evidence", "Evident", "Exposure", "Finding", "Grade", "HardFunction", "Hold",
    "InventoryLine", "Kind", "Kpi", "Ladder", "LedgerLine", "Level", "Liveness", "Measurement", "Notice", "Owner",
    "Place", "Report", "Risk", "RubricUsed", "Run", "Score", "Settings", "Severity", "Slo", "Stage", "State", "Stated",
    "Step", "Subject", "Surface", "Taken", "Tool", "Waiver", "WaiverReason", "as_evidence",
]  # fmt: skip
