"""What of its predictions does a job keep one by one, in the program that makes them?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.operations.job_records import job_records
from seatrial.facts.operations.prediction_records import PredictionRecord, Sink, prediction_records
from seatrial.facts.serving.batch import batch_jobs
from seatrial.facts.serving.serving import network_service
from seatrial.repo import Repo


@fact
def kept_by_jobs(repo: Repo) -> tuple[PredictionRecord, ...]:
    """Return the records that programs of jobs put into a store, by place.

    A job may write more than its predictions: its features to a file, its totals to a table. Which of its writes comes
    first says nothing of what it keeps.
    """
    own = {path for job in batch_jobs(repo) for path in (job.program.path, job.predicts.path)}
    return tuple(item for item in prediction_records(repo) if item.site.path in own and item.sink is Sink.STORE)


def kept_of_jobs(component: Component) -> tuple[PredictionRecord, ...]:
    """Return what jobs of the component keep of what they predict.

    A file that a command writes beside a service is what it was started for, and no record of what the service answers.
    """
    found = (*component.of(job_records(component.repo)), *component.of(kept_by_jobs(component.repo)))
    answers = network_service(component)
    return tuple(one for one in found if not (answers and one.sink is Sink.FILE))
