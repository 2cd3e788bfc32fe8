"""Does anybody notice that the model is old?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, operations
from seatrial.facts.operations.model_age import age_limits, dated_models, shown_ages
from seatrial.facts.serving.near_answers import answering_programs

from .. import acts
from ..unread import where_code_is_read

AGE_LOOKED_FOR = (
    "metrics and log fields such as model_age_days and trained_at, an endpoint that tells when the model was trained, "
    "limits and alerts on that age, the TTL of feature views"
)


@operations.practice(
    "MON-10",
    question="Is the age of model and features visible and limited?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="MON-01",
    why="A job that retrains and fails in silence leaves last year's model in place, and nothing looks different.",
    act=acts.OBSERVE,
    fix=(
        "Export a gauge model_age_days from {app:the service}, and the time of the last refresh of features or index.",
        "Alert when it exceeds what was agreed, or refuse to start with a model that is too old.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Let {app:the job} log and send the age of its model and of its newest row with each run.",
            "Stop the run, or alert, when it exceeds what was agreed.",
        ),
        Archetype.LLM_APP: (
            "Export a gauge index_age_days from {app:the service}, and say at its start which model answers.",
            "Alert when the age exceeds what was agreed, or when the provider has announced the end of the model.",
        ),
    },
    missing="nobody can see how old the model is",
    references=("MTS-Mon4", "MTS-Model4", "MG 2.2", "SR V"),
    raised_by=("finance",),
)
def staleness_tracked(component: Component) -> Graded:
    repo = component.repo
    shown, limits = component.of(shown_ages(repo)), component.of(age_limits(repo))
    graded = Graded.best(
        (Grade.IN_USE, limits[:3]),
        (Grade.SUBSTANTIVE, shown[:3]),
        (Grade.PRESENT, component.of(dated_models(repo))[:3]),
        looked_for=AGE_LOOKED_FOR,
        message="its age can be seen, and nothing happens when it is too old" if shown and not limits else "",
    )
    return where_code_is_read(component, graded).naming(app=answering_programs(component)).having_done_if(shown)
