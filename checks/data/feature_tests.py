"""Are the functions that build features tested?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, as_evidence, data
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.testing.feature_tests import FeatureTest, feature_tests
from seatrial.facts.training.features.feature_code import FeatureFunction, Step, training_steps
from seatrial.facts.training.features.features_to_test import features_to_test

from .. import acts

LOOKED_FOR = (
    "tests that call the functions which work out features for training or for predictions, and that compare values; "
    "the runs of CI that take these tests in"
)
_SHOWN = 6
_UNTESTABLE = "where features are worked out where no test can call it"
_HALF = 0.5  #: of the functions that tests must call
_LOOSE = 2  #: calls that prepare features outside any function from which on there is something to test


def works_out_features(component: Component) -> bool:
    """Tell whether features are worked out here, in functions or loose; raw input to a ready model needs none."""
    if archetype(component).archetype is Archetype.LLM_APP and not own_trainings(component):
        return False
    return bool(features_to_test(component)) or len(_loose(component)) >= _LOOSE


def _loose(component: Component) -> list[Step]:
    """Return the calls that prepare features of tables for a training of the component's own, in no function."""
    if not own_trainings(component):
        return []
    steps = (step for step in training_steps(component) if step.means is None and not step.call.scope)
    return [step for step in steps if step.call.name.startswith(("sklearn.", "pandas.", "category_encoders."))]


@data.practice(
    "DAT-10",
    question="Are the functions that build features tested?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A wrong feature raises no error: the model learns from it, and answers a little worse to everybody.",
    act_when={_UNTESTABLE: acts.MODULES},
    act=acts.TESTED,
    fix=(
        "Test {function:the functions that work out features} with written inputs: empty, gaps, what was never seen.",
        "Compare the values that come of it with what is right, and not only their shape.",
        "Add one test of a property, with hypothesis: nothing is lost, and no value leaves its range.",
    ),
    fix_when={
        _UNTESTABLE: (
            "Take what works out features in {loose:the notebooks} into functions of a module that it imports.",
            "Test them with written inputs: empty, gaps, what was never seen; compare the values that come of it.",
        ),
    },
    missing="no test calls a function that works out features",
    references=("MTS-Data7", "MTS-Data6"),
    raised_by=("finance", "healthcare"),
    when=works_out_features,
    when_not="no features are worked out here",
)
def feature_code_tested(component: Component) -> Graded:
    repo, functions = component.repo, features_to_test(component)
    found = feature_tests(component)
    sound = [item for item in found if item.sound]
    in_ci = [item for item in sound if guarding_runs(component, item.place.path)]
    enough, run = _share(functions, sound) >= _HALF, _share(functions, in_ci) >= _HALF
    proof = [as_evidence(one) for item in in_ci[:1] for one in guarding_runs(component, item.place.path)]
    graded = Graded.best(
        (Grade.IN_USE, [*in_ci[:_SHOWN], *proof[:1]] if run else ()),
        (Grade.SUBSTANTIVE, sound[:_SHOWN] if enough else ()),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=LOOKED_FOR,
        message="" if run else _message(functions, found, sound),
    )
    missed = _missed(functions, sound)
    if graded.grade is Grade.ABSENT:
        if reason := why_absence_proves_nothing(repo):
            return Graded.unknown(reason, looked_for=LOOKED_FOR)
        named = [Evidence(one.place, f"{one.name} works out features, and no test calls it") for one in missed]
        loose = [as_evidence(step) for step in _loose(component)]
        graded = Graded.absent((named or loose)[:_SHOWN], LOOKED_FOR, graded.message)
    places = [one.place for one in missed] + [step.place for step in _loose(component)]
    bare = not found and all(one.path.endswith(".ipynb") for one in functions)
    named_for = graded.naming(function=_name_of(missed), loose=next(iter(places), None))
    return named_for.in_case(_UNTESTABLE if bare else "")


def _share(functions: tuple[FeatureFunction, ...], tests: list[FeatureTest]) -> float:
    """Return which part of the functions these tests call, from 0 to 1."""
    return (len(functions) - len(_missed(functions, tests))) / len(functions) if functions else 0.0


def _missed(functions: tuple[FeatureFunction, ...], tests: list[FeatureTest]) -> list[FeatureFunction]:
    """Return the functions that none of these tests calls, the largest first."""
    reached = {one for item in tests for one in item.direct}
    left = [one for one in functions if (one.path, one.function.name) not in reached]
    return sorted(left, key=lambda one: (-one.function.statements, one.place))


def _name_of(missed: list[FeatureFunction]) -> str | None:
    return f"{missed[0].function.name} in {missed[0].path}" if missed else None


def _message(functions: tuple[FeatureFunction, ...], found: tuple[FeatureTest, ...], sound: list[FeatureTest]) -> str:
    if not functions:
        return "features are worked out in loose code, which no test can call"
    count = len(functions)
    if sound:
        called = count - len(_missed(functions, sound))
        if called >= _HALF * count:
            return f"tests call {called} of {count} functions, and no run of CI that could stop a change takes them in"
        return f"tests that look at values call {called} of the {count} functions that work out features"
    if found:
        if any(item.direct for item in found):
            return "tests call functions that work out features, and look at no value wherever they run"
        return "tests pass functions that work out features on their way, and no test calls one itself"
    if all(one.path.endswith(".ipynb") for one in functions):
        return "the functions that work out features stand in notebooks, where no test can call them"
    many = f"any of the {count} functions that work out features"
    return f"no test calls {many if count > 1 else 'the function that works out features'}"
