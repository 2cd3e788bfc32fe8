"""Which jobs do the bundles of Databricks and the files of dbx declare, and which code does each of their tasks run?"""

from collections.abc import Iterator

from seatrial.facts.deployment.workload import Container, Platform, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex

_KINDS = ("jobs", "pipelines", "model_serving_endpoints")
#: How dbx writes that a file is brought along with the job.
_BROUGHT = regex(r"^file:(?:fuse:)?//")
_SOURCE = regex(r"\.(?:py|ipynb|sql|scala|r)$")
_TASKS = 200  #: of one job that are read


def bundles(path: str, root: Node) -> Iterator[Workload]:
    """Yield what a bundle declares, or a file that it includes: jobs, pipelines, endpoints of models."""
    for kind in _KINDS:
        for name, item in root.at("resources", kind).pairs:
            yield _job(path, kind, name, item)


def dbx_files(path: str, root: Node) -> Iterator[Workload]:
    """Yield the jobs of each environment of a deployment file of dbx; the same job in another one is another."""
    for _, environment in root.at("environments").pairs:
        for job in (*environment.at("jobs").elements, *environment.at("workflows").elements):
            if tuple(_commands(job)):
                yield _job(path, "jobs", job.at("name").text, job)


def _job(path: str, kind: str, name: str, job: Node) -> Workload:
    place, what = Place(path, job.line), f"Databricks {kind.rstrip('s')} {name}"
    containers = tuple(
        Container(task or name, Place(path, line), command=command) for task, line, command in _commands(job)
    )
    schedule = job.at("schedule", "quartz_cron_expression").text
    return Workload(
        Platform.DATA_PLATFORM, kind, name, place, what, containers or (Container(name, place),), schedule=schedule
    )


def _commands(job: Node) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Yield name, line and command of each task; a job without tasks is one itself."""
    for task in job.at("tasks").elements[:_TASKS] or (job,):
        script = task.at("spark_python_task", "python_file")
        book = task.at("notebook_task", "notebook_path")
        entry = task.at("python_wheel_task", "entry_point")
        if script.text:
            yield task.at("task_key").text, script.line, ("python", _BROUGHT.sub("", script.text))
        elif book.text:
            named = book.text if _SOURCE.search(book.text) else f"{book.text}.py"
            runner = ("jupyter", "execute") if named.endswith(".ipynb") else ("python",)
            yield task.at("task_key").text, book.line, (*runner, named)
        elif entry.text:
            yield task.at("task_key").text, entry.line, (entry.text,)
