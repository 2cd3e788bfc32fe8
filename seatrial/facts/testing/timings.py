"""Which Python drives load or measures the time that a model or a service takes?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.testing.clocks import is_clock
from seatrial.facts.testing.held_times import held_times
from seatrial.facts.testing.load_test import LoadTest, Measured
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_USERS = ("HttpUser", "FastHttpUser", "HttpLocust", "FastHttpLocust", "GrpcUser", "locust.User", "TaskSet")
_NAMED = caseless(
    r"bench|latency|throughput|(load|stress|speed|perf|performance|time|soak)_?tests?(ing)?(?![a-z])|(load|stress)er(?![a-z])"
    r"|tests?_(?:\w+_)?(?:(?:stress|perf|performance|soak|concurrency)(?![a-z])|load$)"
)
#: Narrower than for files: many a method measures how fast somebody else's service answers.
_NAMED_FUNCTION = caseless(r"bench|throughput|(load|stress|response_time)_?test")
#: A time of day read again, with an earlier one taken off; alone it is a stamp.
_SINCE = regex(r"\b(?:utc)?now\([\w.]*\)\s*-\s*\w")
#: What an answer says of the time that it took: a program that gathers that reads the client's clock.
_REPORTED = regex(r"\.(?:elapsed|latency|response_time|ttft)(?:_?(?:ms|s|secs?|seconds))?(?![a-z])")
#: Figures that are worked out of many times, by the names that such lists have.
_FIGURES = frozenset({
    "mean", "fmean", "median", "average", "percentile", "quantile", "quantiles", "nanpercentile", "stdev", "pstdev",
    "std", "sum", "max", "min",
})  # fmt: skip
_TIMES = regex(
    r"(?:^|[_.(\[])(?:latenc(?:y|ies)|durations?|elapsed|timings?|times|rtts?)(?:_?(?:ms|s|secs?|seconds|list|arr))?(?![a-z])"
)
_REST = caseless(r"(?<![a-z])(?:eta|remaining|time_left|left_time)(?![a-z])")
#: How a program says that all is done: ``f"Benchmark completed in {end - start:.2f} s"``.
_ENDED = caseless(r"(?<![a-z])(?:completed|finished|all done|done)(?: \w+){0,2} (?:in|after)(?: |$)")
_TESTS = caseless(r"(?:^|_)tests?(?![a-z])")  #: what tests results may time them along the way
_OF_TRAINING = regex(r"epoch|train|step|iter|fold")
#: A measured time and its bound, where a model is judged by it; a wait that ends at a timeout measures nothing.
_TAKEN = regex(r"(?:execution|inference|prediction|response|answer)_?(?:time|seconds|ms)|latency|p9[059]")
_BOUND = regex(r"max|limit|threshold|budget|bound|slo(?![a-z])|target")
_JUDGING = caseless(r"valid|evaluat|verif|check|gate|smoke|accept")
#: An address that is put together before it is handed to a client: ``f"{base_url}/predict/"``.
_ROUTE = regex(r"(?:https?://[\w.:-]+|\{[\w.]*\})(?:/[\w.{}-]+){1,8}/?")
#: Calls that are given addresses for whoever asks to prove who it is, and ask for none of them.
_OF_CALLERS = caseless(r"auth|credential|scope")
_METHODS = {"get", "post", "put", "request"}
_SENDS = {"post", "request"}
_CLIENTS = ("httpx", "requests", "aiohttp", "urllib3")
#: Calls that start what they are given side by side, and how many make a load.
_STARTS_LISTED = frozenset({"gather", "as_completed", "wait"})
_LOAD = 10
_SIDE_BY_SIDE = regex(
    r"^(?:asyncio|anyio|trio|gevent|tornado)\.(?:.*\.)?(?:gather|TaskGroup|create_task|create_task_group|spawn|as_completed)"
    r"|(?:ThreadPool|ProcessPool)Executor$|^(?:threading\.Thread|multiprocessing\.(?:.*\.)?(?:Pool|Process))$"
)


@fact
def timings(repo: Repo) -> tuple[LoadTest, ...]:
    """Return Locust users, benchmark fixtures and benchmarks that measure time, one for each file and kind."""
    return tuple(repo.each(_in_program, programs(repo)))


def _in_program(program: Program) -> Iterator[LoadTest]:
    yield from _locust(program)
    yield from _fixtures(program)
    yield from tuple(_gates(program)) or tuple(held_times(program)) or _benchmarks(program)


def _gates(program: Program) -> Iterator[LoadTest]:
    """Find programs that judge a model, read a clock, and stop when it takes longer than a bound allows."""
    file = program.file
    if program.is_test or not _JUDGING.search(program.path) or not any(map(is_clock, file.calls)):
        return
    for item in file.comparisons:
        left, right = (f"{side.text} {side.name}" for side in (item.left, item.right))
        judged = (_TAKEN.search(left) and _BOUND.search(right)) or (_TAKEN.search(right) and _BOUND.search(left))
        if judged and any(word.startswith(("raise ", "sys.exit")) and "Timeout" not in word for word in item.leads_to):
            yield LoadTest(program.site_of(item), "its own clock", Measured.TIME, thresholded=True)
            return


def _locust(program: Program) -> Iterator[LoadTest]:
    """Find classes of users, and a locust file that a program writes."""
    users = [one for one in program.file.classes if any(_is_user(base) for base in one.bases)]
    for item in users:
        driven = _addresses(program, f"{item.name}.") or _driven(program)
        yield LoadTest(program.site(item.line, item.name), "Locust", Measured.LOAD, driven, _judges(program))
    for text in program.file.texts if not users else ():
        if "from locust import" in text.value:
            yield LoadTest(program.site_of(text), "Locust", Measured.LOAD)
            return


def _is_user(base: str) -> bool:
    return base.endswith(_USERS) and "locust" in base


def _judges(program: Program) -> bool:
    """Tell whether a figure that is too bad makes the run fail: the exit code is set, or a comparison ends it."""
    ends = {"sys.exit", "exit", "pytest.fail"}
    return any(item.target.endswith("process_exit_code") for item in program.file.assignments) or any(
        word in ends or word.startswith("raise ") for item in program.file.comparisons for word in item.leads_to
    )


def _driven(program: Program) -> tuple[str, ...]:
    texts = (text.value for text in program.file.texts if not _OF_CALLERS.search(text.into))
    return _addresses(program) or tuple(dict.fromkeys(filter(_ROUTE.fullmatch, texts)))


def _addresses(program: Program, within: str = "") -> tuple[str, ...]:
    """Return the paths and addresses that calls ask for, those of one class where ``within`` begins with its name."""
    calls = (call for call in program.file.calls if call.last in _METHODS and call.args)
    calls = (call for call in calls if call.scope.startswith(within))
    paths = [value for call in calls for value in _may_be(program.file, call.scope, call.args[0])]
    written = [value.string or value.text for value in paths]
    return tuple(dict.fromkeys(path for path in written if path.startswith(("/", "http"))))


def _may_be(file: PythonFile, scope: str, value: Value) -> tuple[Value, ...]:
    """Return what an argument stands for; of a variable that a branch gives another path, each."""
    known = constant(file, scope, value)
    given = (item.value for item in file.assignments if (item.target, item.scope) == (value.text, scope))
    return tuple(given) or (known,) if known is value and value.kind == "name" else (known,)


def _fixtures(program: Program) -> Iterator[LoadTest]:
    """Find tests that hand a function to the fixture of pytest-benchmark."""
    for item in program.file.functions if program.is_test else ():
        if any(parameter.name == "benchmark" for parameter in item.parameters):
            used = ("benchmark", "benchmark.pedantic")
            if any(call.scope == item.name and call.written in used for call in program.file.calls):
                yield LoadTest(program.site(item.line, item.name), "pytest-benchmark", Measured.TIME)
                return


def _benchmarks(program: Program) -> Iterator[LoadTest]:
    """Find files named for measuring that read a clock, and functions named so that do it in a loop."""
    clocks = [(call.line, call.scope) for call in program.file.calls if is_clock(call)]
    clocks += [(item.line, item.scope) for item in program.file.assignments if _SINCE.search(item.value.text)]
    clocks += [(call.line, call.scope) for call in program.file.calls if _gathers(call)]
    if not clocks:
        return
    name = program.path.rpartition("/")[2].rpartition(".")[0]
    whole = bool(_NAMED.search(name)) and not _tells_only_when_it_ends(program)
    summing = () if _TESTS.search(name) else program.file.calls
    summed = {call.scope for call in summing if _sums_up(call)} - _foretold(program)
    looped = {call.scope for call in program.file.calls if is_clock(call) and {"for", "while"} & set(call.inside)}
    helping = _helpers(program)
    for line, scope in clocks:
        if (
            whole
            or scope in summed & looped
            or scope in helping
            or (_NAMED_FUNCTION.search(scope) and _loops(program, scope) and not program.notebook)
        ):
            measures = Measured.LOAD if _asks_at_once(program) else Measured.TIME
            yield LoadTest(program.site(line, scope), "its own clock", measures, _driven(program))
            return


def _helpers(program: Program) -> set[str]:
    """Return the functions that send a request for one that is named for measuring: they read its clock."""
    calls = () if program.notebook else program.file.calls
    sending = {call.scope for call in calls if call.last in _SENDS and call.name.startswith(_CLIENTS)}
    return {call.written for call in calls if _NAMED_FUNCTION.search(call.scope)} & sending


def _tells_only_when_it_ends(program: Program) -> bool:
    """Tell a program that says at its end how long all of it took: what it compares is figures, and no speed."""
    read = [call for call in program.file.calls if is_clock(call)]
    once = len(read) == 2 and not any({"for", "while"} & set(call.inside) for call in read)
    return once and any(_ENDED.search(text.value) for text in program.file.texts)


def _asks_at_once(program: Program) -> bool:
    """Tell whether a program sends requests side by side: tasks, threads or processes in which a client posts."""
    names = {call.name or call.written for call in program.file.calls if not _of_few(program.file, call)}
    asks = any(call.last in _SENDS or (call.last in _METHODS and call.name.startswith(_CLIENTS))
               for call in program.file.calls)  # fmt: skip
    return asks and any(_SIDE_BY_SIDE.search(name) for name in names)


def _of_few(file: PythonFile, call: Call) -> bool:
    """Tell a call that starts a few that are written out one by one: it shows that callers stand apart, and no load."""
    if call.last not in _STARTS_LISTED:
        return False
    listed = {item.target: item.value for item in file.assignments if item.scope == call.scope}
    given = (part for value in call.args for part in (value.items if value.kind == "other" else (value,)))
    parts = [listed.get(value.text, value) for value in given]
    count = sum(len(value.items) if value.kind == "list" else 1 for value in parts)
    return count < _LOAD and all(value.kind in ("list", "call") for value in parts)


def _gathers(call: Call) -> bool:
    """Tell whether a loop keeps the time that each answer says it took: ``latencies.append(answer.latency_ms)``."""
    looped = call.last == "append" and ("for" in call.inside or "while" in call.inside)
    return looped and any(_REPORTED.search(value.text) for value in call.args)


def _sums_up(call: Call) -> bool:
    """Tell whether a figure is worked out of gathered times: ``statistics.median(times_ms)``."""
    named = [value.name or value.text for value in call.args[:1]] if call.last in _FIGURES else []
    return any(_TIMES.search(name) and not _OF_TRAINING.search(name) for name in named)


def _foretold(program: Program) -> set[str]:
    """Return the functions that gather times to tell how long the rest of their own work will take."""
    return {item.scope for item in program.file.assignments if _REST.search(item.target)}


def _loops(program: Program, scope: str) -> bool:
    return any(call.scope == scope and {"for", "while"} & set(call.inside) for call in program.file.calls)
