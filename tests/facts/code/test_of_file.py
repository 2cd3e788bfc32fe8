"""What is asked of a file for each of its functions is worked out once."""

from collections.abc import Iterator, Sequence

from seatrial.facts.code.of_file import once_of_file
from seatrial.facts.models.digests import is_checked
from seatrial.facts.security.injections.flow import Flow
from seatrial.read.code.python_record import Call, PythonFile, Value


def counted(calls: Sequence[Call], rounds: list[int]) -> tuple[Call, ...]:
    """Return calls that take down each time that somebody goes over all of them."""

    class Counted(tuple[Call, ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[Call]:
            rounds.append(len(self))
            return super().__iter__()

    return Counted(calls)


def test_a_question_is_answered_once_for_a_file_and_anew_for_another() -> None:
    asked = []

    @once_of_file
    def lines(file: PythonFile, more: int) -> int:
        asked.append(file)
        return file.lines + more

    first, same_words = PythonFile("a.py", 1), PythonFile("a.py", 1)
    assert [lines(first, 1), lines(first, 1), lines(first, 2), lines(same_words, 1)] == [2, 2, 3, 2]
    assert [id(file) for file in asked] == [id(first), id(first), id(same_words)]


def test_following_each_function_goes_over_the_calls_of_its_file_once() -> None:
    rounds: list[int] = []
    named = (Value("name", text="x"),)
    calls = [Call("open", "open", line, line, f"f{line}", named) for line in range(1, 200)]
    file = PythonFile("a.py", 200, calls=counted(calls, rounds))
    for call in calls:
        assert Flow(file, call.scope, {"x": "the request"}).origin(named[0], call.line) == "the request"
    assert rounds == [199]


def test_asking_each_load_for_its_digest_goes_over_the_calls_of_its_file_a_few_times() -> None:
    rounds: list[int] = []
    calls = [Call("torch.load", "torch.load", line, line, f"f{line}") for line in range(1, 200)]
    file = PythonFile("a.py", 200, calls=counted(calls, rounds))
    assert not any(is_checked(file, call) for call in calls)
    assert len(rounds) < 5
