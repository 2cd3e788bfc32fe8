"""Which questions are asked about a repository, in which order, and what does each come to, even when it crashes?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from traceback import walk_tb
from typing import TypeAlias, cast

from seatrial.component import Component
from seatrial.facts.models.bill import models
from seatrial.facts.reach.hardest import hardest
from seatrial.facts.reach.path_shape import path_shape
from seatrial.inventory import Item, Row, answer, rows
from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.judgement import judgement
from seatrial.judging.wall import Wall
from seatrial.model import HardFunction
from seatrial.model.component_report import PathShape
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.repo import Repo

Progress: TypeAlias = Callable[[str, int, int], None]  #: what is being judged, how many are done, of how many

#: Dimensions in an order in which neighbours ask for the same facts: of two processes one begins with what is written
#: down and watched, the other, from the end, with what is measured, delivered and trained.
_ORDER = ("BIZ", "GOV", "MON", "SEC", "ARC", "DAT", "OPS", "PRF")
#: The dimension that a topic of the inventory shares most of its facts with.
_BESIDE = {
    "serving": "ARC", "containers": "ARC", "artifacts": "DAT", "dependencies": "DAT", "drift": "DAT",
    "training": "OPS", "delivery": "OPS", "monitoring": "MON", "governance": "GOV", "security": "SEC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """What one check made of a component, both by their names: a check itself cannot travel between processes."""

    component: str
    check: str
    graded: Graded
    crashed: str = ""


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """How hard the code on the production path of a component is."""

    component: str
    hardest: tuple[HardFunction, ...]
    shape: PathShape
    crashed: str


@dataclass(frozen=True, slots=True)
class ModelsAnswer:
    """Which models a repository holds."""

    models: Models
    crashed: str


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What a row of the inventory was answered."""

    row: str
    item: Item


Answer: TypeAlias = CheckAnswer | CodeAnswer | ModelsAnswer | RowAnswer
Question: TypeAlias = Callable[[], Answer]


def questions(
    repo: Repo, judged: Sequence[Component], checks: Mapping[str, Check], progress: Progress | None
) -> list[Question]:
    """Return all questions, those side by side that share facts."""
    order = {dimension: place for place, dimension in enumerate(_ORDER)}
    asked: list[tuple[str, Question]] = [("", partial(_hard, component)) for component in judged]
    # counted in the order in which they are judged
    for place, check in enumerate(sorted(checks.values(), key=lambda check: order.get(check.dimension, -1))):
        tell = partial(progress, check.question, place, len(checks)) if progress else None
        asked += [(check.dimension, partial(judge, check, component, tell)) for component in judged]
    asked.append(("DAT", partial(_held, repo)))
    asked += [(_BESIDE.get(row.topic, ""), partial(_answered, row, repo)) for row in rows()]
    return [question for dimension, question in sorted(asked, key=lambda pair: order.get(pair[0], -1))]


def judge(check: Check, component: Component, tell: Callable[[], None] | None = None) -> CheckAnswer:
    """Judge one check behind a wall: whatever it raises or returns costs this one verdict, and is shown."""
    if tell:
        tell()
    crashed = ""
    try:
        graded = component.answers.once(partial(judgement, check), component, f"check {check.id}")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a check that asks the process to exit would end the audit with its own code
        crashed = f"{type(error).__name__}: {error}{_line_of(error, check)}"
        graded = Graded.unknown(f"the check crashed ({crashed})")
    return CheckAnswer(component.name, check.id, graded, crashed)


def _line_of(error: BaseException, check: Check) -> str:
    """Return the last line of the check's own package on the way to an error; "" where nothing of it took part."""
    package = check.module.partition(".")[0]
    way = ((str(frame.f_globals.get("__name__", "")), line) for frame, line in walk_tb(error.__traceback__))
    own = [f" ({module}:{line})" for module, line in way if module.partition(".")[0] == package]
    return own[-1] if own else ""


def _hard(component: Component) -> CodeAnswer:
    wall, nothing = Wall(), cast(tuple[HardFunction, ...], ())
    found = wall.ask("the hardest code", lambda: hardest(component), nothing)
    shape = wall.ask("the code of the production path", lambda: path_shape(component), PathShape())
    return CodeAnswer(component.name, found, shape, "; ".join(wall.crashed))


def _held(repo: Repo) -> ModelsAnswer:
    wall = Wall()
    found = wall.ask("the inventory of models", lambda: models(repo), Models())
    return ModelsAnswer(found, "; ".join(wall.crashed))


def _answered(row: Row, repo: Repo) -> RowAnswer:
    return RowAnswer(row.name, repo.answers.once(partial(answer, row), repo, f"row {row.name}"))
