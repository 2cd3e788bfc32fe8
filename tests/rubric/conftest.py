"""Judgements made by hand, so that scoring can be tested without a repository."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pytest

from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import (
    Archetype,
    Attestation,
    Confidence,
    Evidence,
    Grade,
    Place,
    Stage,
    Surface,
    Waiver,
)
from seatrial.repo import Memory, Repo
from seatrial.rubric import Assessment, Rubric, Situation, assess, load
from seatrial.rubric.schema import Row

AS_OF = dt.date(2026, 11, 25)
UNKNOWN, NOT_APPLICABLE = "unknown", "not-applicable"
LETTERS = {"A": Grade.ABSENT, "P": Grade.PRESENT, "S": Grade.SUBSTANTIVE, "U": Grade.IN_USE}


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load()


def check_of(row: Row) -> Check:
    """Return a check that a row could stand for."""
    fix = (f"Do {row.id} in {{app:the app}}.",)
    return Check(
        row.id, row.name, row.kind, "?", row.severity, row.effort, row.stage, "why", fix, (), lambda _: Graded(None)
    )  # fmt: skip


def graded(word: str) -> Graded:
    """Return a judgement by the letters of the grades, "unknown" or "not-applicable".

    "S?" is likely; "U?P" is likely, and holds its second grade for certain; "unknown P" is unknown, and at least that.
    """
    if word.startswith(UNKNOWN):
        return replace(Graded.unknown("the file is broken"), sure=LETTERS.get(word[-1]))
    if word == NOT_APPLICABLE:
        return Graded.not_applicable("there is nothing of the kind")
    confidence = Confidence.LIKELY if "?" in word else Confidence.VERIFIED
    grade = LETTERS[word[0]]
    evidence = (Evidence(Place("app.py", 1), "something stands here", confidence),)
    return Graded(grade, evidence if word != "A" else (), "something", sure=LETTERS.get(word[2:]))


def judged(rubric: Rubric, grades: Mapping[str, str], default: str = "U") -> tuple[Judged, ...]:
    """Return a judgement for every row: the one given, else the default."""
    return tuple(Judged(check_of(row), graded(grades.get(row.id, default))) for row in rubric.table.rows)


@pytest.fixture
def service() -> Callable[..., Situation]:
    """Return a maker of online services without surfaces of generative AI."""

    def made(
        target: Stage = Stage.CANDIDATE,
        attestations: Iterable[Attestation] = (),
        waivers: Iterable[Waiver] = (),
        surfaces: Mapping[Surface, bool | None] | None = None,
        archetype: Archetype = Archetype.ONLINE_SERVICE,
    ) -> Situation:
        known = {Surface.LLM: False, Surface.RAG: False, Surface.AGENT_TOOLS: False, **(surfaces or {})}
        return Situation(
            archetype, target, AS_OF, surfaces=known, attestations=tuple(attestations), waivers=tuple(waivers)
        )

    return made


def assessed(rubric: Rubric, situation: Situation, grades: Mapping[str, str], default: str = "U") -> Assessment:
    """Return what the rubric makes of a component whose checks were graded so."""
    return assess(rubric, situation, judged(rubric, grades, default), Repo(Memory({"app.py": "line"}), as_of=AS_OF))


def attested(check: str, grade: Grade = Grade.SUBSTANTIVE, *, days: int = 100) -> Attestation:
    """Return an attestation that ends so many days after the day of judgement."""
    return Attestation(check, grade, "so it is", "a-team", AS_OF, AS_OF + dt.timedelta(days=days))
