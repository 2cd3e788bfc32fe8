"""Does anybody notice that the world has moved away from the model?"""

from collections.abc import Sequence

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.data.drift import Drift, drift
from seatrial.facts.operations.alert_rules import AlertRule, alert_rules, names_drift
from seatrial.facts.operations.live_quality import LiveQuality
from seatrial.facts.operations.watch import limited, production_source, repeated, told_of
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.answered_elsewhere import ONLY_TRAINS, gives_answers
from seatrial.facts.serving.people.perception import perceives, reads_grids, traits

from .. import acts, places
from ..unread import where_code_is_read

DRIFT_LOOKED_FOR = (
    "Evidently, Alibi Detect, NannyML, whylogs, Frouros, river, deepchecks, TFDV, monitors of SageMaker, Vertex, Azure "
    "and Databricks, and own comparisons (PSI, Kolmogorov-Smirnov, Wasserstein) of production rows with a reference"
)
_PERCEIVED = "where the model reads images, sound or text"
_GRIDS = "where the model reads grids, as of weather, or pictures of satellites"
_LEARNED_ELSEWHERE = "where nothing here trains the model"
_UNLIMITED = "where drift is worked out, and compared with no threshold"


@operations.practice(
    "MON-04",
    question="Is production input/prediction distribution compared with a reference on a schedule?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="MON-03",
    why="A model raises no error when its inputs change: it answers as surely as before, and wrong.",
    act=acts.WATCH,
    fix=(
        "In {drift:a weekly job} compare the prediction log with the training data, feature by feature, and the score.",
        "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
        "Alert when the PSI of a feature exceeds 0.2, and say what is to be done then.",
    ),
    fix_for={
        Archetype.LLM_APP: (
            "In {drift:a weekly job} compare topics of questions, and refusals, with those of the first weeks.",
            "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
            "Alert when it moves, and add what is new to the evaluation set.",
        )
    },
    fix_when={
        _UNLIMITED: (
            "Hold the figure that {drift:the code} works out against a limit, {limit:as a PSI of 0.2}, and alert then.",
            "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
            "Let it read the prediction log beside what the model learned from, feature by feature, and the score.",
        ),
        _GRIDS: (
            "In {drift:a job by the clock} compare inputs and answers with those of the same season: mean, gaps, age.",
            "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
            "Alert when one of them moves out of its usual band, and look at a sample of what is new.",
        ),
        _LEARNED_ELSEWHERE: (
            "In {drift:a weekly job} compare the prediction log with its first weeks, feature by feature, and scores.",
            "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
            "Alert when the PSI of a feature exceeds 0.2, and say what is to be done then.",
        ),
        _PERCEIVED: (
            "In {drift:a weekly job} compare inputs and scores with the first weeks: {traits:size, length, language}.",
            "Let the clock start it: {clock:a DAG or a scheduled workflow}.",
            "Alert when one of them moves out of its usual band, and look at a sample of what is new.",
        )
    },
    missing="nothing compares what comes in, or what is answered, with a reference",
    references=(
        "MTS-Mon2", "MTS-Mon7", "MS 2.4", "MG 4.1", "AIA 72", "ML08", "ML02", "SR V", "GMLP 10", "42001 A.6.2.6",
    ),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"), when=gives_answers, when_not=ONLY_TRAINS,
)  # fmt: skip
def drift_monitored(component: Component) -> Graded:
    repo = component.repo
    found = [item for item in component.of(drift(repo)) if item.site.counts]
    hosted = [item for item in found if item.hosted]
    started = [item for item in found if item not in hosted and runs(component, item.site)]
    # what the clock starts watches; the rest looks once
    started.sort(key=lambda item: started_again(component, item) is None)
    found = [*hosted, *started, *(item for item in found if item not in hosted and item not in started)]
    alarms = [rule for rule in component.of(alert_rules(repo)) if names_drift(rule)]
    fed = [item for item in started if (limited(repo, item) or alarms) and production_source(repo, item.place.path)]
    closed = closed_loops(component, fed) + _alarmed(component, fed, alarms)
    graded = Graded.best(
        (Grade.IN_USE, [*hosted[:3], *(part for parts in closed[:3] for part in parts)]),
        (Grade.SUBSTANTIVE, [part for item in fed[:3] for part in _with_source(component, item)]),
        (Grade.PRESENT, found[:5]),
        looked_for=DRIFT_LOOKED_FOR,
        message="" if closed or hosted else _drift_message(component, found, started, fed),
    )
    graded = where_code_is_read(component, graded)
    named = graded.naming(drift=next(iter([*fed, *started, *found]), None), **places.words(component, "clock"))
    if started and not (hosted or fed or alarms) and not any(limited(repo, item) for item in started):
        return _to_be_limited(component, named, started[0])
    repeated_too = any(started_again(component, item) for item in fed or started[:1])
    named = named.having_done_if(fed, repeated_too, closed)
    case = "" if found else _what_moves(component)
    return named.naming(traits=traits(component) or None if case == _PERCEIVED else None).in_case(case)


