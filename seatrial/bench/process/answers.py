"""What do the answers of a process under test mean? Its messages become the nouns of an observation."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from seatrial.bench.child.wire import Message
from seatrial.bench.observed import Cause, Lane, Placement, Seen, Started, Tensor, Unmeasured
from seatrial.bench.open_loop import Arrivals

_T = TypeVar("_T")
#: Runs after the first that are kept: by then even a slow starter is warm.
_WARM_UP = 32
#: Numbers for each arrival in the answer to a schedule: index, ready, started, finished, failed.
_PER_ARRIVAL = 5


def understood(read: Callable[[], _T]) -> _T | Unmeasured:
    """Return what ``read`` makes of an answer; an answer that is not as agreed is a failure, never an exception."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        return Unmeasured(Cause.CRASHED, f"an answer that cannot be read ({type(error).__name__})")


def loaded(answers: Sequence[Message], process_ns: int) -> Started:
    """Return the start so far: the slowest instance's session."""
    slowest = max(answers, key=lambda one: int(one.head["session_ns"])).head
    before, after = (int(one) for one in slowest["resident"])
    return Started(
        process_ns=process_ns,
        import_ns=max(int(one.head["import_ns"]) for one in answers),
        session_ns=int(slowest["session_ns"]),
        resident_bytes=(before, after, -1),
        runtime=f"{slowest['runtime']}, Python {slowest['python']}",
        placement=tuple(_placed(one) for one in slowest["placement"]),
    )


def fed(started: Started, answers: Sequence[Message]) -> Started:
    """Return the start with the first run and those to warm up, of the slowest instance."""
    slowest = max(answers, key=lambda one: int(one.head["first_run_ns"]))
    there, back = (int(one) for one in slowest.head["transfer_ns"])
    return replace(
        started,
        first_run_ns=int(slowest.head["first_run_ns"]),
        warm_up_ns=tuple(_series(slowest.blobs)[:_WARM_UP]),
        resident_bytes=(*started.resident_bytes[:2], int(slowest.head["resident"])),
        transfer_ns=(there, back),
        distinct=int(slowest.head["sets"]),
    )


def lane(answer: Message) -> Lane:
    """Return one instance's part of a closed loop."""
    return Lane(_series(answer.blobs), _seen(answer.head["seen"]), int(answer.head["errors"]))


def arrivals(schedule_ns: "array[int]", answers: Iterable[Message]) -> Arrivals:
    """Return an open loop, the arrivals of all instances in the order of the schedule."""
    answers = tuple(answers)
    ready, started, finished = (array("q", [-1]) * len(schedule_ns) for _ in range(3))
    failed: list[int] = []
    for message in answers:
        numbers = _series(message.blobs)
        for at in range(0, len(numbers), _PER_ARRIVAL):
            index = numbers[at]
            ready[index], started[index], finished[index] = numbers[at + 1 : at + 4]
            if numbers[at + 4]:
                failed.append(index)
    seen = tuple(_seen(message.head["seen"]) for message in answers)
    return Arrivals(array("q", schedule_ns), ready, started, finished, seen, tuple(sorted(failed)))


def tensors(answer: Message) -> tuple[Tensor, ...]:
    """Return the outputs of a run."""
    found = zip(answer.head["outputs"], answer.blobs, strict=True)
    return tuple(Tensor(str(one["name"]), str(one["type"]), tuple(one["shape"]), data) for one, data in found)


def _placed(answer: Mapping[str, Any]) -> Placement:
    operators = tuple((str(name), int(count)) for name, count in answer["operators"])
    return Placement(str(answer["provider"]), int(answer["nodes"]), operators)


def _seen(answer: Mapping[str, Any]) -> Seen:
    names = ("started_ns", "ended_ns", "processor_ns", "voluntary", "involuntary", "resident_bytes")
    return Seen(*(int(answer[name]) for name in names), *[int(answer.get("pace_ns", -1))])


def _series(blobs: Iterable[bytes]) -> "array[int]":
    whole = array("q")
    for blob in blobs:
        whole.frombytes(blob)
    return whole
