"""Can what happened be read from logs, line by line and prediction by prediction?"""

from collections.abc import Collection, Sequence

from seatrial.api import (
    Archetype,
    Component,
    Confidence,
    Effort,
    Evidence,
    Grade,
    Graded,
    Liveness,
    Severity,
    Stage,
    as_evidence,
    caseless,
    operations,
)
from seatrial.facts.operations.answer_paths import AnswerPath, answer_paths
from seatrial.facts.operations.captures import captures
from seatrial.facts.operations.log_lines import MODEL, REQUEST, level_settings, log_calls, log_fields
from seatrial.facts.operations.records.asked_records import AskedRecord, asked_records
from seatrial.facts.operations.records.kept_answers import idle_records, keeps, kept_answers
from seatrial.facts.operations.records.prediction_records import PredictionRecord, Sink
from seatrial.facts.operations.retention import retentions
from seatrial.facts.reach.reach import reach
from seatrial.facts.security.redaction import redactions
from seatrial.facts.serving.answered_elsewhere import ONLY_TRAINS, deployed_to_platforms, gives_answers
from seatrial.facts.serving.batch import job_program
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.service_files import application, application_files
from seatrial.facts.serving.serving import served
from seatrial.facts.serving.watch.log_format import LogSetup, correlations, log_setups
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

from .. import acts
from ..unread import where_code_is_read

_LEVEL = "where the lines are structured and their level is fixed"
_LACKING = "where a record in a store lacks some of it"
_IN_FILE = "where answers are kept in a file beside the program"
_ON_DEMAND = "where answers are kept only where somebody asks for it"
_BY_PLATFORM = "where a platform answers with the model"
_OF_ANSWERS = caseless(r"predict|(?<![a-z])answers?(?![a-z])")
_IDLE = "where something is written that would keep it, and nothing gets there"
_RETENTION = "Set how long rows are kept, and leave out or hash what identifies people."
LOGS_LOOKED_FOR = (
    "structlog, python-json-logger, loguru with serialize=True, a JSON formatter in dictConfig or of the owner's, "
    "platform loggers; a level from settings; fields for the request and the version of the model"
)
RECORDS_LOOKED_FOR = (
    "rows, messages and objects with a prediction's time, model, input, answer and id, written by what answers; "
    "mlflow.log_table, bentoml.monitor, Langfuse, LangSmith, Phoenix, Opik, whylogs, data capture of SageMaker, "
    "Vertex, KServe and Seldon"
)


@operations.practice(
    "MON-02",
    question="Are logs machine-readable and joinable by request id and model version?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="Among the lines of many requests nobody finds those of the one that went wrong, nor the model that answered.",
    act=acts.OBSERVE,
    fix=(
        "Configure structlog or python-json-logger in {setup:the service}{level:, its level by LOG_LEVEL}.",
        "Let a middleware (asgi-correlation-id) put a request id into each line, and bind model_version once.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Configure structlog or python-json-logger in {setup:the job}{level:, its level by LOG_LEVEL}.",
            "Bind the id of the run and model_version once, so that each line carries them.",
        )
    },
    fix_when={
        _LEVEL: (
            "Take the level of the log lines from LOG_LEVEL in {setup:the service}, where it stands in the code now.",
            "Put the id of the request or run into each line, and bind model_version once.",
        )
    },
    missing="what runs writes no log lines, or prints them",
    references=("AIA 12", "42001 A.6.2.8", "HIPAA (b)", "PCI 10.2", "AML.M0024"),
    raised_by=("finance", "healthcare"),
)
def structured_correlated_logs(component: Component) -> Graded:
    repo = component.repo
    known = [item for item in component.of(log_setups(repo)) if not _is_shown(component, item)]
    setups = [item for item in known if _runs(component, item)]
    setups.sort(key=lambda item: _distance(component, item))
    structured = [item for item in setups if item.structured]
    idle = [item for item in known if item not in setups and (item.structured or not item.scope)]
    calls = component.of(log_calls(repo))
    levels = component.of(level_settings(repo))
    ids, versions = _joins(component)
    full: list[LogSetup | Evidence] = [*structured[:3], *levels[:2]] if structured and levels else []
    graded = Graded.best(
        (Grade.IN_USE, [*full, *ids[:2], *versions[:2]] if full and ids and versions else []),
        (Grade.SUBSTANTIVE, full),
        (Grade.PRESENT, [*structured[:3], *setups[:3], *calls[:2], *_in_words(component)]),
        looked_for=LOGS_LOOKED_FOR,
        message=_lacking([*setups, *idle], structured, full, ids, versions) if setups or calls else "",
    )
    graded = where_code_is_read(component, graded)
    app = application(component) if served(component) else None
    start = app or job_program(component)
    live = setups and reach(repo).is_live(setups[0].place.path, setups[0].scope)
    setup = setups[0].place.path if setups and (live or start is None) else start
    named = graded.naming(setup=setup, level="" if levels else None).having_done_if(full)
    return named.in_case(_LEVEL if structured and not levels else "")


