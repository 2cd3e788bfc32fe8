"""How much of the code is live, run by CI or by people, for tests, examples and notebooks, vendored, or dead?"""

from collections import Counter
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.reach import reach
from seatrial.model import Liveness
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN, PythonFile
from seatrial.repo import Role, role


@dataclass(frozen=True, slots=True)
class Use:
    """How much code there is for one use."""

    liveness: Liveness
    files: int
    functions: int  #: 0 for vendored code, which is not read


@fact
def code_uses(component: Component) -> tuple[Use, ...]:
    """Return what a component's Python files and notebooks, and the functions in them, are for.

    A file counts by the strongest use of anything in it.
    """
    files: Counter[Liveness] = Counter()
    functions: Counter[Liveness] = Counter()
    for file in _programs(component):
        uses = [_use(component, file, function.name) for function in file.functions]
        functions.update(uses)
        whole = (*uses, *(_use(component, file, scope) for scope in ("", MAIN)))
        files[min(whole, key=list(Liveness).index)] += 1
    vendored = [path for path in component.own if path.endswith(".py") and role(component.repo, path) is Role.VENDORED]
    files[Liveness.VENDORED] += len(vendored)
    return tuple(Use(use, files[use], functions[use]) for use in Liveness if files[use])


def _programs(component: Component) -> Iterator[PythonFile]:
    yield from (file for file in python_files(component.repo) if file.path in component.own)
    yield from (book.code for book in notebooks(component.repo) if book.path in component.own)


def _use(component: Component, file: PythonFile, scope: str) -> Liveness:
    return reach(component.repo).liveness(file.path, scope)
