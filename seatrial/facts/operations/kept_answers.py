"""What does a component keep of its answers, whoever writes it? The door to all records of them, for every check."""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.operations.answer_paths import AnswerPath, answer_paths
from seatrial.facts.operations.conversation_stores import conversation_stores
from seatrial.facts.operations.kept_by_jobs import kept_of_jobs
from seatrial.facts.operations.prediction_records import PredictionRecord, Sink, prediction_records


@fact
def kept_answers(component: Component) -> tuple[PredictionRecord, ...]:
    """Return the records on the way of an answer, what jobs write as their results, and what graphs keep themselves."""
    repo, paths = component.repo, answer_paths(component)
    written = (one for one in component.of(prediction_records(repo)) if any(keeps(path, one) for path in paths))
    return (*written, *kept_of_jobs(component), *component.of(conversation_stores(repo)))


@fact
def idle_records(component: Component) -> tuple[PredictionRecord, ...]:
    """Return what could store a prediction, where nothing that answers gets there."""
    kept, known = set(kept_answers(component)), component.of(prediction_records(component.repo))
    return tuple(one for one in known if one not in kept and one.sink is Sink.STORE)


def keeps(path: AnswerPath, record: PredictionRecord) -> bool:
    """Tell whether a record is written on the way of an answer; a log line must stand on the way to the model."""
    if (record.site.path, record.site.scope) not in path.scopes:
        return False
    way = path.served.way
    return record.sink is not Sink.LINE or (way is not None and record.site.scope in {*way.steps, way.call.scope})
