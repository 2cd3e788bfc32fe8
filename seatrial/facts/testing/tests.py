"""Which automated tests are there, in any language, and which of them can fail?"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.code.programs import AtSite, Program, Site, programs
from seatrial.facts.testing.foreign_tests import foreign_tests
from seatrial.facts.testing.hollow_tests import asserted
from seatrial.facts.testing.script_tests import script_tests
from seatrial.model import Liveness
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class, Function
from seatrial.repo import Repo

#: How helpers are named that assert, and stand in another file.
_ASSERTING = ("assert", "check_", "_check", "verify_", "validate_", "run_test")
_ABOUT_MOCKS = ("assert_called", "assert_any_call", "assert_has_calls", "assert_not_called", "assert_awaited",
                "assert_any_await", "assert_not_awaited")  # fmt: skip
#: What pytest and its plugins hand to whoever asks by these names.
_FIXTURES = {"tmp_path", "tmpdir", "monkeypatch", "capsys", "caplog", "request", "mocker", "client", "benchmark", "app"}


@dataclass(frozen=True, slots=True)
class Case(AtSite):
    """One test function, or one file of tests in another language."""

    site: Site
    name: str  #: qualified name within its file; of another language the path
    assertions: int  #: that can fail; its own, or those of the helpers it calls
    mocked: bool = False  #: every assertion is about a mock
    skipped: bool = False  #: a decorator or the module skips it in any case
    language: str = "Python"
    number: int = 1  #: how many tests these are
    hollow: bool = False  #: every assertion asks whether something is there, is of a type, or answers at all
    marks: tuple[str, ...] = ()  #: of pytest: its own, its class's and its module's, "slow"
    lost: str = ""  #: what its file needs to be imported and the repository does not hold

    @property
    def real(self) -> bool:
        """Whether it runs and can fail."""
        return self.assertions > 0 and not self.skipped and not self.lost

    @property
    def what(self) -> str:
        if self.skipped:
            return f"{self.name} is skipped"
        if self.lost:
            return f"{self.name} cannot be collected: {self.lost}"
        if self.hollow:
            return f"{self.name} only asks whether something is there, or answers"
        return f"{self.name} asserts" if self.assertions else f"{self.name} asserts nothing"

    @property
    def liveness(self) -> Liveness:
        """It is test code."""
        return Liveness.TEST


@fact
def strong_tests(component: Component) -> tuple[Case, ...]:
    """Return a component's tests that run, can fail, and judge more than a mock or a presence."""
    found = component.of(tests(component.repo))
    return tuple(case for case in found if case.real and not (case.mocked or case.hollow))


@fact
def tests(repo: Repo) -> tuple[Case, ...]:
    """Return every test function, those that assert nothing too, by place.

    A function is one when its file is test code, or its class a TestCase, and its name begins with test. A script
    that is only called test is none, unless it compares and fails by itself; a method that evaluates a model is none.
    """
    cases = [*repo.each(_cases, programs(repo))]
    cases += [Case(one.site, one.site.scope or one.site.path, one.assertions) for one in script_tests(repo)]
    found = _with_losses(repo, cases)
    found += [
        Case(
            Site(item.path, item.line),
            item.path,
            item.assertions,
            language=item.language,
            number=item.number,
            hollow=item.hollow,
        )
        for item in foreign_tests(repo)
    ]
    return tuple(sorted(found, key=lambda case: case.site))


@fact
def real_tests(repo: Repo) -> tuple[Case, ...]:
    """Return the tests that run and can fail."""
    return tuple(case for case in tests(repo) if case.real)


def _with_losses(repo: Repo, cases: Iterable[Case]) -> list[Case]:
    """Mark the tests whose file cannot be imported, unless tests put modules of their own in the place of others."""
    found = list(cases)
    if any(
        "sys.modules" in one.names for program in programs(repo) if program.is_test for one in program.file.mentions
    ):
        return found
    paths = {case.site.path for case in found if not case.site.notebook}
    lost = {path: fault.what for path in paths if (fault := missing_module(repo, path))}
    return [replace(case, lost=lost[case.site.path]) if case.site.path in lost else case for case in found]


def _cases(program: Program) -> Iterator[Case]:
    if not program.is_test and not any(map(_is_test_case, program.file.classes)):
        return
    classes = {item.name: item for item in program.file.classes}
    functions = {item.name: item for item in program.file.functions}
    whole, inside = _skips_module(program), asserted(program.file)
    whole_marks = tuple(name.rpartition(".mark.")[2] for name in _module_marks(program) if ".mark." in name)
    for item in program.file.functions:
        owner = classes.get(item.in_class)
        if _is_test(item, owner, functions) and (program.is_test or (owner is not None and _is_test_case(owner))):
            skipped = whole or _skips(item.decorators) or (owner is not None and _skips(owner.decorators))
            skipped = skipped or _skips_itself(program, item)
            own = _own_asserts(program, item)
            count = own or _by_helpers(program, item, functions)
            site, mocked = program.site(item.line, item.name), _is_mocked(program, item, own)
            marks = (*whole_marks, *_marks(item.decorators), *(_marks(owner.decorators) if owner else ()))
            yield Case(site, item.name, count, mocked, skipped, hollow=inside.is_hollow(item), marks=marks)


