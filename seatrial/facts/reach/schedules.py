"""Which clocks start something: schedules of orchestrators in Python, of clusters and of data platforms?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.facts.deployment.manifests import Platform, workloads
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.reach.entry_databricks import bundle_jobs
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo, Role, role

_ORCHESTRATORS = frozenset({
    "airflow", "astronomer", "prefect", "dagster", "metaflow", "zenml", "kfp", "flytekit", "sagemaker", "azure", "hera",
    "apscheduler", "clearml", "mage_ai", "google", "celery", "ploomber", "luigi", "modal", "rocketry", "databricks",
})  # fmt: skip
_KEYWORDS = frozenset({"schedule", "schedule_interval", "cron", "cron_schedule", "timetable", "crontab", "rrule"})
#: Calls and decorators that are a schedule by themselves, by the last part of their names.
_BY_NAME = frozenset({
    "ScheduleDefinition", "schedule", "LaunchPlan", "scheduled_job", "CronWorkflow", "CronSchedule", "IntervalSchedule",
    "Cron", "FixedRate", "add_job", "create_recurring_run", "create_schedule", "enable_recurring_run",
    "ScheduleEvaluationContext", "PipelineJobSchedule", "crontab",
})  # fmt: skip
#: Calls that start a flow every so often when they are given an interval.
_EVERY = frozenset({"serve", "deploy", "to_deployment", "build_from_flow"})
_NEVER = {None, "", "@once", False}
PREFECT = "prefect.yaml"
_PLATFORMS = {Platform.KUBERNETES: "Kubernetes", Platform.DATA_PLATFORM: "databricks"}


@dataclass(frozen=True, slots=True)
class Schedule:
    """One place that gives something a time to start at."""

    place: Place
    tool: str


@fact
def schedules(repo: Repo) -> tuple[Schedule, ...]:
    """Return the owner's schedules, by place; those of CI are triggers of its workflows."""
    found = (*_in_python(repo), *_of_workloads(repo), *_of_databricks(repo), *_of_prefect(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.place))


def _in_python(repo: Repo) -> Iterator[Schedule]:
    for file in own_files(repo):
        imported = file.packages
        if imported & (_ORCHESTRATORS | {"schedule"}):
            yield from (Schedule(Place(file.path, line), tool) for line, tool in _timed(file))


def _timed(file: PythonFile) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that give a time, each with the package that will keep it."""
    known = next((item.package for item in file.imports
                  if item.package in _ORCHESTRATORS), "")  # fmt: skip
    for call in (*file.calls, *(mark for item in file.functions for mark in item.decorators)):
        package = call.name.partition(".")[0]
        if package == "schedule" and call.last == "do":
            yield call.line, "schedule"
        elif known and (package in _ORCHESTRATORS or call.last in _EVERY | _BY_NAME) and _is_timed(call):
            yield call.line, package if package in _ORCHESTRATORS else known


def _is_timed(call: Call) -> bool:
    clocks = _KEYWORDS | ({"interval"} if call.last in _EVERY else frozenset())
    return call.last in _BY_NAME or any(_is_time(value) for key, value in call.keywords if key in clocks)


def _is_time(value: Value) -> bool:
    return value.kind != "literal" or value.literal not in _NEVER


def _of_workloads(repo: Repo) -> Iterator[Schedule]:
    for work in workloads(repo):
        if work.schedule and work.role is Role.OWN:
            yield Schedule(work.place, _PLATFORMS.get(work.platform, work.platform.value))


def _of_databricks(repo: Repo) -> Iterator[Schedule]:
    """Bundles without a name of their own are parts of one, and so are the files that stand below it."""
    for path, job in bundle_jobs(repo):
        timed = job.at("schedule", "quartz_cron_expression").text or job.at("trigger", "periodic")
        if timed and role(repo, path) is Role.OWN and not first_document(repo, path).has("bundle"):
            yield Schedule(Place(path, job.line), "databricks")


def _of_prefect(repo: Repo) -> Iterator[Schedule]:
    """Yield the deployments of prefect.yaml that a schedule starts, unless it is off, where each names its flow."""
    for path in repo.matching(lambda path: posixpath.basename(path) == PREFECT):
        for one in first_document(repo, path).at("deployments").elements if role(repo, path) is Role.OWN else ():
            declared = (*one.at("schedules").elements, one.at("schedule"))
            if any(_is_on(schedule) for schedule in declared):
                yield Schedule(Place(path, one.at("entrypoint").line), "prefect")


def _is_on(schedule: Node) -> bool:
    timed = any(schedule.at(key).text for key in ("cron", "interval", "rrule"))
    return timed and schedule.at("active").text.lower() != "false"
