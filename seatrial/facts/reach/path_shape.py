"""Which code of the production path stands there more than once, and which code in its files does nobody reach?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.reach import reach
from seatrial.model import Liveness, Place
from seatrial.model.component_report import PathShape, Repeated, Unreached
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Function, PythonFile
from seatrial.repo import Role, role

_MOST = 5  #: of each are named


@fact
def path_shape(component: Component) -> PathShape:
    """Return how much of a component's live code is a copy, and how much in live files has no way to it.

    A copy has the same statements under any layout and comments, four of them at least. What belongs to a class, or
    to another function, counts with it.
    """
    repeated = sorted(_repeated(component), key=lambda one: (-one.lines * (len(one.places) - 1), one.places))
    unreached = sorted(_unreached(component), key=lambda one: (-one.lines, one.place))
    return PathShape(
        functions=sum(1 for _ in _live(component)),
        copies=sum(len(one.places) - 1 for one in repeated),
        copied_lines=sum(one.lines * (len(one.places) - 1) for one in repeated),
        repeated=tuple(repeated[:_MOST]),
        idle=len(unreached),
        idle_lines=sum(one.lines for one in unreached),
        unreached=tuple(unreached[:_MOST]),
    )


def _files(component: Component) -> Iterator[PythonFile]:
    """Yield the owner's files that production imports or runs."""
    known = reach(component.repo)
    for file in python_files(component.repo):
        own = file.path in component.own and role(component.repo, file.path) is Role.OWN
        if own and not file.broken and known.is_live(file.path):
            yield file


def _live(component: Component) -> Iterator[tuple[str, Function]]:
    known = reach(component.repo)
    for file in _files(component):
        yield from ((file.path, item) for item in file.functions if known.is_live(file.path, item.name))


def _repeated(component: Component) -> Iterator[Repeated]:
    live = ((path, function) for path, function in _live(component) if function.body_hash)
    for found in grouped((one[1].body_hash, one) for one in live).values():
        if len(found) > 1:
            first = found[0][1]
            places = tuple(Place(path, item.line) for path, item in found)
            yield Repeated(first.name, places, first.end_line - first.line + 1)


def _unreached(component: Component) -> Iterator[Unreached]:
    known = reach(component.repo)
    for file in _files(component):
        spans = [(x.name, x.line, x.end_line) for x in file.functions]
        spans += [(x.name, x.line, x.end_line) for x in file.classes]
        # a method may be called of a class that nobody makes an object of
        reached = {name.partition(".")[0] for name, *_ in spans if known.liveness(file.path, name) is not Liveness.DEAD}
        for name, line, end in spans:
            if "." not in name and name not in reached:
                yield Unreached(Place(file.path, line), name, end - line + 1)
