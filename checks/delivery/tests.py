"""Is there test code which can fail, and does it reach what runs?"""

from collections.abc import Sequence

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, counted, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs, front_end_tests
from seatrial.facts.ci.outside_calls import outside_calls
from seatrial.facts.ci.run_scope import concerns, scope_of
from seatrial.facts.ci.workflows import CiAction, CiCommand
from seatrial.facts.code.language import Language, language
from seatrial.facts.serving.foreign_signs import foreign_services
from seatrial.facts.serving.foreign_words import ASIDE
from seatrial.facts.testing.foreign_runs import service_tests
from seatrial.facts.testing.left_out_tests import guarded_tests
from seatrial.facts.testing.tested_code import Tested, tested
from seatrial.facts.testing.tests import Case, tests

from ..unread import unread_code

LOOKED_FOR = (
    "test functions with an assertion that can fail in test_*.py, *_test.py, tests/, unittest classes, and tests of "
    "JavaScript, Go, Rust, Java, C++, R and bats"
)
_FEW = 5  #: real tests below which nothing is covered
_ENOUGH = 0.3  #: share of the functions that run
_SHOWN = 8
_HOLLOW = "the tests only ask whether something is there, or whether a page answers, and never what it says"
_HOLLOW_OTHERS = "the others only ask whether something is there"


@delivery.practice(
    "OPS-01",
    question="Is there test code which can fail?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.PILOT,
    why="Without tests every change of data handling or of a library reaches the users before anybody sees it fail.",
    fix=(
        "Write {number:five tests or more} for {untested:what others call}: a small input, its expected output.",
        "Add one test that a malformed input is refused.",
        "{held:Run them in CI on every change}.",
    ),
    references=("MTS-Infra2", "42001 A.6.2.4", "PCI 6.2.3"),
    raised_by=("finance", "healthcare"),
)
def automated_tests(component: Component) -> Graded:
    cases = sorted(component.of(tests(component.repo)), key=lambda case: _beside(component, case))
    real = [case for case in cases if case.real]
    strong = [case for case in real if not case.mocked and not case.hollow]
    reach = tested(component)
    foreign = _is_foreign(component, strong, reach)
    enough = _number(strong) >= _FEW and (reach.share >= _ENOUGH or foreign)
    share = [] if foreign else _share(reach, strong)
    runs = _guarding(component, foreign=foreign)
    chosen = _chosen(component) if runs and not foreign else ""
    graded = Graded.best(
        (Grade.IN_USE, runs[:3] if enough and not chosen else []),
        (Grade.SUBSTANTIVE, [*share, *strong[:_SHOWN]] if enough else []),
        (Grade.PRESENT, [*share, *real[:_SHOWN]] if real else []),
        looked_for=LOOKED_FOR,
        message=chosen or _unguarded(component, runs, reach, strong)
        if enough
        else _message(list(cases), real, strong, reach),
    )
    if unknown := unread_code(component, graded):
        return unknown
    if enough and not runs:
        graded = graded.as_far_as_followed(component.of(outside_calls(component.repo)))
    place = reach.first_missed if language(component) is Language.PYTHON else None
    of_notebook = "what the notebook does to its data, once it is a function" if _in_notebooks(component) else None
    covered = "what is changed next" if enough else of_notebook
    named = graded.naming(untested=f"{reach.missed} in {place.path}" if place else covered, number=_lacking(strong))
    if not runs and any(one.on_change for one in _runs_in_ci(component, foreign=foreign)):
        named = named.naming(held="CI runs them on changes already: let a failed one stop the change")
    return named.having_done(*([1, 2] if enough else []), *([3] if runs and not enough else []))


def _beside(component: Component, case: Case) -> bool:
    """Tell a test in another language than the product's: the sample of a front end is shown behind its own tests."""
    return language(component) is Language.PYTHON and case.language != "Python"


def _lacking(strong: list[Case]) -> str | None:
    """Say how many tests are asked for besides those that are there, None where there is none."""
    if not strong:
        return None
    more = _FEW - _number(strong)
    return counted(more, "more test") if more > 0 else "tests"


def _in_notebooks(component: Component) -> bool:
    return archetype(component).archetype is Archetype.NOTEBOOK_POC


def _guarding(component: Component, *, foreign: bool) -> list[CiCommand | CiAction]:
    """Return the runs of CI that stop a change by the tests."""
    started = _runs_in_ci(component, foreign=foreign)
    return [one for one in started if one.guards]


def _runs_in_ci(component: Component, *, foreign: bool) -> list[CiCommand | CiAction]:
    """Return the runs of tests in CI that look at the component; those of a service in JavaScript are its own."""
    repo = component.repo
    started: list[CiCommand | CiAction] = [*ci_test_runs(repo), *ci_test_actions(repo)]
    if foreign and foreign_services(repo):
        started += component.of(front_end_tests(repo))
    return [one for one in started if concerns(component, scope_of(repo, one))]


def _chosen(component: Component) -> str:
    """Say how few tests CI runs, "" where these are enough; what it leaves out takes nothing from them."""
    taken = len(guarded_tests(component))
    return f"the runs of CI that stop a change take in {counted(taken, 'test')} that can fail" if taken < _FEW else ""


def _is_foreign(component: Component, strong: list[Case], reach: Tested) -> bool:
    """Tell whether most of what is tested is not Python; pages in a browser stand beside the Python that runs."""
    beside = [case for case in strong if reach.functions and ASIDE.match(case.site.path)]
    near = [case for case in strong if case.language == "Python" or case not in beside]
    if service_tests(component):
        return _number([case for case in near if case.language != "Python"]) * 2 > _number(near)
    return sum(case.language != "Python" for case in near) * 2 > len(near)


def _number(cases: list[Case]) -> int:
    return sum(case.number for case in cases)


def _unguarded(component: Component, runs: Sequence[CiCommand | CiAction], reach: Tested, strong: list[Case]) -> str:
    if runs:
        return ""
    what = f", and reach at most {reach.reached} of {reach.functions} functions that run" if reach.functions else ""
    if what and _is_foreign(component, strong, reach) and not reach.reached:
        other = next(case.language for case in strong if case.language != "Python")
        what = f" in {other}"
        if language(component) is Language.PYTHON:  # else what is in Python is a script or two beside the product
            what += f", and none reaches the {counted(reach.functions, 'function')} in Python that run"
    hidden = component.of(outside_calls(component.repo))
    ends = "no run of CI was seen that stops a change by them" if hidden else "no run of CI stops a change by them"
    return f"{counted(_number(strong), 'test')} can fail{what}; {ends}"


def _share(reach: Tested, strong: list[Case]) -> list[Evidence]:
    if not strong or not reach.functions:
        return []
    what = f"{_number(strong)} tests reach at most {reach.reached} of {reach.functions} functions that run"
    return [Evidence(strong[0].place, what)]


def _message(cases: list[Case], real: list[Case], strong: list[Case], reach: Tested) -> str:
    if not cases:
        return "there are no tests"
    if not real:
        return "every test is skipped" if all(case.skipped for case in cases) else "no test can fail"
    if not strong:
        mocked = all(case.mocked for case in real)
        return "the tests only ask mocks whether they were called" if mocked else _HOLLOW
    if _number(strong) < _FEW:
        if _number(real) >= _FEW and any(case.hollow for case in real):
            return f"only {counted(_number(strong), 'test')} can fail by what the code works out: {_HOLLOW_OTHERS}"
        return f"only {counted(_number(strong), 'test')} can fail"
    return f"the tests reach at most {reach.reached} of {reach.functions} functions that run"
