"""What does the document of a stored result look like, and how does it differ from the report in memory?

Named things are keyed by name, and the headline's ``score`` and ``level`` stand at the top beside ``components``, from
which they come.
"""

from collections.abc import Mapping

from seatrial.model import Evidence, Place
from seatrial.model.advisories import Vulnerabilities
from seatrial.model.charts import Chart
from seatrial.model.component_report import ComponentReport
from seatrial.model.finding import Finding
from seatrial.model.foreign import ForeignReport
from seatrial.model.ladder import Ladder
from seatrial.model.latency import Latency
from seatrial.model.ledger import LedgerLine, Score
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.model.result import InventoryLine, Measurement, Report, RubricUsed, Run, Stated, Subject, Tool
from seatrial.model.signatures import Signature
from seatrial.model.statements import Notice


@dataclass(frozen=True, slots=True)
class StoredTool:
    """What judged, and the outside scanners that took part, by name."""

    version: str
    scanners: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer of the inventory."""

    value: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredMeasurement:
    """One number of a benchmark record."""

    value: float
    unit: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class StoredRun:
    """When, where and how long; the timings are seconds by check or fact."""

    started: str = ""
    seconds: float = 0.0
    host: str = ""
    path: str = ""
    timings: Mapping[str, float] | None = None
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredUnread:
    """A file that could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The document: a report whose named things are keyed by name, with the headline copied to the top."""

    schema_version: str
    tool: StoredTool
    rubric: RubricUsed
    subject: Subject
    components: tuple[ComponentReport, ...]
    score: Score | None  #: of the lowest component; null when there is nothing to assess
    level: Ladder | None  #: of the lowest component; null when there is nothing to assess
    ledger: tuple[LedgerLine, ...]
    findings: tuple[Finding, ...]
    inventory: Mapping[str, StoredAnswer]
    notices: tuple[Notice, ...]
    unread: tuple[StoredUnread, ...]
    crashed: tuple[str, ...]
    measured: Mapping[str, StoredMeasurement]
    run: StoredRun
    models: Models = Models()  #: results of earlier versions have none
    vulnerabilities: Vulnerabilities = Vulnerabilities()
    imported: tuple[ForeignReport, ...] = ()
    stated: Stated = Stated()
    latencies: tuple[Latency, ...] = ()
    signatures: tuple[Signature, ...] = ()


def stored(report: Report) -> StoredResult:
    """Return the document of a report."""
    run = report.run
    return StoredResult(
        report.schema_version,
        StoredTool(report.tool.version, dict(report.tool.scanners)),
        report.rubric,
        report.subject,
        report.components,
        report.score,
        report.level,
        report.ledger,
        report.findings,
        {line.name: StoredAnswer(line.value, line.evidence, line.reason) for line in report.inventory},
        report.notices,
        tuple(StoredUnread(path, reason) for path, reason in report.unread),
        report.crashed,
        {one.name: StoredMeasurement(one.value, one.unit, one.place) for one in report.measured},
        StoredRun(run.started, run.seconds, run.host, run.path, dict(run.timings), run.charts),
        report.models,
        report.vulnerabilities,
        report.imported,
        report.stated,
        report.latencies,
        report.signatures,
    )


def restored(document: StoredResult) -> Report:
    """Return the report of a document."""
    run = document.run
    return Report(
        Tool(document.tool.version, tuple(document.tool.scanners.items())),
        document.rubric,
        document.subject,
        document.components,
        document.ledger,
        document.findings,
        tuple(InventoryLine(name, one.value, one.evidence, one.reason) for name, one in document.inventory.items()),
        document.notices,
        tuple((one.path, one.reason) for one in document.unread),
        tuple(Measurement(name, one.value, one.unit, one.place) for name, one in document.measured.items()),
        Run(run.started, run.seconds, run.host, run.path, tuple((run.timings or {}).items()), run.charts),
        document.schema_version,
        document.crashed,
        document.models,
        document.vulnerabilities,
        document.imported,
        document.stated,
        document.latencies,
        document.signatures,
    )
