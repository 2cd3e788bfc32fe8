"""What does a component keep of its answers: on their way, by its jobs, or by a graph? The one door for every check."""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.folders import judges
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.code.python_files import python_file
from seatrial.facts.operations.answer_paths import AnswerPath, answer_paths
from seatrial.facts.operations.records.job_records import job_records
from seatrial.facts.operations.records.prediction_records import PredictionRecord, Sink, prediction_records
from seatrial.facts.operations.records.record_parts import Part
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.batch import batch_jobs
from seatrial.facts.serving.serving import network_service
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.training.training import training_paths
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: What a checkpoint of LangGraph holds: the messages of a thread, its id, and when.
_OF_A_THREAD = frozenset({Part.INPUT, Part.OUTPUT, Part.ID, Part.TIME})
_OF_A_LINE = 2  #: parts of a prediction by which a line is told for one, wherever it is written
#: Keepers of the process alone, which forget all at the next start.
_FORGETS = caseless(r"memory")
#: Functions that write down how a run went: ``upsert_scoring_run_log``.
_OF_RUNS = caseless(r"(?:^|[._])(?:job|run|batch)_?(?:log|status|state|history|summary)")
#: Functions and files that store what people said of answers, or rows for a try.
_OF_OTHERS = caseless(
    r"feedback|(?<![a-z])(?:labels?|ratings?|review\w*|outcomes?|actuals?|ground_?truth|seed\w*|demo\w*|mock\w*|sample\w*"
    r"|fixtures?|train\w*|eval\w*|drift\w*|monitor\w*|backfill\w*|migrat\w*)(?![a-z])"
)
_KEEPERS = caseless(r"(?:saver|checkpoint\w*)$|Saver\.\w+$")


@fact
def kept_answers(component: Component) -> tuple[PredictionRecord, ...]:
    """Return the records on the way of an answer, what jobs write as their results, and what graphs keep themselves.

    Last come those of what runs beside the doors: a worker that scores what comes in, or who asks and keeps the answer.
    """
    repo, paths = component.repo, answer_paths(component)
    known = component.of(prediction_records(repo))
    written = [one for one in known if any(keeps(path, one) for path in paths)]
    stores = (*_kept_of_jobs(component), *component.of(conversation_stores(repo)))
    there = {one.site for one in (*written, *stores)}
    return (*written, *stores, *(one for one in known if one.site not in there and _is_kept_beside(repo, one)))


def _is_kept_beside(repo: Repo, record: PredictionRecord) -> bool:
    """Tell a record of answers that something which runs puts into a store, off the way of any of them.

    What tells how good answers were, fills a table for a try, or fits a model keeps no answers.
    """
    site = record.site
    return (
        record.sink is Sink.STORE
        and (len(record.parts & {Part.INPUT, Part.ID, Part.MODEL}) > 1 or _is_kept_by_a_page(repo, record))
        and not _OF_OTHERS.search(f"{site.path} {site.scope}")
        and site.path not in training_paths(repo)
        and not judges(site.path)
        and reach(repo).is_run(site.path, site.scope)
    )


def _is_kept_by_a_page(repo: Repo, record: PredictionRecord) -> bool:
    """Tell a turn, of question and answer, that a page which people open stores itself."""
    return Part.INPUT in record.parts and any(page.place.path == record.site.path for page in ui_apps(repo))


@fact
def idle_records(component: Component) -> tuple[PredictionRecord, ...]:
    """Return what could store a prediction, where nothing that answers gets there."""
    kept = {one.site for one in kept_answers(component)}
    known = component.of(prediction_records(component.repo))
    return tuple(one for one in known if one.site not in kept and one.sink is Sink.STORE)


def keeps(path: AnswerPath, record: PredictionRecord) -> bool:
    """Tell whether a record is written on the way of an answer.

    A log line must stand on the way to the model, or hold more than something that is called like an answer.
    """
    if (record.site.path, record.site.scope) not in path.scopes:
        return False
    way = path.served.way
    near = way is not None and record.site.scope in {*way.steps, way.call.scope}
    return record.sink is not Sink.LINE or near or len(record.parts) > _OF_A_LINE


@fact
def kept_by_jobs(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return the records that jobs put into a store, in their programs or by functions that they call.

    They come by place, and what is written of a run as a whole comes last.

    A job may write more than its predictions: its features to a file, its totals to a table. Which of its writes comes
    first says nothing of what it keeps.
    """
    own = {path for job in batch_jobs(repo) for path in (job.program.path, job.predicts.path)}
    known, edges = reach(repo), reach(repo).edges
    run = below((node for job in batch_jobs(repo) for node in nodes_of(job.entry, edges)), edges)
    stored = (item for item in prediction_records(repo) if item.sink is Sink.STORE)
    found = (
        _with_its_row(item)
        for item in stored
        if item.site.path in own or (item.site.scope and known.node(item.site.path, item.site.scope) in run)
    )
    return tuple(sorted(found, key=lambda item: bool(_OF_RUNS.search(item.site.scope))))


def _with_its_row(record: PredictionRecord) -> PredictionRecord:
    """Return a record of a job with its input, where an id is kept that leads to the row which was read."""
    return replace(record, parts=record.parts | {Part.INPUT}) if Part.ID in record.parts else record


def _kept_of_jobs(component: Component) -> tuple[PredictionRecord, ...]:
    """Return what jobs of the component keep of what they predict.

    A file that a command writes beside a service is what it was started for, and no record of what the service answers.
    """
    stored = {one.site: one for one in component.of(kept_by_jobs(component.repo))}
    results = component.of(job_records(component.repo))
    found = (*(stored.pop(one.site, one) for one in results), *stored.values())
    answers = network_service(component)
    return tuple(one for one in found if not (answers and one.sink is Sink.FILE))


@fact
def conversation_stores(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return where code that runs gives a graph a store for its conversations: ``compile(checkpointer=saver)``."""
    found = (record for program in own_code(repo) for record in _given_stores(repo, program))
    return tuple(sorted(found, key=lambda record: record.site))


def _given_stores(repo: Repo, program: Program) -> Iterator[PredictionRecord]:
    for call in program.file.calls:
        keeper = call.keyword("checkpointer")
        if keeper is not None and _lasts(repo, program, keeper) and reach(repo).is_run(program.path, call.scope):
            yield PredictionRecord(program.site_of(call), Sink.STORE, _OF_A_THREAD)


def _lasts(repo: Repo, program: Program, keeper: Value) -> bool:
    """Tell a keeper by the class that makes it, here or in the module that it is imported from."""
    found = meaning(repo, program.path, keeper.name)
    names = [keeper.name]
    if found is not None and found.kind == "value":
        home = python_file(repo, found.path)
        names = [item.value.name for item in (home.assignments if home else ()) if item.target == found.scope]
    return any(map(_KEEPERS.search, names)) and not any(map(_FORGETS.search, names))
