"""Does the system show that the figure of the business moves, and that something simpler would not do?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, business
from seatrial.facts.business.baselines import baseline_gates, measured_baselines, mentioned_baselines, simple_models
from seatrial.facts.business.kpi_queries import (
    assignment_tools,
    experiment_designs,
    kpi_queries,
    named_boards,
    scheduled_queries,
)
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.product.whose import has_own_model
from seatrial.facts.serving.people.conversions import judges
from seatrial.facts.serving.people.perception import perceives, recommends
from seatrial.facts.surfaces import asks_language_models
from seatrial.facts.training.main_training import evaluated_in
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.recommenders import learns_to_recommend
from seatrial.facts.training.tuning import tunes_language_model

from .. import acts

KPI_LOOKED_FOR = (
    "the query of `kpi.measured_by`, SQL, dbt models and programs named after KPIs that read stored events, what "
    "starts them by the clock, and dashboards of them"
)
BASELINE_LOOKED_FOR = (
    "DummyClassifier, naive and seasonal forecasts, functions and tables that give the figures of a baseline beside "
    "the model's, and a comparison with it that stops the run"
)
_MADE = "where the model turns one text, image or sound into another"
_PERCEIVES = "where the model reads images, sound or text"
_TUNED = "where a language model is tuned"
_RECOMMENDS = "where items are recommended"
_THERE = "where code holds something simple already"
_OF_A_PROVIDER = "where the model is a provider's"
#: What answers always the same: a model that is no better has learnt nothing.
_DUMMIES = {Predicted.NUMBERS: "DummyRegressor", Predicted.CLASSES: "DummyClassifier"}
EXPERIMENT_LOOKED_FOR = (
    "GrowthBook, Statsig, Optimizely, LaunchDarkly and their like, and documents with metric, size, duration and "
    "guardrails of an experiment on users, its result and what was decided"
)


@business.practice(
    "BIZ-03",
    question="Does the system record what is needed to see the KPI move?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="BIZ-01",
    why="A figure that nobody can work out from what was recorded will be told by whoever wants the project to go on.",
    fix=(
        "Commit the query that works out the figure from predictions and outcomes, as {query:analytics/kpi.sql}.",
        "Start it by the clock, and show the result beside its target.",
    ),
    missing="no query or program works out the figure of the business from what was predicted and what came of it",
    references=("MP 1.4", "MG 2.2", "MG 4.2", "MTS-Model2", "MS 4.1"),
    raised_by=("finance", "retail"),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def kpi_measured_live(component: Component) -> Graded:
    queries = kpi_queries(component)
    boards = component.of(named_boards(component.repo))
    return Graded.best(
        (Grade.IN_USE, [*scheduled_queries(component), *queries] if scheduled_queries(component) else ()),
        (Grade.SUBSTANTIVE, queries),
        (Grade.PRESENT, boards[:3]),
        looked_for=KPI_LOOKED_FOR,
        message=f"{boards[0].place.path} names a dashboard, and no query works the figure out"
        if boards and not queries
        else "",
    ).naming(query=next(iter(queries), None))


def chose_a_model(component: Component) -> bool:
    """Tell whether there is a model of its own, or a language model, that something simpler could replace."""
    language = asks_language_models(component)
    return language or has_own_model(component) or bool(component.of(mentioned_baselines(component.repo)))


@business.practice(
    "BIZ-08",
    question="Does the model beat a rule, a linear model or a smaller LLM by enough?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="What a rule does as well costs nothing to run, never drifts, and can be explained to everybody.",
    act=acts.HELD_OUT,
    act_when={_OF_A_PROVIDER: acts.QUESTIONS, _TUNED: acts.QUESTIONS},
    fix=(
        "Fit {dummy:a constant guess} or a naive forecast, and a linear model, on one split in {training:the run}.",
        "Let the run end when the model does not beat them by the margin that pays for it.",
    ),
    fix_when={
        _OF_A_PROVIDER: (
            "Ask a smaller model, and a search without any, the questions of the evaluation too.",
            "Write the three results beside their prices, and take the cheaper one where the difference does not pay.",
        ),
        _THERE: (
            "Score {simple:what is simple} and the model of {training:the training} on one split; commit both figures.",
            "Let the run end when the model does not beat it by the margin that pays for it.",
        ),
        _MADE: (
            "Make the same outputs by the simplest tool there is, and let people or a measure of quality compare both.",
            "Keep the model where they hear or see the difference, and write down how large it was.",
        ),
        _PERCEIVES: (
            "Try the smallest ready-made net and a rule on size, colour or words on the split of {training:the model}.",
            "Keep the model where it beats them by the margin that pays for it, and write the three results down.",
        ),
        _RECOMMENDS: (
            "Rank what is most popular, and what is like the last item, on the split of {training:the model} too.",
            "Keep the model where it beats both by the margin that pays for it, and write the three results down.",
        ),
        _TUNED: (
            "Ask the model that {training:the tuning} starts from the same questions, also with a longer prompt.",
            "Write the results beside their prices, and keep the tuned one where the difference pays for it.",
        ),
    },
    missing="the model is compared with nothing simpler",
    references=("MTS-Model5", "MTS-Data2", "MTS-Data3", "MG 2.1", "SR V"),
    raised_by=("finance",),
    when=chose_a_model,
    when_not="the models are ready-made ones of others, and no claim is made that they beat anything",
)
def simpler_alternative_beaten(component: Component) -> Graded:
    measured = component.of(measured_baselines(component))
    gates, mentioned = baseline_gates(component), component.of(mentioned_baselines(component.repo))
    said = (
        f"{mentioned[0].place.path} mentions a baseline, and no figure of it stands beside the model's"
        if mentioned
        else ""
    )
    return (
        Graded.best(
            (Grade.IN_USE, [*gates[:3], *measured[:3]] if gates and measured else ()),
            (Grade.SUBSTANTIVE, measured[:5]),
            (Grade.PRESENT, mentioned[:3]),
            looked_for=BASELINE_LOOKED_FOR,
            message=said if not measured else "",
        )
        .naming(training=evaluated_in(component), simple=next(iter(simple_models(component)), None))
        .naming(dummy=_DUMMIES.get(predicted(component)))
        .in_case(_case(component))
    )


def _case(component: Component) -> str:
    """Say what is simpler than the model that is there."""
    if tunes_language_model(component):
        return _TUNED
    if not has_own_model(component):
        return _OF_A_PROVIDER
    if not judges(component):
        return _MADE
    if learns_to_recommend(component) or recommends(component):
        return _THERE if simple_models(component) else _RECOMMENDS
    return _PERCEIVES if perceives(component) else _THERE if simple_models(component) else ""


@business.practice(
    "BIZ-09",
    question="Is there an experiment that ties offline gain to business effect?",
    severity=Severity.LOW,
    effort=Effort.MEDIUM,
    stage=Stage.MISSION_CRITICAL,
    parent="BIZ-01",
    why="A better AUC has often sold nothing more; only users who did not get the model show what it did.",
    fix=(
        "Leave 5 to 10 % of users without it; write metric, size, time, guardrails to {design:docs/experiment.md}.",
        "Record the result there, and what was decided.",
    ),
    missing="no experiment on users is designed",
    references=("MTS-Model2", "MS 4.1", "SR V", "GMLP 8"),
    raised_by=("retail",),
    gated_by=("retail",),
    when=for_use,
    when_not=NOT_FOR_USE,
)
def online_impact_tested(component: Component) -> Graded:
    designs = [one for one in experiment_designs(component.repo) if one[0].place.path in component]
    whole = [evidence for evidence, lacking, _ in designs if not lacking]
    decided = [evidence for evidence, lacking, result in designs if result and not lacking]
    tools: tuple[Evidence, ...] = assignment_tools(component)
    short = next((lacking for _, lacking, _ in designs if lacking), ())
    return Graded.best(
        (Grade.IN_USE, decided),
        (Grade.SUBSTANTIVE, whole),
        (Grade.PRESENT, [*(evidence for evidence, _, _ in designs), *tools[:3]]),
        looked_for=EXPERIMENT_LOOKED_FOR,
        message=f"the design does not give {', '.join(short)}" if short and not whole else "",
    ).naming(design=next((evidence for evidence, _, _ in designs), None))
