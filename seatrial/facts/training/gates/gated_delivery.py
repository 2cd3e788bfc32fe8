"""Does a quality gate stand before what it guards: in the same run before the model is registered or deployed?"""

import posixpath

from seatrial.facts import fact
from seatrial.facts.ci.ci_tests import ci_test_runs
from seatrial.facts.ci.delivering_words import DELIVERS, job_delivers, step_delivers
from seatrial.facts.ci.job_order import started_after
from seatrial.facts.ci.workflow import Job
from seatrial.facts.ci.workflows import ci_commands, jobs
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.training.gates.own_runs import passed_in_order, passed_in_steps
from seatrial.facts.training.gates.promotions import promotion_scopes
from seatrial.facts.training.gates.quality_gate import Gate, Holds
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.rebuilds.dag_order import tasks_after, tasks_after_start
from seatrial.model import Place
from seatrial.repo import Repo, Role

_RUNS_BY_ITSELF = {Kind.PIPELINE, Kind.SCHEDULE, Kind.DEPLOY, Kind.CI, Kind.WORKLOAD, Kind.IMAGE, Kind.SERVER}


@fact
def guarding_gates(repo: Repo) -> tuple[Gate, ...]:
    """Return the gates that CI or a pipeline runs before a step that registers or deploys the model."""
    own = (gate for gate in quality_gates(repo) if gate.site.counts and _guards(repo, gate))
    return (*own, *tested_gates(repo))


@fact
def tested_gates(repo: Repo) -> tuple[Gate, ...]:
    """Return the gates in tests that CI runs by the name of their file before a later step registers or deploys.

    A run of all tests is none: those judge what they make themselves, and not the model that goes on.
    """
    found = [gate for gate in quality_gates(repo) if gate.site.role is Role.TEST]
    named = [
        (posixpath.normpath(posixpath.join(one.folder, word)), one.place)
        for one in (ci_test_runs(repo) if found else ())
        if one.can_fail
        for word in one.command.arguments
        if word.endswith(".py")
    ]
    places = [(path, place) for path, place in named if _delivers_after(repo, place)]
    return tuple(gate for gate in found if any(path == gate.site.path for path, _ in places))


def _guards(repo: Repo, gate: Gate) -> bool:
    """Tell whether a gate is run by a machine, and whether something to guard comes after it."""
    if not gate.site.path.endswith((".py", ".ipynb")):  # a step of CI in shell
        return _delivers_after(repo, gate.place)
    if _in_workflow(repo, gate) or passed_in_order(repo, gate) or passed_in_steps(repo, gate):
        return True
    entry = reach(repo).entry(gate.site.path, gate.site.scope)
    if entry is None or entry.kind not in _RUNS_BY_ITSELF:
        return False
    if gate.holds is Holds.PROMOTION or gate.promotes:
        return True
    later = tasks_after(repo, gate.site.path, gate.site.scope) | tasks_after_start(repo, entry.place)
    if any(map(DELIVERS.search, later)):
        return True
    if entry.kind in {Kind.CI, Kind.SCHEDULE, Kind.DEPLOY}:
        return _delivers_after(repo, entry.place)
    return entry.path in {path for path, _ in promotion_scopes(repo)}


def _in_workflow(repo: Repo, gate: Gate) -> bool:
    """Tell whether a workflow starts the gate in one container, and in a later one a program that promotes."""
    started = [one for one in entry_points(repo) if one.kind is Kind.WORKLOAD]
    gates = [one.place for one in started if one.path == gate.site.path]
    promoting = {path for path, _ in promotion_scopes(repo)} - {gate.site.path} if gates else set()
    after = (one.place for one in started if one.path in promoting)
    return any(place.path == one.path and place.line > one.line for place in after for one in gates)


def _delivers_after(repo: Repo, place: Place) -> bool:
    """Tell whether a later step of the job at this place delivers, or a job that needs it does."""
    own = next((one.job for one in ci_commands(repo) if one.place == place), None) or _job_at(repo, place)
    if own is None or not own.triggers:
        return False
    later = (step for step in own.steps if step.place.line > place.line)
    return any(map(step_delivers, later)) or any(map(job_delivers, started_after(repo, own)))


def _job_at(repo: Repo, place: Place) -> Job | None:
    return next((job for job in jobs(repo) if any(step.place == place for step in job.steps)), None)
