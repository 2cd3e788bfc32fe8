"""What do jobs that predict write beside their answers?"""

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.operations.prediction_records import PredictionRecord, Sink
from seatrial.facts.operations.record_parts import Part, parts_of
from seatrial.facts.serving.batch import BatchJob, batch_jobs
from seatrial.repo import Repo

_LOCAL = frozenset({"to_csv", "to_excel", "to_json", "savetxt", "to_hdf", "to_feather"})


@fact
def job_records(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return what each job that predicts writes as its results, by place.

    Results are the answers; the columns that the program sets beside them are the rest of the record.
    """
    known = {program.path: program for program in programs(repo)}
    found = (_record(repo, known, job) for job in batch_jobs(repo))
    return tuple(sorted({item for item in found if item}, key=lambda item: item.site))


def _record(repo: Repo, known: dict[str, Program], job: BatchJob) -> PredictionRecord | None:
    if job.sink is None or job.sink.path not in known:
        return None
    program = known[job.sink.path]
    calls = [call for calls in contents(repo, program.path).calls.values() for call in calls]
    call = next((call for call in calls if call.line == job.sink.line and call.column == job.sink.column), None)
    if call is None:
        return None
    names = {key.name for key in dict_keys(program.file)}
    parts = frozenset({Part.OUTPUT}) | parts_of(names)
    sink = Sink.FILE if call.last in _LOCAL else Sink.STORE
    return PredictionRecord(program.site(call.line, call.scope), sink, parts)
