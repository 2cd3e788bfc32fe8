"""The ordered words of a judgement: grades, states, severities, stages."""

from enum import StrEnum
from typing import Self


class Ordered(StrEnum):
    """A closed list of words whose order is the order of their declaration, lowest first."""

    def __init__(self, _: str) -> None:
        self._rank = len(type(self).__members__)

    @property
    def rank(self) -> int:
        """Return the position in the list, 0 for the lowest word."""
        return self._rank

    def __lt__(self, other: str) -> bool:
        return self._rank < self._rank_of(other)

    def __le__(self, other: str) -> bool:
        return self._rank <= self._rank_of(other)

    def __gt__(self, other: str) -> bool:
        return self._rank > self._rank_of(other)

    def __ge__(self, other: str) -> bool:
        return self._rank >= self._rank_of(other)

    def _rank_of(self, other: str) -> int:
        """Return the position of another word; to look a word up takes longer than all else."""
        return other._rank if isinstance(other, type(self)) else type(self)(other)._rank

    def raised(self, steps: int = 1) -> Self:
        """Return the word that many steps higher, or lower for a negative number, within the list."""
        words = list(type(self))
        return words[max(0, min(self.rank + steps, len(words) - 1))]


class Grade(Ordered):
    """How live a piece of evidence is. For a conduct check the bad thing's absence is graded."""

    ABSENT = "absent"
    PRESENT = "present"
    SUBSTANTIVE = "substantive"
    IN_USE = "in-use"


class Severity(Ordered):
    """How much harm a missing practice, or a bad conduct, does."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    BLOCKER = "blocker"


class Effort(Ordered):
    """How long a fix takes one person who knows the code."""

    SMALL = "S"  #: under two hours
    MEDIUM = "M"  #: under two days
    LARGE = "L"  #: longer


class Stage(Ordered):
    """Where a check is first required, and where a repository may aim."""

    POC = "poc"
    PILOT = "pilot"
    CANDIDATE = "candidate"
    PRODUCTION = "production"
    MISSION_CRITICAL = "mission-critical"


class Level(Ordered):
    """How far a component has come: who may depend on it."""

    EXPERIMENT = "experiment"
    POC = "poc"
    PILOT = "pilot"
    CANDIDATE = "candidate"
    PRODUCTION = "production"
    MISSION_CRITICAL = "mission-critical"


class Confidence(Ordered):
    """Verified was parsed and followed; likely is a pattern, and never opens a gate or blocks."""

    LIKELY = "likely"
    VERIFIED = "verified"


class State(StrEnum):
    """What became of one check in one component."""

    PASS = "pass"  # noqa: S105 -- the word of the result file, not a password
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """A practice earns by being there; a conduct check costs when a bad thing is found."""

    PRACTICE = "practice"
    CONDUCT = "conduct"


class Archetype(StrEnum):
    """What a component was taken for: it decides which checks apply."""

    LLM_APP = "llm-app"
    ONLINE_SERVICE = "online-service"
    BATCH_JOB = "batch-job"
    LIBRARY = "library"
    RESEARCH_CODE = "research-code"
    NOTEBOOK_POC = "notebook-poc"
    NOT_ML = "not-ml"


class Surface(StrEnum):
    """A side of a component that exposes it to more checks."""

    API = "api"
    UI = "ui"
    ANSWERS = "answers-of-its-own"  #: not where another part of the repository gives those of the models made here
    BATCH = "batch"
    TRAINING = "training"
    OWN_MODEL = "own-model"
    THIRD_PARTY_MODEL = "third-party-model"
    LLM = "llm"
    RAG = "rag"
    AGENT_TOOLS = "agent-tools"
    GPU = "gpu"
    K8S_TARGET = "k8s-target"
    PERSONAL_DATA = "personal-data"
    PEOPLE_AFFECTING = "people-affecting"
    REGULATED = "regulated"


class Liveness(StrEnum):
    """What a file or a function is for, by who reaches it."""

    LIVE = "live"  #: reached from an entry point that a deployment starts
    CI = "ci"  #: run by a CI job
    SCRIPT = "script"  #: run by people: a main guard, a task, an application that nothing here starts
    TEST = "test"
    EXAMPLE = "example"
    NOTEBOOK = "notebook"
    VENDORED = "vendored"
    DEAD = "dead"  #: nobody reaches it
