"""Which pipelines make a model again: files of tools, definitions of orchestrators, steps that settings name?"""

from collections.abc import Iterator
from posixpath import basename, dirname

from seatrial.facts.code.programs import programs
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.training.rebuilds.making_parts import Part, covered, parts_of_files
from seatrial.facts.training.rebuilds.making_starts import started_by
from seatrial.facts.training.rebuilds.rebuild_record import Rebuild
from seatrial.facts.web.unasked_functions import unasked_functions
from seatrial.model import Place
from seatrial.read.infrastructure.shell import commands
from seatrial.repo import Repo, Role

_NAMED_STEPS = frozenset({"PythonScriptStep", "TrainingStep", "ProcessingStep", "TuningStep", "EstimatorStep"})
_STEP_WORDS = (
    ("train", Part.TRAIN), ("tun", Part.TRAIN), ("eval", Part.EVALUATE), ("prep", Part.DATA), ("process", Part.DATA),
    ("data", Part.DATA), ("ingest", Part.DATA), ("feature", Part.DATA),
)  # fmt: skip
_HOW = {"dvc.yaml": "dvc repro", "Snakefile": "snakemake", "MLproject": "mlflow run", "kedro": "kedro run"}


def pipeline_rebuilds(repo: Repo) -> Iterator[Rebuild]:
    """Yield the files of pipeline tools, and the definitions that orchestrators find in code.

    A function that a clock calls has no stages: it is the job, and makes no model again.
    """
    by_tool: dict[str, list[EntryPoint]] = {}
    jobs = tuple(_of_databricks(repo))
    described = {one.place.path for one in jobs}
    clocked = {one.place for one in unasked_functions(repo)}
    for point in entry_points(repo):
        if point.kind is Kind.PIPELINE and point.role is Role.OWN and point.place not in clocked:
            tool = point.what.rpartition("is found by ")[2] if "is found by " in point.what else ""
            # the pipelines of these packages are spread over files and are run together
            key = f"{point.path.rpartition('src/')[0]}kedro" if tool == "kedro" else point.place.path
            by_tool.setdefault(key, []).append(point)
    yield from jobs
    for key, points in by_tool.items():
        if key in described:  # its jobs are told by their names
            continue
        files = frozenset({path for point in points for path in _with_steps(repo, point, key)})
        how = _HOW.get(basename(key), f"the pipeline in {key}")
        # the nodes of Kedro are handed their data by its catalogue
        catalogue = {Part.DATA} if how == "kedro run" and any("catalog" in path for path in repo.paths) else set()
        yield Rebuild(points[0].place, how, covered(repo, files) | catalogue, files)
    yield from _by_named_steps(repo)


def _of_databricks(repo: Repo) -> Iterator[Rebuild]:
    """Find jobs of Databricks with several tasks; jobs of one task each are the steps that their file declares."""
    jobs: dict[tuple[str, str], list[EntryPoint]] = {}
    for point in entry_points(repo):
        job, started, _ = point.what.partition(" starts ")
        if started and job.startswith("Databricks job ") and point.role is Role.OWN:
            jobs.setdefault((point.place.path, job), []).append(point)
    for (file, job), points in jobs.items():
        one = [found[0] for (path, _), found in jobs.items() if path == file and len({x.path for x in found}) == 1]
        several = len({point.path for point in points}) > 1
        steps, how = (points, f"the {job}") if several else (one, f"the jobs in {file}")
        files = frozenset(point.path for point in steps)
        if len(files) > 1:
            yield Rebuild(min(point.place for point in steps), how, covered(repo, files), files)


def _by_named_steps(repo: Repo) -> Iterator[Rebuild]:
    """Find pipelines whose scripts are named by settings, and whose steps say themselves what they are for."""
    for program in programs(repo):
        steps = [call for call in program.file.calls if call.last in _NAMED_STEPS and program.counts]
        names = [str(value.literal).lower() for call in steps if (value := call.keyword("name")) is not None]
        parts = {part for name in names for word, part in _STEP_WORDS if word in name}
        if parts:
            known = parts_of_files(repo).get(program.path, frozenset()) & {Part.DATA}
            place, how = Place(program.path, steps[0].line), f"the pipeline in {program.path}"
            yield Rebuild(place, how, frozenset(parts | known), frozenset({program.path}))


def _with_steps(repo: Repo, point: EntryPoint, key: str) -> Iterator[str]:
    """Yield what a pipeline runs: its file, the programs that it names, and the nodes that Kedro keeps beside it."""
    yield point.path
    yield from _named_files(repo, point.path)
    if basename(key) == "kedro":
        yield from (path for path in parts_of_files(repo) if dirname(path) == dirname(point.path))


def _named_files(repo: Repo, path: str) -> Iterator[str]:
    """Yield the programs that the strings of a pipeline's definition name: ``entry_point="train.py"``."""
    program = next((item for item in programs(repo) if item.path == path), None)
    for text in program.file.texts if program else ():
        for item in commands(text.value) if ".py" in text.value or "python -m" in text.value else ():
            yield from started_by(repo, item, dirname(path))
        if text.value.endswith((".py", ".ipynb")) and " " not in text.value:
            ends = [other for other in repo.paths if f"/{other}".endswith(f"/{text.value.lstrip('./')}")]
            yield from ends if len(ends) == 1 else ()
