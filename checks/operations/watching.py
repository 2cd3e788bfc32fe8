"""Does anybody notice that the world has moved away from the model, or that it answers worse?"""

from collections.abc import Sequence

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.data.drift import Drift, drift
from seatrial.facts.operations.alert_rules import AlertRule, alert_rules, names_drift
from seatrial.facts.operations.feedback import feedback_doors
from seatrial.facts.operations.live_quality import LiveQuality, live_qualities
from seatrial.facts.operations.watch import limited, production_source, repeated, told_of
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs, shown_to_users
from seatrial.facts.serving.answered_elsewhere import ONLY_TRAINS, gives_answers
from seatrial.facts.serving.batch import job_program
from seatrial.facts.serving.people.forecasts import outcomes_come
from seatrial.facts.serving.people.perception import perceives, reads_grids, recommends
from seatrial.facts.serving.service_files import answers_at, application
from seatrial.facts.serving.serving import served
from seatrial.facts.web.endpoints import Door

from .. import acts, places
from ..unread import where_code_is_read

DRIFT_LOOKED_FOR = (
    "Evidently, Alibi Detect, NannyML, whylogs, Frouros, river, deepchecks, TFDV, monitors of SageMaker, Vertex, Azure "
    "and Databricks, and own comparisons (PSI, Kolmogorov-Smirnov, Wasserstein) of production rows with a reference"
)
QUALITY_LOOKED_FOR = (
    "endpoints for feedback, labels and outcomes, joins of predictions with what happened, metrics worked out on them, "
    "NannyML's estimates, scores on traces"
)
_PERCEIVED = "where the model reads images, sound or text"
_GRIDS = "where the model reads grids, as of weather, or pictures of satellites"
_LEARNED_ELSEWHERE = "where nothing here trains the model"


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
            "In {drift:a weekly job} compare inputs and scores with those of the first weeks: size, length, language.",
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
    started.sort(key=lambda item: _again(component, item) is None)  # what the clock starts watches; the rest looks once
    found = [*hosted, *started, *(item for item in found if item not in hosted and item not in started)]
    alarms = [rule for rule in component.of(alert_rules(repo)) if names_drift(rule)]
    fed = [item for item in started if (limited(repo, item) or alarms) and production_source(repo, item.place.path)]
    closed = _closed(component, fed) + _alarmed(component, fed, alarms)
    graded = Graded.best(
        (Grade.IN_USE, [*hosted[:3], *(part for parts in closed[:3] for part in parts)]),
        (Grade.SUBSTANTIVE, [part for item in fed[:3] for part in _with_source(component, item)]),
        (Grade.PRESENT, found[:5]),
        looked_for=DRIFT_LOOKED_FOR,
        message="" if closed or hosted else _drift_message(component, found, started, fed),
    )
    graded = where_code_is_read(component, graded)
    named = graded.naming(drift=next(iter([*fed, *started, *found]), None), **places.words(component, "clock"))
    repeated_too = any(_again(component, item) for item in fed or started[:1])
    named = named.having_done_if(fed, repeated_too, closed)
    return named.in_case("" if found else _what_moves(component))


