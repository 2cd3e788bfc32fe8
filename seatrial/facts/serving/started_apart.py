"""Does a handler only have work started elsewhere, or after its answer, for which nobody waits?"""

from seatrial.facts.code.code_index import calls_in, defined
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Calls by which clouds start a container, a batch job, a workflow or a transformation of rows.
_STARTS = regex(
    r"boto3\.(?:client|Session\.client|session\.Session\.client)\."
    r"(?:run_task|submit_job|start_execution|start_pipeline_execution|start_job_run|create_transform_job)"
    r"|google\.cloud\.(?:run|batch)\w*\.(?:JobsClient\.run_job|BatchServiceClient\.create_job)"
)
#: Calls that are handed a function and run it once the answer is given, or have a worker run it.
_LATER = frozenset({"add_task", "create_task", "ensure_future", "delay", "apply_async", "enqueue", "send_task"})
_DEEP = 2  #: functions between a handler and the start


def starts_work_apart(repo: Repo, path: str, scope: str, depth: int = _DEEP) -> bool:
    """Tell whether a function, or one that it calls, has a cloud start a task: what it answers is that it started."""
    calls = calls_in(repo, path, scope)
    if any(_STARTS.fullmatch(call.name) for call in calls):
        return True
    inner = (defined(repo, path, call.name, call.written) for call in calls) if depth else ()
    return any(
        one.function is not None and starts_work_apart(repo, one.path, one.name, depth - 1) for one in inner if one
    )


def runs_later(repo: Repo, path: str, scope: str, step: str) -> bool:
    """Tell whether a handler has the function by which it gets to a model run after it has answered.

    ``tasks.add_task(index, document)`` answers that it was taken in; ``index.delay(document)`` does so too.
    """
    name = step.rpartition(".")[2]
    later = (call for call in calls_in(repo, path, scope) if call.last in _LATER)
    return any(
        name == word.rpartition(".")[2]
        for call in later
        for word in (call.written.rpartition(".")[0], *(value.text.partition("(")[0] for value in call.values))
    )
