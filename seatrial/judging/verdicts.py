"""What do all checks, and all rows of the inventory, answer about a repository?"""

from collections.abc import Mapping, Sequence

from seatrial.component import Component
from seatrial.inventory import rows
from seatrial.judging.check import Check
from seatrial.judging.judged import Judged
from seatrial.judging.questions import (
    Answer,
    CheckAnswer,
    CodeAnswer,
    ModelsAnswer,
    Progress,
    Question,
    RowAnswer,
    judge,
    questions,
)
from seatrial.model import HardFunction, InventoryLine
from seatrial.model.component_report import PathShape
from seatrial.model.models import Models
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Every answer, of components by their name."""

    judged: Mapping[str, tuple[Judged, ...]]
    hardest: Mapping[str, tuple[HardFunction, ...]]
    shapes: Mapping[str, PathShape]
    inventory: tuple[InventoryLine, ...]
    crashed: tuple[str, ...]  #: of checks apart, whose lines of the ledger tell it: one sentence for each crash
    models: Models = Models()


def verdicts(
    repo: Repo, judged: Sequence[Component], checks: Mapping[str, Check], progress: Progress | None
) -> Verdicts:
    """Judge the components by all checks and answer the inventory; what crashes costs one answer."""
    answers = _answers(repo, questions(repo, judged, checks, progress))
    made = {(one.component, one.check): one for one in answers if isinstance(one, CheckAnswer)}
    code = [one for one in answers if isinstance(one, CodeAnswer)]
    items = {one.row: one.item for one in answers if isinstance(one, RowAnswer)}
    held = next(one for one in answers if isinstance(one, ModelsAnswer))
    lines = [(row.name, items[row.name]) for row in rows()]
    crashed = [one.crashed for one in answers if isinstance(one, CodeAnswer | ModelsAnswer) and one.crashed]
    return Verdicts(
        {one.name: tuple([_verdict(check, made[one.name, check.id]) for check in checks.values()]) for one in judged},
        {one.component: one.hardest for one in code},
        {one.component: one.shape for one in code},
        tuple([InventoryLine(name, item.value.value, item.evidence, item.reason) for name, item in lines]),
        (*crashed, *[f"the inventory's {name}: {item.crashed}" for name, item in lines if item.crashed]),
        held.models,
    )


def judged_everywhere(component: Component, checks: Mapping[str, Check]) -> tuple[Judged, ...]:
    """Judge a component in which no machine learning was found by the checks that ask of any folder."""
    asked = [check for check in checks.values() if check.everywhere]
    return tuple([_verdict(check, judge(check, component)) for check in asked])


def _verdict(check: Check, found: CheckAnswer) -> Judged:
    return Judged(check, found.graded, found.crashed)


def _answers(repo: Repo, asked: Sequence[Question]) -> list[Answer]:
    if not repo.large:
        return [question() for question in asked]
    from seatrial.repo.forked import by_two_processes  # a small repository never needs what starts processes

    return by_two_processes(repo, asked)