def _what_moves(component: Component) -> str:
    """Say what of the inputs can be compared with what."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return ""
    if reads_grids(component):
        return _GRIDS
    if perceives(component):
        return _PERCEIVED
    return "" if own_trainings(component) else _LEARNED_ELSEWHERE


def _closed(
    component: Component, items: Sequence[Drift | LiveQuality]
) -> list[tuple[Drift | LiveQuality, Evidence, Evidence]]:
    """Return what is worked out again and again and then told to somebody, with what starts it and who is told."""
    found = ((item, _again(component, item), told_of(component.repo, item.place.path)) for item in items)
    return [(item, again, alarm) for item, again, alarm in found if again and alarm]


def _alarmed(
    component: Component, items: Sequence[Drift], alarms: Sequence[AlertRule]
) -> list[tuple[Drift | LiveQuality, Evidence, Evidence]]:
    """Return what is worked out again and again where an alarm of the platform holds the threshold."""
    alarm = next((Evidence(rule.place, f"the alarm {rule.name} tells of it") for rule in alarms if rule.routed), None)
    found = ((item, _again(component, item)) for item in items)
    return [(item, again, alarm) for item, again in found if again and alarm]


def _again(component: Component, item: Drift | LiveQuality) -> Evidence | None:
    return repeated(component.repo, item.place.path, item.site.scope)


def _with_source(component: Component, item: Drift) -> list[Drift | Evidence]:
    place = production_source(component.repo, item.place.path)
    return [item, Evidence(place, "rows of production are fetched here")] if place else [item]


def _drift_message(component: Component, found: list[Drift], started: list[Drift], fed: list[Drift]) -> str:
    if not found:
        return ""
    if fed:
        again = any(_again(component, item) for item in fed)
        return (
            "drift is worked out again and again, and nobody is told" if again else "nothing starts it again and again"
        )
    if not started:
        return "drift could be worked out, and nothing starts it"
    if not any(limited(component.repo, item) for item in started):
        return "drift is worked out, and compared with no threshold"
    return "drift is worked out on files, and not on what production recorded"


_FORECASTS = "where something is forecast"
_RECOMMENDS = "where items are recommended"
_TAKEN = "where what really happened comes in, and is not kept"
_STARTED = "where what runs works out live quality, and compares it with no limit"
_MEASURED = "where live quality is worked out, and compared with no limit"


@operations.practice(
    "MON-05",
    question="Do true outcomes come back and is live quality computed?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="MON-03",
    why="How good the model was on the day of its training says nothing about how good it is today.",
    act=acts.WATCH,
    fix=(
        "Add POST /feedback to {app:the service}, keyed by the id of the prediction, and store what it takes.",
        "Join it weekly with the prediction log, and compare the metric of the quality gate with its limit.",
        "Alert or retrain when it falls below.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Load what really happened beside what {app:the job} predicted, by the id of the row.",
            "After each run work out the metric of the quality gate on it, and compare it with its limit.",
            "Alert or retrain when it falls below.",
        ),
        Archetype.LLM_APP: (
            "Take the thumb of the reader in {app:the service} by the id of the trace, and store it as its score.",
            "Have a sample of traces judged each week, by people or a model, and compare the share with its limit.",
            "Alert when it falls below, and add what failed to the evaluation set.",
        ),
    },
    fix_when={
        _FORECASTS: (
            "Load what really happened beside what {app:the model} forecast, by time and place, once it is known.",
            "After each run work out the error on it, and compare it with the limit of the quality gate.",
            "Alert or retrain when it is above.",
        ),
        _RECOMMENDS: (
            "Keep what people did with the items of {app:the service}, by the id of the list that they were shown.",
            "Work out weekly which share was taken, by version of the model, and compare it with a limit.",
            "Alert or retrain when it falls below.",
        ),
        _TAKEN: (
            "Store what {door:the endpoint} takes, beside the id of the prediction that it is about.",
            "Join it weekly with the predictions, and compare the metric of the quality gate with its limit.",
            "Alert or retrain when it falls below.",
        ),
        _STARTED: (
            "Compare the figure that {measured:the code} works out with the limit of the gate, at each run.",
            "Alert or retrain when it is worse.",
        ),
        _MEASURED: (
            "Start {measured:what works it out} by the clock, and compare its figure with the limit of the gate.",
            "Alert or retrain when it falls below.",
        ),
    },
    missing="what really happened never comes back to what was predicted",
    references=("MTS-Mon7", "MTS-Model2", "MS 2.4", "MS 4.3", "MG 4.2", "SR V", "GMLP 10", "AIA 72"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
    when=gives_answers,
    when_not=ONLY_TRAINS,
)
def quality_feedback_loop(component: Component) -> Graded:
    repo = component.repo
    doors = component.of(feedback_doors(repo))
    known = component.of(live_qualities(repo))
    asked = [item for item in known if item.site.path.endswith(".sql")]  # whose start its fact has seen
    measured = [item for item in known if runs(component, item.site) or shown_to_users(repo, item.site)]
    measured += [item for item in asked if item not in measured]
    judged = [item for item in measured if item.judged]
    closed = _closed(component, judged)
    stored = [door for door in doors if door.stored]
    graded = Graded.best(
        (Grade.IN_USE, [part for parts in closed[:3] for part in parts]),
        (Grade.SUBSTANTIVE, [*judged[:3], *stored[:2]] if judged else ()),
        (Grade.PRESENT, [*measured[:3], *doors[:3]]),
        looked_for=QUALITY_LOOKED_FOR,
        message="" if closed else _quality_message(component, measured, judged, stored=stored, doors=doors),
    )
    graded = where_code_is_read(component, graded)
    done = [1] if stored or measured else []
    if measured and not judged:
        site, job = measured[0].site, archetype(component).archetype is Archetype.BATCH_JOB
        live = job and reach(repo).is_live(site.path, site.scope)
        return graded.naming(measured=measured[0]).in_case(_STARTED if live else _MEASURED)
    named = graded.naming(app=_start(component)).having_done(*done, *([2] if judged else []))
    if doors and not done and archetype(component).archetype is not Archetype.LLM_APP:
        return named.naming(door=doors[0].place.path).in_case(_TAKEN)
    return named.in_case(_FORECASTS if outcomes_come(component) else _RECOMMENDS if recommends(component) else "")


def _start(component: Component) -> Place | None:
    """Return where answers are given: an endpoint, else the start of a job."""
    if any(item.endpoint.door is Door.QUEUE for item in served(component)[:1]):
        return application(component) or answers_at(component)  # a worker has no address
    return answers_at(component) or job_program(component)


def _quality_message(
    component: Component,
    measured: list[LiveQuality],
    judged: list[LiveQuality],
    *,
    stored: Found,
    doors: Found,
) -> str:
    if judged:
        again = any(_again(component, item) for item in judged)
        return (
            "live quality is judged, and nobody is told" if again else "live quality is judged when a person starts it"
        )
    if measured:
        return "live quality is worked out, and compared with no limit"
    if stored:
        return "feedback is stored, and no metric is worked out from it"
    return "feedback is taken, and not kept" if doors else ""
