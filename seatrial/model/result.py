"""What is stored of an audit? Everything that is shown anywhere is rendered from these nouns."""

import datetime as dt
from dataclasses import field

from seatrial.model.advisories import Vulnerabilities
from seatrial.model.charts import Chart
from seatrial.model.evidence import Evidence, Place
from seatrial.model.foreign import ForeignReport
from seatrial.model.grades import Archetype, Confidence, Effort, Kind, Severity, Stage, Surface
from seatrial.model.latency import Latency
from seatrial.model.ledger import Ladder, LedgerLine, Score, Step
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.model.settings import Economics, Owner
from seatrial.model.signatures import Signature
from seatrial.model.statements import Notice, Waiver

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause, one finding: what is wrong in one component, with all its places, and what to do."""

    check: str
    name: str
    component: str
    kind: Kind
    severity: Severity
    stage: Stage  #: where the check is first required; above the target the finding is ahead of stage
    confidence: Confidence
    message: str  #: one sentence, lower case, no full stop
    places: tuple[Place, ...]  #: of the bad conduct, or of what there is to build on; () when there is nothing
    fix: tuple[str, ...]  #: steps with the names of this repository filled in
    effort: Effort
    points: float  #: gained when it is fixed
    fingerprint: str  #: the same while the cause is the same, whatever the line numbers
    marks: tuple[str, ...] = ()  #: a fingerprint for each place, in the order of the places; () for a practice
    quiet: bool = False  #: seen only in tests, examples, notebooks or dead code
    ahead: bool = False  #: not yet required at the target
    looked_for: str = ""
    folded: tuple[str, ...] = ()  #: ids of the checks that cannot hold while this one is absent
    dependent: float = 0.0  #: points missing in those
    waived: Waiver | None = None

    @property
    def blocking(self) -> bool:
        """Tell whether a gate on severities may act on it: verified, loud, required now and not waived."""
        return self.confidence is Confidence.VERIFIED and not (self.quiet or self.ahead or self.waived)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a component was taken for, and why."""

    archetype: Archetype
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    runner_up: Archetype | None = None
    declared: bool = False  #: the configuration says so
    contradiction: str = ""  #: what speaks against a declared archetype


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whether a component has one surface. Undeclared removes no checks."""

    surface: Surface
    present: bool | None  #: None is undeclared
    evidence: tuple[Evidence, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class HardFunction:
    """A function on the production path that is hard to test and to change, as radon measures it."""

    place: Place
    name: str
    complexity: int  #: McCabe's cyclomatic complexity, from 11
    maintainability: float  #: radon's index of its file, 0 to 100; below 20 a file is hard to change


@dataclass(frozen=True, slots=True)
class Repeated:
    """A function on the production path that stands there more than once."""

    name: str  #: of the first
    places: tuple[Place, ...]  #: of all its copies, the first included
    lines: int  #: of one of them


@dataclass(frozen=True, slots=True)
class Unreached:
    """A function or class in a file of the production path to which no way was found."""

    place: Place
    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class PathShape:
    """How much of the code on the production path is there twice, and how much in its files is there for nothing."""

    functions: int = 0  #: that production reaches
    copies: int = 0  #: of functions, the first of each left out
    copied_lines: int = 0
    repeated: tuple[Repeated, ...] = ()  #: most lines first, at most five
    idle: int = 0  #: functions and classes to which no way was found
    idle_lines: int = 0
    unreached: tuple[Unreached, ...] = ()  #: most lines first, at most five


@dataclass(frozen=True, slots=True)
class ComponentReport:
    """The judgement of one component; its lines and findings stand in the report, under its name."""

    name: str
    root: str
    taken: Taken
    surfaces: tuple[Exposure, ...] = ()
    score: Score | None = None  #: None when there is nothing to assess
    level: Ladder | None = None
    steps: tuple[Step, ...] = ()  #: best first
    hardest: tuple[HardFunction, ...] = ()  #: hardest first, at most five
    shape: PathShape = PathShape()


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
    def headline(self) -> ComponentReport:
        """Return the lowest component: by level, then by score; components without a score come last."""
        return min(self.components, key=_height)

    @property
    def score(self) -> Score | None:
        """Return the headline's score; None when there is nothing to assess."""
        return self.headline.score

    @property
    def level(self) -> Ladder | None:
        """Return the headline's level; None when there is nothing to assess."""
        return self.headline.level


def _height(component: ComponentReport) -> tuple[bool, int, float, str]:
    if component.score is None or component.level is None:
        return True, 0, 0.0, component.name
    return False, component.level.name.rank, component.score.lower, component.name
