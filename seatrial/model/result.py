"""What is stored of an audit? Everything that is shown anywhere is rendered from these nouns."""

import datetime as dt
from dataclasses import field

from seatrial.model.advisories import Vulnerabilities
from seatrial.model.charts import Chart
from seatrial.model.component_report import ComponentReport
from seatrial.model.evidence import Evidence, Place
from seatrial.model.finding import Finding
from seatrial.model.foreign import ForeignReport
from seatrial.model.ladder import Ladder
from seatrial.model.latency import Latency
from seatrial.model.ledger import LedgerLine, Score
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.model.settings import Economics, Owner
from seatrial.model.signatures import Signature
from seatrial.model.statements import Notice

SCHEMA_VERSION = "1.0"  #: of the stored result; additions raise the second number


@dataclass(frozen=True, slots=True)
class Tool:
    """What judged."""

    version: str
    scanners: tuple[tuple[str, str], ...] = ()  #: name and version of each outside scanner that took part


@dataclass(frozen=True, slots=True)
class RubricUsed:
    """By which table it was judged."""

    name: str
    version: str
    sha256: str  #: of the effective table, after profiles
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What was judged, and as of which day."""

    name: str
    commit: str  #: "" outside git
    dirty: bool
    as_of: dt.date
    notes: tuple[str, ...] = ()  #: shallow, sparse, not under git, ...
    below: str = ""  #: where the audited folder lies below the root of its work tree; "" at the root

    def from_root(self, path: str) -> str:
        """Return a path of the result as platforms know it: from the root of the work tree."""
        return f"{self.below}/{path}" if self.below else path


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """One named fact about the repository."""

    name: str
    value: str  #: "yes", "no", "na" or "unknown"
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number of a stored benchmark record."""

    name: str
    value: float
    unit: str = ""
    place: Place | None = None  #: where the record stands


@dataclass(frozen=True, slots=True)
class Run:
    """When, where and how long: with ``measured`` the only part that differs between hosts."""

    started: str = ""  #: ISO 8601
    seconds: float = 0.0
    host: str = ""
    path: str = ""
    timings: tuple[tuple[str, float], ...] = ()  #: seconds by check or fact
    charts: tuple[Chart, ...] = ()  #: of what was measured on the way


@dataclass(frozen=True, slots=True)
class Stated:
    """What the owners declared that a reader of the result wants beside it, and that judged nothing."""

    owner: Owner | None = None
    value: Economics | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The stored result of an audit."""

    tool: Tool
    rubric: RubricUsed
    subject: Subject
    components: tuple[ComponentReport, ...]  #: at least one, by name
    ledger: tuple[LedgerLine, ...] = ()  #: by component, then by id
    findings: tuple[Finding, ...] = ()  #: worst first
    inventory: tuple[InventoryLine, ...] = ()  #: by name
    notices: tuple[Notice, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()  #: path and reason of every file that could not be read
    measured: tuple[Measurement, ...] = ()
    run: Run = field(default_factory=Run)
    schema_version: str = SCHEMA_VERSION
    crashed: tuple[str, ...] = ()  #: what crashed besides checks, whose lines in the ledger say so themselves
    models: Models = Models()
    vulnerabilities: Vulnerabilities = Vulnerabilities()
    imported: tuple[ForeignReport, ...] = ()  #: what other tools found: shown, and never in the score
    stated: Stated = Stated()
    latencies: tuple[Latency, ...] = ()  #: of the committed benchmark records, by model, for whoever compares
    signatures: tuple[Signature, ...] = ()  #: of models, as the owner states them

    @property
    def crashes(self) -> tuple[str, ...]:
        """Say which checks crashed, and what else did: the result is kept without them."""
        return (*(f"{one.id} crashed: {one.crashed}" for one in self.ledger if one.crashed), *self.crashed)

    @property
    def deciding(self) -> tuple[ComponentReport, ...]:
        """Return the parts that decide how far the product has come: all but those that stand beside it."""
        return tuple(one for one in self.components if not one.beside)

    @property
    def of_product(self) -> tuple[Finding, ...]:
        """Return the findings of the parts that decide, worst first."""
        beside = {one.name for one in self.components if one.beside}
        return tuple(one for one in self.findings if one.component not in beside)

    @property
    def headline(self) -> ComponentReport:
        """Return the lowest component that decides: by its levels, then by score; what has no score comes last."""
        return min(self.components, key=lambda one: one.height)

    @property
    def score(self) -> Score | None:
        """Return the headline's score; None when there is nothing to assess."""
        return self.headline.score

    @property
    def level(self) -> Ladder | None:
        """Return the headline's level; None when there is nothing to assess."""
        return self.headline.level