def _to_be_limited(component: Component, graded: Graded, item: Drift) -> Graded:
    """Begin from the figure that is there: another program of the repository may show the limit."""
    repo = component.repo
    others = [
        one for one in drift(repo) if one.site.counts and one.place.path != item.place.path and limited(repo, one)
    ]
    name = item.place.path.rpartition("/")[2]
    twin = min(others, key=lambda one: not one.place.path.endswith(f"/{name}"), default=None)
    named = graded.naming(limit=f"as {twin.place.path} does" if twin else None).in_case(_UNLIMITED)
    source = production_source(repo, item.place.path)
    return named.having_done_if((), started_again(component, item), source)


def _what_moves(component: Component) -> str:
    """Say what of the inputs can be compared with what."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return ""
    if reads_grids(component):
        return _GRIDS
    if perceives(component):
        return _PERCEIVED
    return "" if own_trainings(component) else _LEARNED_ELSEWHERE


def closed_loops(
    component: Component, items: Sequence[Drift | LiveQuality]
) -> list[tuple[Drift | LiveQuality, Evidence, Evidence]]:
    """Return what is worked out again and again and then told to somebody, with what starts it and who is told."""
    found = ((item, started_again(component, item), told_of(component.repo, item.place.path)) for item in items)
    return [(item, again, alarm) for item, again, alarm in found if again and alarm]


def _alarmed(
    component: Component, items: Sequence[Drift], alarms: Sequence[AlertRule]
) -> list[tuple[Drift | LiveQuality, Evidence, Evidence]]:
    """Return what is worked out again and again where an alarm of the platform holds the threshold."""
    alarm = next((Evidence(rule.place, f"the alarm {rule.name} tells of it") for rule in alarms if rule.routed), None)
    found = ((item, started_again(component, item)) for item in items)
    return [(item, again, alarm) for item, again in found if again and alarm]


def started_again(component: Component, item: Drift | LiveQuality) -> Evidence | None:
    return repeated(component.repo, item.place.path, item.site.scope)


def _with_source(component: Component, item: Drift) -> list[Drift | Evidence]:
    place = production_source(component.repo, item.place.path)
    return [item, Evidence(place, "rows of production are fetched here")] if place else [item]


def _drift_message(component: Component, found: list[Drift], started: list[Drift], fed: list[Drift]) -> str:
    if not found:
        return ""
    if fed:
        again = any(started_again(component, item) for item in fed)
        return (
            "drift is worked out again and again, and nobody is told" if again else "nothing starts it again and again"
        )
    if not started:
        return "drift could be worked out, and nothing starts it"
    if not any(limited(component.repo, item) for item in started):
        return "drift is worked out, and compared with no threshold"
    return "drift is worked out on files, and not on what production recorded"
