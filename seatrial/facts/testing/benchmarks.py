"""Which programs measure the latency of the model, and does CI run them?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands, runs
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.testing.load_test import Measured
from seatrial.facts.testing.timings import timings
from seatrial.model import Evidence, as_evidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, PythonFile
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_CLOCKS = ("time.perf_counter", "time.perf_counter_ns", "time.time", "time.monotonic", "torch.cuda.Event")
_RANKS = ("percentile", "quantile", "quantiles", "nanpercentile")
_TIMERS = ("torch.utils.benchmark.Timer", "timeit.timeit", "timeit.repeat", "timeit.Timer", "triton.testing.do_bench")
_TOOLS = (
    "perf_analyzer", "genai-perf", "vllm bench", "trtexec", "onnxruntime_perf_test", "asv", "pytest-benchmark",
    "sglang.bench_serving", "optimum-benchmark", "benchmark_app", "seatrial bench",
)  # fmt: skip
_NAMED = caseless(r"bench|latency|speed|perf(?:ormance)?[_-]?test|timing|throughput")
_TRAINS = {"backward", "fit", "train", "learn"}
_OF_TIME = caseless(r"time|lat|elapsed|duration|_ms|sample|took|speed|second")


@dataclass(frozen=True, slots=True)
class BenchmarkScript(AtLine):
    """A program that measures."""

    path: str
    line: int
    how: str  #: what it measures with
    percentiles: bool = False
    warm_up: bool = False

    @property
    def what(self) -> str:
        extra = [word for word, there in (("percentiles", self.percentiles), ("a warm-up", self.warm_up)) if there]
        return f"measures with {self.how}{' and ' * bool(extra)}{' and '.join(extra)}"


@fact
def benchmark_scripts(repo: Repo) -> tuple[BenchmarkScript, ...]:
    """Return the programs that measure inference; a clock around training, or in a progress bar, measures nothing."""
    kept = (file for file in python_files(repo) if role(repo, file.path) in (Role.OWN, Role.TEST))
    found = [script for file in kept for script in _scripts(file)]
    return tuple(sorted([*found, *_gathering(repo, {script.path for script in found})], key=lambda one: one.place))


def _gathering(repo: Repo, known: set[str]) -> Iterator[BenchmarkScript]:
    """Yield other programs that gather times in a loop and work out a figure of them, whatever they are called."""
    for item in timings(repo):
        own = item.measures is Measured.TIME and not item.thresholded and role(repo, item.place.path) is Role.OWN
        file = python_file(repo, item.place.path)
        if own and item.place.path not in known and file and not any(call.last in _TRAINS for call in file.calls):
            yield BenchmarkScript(item.place.path, item.place.line, item.tool)


@fact
def benchmarks_in_ci(repo: Repo) -> tuple[Evidence, ...]:
    """Return where CI measures: a benchmark script, or a tool for it."""
    names = {PurePosixPath(script.path).name for script in benchmark_scripts(repo)}
    found = {
        as_evidence(command)
        for command in ci_commands(repo)
        if any(PurePosixPath(word).name in names for word in command.command.argv)
        or any(word.startswith("--benchmark") for word in command.command.arguments)
    }
    return tuple(sorted({*found, *map(as_evidence, runs(repo, *_TOOLS))}))


def _scripts(file: PythonFile) -> Iterator[BenchmarkScript]:
    fixture = next(filter(_takes_the_fixture, file.functions), None)
    timer = next((call for call in file.calls if call.name in _TIMERS), None)
    clocks = [call for call in file.calls if call.name in _CLOCKS]
    timed = {call.scope for call in clocks}
    named = bool(_NAMED.search(posix(file.path).stem)) or "bench" in file.path.lower()
    ranks = [call for call in file.calls if call.last in _RANKS]
    ranked = any(named or (call.scope in timed and _is_of_time(call)) for call in ranks)
    names = [function.name for function in file.functions] + [item.target for item in file.assignments]
    warm = any("warm" in name.lower() for name in names)
    if fixture:
        yield BenchmarkScript(file.path, fixture.line, "the fixture benchmark", percentiles=False, warm_up=True)
    elif timer:
        yield BenchmarkScript(file.path, timer.line, timer.name, ranked, warm_up=True)
    elif clocks and (ranked or named) and not any(call.last in _TRAINS for call in file.calls):
        yield BenchmarkScript(file.path, clocks[0].line, clocks[0].name, ranked, warm)


def _takes_the_fixture(function: Function) -> bool:
    """Tell a test that is handed pytest-benchmark's fixture from a function with an option of that name."""
    handed = any(one.name == "benchmark" and one.default is None for one in function.parameters)
    return handed and function.name.rpartition(".")[2].startswith(("test", "bench"))


def _is_of_time(call: Call) -> bool:
    """Tell the percentile of a list of times from that of any other figure."""
    return any(_OF_TIME.search(f"{value.name} {value.text}") for value in call.args[:1])
