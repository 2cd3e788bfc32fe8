"""Does every change run the tests?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Place, Severity, Stage, as_evidence, delivery
from seatrial.facts.ci.ci_tests import (
    ci_test_actions,
    ci_test_runs,
    find_no_test,
    front_end_tests,
    functional_runs,
    look_for_python,
    scripted_tests,
    starts_for_code,
)
from seatrial.facts.ci.outside_calls import outside_calls
from seatrial.facts.ci.required_checks import required_checks
from seatrial.facts.ci.run_scope import concerns, scope_of
from seatrial.facts.ci.workflows import CiAction, CiCommand, Event, elsewhere, workflows
from seatrial.facts.images.installs import LockedInstall, locked_installs
from seatrial.facts.project.dependencies import locks
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign_services
from seatrial.facts.testing.left_out_tests import TakenIn, taken_in
from seatrial.facts.testing.tests import real_tests, tests

from .. import acts

LOOKED_FOR = (
    "pytest, unittest, tox, nox, hatch test, ctest, cargo test, go test, Maven or Gradle in a workflow that a push or "
    "a pull request starts, by way of make, just, npm or a script too"
)
_A_PART = "CI takes in less than half of the tests of what runs"
_EMPTY = "CI runs tests, and there are none: the run fails, or its failure stops nothing"
_HOLLOW = "the tests that CI runs only ask whether something is there, or whether a page answers"
_SWALLOWED = "the tests run on changes, and their failure stops nothing"
_IN_SCRIPT = "where a script goes on after its tests have failed"
_MOST = 0.5  #: share of the tests of what runs that CI must take in
_NEARLY_ALL = 0.9  #: from which on it is not told which are left out
_SCRIPTED = "CI runs scripts that are called tests and fail by themselves, and no tests of the code one by one"
_STARTED = "CI starts the programs, and runs no tests"
_LINES_OF_A_STEP = 30  # the text of a job's last step may be as long


@delivery.practice(
    "OPS-02",
    question="Does every change run the tests and can it be blocked?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    parent="OPS-01",
    why="Tests that run only when somebody thinks of it let through the change that breaks the service.",
    act=acts.CHANGES,
    fix=(
        "Let {workflow:.github/workflows/tests.yml} run the tests on every push and pull request.",
        "Install from the lock file there, so that CI tests what is shipped.",
        "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
    ),
    fix_when={
        _SWALLOWED: (
            "Let a failed test end the job in {workflow:CI}: without `|| true`, with `set -e` in a script around it.",
            "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
        ),
        _IN_SCRIPT: (
            "Put `set -euo pipefail` at the top of {script:the script}: it goes on where tests fail, and ends well.",
            "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
        ),
        _EMPTY: (
            "Write the tests that {workflow:CI} asks for, or take the run out: a run without tests fails.",
            "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
        ),
        _HOLLOW: (
            "Add tests that hold what the code works out against what is right, and let {workflow:CI} run them.",
            "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
        ),
        _A_PART: (
            "Let {workflow:CI} run the tests in {left_out:the other folders} on every change, in a job of their own.",
            "Make the job a required check: a ruleset in .github/rulesets, or branch protection.",
        ),
    },
    references=("MTS-Infra2", "MTS-Infra3", "42001 A.6.2.4", "PCI 6.5.1"),
    raised_by=("finance", "healthcare"),
)
def ci_runs_tests(component: Component) -> Graded:
    found = _runs(component)
    repo = component.repo
    guarding = [one for one in found if one.guards and starts_for_code(repo, one.triggers)]
    rules = component.of(required_checks(component.repo))
    locked = [install for install in component.of(locked_installs(component.repo)) if _in_job(install, guarding)]
    if not found and (hidden := _hidden(component)):
        return Graded.unknown(hidden, looked_for=LOOKED_FOR)
    if find_no_test(found, component.of(tests(repo))):
        vain = tuple(map(as_evidence, found[:3]))
        return Graded.absent(vain, LOOKED_FOR, _EMPTY).naming(workflow=found[0].workflow).in_case(_EMPTY)
    scripted = [] if found else list(component.of(scripted_tests(repo)))
    started = [] if found else list(component.of(functional_runs(repo)))
    part, hollow = taken_in(component) if guarding else TakenIn(0, 0), bool(guarding) and _hollow(component, guarding)
    enough, missed = part.share >= _MOST, part.left_out[:3] if part.share < _NEARLY_ALL else ()
    at_once = ((_HOLLOW, hollow), (_SCRIPTED, scripted), (_STARTED, started))
    holding = guarding if enough and not hollow else []
    graded = Graded.best(
        (Grade.IN_USE, [*holding[:3], *rules[:2], *locked[:2]] if holding and rules and locked else []),
        (Grade.SUBSTANTIVE, [*holding[:5], *missed] if holding else []),
        (Grade.PRESENT, [*found[:5], *missed, *scripted[:3], *map(_likely, started[:3])]),
        looked_for=LOOKED_FOR,
        message=next((sentence for sentence, there in at_once if there), "")
        or _message(component, found, guarding, part),
    )
    beside = [one for one in ci_test_runs(repo) if one.guards]  # what tests another part of the repository
    runs = (one.workflow for one in (*found, *scripted, *started, *beside) if not _only_releases(one))
    named = graded.naming(workflow=next(runs, None) or elsewhere(component.of(workflows(repo))))
    return _advised(component, named, part)


def _advised(component: Component, named: Graded, part: TakenIn) -> Graded:
    """Choose the steps that fit how the tests are run, and what of them is left out."""
    if named.message == _SWALLOWED and (lost := next(_lost_in_scripts(component), None)):
        return replace(named, evidence=(lost, *named.evidence)).naming(script=lost.place.path).in_case(_IN_SCRIPT)
    if named.message in (_SWALLOWED, _HOLLOW):
        return named.in_case(named.message)
    if part.share < _MOST:
        return named.naming(left_out=" and ".join(one.folder for one in part.left_out[:2])).in_case(_A_PART)
    repo = component.repo
    is_lockable = bool(locks(repo) or foreign_services(repo))  # without a lock there is nothing to install from
    return named if is_lockable else named.having_done(2)


def _lost_in_scripts(component: Component) -> Iterator[Evidence]:
    """Yield the lines of scripts, which CI starts, after which a failed test is forgotten."""
    for one in _runs(component):
        if isinstance(one, CiCommand) and one.on_change and one.command.ignored and one.via in component:
            yield Evidence(
                Place(one.via, one.command.line), f"{one.via} goes on after {one.command.argv[0]} has failed"
            )


def _runs(component: Component) -> list[CiCommand | CiAction]:
    """Return the runs of tests that concern the component, the best first."""
    runs: list[CiCommand | CiAction] = [
        one for one in component.of(ci_test_runs(component.repo)) if _concerns(component, one)
    ]
    runs += [one for one in component.of(ci_test_actions(component.repo)) if _concerns(component, one)]
    # what is served is written in JavaScript, and so are its tests
    if foreign_services(component.repo) and (not runs or answers_elsewhere(component.repo)):
        runs += [one for one in component.of(front_end_tests(component.repo)) if _concerns(component, one)]
    return sorted(runs, key=lambda one: (not one.guards, not one.on_change, one.place))


def _hollow(component: Component, guarding: list[CiCommand | CiAction]) -> bool:
    """Tell whether tests that can fail are run, and none of them looks at what the code works out."""
    real = component.of(real_tests(component.repo))
    if look_for_python(guarding):
        real = tuple(case for case in real if case.language == "Python")
    return bool(real) and all(case.hollow or case.mocked for case in real)


def _in_job(install: LockedInstall, guarding: list[CiCommand | CiAction]) -> bool:
    """Tell whether an installation belongs to a job that runs the tests."""
    for one in guarding:
        lines = {step.place.line for step in one.job.steps}
        last = max(lines, default=0) + _LINES_OF_A_STEP
        if install.path == one.workflow and one.job.place.line <= install.line <= last:
            return True
    return False


def _concerns(component: Component, one: CiCommand | CiAction) -> bool:
    """Tell whether a run looks at the component: one in the folder of another tests that one."""
    root, folder = component.root, one.folder if isinstance(one, CiCommand) else ""
    near = not root or not folder or f"{folder}/".startswith(f"{root}/") or f"{root}/".startswith(f"{folder}/")
    return near and concerns(component, scope_of(component.repo, one))


def _only_releases(one: CiCommand | CiAction) -> bool:
    """Tell whether only a tag or a release starts a run: a workflow that publishes is not to start on each change."""
    events = {trigger.event for trigger in one.triggers}
    return bool(events) and events <= {Event.TAG, Event.RELEASE}


def _likely(one: CiCommand | CiAction) -> Evidence:
    return Evidence(one.place, f"{one.what}, in a step called test").likely()


def _hidden(component: Component) -> str:
    """Say what may run the tests where it cannot be seen."""
    for workflow in component.of(workflows(component.repo)):
        if workflow.broken:
            return f"{workflow.path} cannot be read: {workflow.broken}"
    return next((call.what for call in component.of(outside_calls(component.repo))), "")


def _message(
    component: Component, found: list[CiCommand | CiAction], guarding: list[CiCommand | CiAction], part: TakenIn
) -> str:
    if guarding:
        return "" if part.share >= _NEARLY_ALL else _told(part)
    if not found:
        return "CI runs no tests" if component.of(workflows(component.repo)) else "there is no CI"
    if broken := next((one.stopped for one in found if one.stopped), None):
        return f"the run of the tests is never reached: {broken.what}"
    if not any(one.on_change for one in found):
        events = sorted({trigger.event.value for one in found for trigger in one.triggers})
        if events == ["outside"]:
            return "CI runs the tests, and what starts it is set outside of this repository"
        return f"the tests run on no change, only by {' and '.join(events) or 'call'}"
    if not any(one.guards for one in found):
        return _SWALLOWED
    return "the paths that the workflow names leave the code out"


def _told(part: TakenIn) -> str:
    missed = ", ".join(f"{one.folder or 'the root'} ({one.number})" for one in part.left_out[:3])
    return f"the runs of CI that stop a change take in {part.taken} of {part.tests} tests of what runs, not {missed}"
