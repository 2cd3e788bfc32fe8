"""Which functions that work out features do tests call, and do these tests look at the values that come of it?"""

from collections.abc import Iterator, Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.called_from import called_from
from seatrial.facts.code.code_index import calls_in, contents, defined, function_at
from seatrial.facts.code.own_imports import imported_files, own_imports
from seatrial.facts.code.programs import programs
from seatrial.facts.testing.calls_of_tests import fixtures
from seatrial.facts.testing.tests import Case, tests
from seatrial.facts.testing.value_asserts import looks_at_values, skips_without_data
from seatrial.facts.training.features.features_to_test import features_to_test
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_FAR = 3  #: calls from a test to a function that it is said to test
_MOST = 600  #: tests that are followed
#: Methods that a library calls where a test only says ``fit_transform``.
_BY_LIBRARY = frozenset({"fit_transform", "fit", "transform", "__call__"})


@dataclass(frozen=True, slots=True)
class FeatureTest:
    """One test, and the functions it calls that work out features."""

    case: Case
    functions: tuple[str, ...]  #: their names, with the class
    values: bool  #: it compares values
    skips: bool  #: it leaves itself out where data is missing
    direct: frozenset[tuple[str, str]] = frozenset()  #: file and name of those that it calls itself

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.case.place

    @property
    def sound(self) -> bool:
        """Whether it calls them itself, and looks at values wherever it runs."""
        return self.values and not self.skips and bool(self.direct)

    @property
    def what(self) -> str:
        named = ", ".join(self.functions[:3])
        if not self.direct:
            return f"{self.case.name} passes {named} on the way through the whole program"
        if self.skips:
            return f"{self.case.name} calls {named}, and skips itself where its data is missing"
        if not self.case.real:
            return f"{self.case.name} calls {named}, and asserts nothing"
        return f"{self.case.name} calls {named}" + ("" if self.values else ", and looks at no value")


@fact
def feature_tests(component: Component) -> tuple[FeatureTest, ...]:
    """Return the tests that call functions which work out features, those that look at values first."""
    repo = component.repo
    wanted = {(one.path, one.function.name) for one in features_to_test(component)}
    found = []
    for case in _near(repo, frozenset(path for path, _ in wanted)):
        called = _called(repo, case)
        if reached := wanted & set(called):
            direct = {one for one in reached if called[one]}
            names = tuple(name for _, name in sorted(direct or reached))
            values, skips = looks_at_values(repo, case), skips_without_data(repo, case)
            found.append(FeatureTest(case, names, values, skips, frozenset(direct)))
    return tuple(sorted(found, key=lambda item: (not item.sound, not item.values, item.place)))


def _near(repo: Repo, paths: frozenset[str]) -> list[Case]:
    """Return the tests of files that import one of these files, at most two imports away."""
    imported = imported_files(repo)
    direct = {program.path: own_imports(repo, program) for program in programs(repo) if program.is_test}
    beside = {path: {target for one in own for target in imported.get(one, ())} | own for path, own in direct.items()}
    # an import of a package leads on to its modules
    near = {path for path, targets in beside.items() if paths & targets or paths & _third(imported, targets)}
    return [case for case in tests(repo) if case.language == "Python" and case.site.path in near][:_MOST]


def _third(imported: Mapping[str, frozenset[str]], targets: set[str] | frozenset[str]) -> frozenset[str]:
    packages = [path for path in targets if path.endswith("__init__.py")]
    return frozenset(target for path in packages for target in imported.get(path, ()))


def _called(repo: Repo, case: Case) -> dict[tuple[str, str], bool]:
    """Return what a test calls, a few calls away, and whether it does so itself, by a fixture or a helper of tests.

    A name that only may be meant is none. A test of the whole program passes many functions and looks at none.
    """
    starts = [(case.site.path, case.name), *_fixtures_of(repo, case)]
    found = {}
    for one in called_from(repo, starts, depth=_FAR + 1, widest=200):
        if one.sure:
            direct = len(one.steps) < 3 or (len(one.steps) == 3 and one.steps[1] in _helpers(repo, case.site.path))
            found[one.path, one.scope] = direct
    for path, scope in starts:
        found |= dict.fromkeys(_by_library(repo, path, scope), True)
    return found


def _helpers(repo: Repo, path: str) -> frozenset[str]:
    return frozenset(contents(repo, path).functions)


def _by_library(repo: Repo, path: str, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the methods of classes that a function makes, and that a library calls where it says ``fit_transform``."""
    calls = calls_in(repo, path, scope)
    if {call.last for call in calls} & _BY_LIBRARY:
        made = {(home.path, home.name) for call in calls if (home := defined(repo, path, call.name)) and home.cls}
        for where, cls in made:
            methods = contents(repo, where).functions
            yield from ((where, name) for name in methods if name.rpartition(".")[0] == cls and "transform" in name)


def _fixtures_of(repo: Repo, case: Case) -> Iterator[tuple[str, str]]:
    function = function_at(repo, case.site.path, case.name)
    known = fixtures(repo)
    for parameter in function.parameters if function else ():
        if parameter.name in known:
            yield known[parameter.name]
