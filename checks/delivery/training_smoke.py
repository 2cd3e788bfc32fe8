"""Does CI train a tiny model, so that breaks of the pipeline are seen?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, as_evidence, delivery
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.testing.training_runs import TrainingRun, training_runs
from seatrial.facts.testing.training_tests import TrainingTest, training_tests
from seatrial.facts.training.main_training import evaluated_in

from .. import acts
from ..unread import unread_code

LOOKED_FOR = (
    "tests that call the code which trains and assert on the model that comes of it; programs of training that CI "
    "starts on a change, and what it runs after them"
)
_SHOWN = 6


@delivery.practice(
    "OPS-12",
    question="Does CI train a tiny model so that pipeline breaks are seen?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A training that only runs once a month breaks once a month, on the day it is needed.",
    act=acts.TESTED,
    fix=(
        "Test {training:the training} on a few rows for a few steps: the loss must fall, or the score beat a constant.",
        "Save that model, load it again, and assert that both predict the same.",
        "Run the test in CI on every change.",
    ),
    references=("MTS-Infra2", "MTS-Infra3", "MTS-Infra5"),
    missing="no test and no run of CI trains anything",
    when=own_trainings,
    when_not="nothing is trained here",
)
def training_smoke_tested(component: Component) -> Graded:
    repo = component.repo
    found = sorted(component.of(training_tests(repo)), key=_named_for_it)
    good = [item for item in found if item.asserts]
    in_ci = [item for item in good if guarding_runs(component, item.place.path)]
    runs = [item for item in component.of(training_runs(repo)) if item.command.guards]
    whole = [item for item in runs if item.followed]
    proof = [as_evidence(one) for item in in_ci[:1] for one in guarding_runs(component, item.place.path)]
    weak: list[TrainingTest | TrainingRun] = [*found, *component.of(training_runs(repo))]
    graded = Graded.best(
        (Grade.IN_USE, [*in_ci[:_SHOWN], *proof[:1], *whole[:3]]),
        (Grade.SUBSTANTIVE, [*good[:_SHOWN], *runs[:3]]),
        (Grade.PRESENT, weak[:_SHOWN]),
        looked_for=LOOKED_FOR,
        message="" if in_ci or whole else _message(found, good, runs),
    )
    if unknown := unread_code(component, graded):
        return unknown
    return graded.naming(training=evaluated_in(component))


def _named_for_it(item: TrainingTest) -> tuple[object, ...]:
    """Order tests so that those come first which train, and say so by their name."""
    name = item.case.name.lower()
    return (not item.trains, not item.fits, not any(word in name for word in ("train", "fit")), item.place)


def _message(found: list[TrainingTest], good: list[TrainingTest], runs: list[TrainingRun]) -> str:
    if good:
        return "tests train a model, and no run of CI that could stop a change takes them in"
    if runs:
        return "CI trains a model, and nothing looks at what came of it"
    if any(item.trains for item in found):
        return "tests train a model, and assert nothing about it"
    if any(item.fits for item in found):
        return "tests fit a model, and none of them runs the training of the repository itself"
    return "tests import the code that trains, and train nothing" if found else ""
