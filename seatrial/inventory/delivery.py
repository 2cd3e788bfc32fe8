"""Inventory: what tests there are, and what continuous integration does."""

from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs, find_no_test, front_end_tests, functional_runs
from seatrial.facts.ci.outside_calls import outside_tests
from seatrial.facts.ci.workflows import CiAction, CiCommand, workflows
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.testing.tests import real_tests, tests
from seatrial.inventory.programs import answer
from seatrial.inventory.row import Item, row
from seatrial.model import as_evidence
from seatrial.repo import Repo


@row("a CI workflow executes tests")
def ci_runs_tests(repo: Repo) -> Item:
    """Any trigger counts, and where there is no test a run executes none.

    Programs of the owner's that a step called test runs count as likely, as workflows of others do that are called so.
    """
    found: list[CiCommand | CiAction] = [*ci_test_runs(repo), *ci_test_actions(repo), *front_end_tests(repo)]
    if found and not find_no_test(found, tests(repo)):
        return Item.of(sorted(found, key=lambda one: (not one.on_change, not one.can_fail))[:20])
    likely = [as_evidence(one).likely() for one in functional_runs(repo)]
    likely += outside_tests(repo) if real_tests(repo) else ()
    broken = [workflow for workflow in workflows(repo) if workflow.broken]
    if not likely and broken:
        return Item.unknown(f"{broken[0].path}: {broken[0].broken}")
    return Item.of(likely, otherwise="CI runs no tests" if workflows(repo) else "no CI")


@row("automated test code is tracked")
def unit_tests_present(repo: Repo) -> Item:
    """Only tests that run and can fail count; scripts and methods called test are no."""
    return answer(repo, real_tests(repo), "no test that can fail")


@row("a tracked script or workflow measures load, latency or throughput")
def load_or_latency_test(repo: Repo) -> Item:
    """Claims in documents and timings inside of services are no."""
    return answer(repo, load_tests(repo), "nothing drives load or measures time on purpose")
