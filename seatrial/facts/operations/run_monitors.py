"""Who notices that a run failed, or never came: a monitor that waits for a sign of life, a hook that tells?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, own_code
from seatrial.facts.operations.machine_notices import machine_notices
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Addresses of services that tell somebody when a run no longer reports.
_WAITS = regex(
    r"hc-ping\.com/|healthchecks\.io/ping|nosnch\.in/|cronitor\.(?:io|link)/|heartbeat\.uptimerobot\.com/"
    r"|uptime\.betterstack\.com/api/v1/heartbeat|push\.statuscake\.com|api\.opsgenie\.com/v2/heartbeats"
)
#: Calls by which a run reports to a monitor that waits for it, by the packages they come from.
_REPORTS = {"capture_checkin": "sentry_sdk", "monitor": "sentry_sdk", "ping": "cronitor", "job": "cronitor"}
#: Sensors and hooks of orchestrators that are started when a run fails.
_FAILED = {
    "make_slack_on_run_failure_sensor": "dagster", "make_email_on_run_failure_sensor": "dagster",
    "make_teams_on_run_failure_sensor": "dagster", "make_pagerduty_on_run_failure_sensor": "dagster",
    "run_failure_sensor": "dagster", "failure_hook": "dagster", "alerter_failure_hook": "zenml",
}  # fmt: skip
#: Arguments of jobs that name what is called, or who gets a mail, when one fails.
_TOLD = {
    "on_failure_callback": ("airflow",), "sla_miss_callback": ("airflow",), "on_failure": ("prefect", "zenml"),
    "on_crashed": ("prefect",), "email_on_failure": ("airflow",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunMonitor(InCode):
    """One place where a run reports, or is told of when it fails."""

    site: Site
    by: str
    waits: bool  #: a run that never comes is told of too

    @property
    def what(self) -> str:
        return f"a run that fails{' or does not come' if self.waits else ''} is told of, by {self.by}"


@fact
def run_monitors(repo: Repo) -> tuple[RunMonitor, ...]:
    """Return where the owner's code, or a machine of steps, has its runs watched, by place."""
    found = [item for program in own_code(repo) for item in _in_program(program)]
    machines = (Site(place.path, place.line) for place in machine_notices(repo))
    found += [RunMonitor(site, "a state that failures lead to", waits=False) for site in machines]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.by)))


def _in_program(program: Program) -> Iterator[RunMonitor]:
    known = program.file.packages
    decorators = (mark for function in program.file.functions for mark in function.decorators)
    for call in (*program.file.calls, *decorators):
        if by := _by_call(call):
            yield RunMonitor(program.site_of(call), by, waits=call.last in _REPORTS)
        elif name := _told_by(call, known):
            yield RunMonitor(program.site_of(call), name, waits=name == "sla_miss_callback")
    for text in program.file.texts:
        if _WAITS.search(text.value):
            yield RunMonitor(program.site_of(text), "a service that waits for each run", waits=True)


def _by_call(call: Call) -> str:
    package = _REPORTS.get(call.last) or _FAILED.get(call.last, "")
    return f"{package}'s {call.last}" if package and call.name.startswith(package) else ""


def _told_by(call: Call, known: frozenset[str]) -> str:
    """Return the argument by which a job is told whom to call when it fails; of settings in a dictionary too."""
    if not call.keywords:
        return ""
    given = [*call.keywords, *(pair for _, value in call.keywords for pair in value.keywords if value.kind == "dict")]
    set_to = ((name, value.kind != "literal" or value.literal not in (None, False, "")) for name, value in given)
    return next((name for name, choice in set_to if choice and not known.isdisjoint(_TOLD.get(name, ()))), "")
