"""Which functions on the production path are hardest to test and to change?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.reach import reach
from seatrial.model import HardFunction, Place
from seatrial.read.code.complexity import COMPLEXITY
from seatrial.read.reader import Unread
from seatrial.repo import Role, role

#: radon's rank C begins here: "moderate, slightly complex block".
_WORTH_NAMING = 11
_MOST = 5


@fact
def hardest(component: Component) -> tuple[HardFunction, ...]:
    """Return the most complex functions that production runs, at most five, hardest first.

    The reader's own count of decisions chooses the candidates, so that radon measures only the files of these.
    """
    found = {item.place: item for path in _files(component) for item in _measured(component, path)}
    return tuple(sorted(found.values(), key=lambda item: (-item.complexity, item.place))[:_MOST])


def _files(component: Component) -> tuple[str, ...]:
    ranked = sorted(_candidates(component), reverse=True)[:_MOST]
    return tuple(dict.fromkeys(path for _, path in ranked))


def _candidates(component: Component) -> Iterator[tuple[int, str]]:
    repo = component.repo
    for file in python_files(repo):
        if file.path not in component.own or role(repo, file.path) is not Role.OWN:
            continue
        for function in file.functions:
            if function.complexity >= _WORTH_NAMING and reach(repo).is_live(file.path, function.name):
                yield function.complexity, file.path


def _measured(component: Component, path: str) -> Iterator[HardFunction]:
    record = component.repo.record(COMPLEXITY, path)
    if isinstance(record, Unread):
        return
    for function in record.functions:
        if function.complexity >= _WORTH_NAMING and reach(component.repo).is_live(path, function.name):
            yield HardFunction(Place(path, function.line), function.name, function.complexity, record.maintainability)
