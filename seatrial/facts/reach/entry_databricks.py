"""Which programs do jobs of Databricks run: those of a bundle, and those that code describes?"""

import posixpath
from collections.abc import Iterable, Iterator
from itertools import pairwise

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import Launch
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.model import Place
from seatrial.read.code.python_record import PythonFile
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo, Role, role

_BUNDLES = ("databricks.yml", "databricks.yaml")
#: The kinds of task, each with what it is given: a program, a notebook, or a command that installing a wheel makes.
_TASKS = {"spark_python_task": "python_file", "notebook_task": "notebook_path", "python_wheel_task": "entry_point"}
_CLASSES = {"SparkPythonTask": "python_file", "NotebookTask": "notebook_path", "PythonWheelTask": "entry_point"}
_DEEPEST = 4  #: tasks that are run for each of some values, in one another


@fact
def bundle_jobs(repo: Repo) -> tuple[tuple[str, Node], ...]:
    """Return the jobs of asset bundles, each with its file: the bundle itself, or one that stands below it."""
    folders = {posixpath.dirname(path) for path in repo.matching(_is_bundle)}
    found: list[tuple[str, Node]] = []
    for path in repo.matching(_is_yaml) if folders else ():
        if not role(repo, path).is_foreign and any(not one or path.startswith(f"{one}/") for one in folders):
            root = first_document(repo, path)
            tops = (root, *(target for _, target in root.at("targets").pairs))
            found += [(path, job) for top in tops for _, job in top.at("resources", "jobs").pairs]
    return tuple(found)


def of_databricks(repo: Repo) -> Iterator[EntryPoint]:
    """Yield what the tasks of such jobs start, beside the file that names it, from the root, or by its name."""
    for path, job in bundle_jobs(repo):
        for task in _tasks(job, _DEEPEST):
            for kind, key in _TASKS.items():
                if (start := task.at(kind, key)).text:
                    yield from _entries(repo, Place(path, start.line), key, start.text)
    for file in python_files(repo):
        if role(repo, file.path) is not Role.TEST:
            for line, key, text in _described(file):
                yield from _entries(repo, Place(file.path, line), key, text)


def _is_bundle(path: str) -> bool:
    return posixpath.basename(path) in _BUNDLES


def _is_yaml(path: str) -> bool:
    return path.endswith((".yml", ".yaml"))


def _tasks(job: Node, depth: int) -> Iterator[Node]:
    for task in job.at("tasks").elements if depth == _DEEPEST else (job,):
        yield task
        if depth and (inner := task.at("for_each_task", "task")):
            yield from _tasks(inner, depth - 1)


def _described(file: PythonFile) -> Iterator[tuple[int, str, str]]:
    """Yield what a dictionary for the API of jobs names, and what a task of its client does, each with its line."""
    asked = {text.value for text in file.texts} & set(_TASKS)
    keys = {_TASKS[kind] for kind in asked} if any(text.value == "tasks" for text in file.texts) else set()
    for before, after in pairwise(sorted(file.texts, key=lambda text: (text.line, text.column)) if keys else ()):
        if before.value in keys and before.into == after.into:
            yield after.line, before.value, after.value
    for call in file.calls if "databricks" in file.packages else ():
        value = call.keyword(_CLASSES.get(call.last, ""))
        if value and isinstance(value.literal, str):
            yield call.line, _CLASSES[call.last], value.literal


def _entries(repo: Repo, place: Place, key: str, text: str) -> Iterator[EntryPoint]:
    for folder in dict.fromkeys((posixpath.dirname(place.path), "")):
        goals = tuple(targets_of(repo, _starts(key, text), folder))
        for goal in goals:
            standing = weakest(role(repo, place.path), role(repo, goal.path))
            yield EntryPoint(
                Kind.PIPELINE, goal.path, goal.name, place, f"{place.path} runs {text[:100]}", goal.main, standing
            )
        if goals:
            return


def _starts(key: str, text: str) -> Iterable[Launch]:
    """Return what a task may mean: a notebook is named without the end of its file."""
    if key == "entry_point":
        return (Launch(console=text, main=True),)
    name = text if "." in posixpath.basename(text) else f"{text}.py"
    return (Launch(file=name, main=True), Launch(file=f"{text}.ipynb"))
