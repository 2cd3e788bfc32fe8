"""Does what fails in production reach an error tracker or a metric of errors?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.model import Evidence
from seatrial.repo import Repo, Role, role

_TRACKERS = {
    "sentry_sdk.init": "Sentry", "raven.Client": "Sentry", "rollbar.init": "Rollbar", "bugsnag.configure": "Bugsnag",
    "airbrake.Airbrake": "Airbrake", "honeybadger.honeybadger.configure": "Honeybadger",
    "google.cloud.error_reporting.Client": "Error Reporting", "raygun4py.raygunprovider.RaygunSender": "Raygun",
    "newrelic.agent.notice_error": "New Relic", "newrelic.agent.initialize": "New Relic",
    "elasticapm.contrib.starlette.make_apm_client": "Elastic APM",
}  # fmt: skip
_RECORDS = frozenset({"record_exception", "capture_exception", "notice_error"})
_WORDS = ("error", "exception", "fail")


@fact
def error_reports(repo: Repo) -> tuple[Evidence, ...]:
    """Return where code that runs sends failures to a tracker or a trace, or counts them, by place."""
    known = reach(repo)
    found = {
        program.evidence(call, f"{call.written} {_sends(call.name)}")
        for program in own_code(repo)
        for call in program.file.calls
        if (call.name in _TRACKERS or (call.last in _RECORDS and "." in call.name))
        and known.is_run(program.path, call.scope)
    }
    for item in measurements(repo):
        counts = item.sort is Sort.METRIC and item.updated and any(word in item.name.lower() for word in _WORDS)
        own = role(repo, item.place.path) is Role.OWN
        if counts and own and known.is_run(item.place.path, item.scope):
            found.add(Evidence(item.place, f"failures are counted: {item.what}"))
    return tuple(sorted(found))


def _sends(name: str) -> str:
    return f"sends failures to {_TRACKERS[name]}" if name in _TRACKERS else "records failures in traces"