def _in_words(component: Component) -> tuple[ForeignSign, ...]:
    """Return where a server in another language sets its logs up for machines, as its words say."""
    there = answers_elsewhere(component.repo)
    return component.of(foreign(component.repo, Sign.LOGS))[:3] if there else ()


def _distance(component: Component, item: LogSetup) -> tuple[bool, bool]:
    """Order setups by what they speak for: what is live, and there the service before what only runs before it."""
    path = item.place.path
    return not reach(component.repo).is_live(path, item.scope), path not in application_files(component)


def _is_shown(component: Component, item: LogSetup) -> bool:
    """Tell whether it stands in examples or documents, which show and do not run."""
    return reach(component.repo).liveness(item.place.path, item.scope) is Liveness.EXAMPLE


def _runs(component: Component, item: LogSetup) -> bool:
    """Tell whether somebody makes the set-up run; a file of settings counts when code names it."""
    if not item.place.path.endswith(".py"):
        return item.confidence.value == "verified"
    return reach(component.repo).is_run(item.place.path, item.scope)


def _joins(component: Component) -> tuple[list[Evidence], list[Evidence]]:
    """Return what ties lines to a request, and what ties them to a model."""
    repo, known = component.repo, reach(component.repo)
    fields = [item for item in component.of(log_fields(repo)) if known.is_run(item.site.path, item.site.scope)]
    ids = [as_evidence(item) for item in fields if REQUEST.fullmatch(item.name)]
    ids += [as_evidence(x) for x in component.of(correlations(repo)) if known.is_run(x.place.path, x.scope)]
    return ids, [as_evidence(item) for item in fields if MODEL.fullmatch(item.name)]


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


