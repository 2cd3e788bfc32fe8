"""What an author of checks imports: the words of a judgement, the block that declares a check, and the families."""

from seatrial.component import Component
from seatrial.judging.check import Check
from seatrial.judging.clause import Answer
from seatrial.judging.family import Family
from seatrial.judging.graded import Found, Graded
from seatrial.model import (
    Archetype,
    Confidence,
    Effort,
    Evidence,
    Grade,
    Liveness,
    Place,
    Severity,
    Stage,
    Surface,
    as_evidence,
)
from seatrial.model.counted import counted, first_few
from seatrial.model.demands import Demand
from seatrial.model.grouped import grouped
from seatrial.read.regex import caseless, regex

architecture = Family("ARC", "Architecture & serving")
data = Family("DAT", "Data & reproducibility")
delivery = Family("OPS", "MLOps delivery")
operations = Family("MON", "Monitoring & operations")
security = Family("SEC", "Security & privacy")
governance = Family("GOV", "Governance & compliance")
performance = Family("PRF", "Performance & scalability")
business = Family("BIZ", "Cost & business value")

__all__ = [
    "Answer", "Archetype", "Check", "Component", "Confidence", "Demand", "Effort", "Evidence", "Family", "Found",
    "Grade", "Graded", "Liveness", "Place", "Severity", "Stage", "Surface", "architecture", "as_evidence", "business",
    "caseless", "counted", "data", "delivery", "first_few", "governance", "grouped", "operations", "performance",
    "regex", "security",
]  # fmt: skip
