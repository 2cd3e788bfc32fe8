"""In which words are grades, levels, efforts and archetypes told to a person?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from seatrial.model import Archetype, Effort, Level, Severity
from seatrial.model.component_report import Taken
from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import DimensionScore, LedgerLine

#: What is said of blockers where every gate up to the target holds.
LATER = " for a later level"

WHO_MAY_DEPEND: Mapping[Level, str] = MappingProxyType(
    {
        Level.EXPERIMENT: "nobody may depend on it yet",
        Level.POC: "the team may depend on it, with synthetic or approved data",
        Level.PILOT: "named users may depend on it, where every use can be undone",
        Level.CANDIDATE: "whether to release it can be decided",
        Level.PRODUCTION: "customers and operations may depend on it",
        Level.MISSION_CRITICAL: "it may run where a failure does harm or costs a lot",
    }
)

TAKEN_FOR: Mapping[Archetype, str] = MappingProxyType(
    {
        Archetype.LLM_APP: "an application around a language model",
        Archetype.ONLINE_SERVICE: "a service that answers requests with a model",
        Archetype.BATCH_JOB: "a job that runs a model over data",
        Archetype.LIBRARY: "a library that others import",
        Archetype.RESEARCH_CODE: "research code",
        Archetype.NOTEBOOK_POC: "a proof of concept in notebooks",
        Archetype.NOT_ML: "no machine learning",
    }
)


def kind_told(taken: Taken) -> str:
    """Return what a component was taken for; of a template, what it is a template of."""
    if not taken.template:
        return TAKEN_FOR[taken.archetype]
    if taken.archetype is Archetype.NOT_ML:
        return "a template without machine learning"
    return f"a template of {TAKEN_FOR[taken.archetype]}"


TIME: Mapping[Effort, str] = MappingProxyType(
    {
        Effort.SMALL: "under 2 hours",
        Effort.MEDIUM: "under 2 days",
        Effort.LARGE: "more than 2 days",
    }
)


def state_told(line: LedgerLine | None) -> str:
    """Return how a check stands, with its grade in words: "fail (found)"; "not there" for one that was not asked."""
    if line is None:
        return "not there"
    return f"{line.state}" if line.grade is None else f"{line.state} ({grade_word(line.kind, line.grade)})"


UNKNOWN = "unknown"
#: From how many per cent of what it is worth a dimension is called by which word.
_BANDS = ((75, "strong"), (50, "fair"), (25, "weak"), (0, "bare"))


def band(dimension: DimensionScore) -> str:
    """Return the word for how much of a dimension is earned; "unknown" where nothing of it could be judged."""
    if dimension.unknown == dimension.checks:
        return UNKNOWN
    return next(word for least, word in _BANDS if dimension.percent >= least)


def by_severity(severities: Iterable[Severity]) -> str:
    """Return how many there are of each severity, the gravest first: "1 blocker, 3 high"."""
    counts = Counter(severities)
    return ", ".join(f"{counts[one]} {one}" for one in reversed(Severity) if counts[one])
