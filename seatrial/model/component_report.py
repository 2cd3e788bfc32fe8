"""What is said of one component, beside its lines and findings?"""

from seatrial.model.evidence import Evidence, Place
from seatrial.model.grades import Archetype, Confidence, Surface
from seatrial.model.ladder import Ladder, Step
from seatrial.model.ledger import Score
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What a component was taken for, and why."""

    archetype: Archetype
    evidence: tuple[Evidence, ...] = ()
    confidence: Confidence = Confidence.VERIFIED
    runner_up: Archetype | None = None
    declared: bool = False  #: the configuration says so
    contradiction: str = ""  #: what speaks against a declared archetype
    template: bool = False  #: the repository is a template, and this is what it makes


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
    beside: str = ""  #: why it does not decide how far the whole has come; "" where it does

    @property
    def height(self) -> tuple[bool, bool, int, int, float, str]:
        """How high it stands: by its levels, the one of all that is asked first, then by score.

        What has no score comes last, what stands beside the product before it, and the name settles a draw.
        """
        if self.score is None or self.level is None:
            return True, False, 0, 0, 0.0, self.name
        return False, bool(self.beside), self.level.name.rank, self.level.engineering.rank, self.score.lower, self.name
