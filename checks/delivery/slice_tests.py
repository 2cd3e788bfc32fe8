"""Is quality tested where it matters, and not only on the mean?"""

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, as_evidence, delivery
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.signs import llm_calls
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.gates.slices import behaviour_tests, is_suite, sliced_metrics, started, whole_metrics
from seatrial.facts.training.main_training import evaluated_in

from .. import acts

LOOKED_FOR = (
    "metrics by group (groupby, MetricFrame, SlicingSpec, Snorkel, Giskard, deepchecks), and tests of invariance, "
    "noise, direction and past failures with ten cases or more"
)
_SHOWN = 5


def has_quality(component: Component) -> bool:
    """Tell whether the component has a model of its own, or asks a language model."""
    return bool(own_trainings(component) or llm_calls(component))


@delivery.practice(
    "OPS-17",
    question="Is quality tested on important slices and perturbations, not only on the mean?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A better mean can hide that one region, language or kind of customer got much worse.",
    act=acts.HELD_OUT,
    fix=(
        "Name the slices that matter in a setting, and work out the metric of each in {evaluation:the evaluation}.",
        "Let the gate fail when the worst of them falls below its own threshold.",
    ),
    missing="quality is told as a whole, if at all",
    references=("MTS-Model6", "MS 2.3", "MS 2.5", "AIA 15", "GMLP 8", "ML01"),
    raised_by=("finance", "healthcare"),
    when=has_quality,
    when_not="no model is trained or tuned here, and no language model is asked",
)
def slice_and_behaviour_tests(component: Component) -> Graded:
    sliced = sliced_metrics(component)
    counted = [one for one in sliced if one.site.counts]
    tests = behaviour_tests(component)
    suite = [one for one, _ in tests] if is_suite(tests) else []
    in_ci = [one for one in suite if guarding_runs(component, one.place.path)]
    proof = [as_evidence(run) for one in in_ci[:1] for run in guarding_runs(component, one.place.path)]
    gated = {gate.site.path for gate in component.of(quality_gates(component.repo)) if gate.site.counts}
    used = [one for one in counted if started(component, one) and one.site.path in gated]
    whole = whole_metrics(component) if own_trainings(component) else ()  # those of exercises judge nothing
    return Graded.best(
        (Grade.IN_USE, [*used[:_SHOWN], *in_ci[:_SHOWN], *proof[:1]]),
        (Grade.SUBSTANTIVE, [*counted[:_SHOWN], *suite[:_SHOWN]]),
        (Grade.PRESENT, [*sliced[:_SHOWN], *(one for one, _ in tests[:_SHOWN]), *whole[:2]]),
        looked_for=LOOKED_FOR,
    ).naming(evaluation=next(iter(counted), None) or evaluated_in(component))