@operations.practice(
    "MON-03",
    question="Is each prediction stored with inputs (or hash), output, version, time?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="Without a record nobody can see drift, measure quality once the truth is known, or answer for one decision.",
    act=acts.OBSERVE,
    fix=(
        "After each answer of {app:the service} write a row: time, request id, model version, input or hash, answer.",
        "Write it to a table, a stream or an object store, and not to a file beside the service.",
        _RETENTION,
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Let {app:the job} write beside each prediction the id of its row, the run, the time and model_version.",
            "Write it to a table or an object store that keeps earlier runs, and not over the last file.",
            _RETENTION,
        ),
        Archetype.LLM_APP: (
            "Trace each answer of {app:the service} by OpenTelemetry or Langfuse: question, answer, model, time.",
            "Set how long traces are kept, and mask what identifies people before it is sent.",
        ),
    },
    fix_when={
        _LACKING: (
            "Add to each record of {record:the answers} what it lacks: {lacking:the time, the model.}.",
            _RETENTION,
        ),
        _IN_FILE: (
            "Write what {record:the code} keeps of answers to a table or an object store, and not to a file beside it.",
            "Keep there what the file lacks of id, time, version of the model, and input or hash.",
            _RETENTION,
        ),
        _ON_DEMAND: (
            "Keep each answer in {record:the code}, and not only where {option:an option} is asked for.",
            "Keep there what the record lacks of id, time, version of the model, and input or hash.",
            _RETENTION,
        ),
        _BY_PLATFORM: (
            "Switch on the platform's log of requests and answers where {deploy:the code} deploys the model.",
            "Keep with it which version of the model is deployed.",
            _RETENTION,
        ),
        _IDLE: ("Let each answer of {app:the service} be kept by {record:what is written for it}.", _RETENTION),
    },
    missing="what answers keeps nothing of what the model answered",
    references=("MTS-Mon7", "AIA 12", "AIA 19", "AIA 26", "42001 A.6.2.8", "SR V", "HIPAA (b)"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=gives_answers,
    when_not=ONLY_TRAINS,
)
def prediction_log(component: Component) -> Graded:
    repo = component.repo
    kept, idle = kept_answers(component), idle_records(component)
    whole: list[PredictionRecord | Evidence] = [*component.of(captures(repo)), *(item for item in kept if item.whole)]
    sure = [path for path in answer_paths(component) if path.served.confidence is Confidence.VERIFIED]
    bare = [path for path in sure if not any(item.whole and keeps(path, item) for item in kept)]
    everywhere = not bare or bool(component.of(captures(repo)))
    bounds, cleaned = component.of(retentions(repo)), component.of(redactions(repo))
    asked = asked_records(component) if not kept else ()
    graded = Graded.best(
        (Grade.IN_USE, [*whole[:3], *bounds[:2], *cleaned[:1]] if whole and everywhere and bounds and cleaned else []),
        (Grade.SUBSTANTIVE, whole[:5]),
        (Grade.PRESENT, [*(() if whole else kept[:5]), *asked[:3], *(_idle(item) for item in idle[:2])]),
        looked_for=RECORDS_LOOKED_FOR,
        message=_on_demand(asked) or _missing_parts(kept, idle) or _only_counted(component)
        if not whole
        else _unsettled(bare if not everywhere else [], bounds, cleaned),
    )
    graded = where_code_is_read(component, graded)
    graded = graded.as_far_as_followed(unfollowed(component, May.KEEP) if not whole else ())
    app = answering_programs(component)
    deployed = component.of(deployed_to_platforms(repo)) if not app else ()
    if deployed and not (whole or kept):
        return graded.naming(deploy=deployed[0]).in_case(_BY_PLATFORM)
    if asked and not whole:
        return graded.naming(record=asked[0], option=asked[0].option).in_case(_ON_DEMAND)
    best = _fullest(kept)
    if not whole and best is not None and best.sink is Sink.STORE:
        return graded.naming(app=app, record=best.made or best, lacking=_lacks(best)).in_case(_LACKING)
    if not whole and best is not None and best.sink is Sink.FILE:
        return graded.naming(record=best).in_case(_IN_FILE)
    return graded.naming(app=app, record=next(iter(idle), None)).in_case(_IDLE if idle and not (whole or kept) else "")


def _idle(item: PredictionRecord) -> Evidence:
    return Evidence(item.place, f"{item.what}, and nothing that answers gets there", item.confidence)


def _on_demand(asked: Sequence[AskedRecord]) -> str:
    return f"answers are kept only where {asked[0].option} is asked for" if asked else ""


def _missing_parts(kept: Sequence[PredictionRecord], idle: Sequence[PredictionRecord]) -> str:
    best = _fullest(kept)
    if best is None:
        return "predictions could be stored, and nothing that answers does it" if idle else ""
    if best.sink is not Sink.STORE:
        return "the answer is only logged" if best.sink is Sink.LINE else "the answer is written to a file only"
    if best.open:
        return f"answers are written whole, and nothing near names {_lacks(best, ' or ')}"
    return f"the record lacks {_lacks(best)}"


def _only_counted(component: Component) -> str:
    """Say that answers are counted by class or score, which tells of none of them what was asked and answered."""
    known = reach(component.repo)
    used = (one for one in component.of(measurements(component.repo)) if one.of_model and one.updated)
    counted = (one for one in used if _OF_ANSWERS.search(one.name) and (one.by_answer or not one.of_requests))
    name = next((one.name for one in counted if known.is_run(one.place.path, one.scope)), "")
    return f"answers are only counted, by {name}, and no row of any is kept" if name else ""


def _fullest(kept: Sequence[PredictionRecord]) -> PredictionRecord | None:
    def rank(item: PredictionRecord) -> tuple[bool, bool, int]:
        return len(item.parts) > 1, item.sink is Sink.STORE, -len(item.lacks)

    return max(kept, key=rank, default=None)


def _lacks(record: PredictionRecord, between: str = ", ") -> str:
    return between.join(record.lacks)


def _unsettled(bare: list[AnswerPath], bounds: Collection[Evidence], cleaned: Collection[object]) -> str:
    if bare:
        return f"{bare[0].served.endpoint.what}, and nothing of it is kept"
    lacks = [word for word, there in (("how long it is kept", bounds), ("what is left out", cleaned)) if not there]
    return f"the record is whole, and nothing says {' or '.join(lacks)}" if lacks else ""
