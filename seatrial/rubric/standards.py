"""Towards which clauses of which standards does a result give evidence? Evidence towards, and never compliance."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pkgutil import get_data

import yaml

from seatrial.model import Grade, LedgerLine, State
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.rubric.shipped import filled

_NAME = regex(r"[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a standard asks, with the checks that give evidence towards it, the owner first."""

    id: str
    title: str
    checks: tuple[str, ...] = ()
    attested: bool = False  #: people have to state it, or the rest of it: no repository shows it whole


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard, a law, or a list of risks."""

    id: str
    name: str
    source: str
    clauses: tuple[Clause, ...]
    note: str = ""


class Shown(StrEnum):
    """How far the checks of a clause give evidence."""

    EVIDENCE = "evidence"  #: every check that applies has passed
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"  #: nothing passed, and something could not be judged
    NOT_ASKED = "not asked"  #: no check of it applies here, or none is written yet
    BY_PEOPLE = "by people"  #: nothing in a repository can show it


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause with what was found."""

    clause: Clause
    shown: Shown
    lines: tuple[LedgerLine, ...]  #: of its checks, in its order


def names() -> tuple[str, ...]:
    """Return the ids of the standards that ship, sorted."""
    from importlib.resources import files  # takes longer to import than one standard to read

    folder = files("seatrial.rubrics").joinpath("standards")
    return tuple(sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml")))


@cache
def standard(name: str) -> Standard:
    """Load one standard by its id. Raises ``KeyError`` for one that does not ship."""
    try:
        text = get_data("seatrial.rubrics", f"standards/{name}.yaml") if _NAME.fullmatch(name) else None
    except OSError:
        text = None
    if text is None:
        raise KeyError(name)
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
    return filled(Standard, content)  # type: ignore[no-any-return]


def rows(asked: Standard, ledger: Iterable[LedgerLine]) -> tuple[ClauseRow, ...]:
    """Set the lines of one component's ledger beside the clauses."""
    found = {line.id: line for line in ledger}
    return tuple(_row(clause, found) for clause in asked.clauses)


def _row(clause: Clause, found: Mapping[str, LedgerLine]) -> ClauseRow:
    lines = tuple(found[check] for check in clause.checks if check in found)
    judged = [line for line in lines if line.written and line.state is not State.NOT_APPLICABLE]
    return ClauseRow(clause, _shown(clause, judged), lines)


def _shown(clause: Clause, judged: list[LedgerLine]) -> Shown:
    if not clause.checks:
        return Shown.BY_PEOPLE
    if not judged:
        return Shown.NOT_ASKED
    states = {line.state for line in judged}
    if states == {State.PASS}:
        return Shown.EVIDENCE
    if states & {State.PASS, State.PARTIAL}:
        return Shown.SOME
    return Shown.UNKNOWN if State.UNKNOWN in states else Shown.NONE


@dataclass(frozen=True, slots=True)
class MlTestScore:
    """The ML Test Score of one component: points of each section, and the least of them."""

    sections: tuple[tuple[str, float, int], ...]  #: name, points, number of tests
    score: float


def ml_test_score(ledger: Iterable[LedgerLine]) -> MlTestScore:
    """Return the score of Breck et al. (2017), by the check that owns each test.

    A test that is done and documented counts 0.5: substantive, or attested. An automated one counts 1: in use. The
    final score is the least of the four sections, each of seven tests. Whatever is unknown counts nothing.
    """
    found = {line.id: line for line in ledger}
    points: dict[str, list[float]] = {}
    for clause in standard("ml-test-score").clauses:
        owner = found.get(clause.checks[0]) if clause.checks else None
        points.setdefault(clause.id.partition(" ")[0], []).append(_points(owner))
    sections = tuple((name, sum(each), len(each)) for name, each in points.items())
    return MlTestScore(sections, min(total for _, total, _ in sections))


def _points(owner: LedgerLine | None) -> float:
    if owner is None:
        return 0.0
    if owner.grade is Grade.IN_USE:
        return 1.0
    return 0.5 if owner.grade is Grade.SUBSTANTIVE or owner.attested else 0.0
