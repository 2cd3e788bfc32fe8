"""What of its predictions does a job keep one by one, in the program that makes them?"""

from seatrial.facts import fact
from seatrial.facts.operations.prediction_records import PredictionRecord, Sink, prediction_records
from seatrial.facts.serving.batch import batch_jobs
from seatrial.repo import Repo


@fact
def kept_by_jobs(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return the records that programs of jobs put into a store, by place.

    A job may write more than its predictions: its features to a file, its totals to a table. Which of its writes comes
    first says nothing of what it keeps.
    """
    own = {path for job in batch_jobs(repo) for path in (job.program.path, job.predicts.path)}
    return tuple(item for item in prediction_records(repo) if item.site.path in own and item.sink is Sink.STORE)
