"""How much of the code that runs do the tests reach?"""

from collections.abc import Iterator, Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.serving import handlers, served
from seatrial.facts.serving.watch.endpoint_tests import endpoint_tests
from seatrial.facts.serving.watch.smoke_tests import image_smokes
from seatrial.facts.serving.watch.started_services import started_services
from seatrial.facts.testing.first_test import first_to_test
from seatrial.facts.testing.runs_of_tests import run_from
from seatrial.facts.testing.tests import real_tests
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.repo import Repo, Role, role

_MOST_LIVE = 0.2  #: of what is run, from which on the live code alone is looked at


@dataclass(frozen=True, slots=True)
class Tested:
    """How many functions of the code that runs are reached from tests."""

    functions: int
    reached: int
    first_missed: Place | None = None  #: the function that no test reaches and that is worth the first one
    missed: str = ""  #: its name

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when there is no function at all."""
        return self.reached / self.functions if self.functions else 0.0


@fact
def nodes_of_tests(repo: Repo) -> frozenset[Node]:
    """Return what runs, at the latest, when the real tests run: the files as "", functions and classes by name.

    It is what could be reached: a class that is named is taken to be made, and all of its methods to be called.
    """
    return run_from(repo, frozenset[Node]().union(*starts_of_tests(repo).values()))


@fact
def tested(component: Component) -> Tested:
    """Return how many functions of the live code are reached.

    When hardly anything is live, as with scripts that people start, all that is run counts; else all there is.
    """
    run, known = code_to_test(component), nodes_of_tests(component.repo) | _behind_started(component)
    missed = [(path, item) for path, item in run if (path, item.name) not in known]
    first = first_to_test(component, missed)
    if first is None:
        return Tested(len(run), len(run) - len(missed))
    return Tested(len(run), len(run) - len(missed), Place(first[0], first[1].line), first[1].name)


def _behind_started(component: Component) -> frozenset[Node]:
    """Return what runs behind the answers of a service that tests start on its own, or that CI starts before them."""
    asked = handlers(served(component)) if started_services(component) else _asked_in_ci(component)
    return below(frozenset(asked), reach(component.repo).edges) if asked else frozenset()


def _asked_in_ci(component: Component) -> list[Node]:
    """Return the handlers that tests ask whose run stands in CI behind the start of the container that answers."""
    runs = image_smokes(component)
    asking = [one for one in endpoint_tests(component.repo) if one.endpoint.handler and not one.mocked] if runs else ()
    return [
        (one.endpoint.handler_path, one.endpoint.handler)
        for one in asking
        if any(run in runs for run in guarding_runs(component, one.place.path))
    ]


@fact
def code_to_test(component: Component) -> tuple[tuple[str, Function], ...]:
    """Return the functions by which tests are measured, each with its file; see ``tested``."""
    repo, own = component.repo, _owned(component)
    run = [(path, item) for path, item in own if reach(repo).is_run(path, item.name)] or own
    live = [(path, item) for path, item in run if reach(repo).is_live(path, item.name)]
    return tuple(live if len(live) >= _MOST_LIVE * len(run) else run)


def own_functions(component: Component) -> tuple[Node, ...]:
    """Return all functions of a component's own code, live or not."""
    return tuple((path, item.name) for path, item in _owned(component))


def _owned(component: Component) -> list[tuple[str, Function]]:
    files = (file for file in python_files(component.repo) if file.path in component)
    return [
        (file.path, item)
        for file in files
        if role(component.repo, file.path) is Role.OWN
        for item in file.functions
        if not item.is_stub
    ]


@fact
def starts_of_tests(repo: Repo) -> Mapping[str, frozenset[Node]]:
    """Return, by file, what its real tests start: themselves, their fixtures, and what is set up around them."""
    cases = [case for case in real_tests(repo) if case.language == "Python"]
    held = {case.site.path for case in cases}
    known = {program.path: program for program in programs(repo) if program.is_test or program.path in held}
    fixtures = {
        item.name: (program.path, item.name)
        for program in known.values()
        for item in program.file.functions
        if item.is_fixture
    }
    found: dict[str, set[Node]] = {}
    for case in cases:
        if case.site.path in known:
            around = _around(known[case.site.path], case.name, fixtures)
            found.setdefault(case.site.path, set()).update([(case.site.path, case.name), *around])
    return {path: frozenset(nodes) for path, nodes in found.items()}


def _around(program: Program, name: str, fixtures: dict[str, Node]) -> Iterator[Node]:
    owner, _, _ = name.rpartition(".")
    for item in program.file.functions:
        if item.name == name:
            yield from (fixtures[parameter.name] for parameter in item.parameters if parameter.name in fixtures)
        elif item.name.rpartition(".")[2].lower().startswith(("setup", "asyncsetup")) and item.in_class in {"", owner}:
            yield (program.path, item.name)
