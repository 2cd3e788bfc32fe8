"""By which one command, or by which pipeline, is a model made again from its data?"""

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname

from seatrial.facts import fact
from seatrial.facts.ci.commands.inner_commands import inner_commands
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.timed_starts import scheduled_entries
from seatrial.facts.serving.batch import web_starts
from seatrial.facts.training.rebuilds.making_parts import Part, covered
from seatrial.facts.training.rebuilds.making_starts import ci_starts, documented_programs, started_by
from seatrial.facts.training.rebuilds.pipeline_rebuilds import pipeline_rebuilds
from seatrial.facts.training.rebuilds.rebuild_record import Rebuild
from seatrial.facts.training.training import training_paths
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_STARTED = (Kind.CONSOLE, Kind.SCRIPT, Kind.IMAGE, Kind.WORKLOAD, Kind.CI)
#: What is started to make a model, and what for another purpose though it could.
_MAKES = regex(r"train|fit|pipeline|repro|all\b|build|rebuild|kedro|snakemake|mlflow|workflow|experiment")
_ASIDE = regex(
    r"(^|[/_ -])(serve|server|app|api|predict\w*|infer\w*|bench\w*|export|demo|monitor|profile|gateway|entrypoint|"
    r"start|launch\w*|\w*service|backend|run_server|test\w*|lint|clean|help|docker\w*|deploy\w*)([/_. -]|$)"
)


@fact
def rebuilds(repo: Repo) -> tuple[Rebuild, ...]:
    """Return the pipelines, tasks, workflows and programs that train a model, those that cover most first.

    A step whose command leads to no file of the repository does nothing, as far as anybody can tell.
    """
    found = (*pipeline_rebuilds(repo), *_tasks(repo), *_workflows(repo), *_single(repo))
    kept = (item for item in dict.fromkeys(found) if Part.TRAIN in item.parts)
    return tuple(sorted(kept, key=_order))


def _order(item: Rebuild) -> tuple[object, ...]:
    return (not item.whole, -len(item.parts), item.single, not _MAKES.search(item.how), item.place)


def _tasks(repo: Repo) -> Iterator[Rebuild]:
    """Find tasks of task runners and shell scripts, looked into as far as they start one another."""
    for path, target in targets(repo):
        other = target.tool in ("pre-commit", "npm", "tox", "nox") or target.name.startswith(".")
        if role(repo, path) is Role.OWN and target.name and not other and not _ASIDE.search(target.name):
            run = commands(f"{'make ' + target.name if target.tool == 'make' else target.text}")
            files = frozenset(_deep(repo, run, dirname(path), 4))
            yield Rebuild(Place(path, target.line), f"{target.tool} {target.name}", covered(repo, files), files)
    for point in entry_points(repo):
        if point.kind is Kind.TASK and point.role is Role.OWN and point.place.path.endswith((".sh", ".bash")):
            if _ASIDE.search(basename(point.place.path)) or point in web_starts(repo):
                continue
            script = point.place.path
            files = frozenset(one.path for one in entry_points(repo) if one.place.path == script)
            yield Rebuild(Place(script), f"bash {script}", covered(repo, files), files)


def _deep(repo: Repo, run: Iterable[Command], folder: str, steps: int) -> Iterator[str]:
    """Yield the programs that commands start, tasks and scripts of the repository looked into a few steps."""
    for command in run:
        yield from started_by(repo, command, folder)
        if steps:
            for task in inner_commands(repo, command, folder):
                yield from _deep(repo, task.commands, task.folder, steps - 1)


def _workflows(repo: Repo) -> Iterator[Rebuild]:
    """Find workflows of CI that make the model step by step."""
    by_workflow: dict[str, dict[str, Place]] = {}
    for one in ci_commands(repo):
        for path in started_by(repo, one.command, one.folder):
            by_workflow.setdefault(one.workflow, {}).setdefault(path, one.place)
    for workflow, started in by_workflow.items():
        files = frozenset(started)
        first = next((place for path, place in started.items() if Part.TRAIN in covered(repo, (path,))), None)
        yield Rebuild(first or Place(workflow), f"the workflow {basename(workflow)}", covered(repo, files), files)


def _single(repo: Repo) -> Iterator[Rebuild]:
    """Find programs that do it all themselves, or a part of it."""
    known, web = documented_programs(repo), {point.path for point in web_starts(repo)}
    for point in entry_points(repo):
        # what trains in the folder of an application is no part of its service
        named = basename(point.path) if point.path in training_paths(repo) else point.path
        aside = point.path in web or _ASIDE.search(named.lower())
        if point.role is Role.OWN and point.kind in _STARTED and not aside:
            said = point.kind is not Kind.SCRIPT or point.path in known
            parts = covered(repo, (point.path,))
            yield Rebuild(Place(point.path), point.path, parts, frozenset({point.path}), single=True, documented=said)


@fact
def unattended_rebuilds(repo: Repo) -> tuple[tuple[Rebuild, Evidence], ...]:
    """Return those that CI runs, upon a change or by the clock, or that a schedule starts, each with what starts it."""
    timed = {item.entry.path: item for item in scheduled_entries(repo)}
    runs = ci_starts(repo)
    found = []
    for item in rebuilds(repo):
        clock = next((timed[path] for path in sorted(item.files) if path in timed), None)
        run = next((runs[key] for key in (item.how, *sorted(item.files)) if key in runs), None)
        if clock or run:
            place, what = (
                (run.place, run.what) if run else (clock.entry.place, clock.what) if clock else (item.place, "")
            )
            found.append((item, Evidence(place, what)))
    return tuple(found)
