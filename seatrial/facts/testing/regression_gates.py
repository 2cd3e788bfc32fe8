"""Does CI compare how fast and how large the model is with a bound, or with the version before?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiCommand, ci_actions, ci_commands
from seatrial.facts.code.programs import programs
from seatrial.facts.testing.benchmarks import benchmark_scripts
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_ACTIONS = ("benchmark-action/github-action-benchmark", "CodSpeedHQ/action", "bencherdev/bencher")
_LIMIT = caseless(r"latenc|p9[059]|\bms\b|_ms|seconds|elapsed|duration|throughput|rps|memory|rss|size")
_ENDS = {"sys.exit", "exit", "pytest.fail", "assert"}


@dataclass(frozen=True, slots=True)
class PerformanceGate:
    """One comparison of speed or size in CI."""

    place: Place
    what: str
    stops: bool  #: a change on its way to the default branch fails when it fails


@fact
def performance_gates(repo: Repo) -> tuple[PerformanceGate, ...]:
    """Return the comparisons that CI makes: by tools for it, and by scripts that end in failure above a bound."""
    return tuple(sorted({*_by_action(repo), *_by_command(repo)}, key=lambda gate: gate.place))


def _by_action(repo: Repo) -> Iterator[PerformanceGate]:
    for action in ci_actions(repo):
        if action.name in _ACTIONS:
            given = dict(action.inputs)
            fails = action.name != _ACTIONS[0] or given.get("fail-on-alert", "").lower() == "true"
            yield PerformanceGate(action.place, action.what, stops=action.guards and fails)


def _by_command(repo: Repo) -> Iterator[PerformanceGate]:
    bounded = {path.rpartition("/")[2] for path in _bounded_scripts(repo)}
    for one in ci_commands(repo):
        if _compares(one):
            yield PerformanceGate(one.place, one.what, stops=one.guards)
        elif any(word.rpartition("/")[2] in bounded for word in one.command.argv):
            # a bound in figures depends on the runner, which differs from run to run: it shows, and stops by chance
            yield PerformanceGate(one.place, one.what, stops=False)


def _compares(one: CiCommand) -> bool:
    words = one.command.arguments
    by_option = any(word.startswith("--benchmark-compare-fail") for word in words)
    asv = one.command.starts("asv", "continuous") or one.command.starts("bencher", "run")
    return by_option or asv or (one.command.starts("seatrial", "bench") and "--against" in words)


def _bounded_scripts(repo: Repo) -> Iterator[str]:
    """Yield the scripts that measure, and end in failure when a figure of speed or size is beyond a bound."""
    measuring = {script.path for script in benchmark_scripts(repo)}
    for program in programs(repo):
        if program.path in measuring:
            for item in program.file.comparisons:
                said = f"{item.left.text or item.left.name} {item.right.text or item.right.name}"
                ends = any(word in _ENDS or word.startswith("raise ") for word in item.leads_to)
                if ends and item.operator in {"<", "<=", ">", ">="} and _LIMIT.search(said):
                    yield program.path
