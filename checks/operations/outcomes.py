"""Do true outcomes come back, and does anybody notice that the model answers worse?"""

from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Found,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    as_evidence,
    operations,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.operations.feedback import feedback_doors
from seatrial.facts.operations.joined_outcomes import joined_outcomes
from seatrial.facts.operations.live_quality import LiveQuality, live_qualities
from seatrial.facts.operations.summed_feedback import summed_feedback
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs, shown_to_users
from seatrial.facts.serving.answered_elsewhere import ONLY_TRAINS, gives_answers
from seatrial.facts.serving.near_answers import answering_programs, applications
from seatrial.facts.serving.people.forecasts import outcomes_come
from seatrial.facts.serving.people.perception import recommends
from seatrial.facts.serving.serving import served
from seatrial.facts.training.recommenders import learns_to_recommend
from seatrial.facts.web.endpoints import Door

from .. import acts
from ..unread import where_code_is_read
from .watching import closed_loops, started_again

QUALITY_LOOKED_FOR = (
    "endpoints for feedback, labels and outcomes, joins of predictions with what happened, metrics worked out on them, "
    "NannyML's estimates, scores on traces"
)
_FORECASTS = "where something is forecast"
_RECOMMENDS = "where items are recommended"
_TAKEN = "where what really happened comes in, and is not kept"
_SUMMED = "where what readers said is added up, and compared with no limit"
_SUMMED_OF_TEXT = "where what readers said of a language model is added up, and compared with no limit"
_STARTED = "where what runs works out live quality, and compares it with no limit"
_JOINED = "where what really happened is joined with the answers, and no figure is worked out on it"
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
        _JOINED: (
            "Work out the error on what {joined:the code} joins, by version of the model, whenever outcomes are known.",
            "Compare it with the limit of the quality gate, and alert or retrain when it is worse.",
        ),
        _SUMMED: (
            "Compare what {summed:the code} adds up with a limit, by version of the model, by the clock.",
            "Alert or retrain when it is worse.",
        ),
        _SUMMED_OF_TEXT: (
            "Compare what {summed:the code} adds up with a limit, by version of model and prompt, by the clock.",
            "Alert when it is worse, and add what failed to the evaluation set.",
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
    closed = closed_loops(component, judged)
    joined = [item for item in component.of(joined_outcomes(repo)) if runs(component, item.site)]
    stored = [door for door in doors if door.stored]
    graded = Graded.best(
        (Grade.IN_USE, [part for parts in closed[:3] for part in parts]),
        (Grade.SUBSTANTIVE, [*judged[:3], *stored[:2]] if judged else ()),
        (Grade.PRESENT, [*measured[:3], *doors[:3], *joined[:3]]),
        looked_for=QUALITY_LOOKED_FOR,
        message="" if closed else _quality_message(component, measured, judged, stored=stored, doors=doors),
    )
    graded = where_code_is_read(component, graded)
    done = [1] if stored or measured else []
    if measured and not judged:
        site, job = measured[0].site, archetype(component).archetype is Archetype.BATCH_JOB
        live = job and reach(repo).is_live(site.path, site.scope)
        return graded.naming(measured=measured[0]).in_case(_STARTED if live else _MEASURED)
    if joined and not (measured or doors):
        worked = next((item for item in joined if item.measured), None)
        if worked:
            said = f"{worked.what} and works out an error on it, and no limit on that was found"
            return replace(graded, message=said).naming(measured=worked).in_case(_STARTED)
        said = f"{joined[0].what}, and nothing works out an error on it"
        return replace(graded, message=said).naming(joined=joined[0]).in_case(_JOINED)
    items = recommends(component) or learns_to_recommend(component)  # where readers rate what there is, and no answer
    summed = component.of(summed_feedback(repo)) if stored and not (measured or items) else []
    if summed and not any(item.judged for item in summed):
        said = f"{summed[0].what}, and compares it with no limit"
        evidence, text = (as_evidence(summed[0]), *graded.evidence), archetype(component).archetype is Archetype.LLM_APP
        told = replace(graded, message=said, evidence=evidence).naming(summed=summed[0])
        return told.in_case(_SUMMED_OF_TEXT if text else _SUMMED)
    if summed:
        said = "what readers said is held against a limit, and no metric of the model is worked out from it"
        graded = replace(graded, message=said)
    named = graded.naming(app=_start(component)).having_done(*done, *([2] if judged else []))
    if doors and not (done or items) and archetype(component).archetype is not Archetype.LLM_APP:
        return named.naming(door=doors[0].place.path).in_case(_TAKEN)
    return named.in_case(_FORECASTS if outcomes_come(component) else _RECOMMENDS if items else "")


def _start(component: Component) -> tuple[Place, ...]:
    """Return where answers are given: an endpoint, else the start of a job."""
    if any(item.endpoint.door is Door.QUEUE for item in served(component)[:1]):
        return applications(component)  # a worker has no address
    return answering_programs(component)


def _quality_message(
    component: Component,
    measured: list[LiveQuality],
    judged: list[LiveQuality],
    *,
    stored: Found,
    doors: Found,
) -> str:
    if judged:
        again = any(started_again(component, item) for item in judged)
        return (
            "live quality is judged, and nobody is told" if again else "live quality is judged when a person starts it"
        )
    if measured:
        return "live quality is worked out, and compared with no limit"
    if stored:
        return "feedback is stored, and no metric is worked out from it"
    return "feedback is taken, and not kept" if doors else ""
