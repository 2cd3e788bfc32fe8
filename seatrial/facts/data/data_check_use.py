"""Is data really judged on its way to a model: does a run reach the check, and is there anything that starts it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import runs
from seatrial.facts.code.programs import called, outside_tests
from seatrial.facts.data.data_checks import DataCheck, data_checks
from seatrial.facts.data.data_rules import tool_of
from seatrial.facts.data.suite_files import suites
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.training_path import training_path
from seatrial.repo import Repo

_STARTS = ("run_checkpoint", "Checkpoint", "run", "validate", "execute", "checkpoint", "scan")
_COMMANDS = {
    "Great Expectations": ("great_expectations checkpoint", "gx checkpoint"),
    "Soda": ("soda scan",),
    "dbt": ("dbt test", "dbt build"),
}
_APPLIED = frozenset({"validate", "check_types", "check_input", "check_output", "check_io", "coerce_dtype"})
_PIPELINES = {Kind.PIPELINE, Kind.SCHEDULE, Kind.WORKLOAD, Kind.IMAGE}


@fact
def applied_data_checks(repo: Repo) -> tuple[DataCheck, ...]:
    """Return the checks that stop, and that something runs where data goes into training or a pipeline."""
    return tuple(item for item in data_checks(repo) if item.stops and item.site.counts and _is_applied(repo, item))


@fact
def foreign_marts(repo: Repo) -> frozenset[str]:
    """Return the files of dbt tests whose models no program reads: they guard other people's tables."""
    texts = " ".join(text.value for program in outside_tests(repo) for text in program.file.texts)
    return frozenset(
        suite.path for suite in suites(repo) if suite.subjects and not any(name in texts for name in suite.subjects)
    )


def _is_applied(repo: Repo, item: DataCheck) -> bool:
    path, scope = item.site.path, item.site.scope
    if not path.endswith(".py"):
        return path not in foreign_marts(repo) and any(_starts_suites(repo, item.tool))
    if not reach(repo).is_run(path, scope) or (item.tool == "pandera" and not _applies_schemas(repo)):
        return False
    entry = reach(repo).entry(path, scope)
    return path in training_path(repo) or (entry is not None and entry.kind in _PIPELINES)


def _starts_suites(repo: Repo, tool: str) -> Iterator[bool]:
    """Yield for each start of a tool's suites that it is there: in code that runs, or in CI."""
    for found in called(repo, *_STARTS):
        if tool_of(found.call) == tool:
            yield reach(repo).is_run(found.program.path, found.call.scope)
    yield from (not command.stopped for command in runs(repo, *_COMMANDS.get(tool, ())))


def _applies_schemas(repo: Repo) -> bool:
    """Tell whether any code that is no test validates a frame by a schema, or is decorated to do so."""
    if any(True for _ in called(repo, *_APPLIED)):
        return True
    functions = (item for program in outside_tests(repo) for item in program.file.functions)
    return any(mark.last in _APPLIED for item in functions for mark in item.decorators)
