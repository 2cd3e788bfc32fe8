"""What do jobs that predict write beside their answers?"""

from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, function_at
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.operations.records.prediction_records import VECTORS, PredictionRecord, Sink
from seatrial.facts.operations.records.record_parts import Part, parts_of
from seatrial.facts.operations.records.record_sinks import is_sent_again, tells_worth
from seatrial.facts.product.parts import by_part
from seatrial.facts.serving.batch import BatchJob, batch_jobs
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Calls of Spark that name a column, and the position of the name.
_NAMES_COLUMN = {"alias": 0, "withColumn": 0, "withColumnRenamed": 1}
#: Methods by which a table writes itself, with every column that it came with.
_OF_TABLES = ("to_", "write_", "sink_", "save")
_LOCAL = frozenset({"to_csv", "to_excel", "to_json", "savetxt", "to_hdf", "to_feather"})
#: Texts or documents are put where they are looked up.
_FILLS_INDEX = caseless(r"(?:kb|knowledge\w*|vector\w*|retriev\w*|index)\w*\.(?:a?upsert|a?add_\w+|insert)$")
#: Functions that store what came in, for those who train.
_OF_DATA = caseless(r"ingest|(?<![a-z])raw(?![a-z])|processed|prepar|dataset|reference|features?(?![a-z])")
_ANSWERS = caseless(r"predict|pred(?![a-z])|infer|scor(?:e|ing)|forecast|answer|output")
#: Parts of the data and figures about them, unless the name says that a model made them.
_OF_PARTS = caseless(r"(?:^|[_.\s])(?:train|test|valid(?:ation)?|val|stats?)(?:_|\b)")
_PREDICTED = caseless(r"pred|scor(?:e|ing)|forecast|answer|submission|result")
_PREDICTED_NEAR = caseless(r"predict|(?<![a-z])preds?(?![a-z])|infer|scor(?:e|ing)|forecast|answer|result|output")
_KEPT_APART = caseless(r"(?<![a-z])(?:validation|val|test|holdout|oof)(?![a-z])")
_OUTPUT = regex(r"\bOutput\[|\bOutputPath\b")  #: how such a component says what it puts out
_WORD = regex(r"[A-Za-z_]\w*")
_QUOTED = regex(r"[\"'](\w+)[\"']")
_OF_TRAINING = regex(r"importance|metrics?\b|report|summary|history|evaluation")
_OF_FOLDS = caseless(r"cross_?valid|(?<![a-z])cv(?![a-z])|(?<![a-z])k?folds?(?![a-z])")


@fact
def job_records(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return what each job that predicts writes as its results, the product's own first.

    Results are the answers; the columns that the program sets beside them are the rest of the record.
    """
    known = {program.path: program for program in programs(repo)}
    found = (_record(repo, known, job) for job in batch_jobs(repo))
    return tuple(by_part(repo, dict.fromkeys(item for item in found if item)))


def _record(repo: Repo, known: dict[str, Program], job: BatchJob) -> PredictionRecord | None:
    if job.sink is None or job.sink.path not in known:
        return None
    program = known[job.sink.path]
    calls = [call for calls in contents(repo, program.path).calls.values() for call in calls]
    call = next((call for call in calls if call.line == job.sink.line and call.column == job.sink.column), None)
    if (
        call is None
        or is_sent_again(call)
        or _is_aside(call)
        or not (_holds_answers(job, call) or _is_handed(known, job, call))
    ):
        return None
    names = {key.name for key in dict_keys(program.file)} | {*_chosen(program, call)} | {*_named(calls, call)}
    parts = frozenset({Part.OUTPUT}) | parts_of(names)
    parts |= {Part.INPUT} if Part.ID in parts else set()  # the id of a row leads to the row that was read
    kept = _kept_by_pipeline(repo, program, call)
    parts |= {Part.ID, Part.INPUT, Part.TIME} if kept else set()
    sink = Sink.FILE if call.last in _LOCAL and not kept else Sink.STORE
    if tells_worth(sink, program.path):
        return None
    return PredictionRecord(program.site_of(call), sink, parts, open=call.last.startswith(_OF_TABLES))


def _holds_answers(job: BatchJob, call: Call) -> bool:
    """Tell what a job writes of its answers from what else it writes: its data, its model, how it went.

    They are written in the file that asks the model, or something near says so. What a training writes of the set that
    it kept apart tells how good it is.
    """
    words = " ".join((job.sink.path if job.sink else "", call.scope, call.written, *_words_given(call)))
    if job.trains and _KEPT_APART.search(words):
        return False
    return (job.sink is not None and job.sink.path == job.predicts.path) or bool(_PREDICTED_NEAR.search(words))


def _is_handed(known: dict[str, Program], job: BatchJob, call: Call) -> bool:
    """Tell whether the file that asks the model hands what it says to the function that writes: a writer of any table.

    ``outputs = model.predict(rows)`` and ``self.writer.write(data=outputs)``, whatever writer the settings choose.
    """
    program, writer = known.get(job.predicts.path), call.scope.rpartition(".")[2]
    calls = program.file.calls if program else ()
    said = {one.target for one in calls if one.line == job.predicts.line and one.target}
    return any(one.last == writer and any(value.text in said for value in one.values) for one in calls)


def _words_given(call: Call) -> Iterator[str]:
    for value in call.values:
        for part in (value, *value.parts):
            yield str(part.literal or part.text)


def _kept_by_pipeline(repo: Repo, program: Program, call: Call) -> bool:
    """Tell a file that a pipeline keeps for each of its runs: the output of a component of Kubeflow."""
    function = function_at(repo, program.path, call.scope)
    outputs = {one.name for one in (function.parameters if function else ()) if _OUTPUT.search(one.annotation)}
    return any(value.text.partition(".")[0] in outputs for value in call.values)


def _chosen(program: Program, call: Call) -> Iterator[str]:
    """Yield the columns that a table is cut down to where it is written: ``rows[["id", "score"]].to_sql(...)``."""
    yield from _QUOTED.findall(call.written)
    named = {*_WORD.findall(call.written)}
    for item in program.file.assignments:
        if item.scope == call.scope and item.target in named:
            yield from _QUOTED.findall(item.value.text)
            yield from (str(one.literal) for one in item.value.items if item.value.kind == "list" and one.literal)


def _named(calls: Iterable[Call], written: Call) -> Iterator[str]:
    """Yield the columns that Spark is told to name in the same function: ``F.current_timestamp().alias("made_at")``."""
    for call in calls:
        place = _NAMES_COLUMN.get(call.last)
        if call.scope == written.scope and place is not None and len(call.args) > place:
            yield call.args[place].string


def _is_aside(call: Call) -> bool:
    """Tell what fills an index of embeddings, stores what came in, or writes how a training went, from answers.

    What an object holds by itself, as a table of customers, is an answer only where a name says so.
    """
    words = " ".join((call.written, *(str(value.literal or value.text) for value in call.args)))
    indexed = any(call.keyword(name) for name in VECTORS) or bool(_FILLS_INDEX.search(call.written))
    came_in = bool(_OF_DATA.search(call.scope)) and not _ANSWERS.search(f"{call.scope} {words}")
    parts = bool(_OF_PARTS.search(words)) and not _PREDICTED.search(words)
    held = call.written.startswith("self.") and not _ANSWERS.search(f"{call.scope} {words}")
    folds = bool(_OF_FOLDS.search(f"{call.scope} {words}"))
    return indexed or came_in or parts or held or folds or bool(_OF_TRAINING.search(words))
