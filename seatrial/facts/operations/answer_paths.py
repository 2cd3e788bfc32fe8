"""Which functions take part in giving an answer, whatever they do beside it?"""

from collections import deque
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in, contents, defined, function_at
from seatrial.facts.code.programs import own_code
from seatrial.facts.serving.serving import Served, served
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_FARTHEST = 8  #: calls from the handler
_WIDEST = 800  #: functions that are looked at for one handler
#: By which a task is handed to a worker: Celery, Dramatiq, Huey and Ray.
_QUEUES = frozenset({"delay", "apply_async", "send", "send_with_options", "schedule", "remote"})
#: Decorators of functions that see every request and its answer.
_HOOKS = frozenset({"middleware", "after_request", "after_app_request", "teardown_request"})


@dataclass(frozen=True, slots=True)
class AnswerPath:
    """One endpoint that gives a model's answer, with every function that its handler gets to."""

    served: Served
    scopes: frozenset[tuple[str, str]]  #: file and qualified name


@fact
def answer_paths(component: Component) -> tuple[AnswerPath, ...]:
    """Return the component's endpoints with the functions behind each; engines answer by themselves and are left out.

    A method that only its name leads to is taken along: what is recorded there may be recorded.
    """
    hooks = frozenset(_hooks(component.repo))
    return tuple(
        AnswerPath(item, hooks | _behind(component.repo, item.endpoint.handler_path, item.endpoint.handler))
        for item in served(component)
        if item.endpoint.handler_path
    )


@fact
def answering_scopes(component: Component) -> frozenset[tuple[str, str]]:
    """Return file and qualified name of all functions that take part in any answer."""
    return frozenset(scope for path in answer_paths(component) for scope in path.scopes)


def _behind(repo: Repo, path: str, scope: str) -> frozenset[tuple[str, str]]:
    waiting, seen = deque([(path, scope, 0)]), {(path, scope)}
    while waiting and len(seen) < _WIDEST:
        here, name, depth = waiting.popleft()
        if depth == _FARTHEST:
            continue
        called = ((callee.path, callee.scope) for callee in callees(repo, here, name))
        for other in (*called, *_queued(repo, here, name), *_around(repo, here, name)):
            if other not in seen:
                seen.add(other)
                waiting.append((*other, depth + 1))
    return frozenset(seen)


def _queued(repo: Repo, path: str, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the tasks that a function hands to workers, as ``keep.delay(answer)`` of Celery does."""
    for call in calls_in(repo, path, scope):
        found = defined(repo, path, call.name, call.written) if call.last in _QUEUES else None
        if found and found.function and found.function.decorators:
            yield found.path, found.name


def _around(repo: Repo, path: str, scope: str) -> Iterator[tuple[str, str]]:
    """Yield the own decorators of a function, with what stands in them: they see what it is given and what it gives."""
    function = function_at(repo, path, scope)
    for mark in function.decorators if function else ():
        found = defined(repo, path, mark.name, mark.written)
        if found and found.function:
            yield found.path, found.name
            yield from (
                (found.path, inner) for inner in contents(repo, found.path).calls if inner.startswith(f"{found.name}.")
            )


def _hooks(repo: Repo) -> Iterator[tuple[str, str]]:
    for program in own_code(repo):
        for item in program.file.functions:
            if any(mark.last in _HOOKS for mark in item.decorators):
                yield program.path, item.name
