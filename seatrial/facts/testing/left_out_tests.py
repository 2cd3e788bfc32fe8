"""Which of the tests of the code that runs does CI take in, and which does it leave out?"""

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import chosen_by, guarding, takes_in
from seatrial.facts.ci.commands.pytest_choice import Choice
from seatrial.facts.ci.workflows import CiAction
from seatrial.facts.code.folders import MEASURES
from seatrial.facts.reach.below import leading
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.testing.foreign_runs import guarded_service_tests, service_tests
from seatrial.facts.testing.tested_code import code_to_test, own_functions, starts_of_tests
from seatrial.facts.testing.tests import Case, strong_tests
from seatrial.model import Place
from seatrial.model.counted import counted
from seatrial.model.record import dataclass
from seatrial.repo import Role
from seatrial.repo.roles import role_by_name


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Tests in one folder that no run of CI takes in."""

    place: Place  #: of the first one
    folder: str
    number: int

    @property
    def what(self) -> str:
        return f"CI leaves {counted(self.number, 'test')} in {self.folder or 'the root'} out"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many of the tests of the code that runs CI takes in, and which folders of them it leaves out."""

    tests: int
    taken: int
    left_out: tuple[LeftOut, ...] = ()  #: the most first

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where there is no such test."""
        return self.taken / self.tests if self.tests else 1.0


@fact
def taken_in(component: Component) -> TakenIn:
    """Return what the runs of CI that stop a change take in, of the tests of the component's live code.

    These lead there, or ask from outside and lead to no code at all. Where there is no such test, those of what
    people and CI start count, and else all that can fail. Where a service in another language has tests of its own,
    those count, and of the Python beside it only what leads to live code.
    """
    cases = [case for case in _strong_in_python(component) if not _shows(case)]
    served = service_tests(component)
    near = _files_of_live_code(component, [case.site.path for case in cases], alone=not served)
    cases = [*(case for case in cases if case.site.path in near), *served]
    taken = frozenset((*guarded_tests(component), *guarded_service_tests(component)))
    missed = [case for case in cases if case not in taken]
    every = sum(case.number for case in cases)
    return TakenIn(every, every - sum(case.number for case in missed), _by_folder(missed))


def _shows(case: Case) -> bool:
    """Tell whether a test stands beside what only shows or measures something, as its folder would be taken."""
    if MEASURES.search(case.site.path):
        return True
    return role_by_name(posixpath.join(posixpath.dirname(case.site.path), "shown.py")) in {Role.EXAMPLE, Role.DOCS}


def _by_folder(cases: list[Case]) -> tuple[LeftOut, ...]:
    numbers: Counter[str] = Counter()
    for case in cases:
        numbers[posixpath.dirname(case.site.path)] += case.number
    firsts = {posixpath.dirname(case.site.path): case.place for case in reversed(cases)}
    return tuple(LeftOut(firsts[folder], folder, number) for folder, number in numbers.most_common())


def _files_of_live_code(component: Component, paths: Iterable[str], *, alone: bool) -> frozenset[str]:
    """Return the files of tests that lead to live code; ``alone`` where no other language answers beside it."""
    known = starts_of_tests(component.repo)
    starts = {path: known[path] for path in paths if path in known}
    whole, own = reach(component.repo), own_functions(component)
    live = _leading(component, starts, [node for node in own if whole.is_live(*node)])
    asking = frozenset(starts) - _leading(component, starts, own)
    outside = frozenset(path for path in asking if path in component.own)  # those of several parts ask each of them
    if not alone:
        return live
    run = [(path, item.name) for path, item in code_to_test(component)]
    return live | outside or _leading(component, starts, run) or frozenset(paths)


def _leading(component: Component, starts: Mapping[str, frozenset[Node]], goals: Iterable[Node]) -> frozenset[str]:
    """Return the files of which one test leads to a goal."""
    nodes = frozenset[Node]().union(*starts.values())
    found = leading(nodes, reach(component.repo).edges.of, frozenset(goals))
    return frozenset(path for path, own in starts.items() if own & found)


@fact
def guarded_tests(component: Component) -> tuple[Case, ...]:
    """Return a component's Python tests that judge more than a mock or a presence, and that such a run takes in.

    A run takes in what its paths, its expressions behind -m and -k and the settings of pytest choose.
    """
    repo, strong = component.repo, _strong_in_python(component)
    runs = [(one, Choice() if isinstance(one, CiAction) else chosen_by(repo, one)) for one in guarding(component)]
    known = {
        path: [chosen for one, chosen in runs if takes_in(repo, one, path)]
        for path in {case.site.path for case in strong}
    }
    return tuple(case for case in strong if any(_chooses(one, case) for one in known[case.site.path]))


@fact
def _strong_in_python(component: Component) -> tuple[Case, ...]:
    """Return a component's Python tests that run, can fail, and judge more than a mock or a presence."""
    return tuple(case for case in strong_tests(component) if case.language == "Python")


def _chooses(chosen: Choice, case: Case) -> bool:
    return chosen.takes(case.marks, (*case.name.split("."), case.site.path.rpartition("/")[2]))
