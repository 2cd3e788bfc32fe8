"""Can what happened be read from logs, line by line and prediction by prediction?"""

from collections.abc import Collection

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, operations
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.operations.log_lines import MODEL, REQUEST, level_settings, log_calls, log_fields
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.log_format import LogSetup, correlations, log_setups
from seatrial.facts.serving.serving import served

LOGS_LOOKED_FOR = (
    "structlog, python-json-logger, loguru with serialize=True, a JSON formatter in dictConfig or of the owner's, "
    "platform loggers; a level from settings; fields for the request and the version of the model"
)


@operations.practice(
    "MON-02",
    question="Are logs machine-readable and joinable by request id and model version?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="Among the lines of many requests nobody finds those of the one that went wrong, nor the model that answered.",
    fix=(
        "Configure structlog or python-json-logger where {app:the service} starts; take the level from LOG_LEVEL.",
        "Let a middleware (asgi-correlation-id) put a request id into each line, and bind model_version once.",
    ),
    missing="what runs writes no log lines, or prints them",
    references=("AIA 12", "42001 A.6.2.8", "HIPAA (b)", "PCI 10.2", "AML.M0024"),
    raised_by=("finance", "healthcare"),
)
def structured_correlated_logs(component: Component) -> Graded:
    repo = component.repo
    known = component.of(log_setups(repo))
    setups = [item for item in known if _runs(component, item)]
    structured = [item for item in setups if item.structured]
    idle = [item for item in known if item not in setups and (item.structured or not item.scope)]
    calls = component.of(log_calls(repo))
    levels = component.of(level_settings(repo))
    ids, versions = _joins(component)
    full: list[LogSetup | Evidence] = [*structured[:3], *levels[:2]] if structured and levels else []
    graded = Graded.best(
        (Grade.IN_USE, [*full, *ids[:2], *versions[:2]] if full and ids and versions else []),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, [*structured[:3], *setups[:3], *calls[:2]]),
        looked_for=LOGS_LOOKED_FOR,
        message=_lacking([*setups, *idle], structured, full, ids, versions) if setups or calls else "",
    )
    if graded.grade is Grade.ABSENT and (reason := why_absence_proves_nothing(repo)):
        return Graded.unknown(reason, looked_for=LOGS_LOOKED_FOR)
    app = next((item.place for item in served(component)), None)
    return graded.naming(app=app or next((job.place for job in jobs_of(component)), None))


def _runs(component: Component, item: LogSetup) -> bool:
    """Tell whether somebody makes the set-up run; a file of settings counts when code names it."""
    if not item.place.path.endswith(".py"):
        return item.confidence.value == "verified"
    return reach(component.repo).is_run(item.place.path, item.scope)


def _joins(component: Component) -> tuple[list[Evidence], list[Evidence]]:
    """Return what ties lines to a request, and what ties them to a model."""
    repo, known = component.repo, reach(component.repo)
    fields = [item for item in component.of(log_fields(repo)) if known.is_run(item.site.path, item.site.scope)]
    ids = [Evidence(item.place, item.what) for item in fields if REQUEST.fullmatch(item.name)]
    ids += [Evidence(x.place, x.what) for x in component.of(correlations(repo)) if known.is_run(x.place.path, x.scope)]
    return ids, [Evidence(item.place, item.what) for item in fields if MODEL.fullmatch(item.name)]


def _lacking(
    setups: Collection[LogSetup],
    structured: Collection[LogSetup],
    full: Collection[object],
    ids: Collection[Evidence],
    versions: Collection[Evidence],
) -> str:
    if full:
        lacks = [word for word, there in (("request", ids), ("version of the model", versions)) if not there]
        return f"the lines are structured, and none names its {' or the '.join(lacks)}" if lacks else ""
    if structured:
        return "the lines are structured, and their level is fixed in the code"
    if any(item.structured for item in setups):
        return "a structured format is there, and nothing that runs switches it on"
    return "the log lines are text for people" if setups else "lines are logged, and nothing here configures logging"
