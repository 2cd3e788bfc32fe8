"""What do all checks, and all rows of the inventory, answer about a repository?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeAlias, cast

from seatrial.component import Component
from seatrial.facts.models.bill import models
from seatrial.facts.reach.hardest import hardest
from seatrial.facts.reach.path_shape import path_shape
from seatrial.inventory import Item, Row, answer, rows
from seatrial.judging.check import Check
from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.judging.judgement import judgement
from seatrial.judging.wall import Wall
from seatrial.model import HardFunction, InventoryLine
from seatrial.model.component_report import PathShape
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.repo import Repo

Progress: TypeAlias = Callable[[str, int, int], None]  #: what is being judged, how many are done, of how many

#: Dimensions in an order in which neighbours ask for the same facts: what code does first, what documents say last.
_ORDER: Final = ("SEC", "ARC", "DAT", "OPS", "MON", "PRF", "GOV", "BIZ")
#: The dimension that a topic of the inventory shares most of its facts with.
_BESIDE: Final = {
    "serving": "ARC", "containers": "ARC", "artifacts": "DAT", "dependencies": "DAT", "drift": "DAT",
    "training": "OPS", "delivery": "OPS", "monitoring": "MON", "governance": "GOV", "security": "SEC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Every answer, of components by their name."""

    judged: Mapping[str, tuple[Judged, ...]]
    hardest: Mapping[str, tuple[HardFunction, ...]]
    shapes: Mapping[str, PathShape]
    inventory: tuple[InventoryLine, ...]
    crashed: tuple[str, ...]  #: of checks apart, whose lines of the ledger tell it: one sentence for each crash
    models: Models = Models()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one question came to; what it is about tells which field holds it."""

    component: str  #: "" for a row of the inventory, and for the models
    about: str  #: id of a check, name of a row, "" for the code of the production path, and for the models
    graded: Graded | None = None
    item: Item | None = None
    hardest: tuple[HardFunction, ...] = ()
    shape: PathShape = PathShape()
    models: Models = Models()
    crashed: str = ""


_Question: TypeAlias = Callable[[], _Answer]


def verdicts(repo: Repo, judged: Sequence[Component], checks: Mapping[str, Check], progress: Progress) -> Verdicts:
    """Judge the components by all checks and answer the inventory; what crashes costs one answer."""
    found = {(x.component, x.about): x for x in _answers(repo, _questions(repo, judged, checks, progress))}
    hard = {component.name: found[component.name, ""] for component in judged}
    items = [(row.name, cast(Item, found["", row.name].item)) for row in rows()]
    held = found["", ""]
    crashed = [x.crashed for x in (*hard.values(), held) if x.crashed]
    return Verdicts(
        {name: tuple([_verdict(check, found[name, check.id]) for check in checks.values()]) for name in hard},
        {name: x.hardest for name, x in hard.items()},
        {name: x.shape for name, x in hard.items()},
        tuple([InventoryLine(name, item.value.value, item.evidence, item.reason) for name, item in items]),
        (*crashed, *[f"the inventory's {name}: {item.crashed}" for name, item in items if item.crashed]),
        held.models,
    )


def judged_everywhere(component: Component, checks: Mapping[str, Check]) -> tuple[Judged, ...]:
    """Judge a component in which no machine learning was found by the checks that ask of any folder."""
    asked = [check for check in checks.values() if check.everywhere]
    return tuple([_verdict(check, _judge(check, component, _untold)) for check in asked])


def _untold() -> None:
    """Tell no progress of what is done at once."""


def _verdict(check: Check, found: _Answer) -> Judged:
    return Judged(check, cast(Graded, found.graded), found.crashed)


def _answers(repo: Repo, questions: Sequence[_Question]) -> list[_Answer]:
    if not repo.large:
        return [question() for question in questions]
    from seatrial.repo.halves import answered  # a small repository never needs what starts processes

    return answered(repo, questions)


def _questions(
    repo: Repo, judged: Sequence[Component], checks: Mapping[str, Check], progress: Progress
) -> list[_Question]:
    """Return all questions, those side by side that share facts."""
    order = {dimension: place for place, dimension in enumerate(_ORDER)}
    asked: list[tuple[str, _Question]] = [("", partial(_hard, component)) for component in judged]
    # counted in the order in which they are judged
    for place, check in enumerate(sorted(checks.values(), key=lambda check: order.get(check.dimension, -1))):
        tell = partial(progress, check.question, place, len(checks))
        asked += [(check.dimension, partial(_judge, check, component, tell)) for component in judged]
    asked.append(("DAT", partial(_held, repo)))
    asked += [(_BESIDE.get(row.topic, ""), partial(_answered, row, repo)) for row in rows()]
    return [question for dimension, question in sorted(asked, key=lambda pair: order.get(pair[0], -1))]


def _judge(check: Check, component: Component, tell: Callable[[], None]) -> _Answer:
    """Judge one check behind a wall: whatever it raises or returns costs this one verdict, and is shown."""
    tell()
    crashed = ""
    try:
        graded = component.answers.once(partial(judgement, check), component, f"check {check.id}")
        if not isinstance(graded, Graded):
            raise TypeError(f"it returned {type(graded).__name__}, not Graded")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a check that asks the process to exit would end the audit with its own code
        crashed = f"{type(error).__name__}: {error}"
        graded = Graded.unknown(f"the check crashed ({crashed})")
    return _Answer(component.name, check.id, graded=graded, crashed=crashed)


def _hard(component: Component) -> _Answer:
    wall, nothing = Wall(), cast(tuple[HardFunction, ...], ())
    found = wall.ask("the hardest code", lambda: hardest(component), nothing)
    shape = wall.ask("the code of the production path", lambda: path_shape(component), PathShape())
    return _Answer(component.name, "", hardest=found, shape=shape, crashed="; ".join(wall.crashed))


def _held(repo: Repo) -> _Answer:
    wall = Wall()
    found = wall.ask("the inventory of models", lambda: models(repo), Models())
    return _Answer("", "", models=found, crashed="; ".join(wall.crashed))


def _answered(row: Row, repo: Repo) -> _Answer:
    return _Answer("", row.name, item=repo.answers.once(partial(answer, row), repo, f"row {row.name}"))