def _is_mocked(program: Program, item: Function, own: int) -> bool:
    """Tell whether all assertions of a function ask mocks whether they were called."""
    calls = (call for call in program.file.calls if call.scope == item.name) if own else ()
    return 0 < own <= sum(call.last.startswith(_ABOUT_MOCKS) for call in calls)


def _is_test(item: Function, owner: Class | None, functions: dict[str, Function]) -> bool:
    """Tell a test from a helper: named test, at the top of its file or in a class."""
    outer, _, last = item.name.rpartition(".")
    top = not outer or (owner is not None and outer not in functions)
    named = last.startswith("test") and not (last == "test" and _waits_for_arguments(item, functions))
    return top and named and all(mark.last != "fixture" for mark in item.decorators)


def _waits_for_arguments(item: Function, functions: dict[str, Function]) -> bool:
    """Tell whether a function has to be called with something, as ``test(model, loader)`` of an evaluation has."""
    asked = (one.name for one in item.parameters if one.default is None and not one.name.startswith("*"))
    handed = {name for name, one in functions.items() if one.is_fixture}
    needed = set(asked) - {"self", "cls"} - _FIXTURES - handed
    return bool(needed) and not item.decorators


def _is_test_case(item: Class) -> bool:
    return any(base.endswith("TestCase") for base in item.bases)


def _skips(decorators: tuple[Call, ...]) -> bool:
    """Tell whether a decorator skips whatever the machine: ``skipif`` and ``skipUnless`` depend on it."""
    return any(item.last == "skip" or (item.last == "skipif" and _always(item)) for item in decorators)


def _always(item: Call) -> bool:
    return bool(item.args) and item.args[0].literal is True


def _marks(decorators: tuple[Call, ...]) -> tuple[str, ...]:
    return tuple(item.last for item in decorators if ".mark." in item.name)


def _module_marks(program: Program) -> list[str]:
    marks = [item.value for item in program.file.assignments if item.target == "pytestmark"]
    return [mark.name for value in marks for mark in (value, *value.items)]


def _skips_module(program: Program) -> bool:
    marked = any(name.endswith("mark.skip") for name in _module_marks(program))
    skips = (item for item in program.file.calls if item.name == "pytest.skip")
    return marked or any(not item.scope and not item.inside for item in skips)


def _skips_itself(program: Program, item: Function) -> bool:
    """Tell whether a test is left by ``pytest.skip()`` in any case."""
    calls = (call for call in program.file.calls if call.scope == item.name and call.name == "pytest.skip")
    return any(not call.inside for call in calls)


def _own_asserts(program: Program, item: Function) -> int:
    """Count what a function asserts itself; without assertions, that it raises or fails where something is wrong."""
    count = item.asserts - item.trivial_asserts
    return count or _raises_on_difference(program, item) or _fails(program, item)


def _fails(program: Program, item: Function) -> int:
    """Count the calls by which a function fails its test under a condition: ``self.fail()``, ``pytest.fail()``."""
    calls = (call for call in program.file.calls if call.scope == item.name and call.last == "fail" and call.inside)
    return sum(call.written == "self.fail" or call.name == "pytest.fail" for call in calls)


def _raises_on_difference(program: Program, item: Function) -> int:
    """Count an error that a function raises instead of an assertion: where two things differ that it has worked out.

    A test may also compare with what it knows: ``if process.wait() != 0: raise RuntimeError()``.
    """
    compared = [one for one in program.file.comparisons if one.scope == item.name and one.operator in {"==", "!="}]
    worked_out = any("literal" not in (one.left.kind, one.right.kind) for one in compared)
    is_test = item.name.rpartition(".")[2].startswith("test")
    stops = is_test and any(lead.startswith("raise") for one in compared for lead in one.leads_to)
    return int(stops or (bool(item.raises) and worked_out))


def _by_helpers(program: Program, item: Function, functions: dict[str, Function], deepest: int = 2) -> int:
    """Count the assertions of the helpers of its file that a test calls, and of those that are named for asserting.

    A helper may leave them to another one. Whoever keeps what ``validate_paths()`` answers asks the product: a helper
    that asserts answers nothing.
    """
    count = 0
    for call in program.file.calls:
        if call.scope == item.name:
            helper = functions.get(call.name) or functions.get(f"{item.in_class}.{call.last}")
            if helper is not None and helper.name != item.name:
                own = _own_asserts(program, helper)
                count += own or (_by_helpers(program, helper, functions, deepest - 1) if deepest > 1 else 0)
            elif helper is None and call.last.startswith(_ASSERTING) and not call.target:
                count += 1
    return count
