"""Was the service driven at the load that it must bear, and is that load known?"""

from collections.abc import Iterable, Sequence

from seatrial.api import Component, Effort, Grade, Graded, Place, Severity, Stage, performance
from seatrial.facts.documents.capacity import RECENT, Load, LoadFigure, load_figures
from seatrial.facts.documents.target_use import held_targets
from seatrial.facts.product.named_parts import own_first
from seatrial.facts.serving.answering import answers_on_network
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.service_files import answering_functions_alike
from seatrial.facts.serving.serving import served
from seatrial.facts.serving.ui_apps import pages_of
from seatrial.facts.serving.waiting import answers_as_a_bot, takes_messages, waits_at
from seatrial.facts.testing.benchmark_results import Measured
from seatrial.facts.testing.driven_routes import driving_tests, load_reports, started_by_ci
from seatrial.facts.testing.load_test import LoadTest
from seatrial.facts.testing.load_test import Measured as What
from seatrial.facts.testing.load_tests import load_tests, named_for_load
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.server_conventions import FUNCTION_PLATFORMS

from .. import acts

LOAD_LOOKED_FOR = (
    "files of Locust, k6, JMeter, Gatling, Artillery, wrk, vegeta, ghz and their like that drive the route "
    "of the model, a threshold that makes them fail, and a report with requests per second, errors and p95 or p99"
)
_EVENTS = "where events start the functions that ask the model, and no route does"
PLAN_LOOKED_FOR = (
    "documents about capacity: expected peak, growth, what one replica bears, headroom, quotas of GPUs and tokens, the "
    "day of the last review"
)


@performance.practice(
    "PRF-03",
    question="Was the service driven at expected peak and beyond?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="The first request is fast on every laptop; queues, locks and memory show under the load of the busiest hour.",
    act=acts.MEASURED,
    fix=(
        "Drive the model's route in {app:the service} with recorded payloads up to the peak: {script:load/k6.js}.",
        "Let the run fail above the p95 and the share of errors that are the target.",
        "Commit the report of a run: requests per second, errors, p95 and p99.",
        "Start it before each release from CI.",
    ),
    fix_when={
        _EVENTS: (
            "Send {app:the function} as many events as the peak brings, by the way they come, from a folder load/.",
            "Let the run fail where events wait longer than the target, or are given up.",
            "Commit the report of a run: events per second, p95 of their wait, and how many were given up.",
            "Start it before each release from CI.",
        ),
    },
    missing="nothing drives the service with load",
    references=("MS 2.3", "AIA 15", "42001 A.6.2.4", "MTS-Mon6"),
    raised_by=("finance", "retail"),
    gated_by=("retail",),
)
def load_tested(component: Component) -> Graded:
    repo = component.repo
    if not answers_on_network(component):
        if answers_as_a_bot(component):
            return Graded.not_applicable("people write to a bot, through a platform that nobody may drive with load")
        if jobs_of(component):
            return Graded.not_applicable("a job is asked by nobody, and bears no load of requests")
        if pages_of(component):
            return Graded.not_applicable("a page answers people, and has no route that could be driven")
    found = [one for one in component.of(load_tests(repo)) if one.measures is What.LOAD]
    named = component.of(named_for_load(repo)) if not found else ()
    aimed = list(own_first(component, driving_tests(component)))
    failing = [one for one in aimed if one.thresholded]
    reports = component.of(load_reports(repo))
    in_ci = list(started_by_ci(repo, failing))
    held = [one for one in component.of(held_targets(repo)) if one.place.path in {test.place.path for test in failing}]
    return (
        Graded.best(
            (Grade.IN_USE, [*in_ci, *held[:3]] if in_ci and held and reports else ()),
            (Grade.SUBSTANTIVE, [*failing[:4], *reports[:2]] if failing and reports else ()),
            (Grade.PRESENT, [*aimed[:4], *found[:4], *named[:2]]),
            looked_for=LOAD_LOOKED_FOR,
            message=f"{named[0].what}, and nothing drives the service with many at once"
            if named
            else _lacking(found, aimed, failing, reports),
        )
        .as_far_as_followed(unfollowed(component, May.LOAD) if not aimed else ())
        .naming(app=_app(component), script=next(iter(found), None) or next(iter(named), None))
        .having_done_if(aimed, failing, reports, in_ci)
        .in_case(_EVENTS if _by_events(component) else "")
    )


def _by_events(component: Component) -> bool:
    """Tell whether all that gets to a model is started by what happens, and has no address."""
    doors = [item.endpoint for item in served(component)]
    if not doors and takes_messages(component):
        return True
    return bool(doors) and all(map(_is_for_events, doors)) and not any(one.url for one in doors)


def _is_for_events(door: Endpoint) -> bool:
    """Tell a door of messages, and a function; those of platforms that know events from requests have an address."""
    return door.door is Door.QUEUE or (door.door is Door.FUNCTION and door.framework not in FUNCTION_PLATFORMS)


def _app(component: Component) -> Sequence[Place] | str:
    """Return what is driven: a runtime that serves a graph has the route, and the graph has none."""
    answering = [item.endpoint for item in served(component)]
    if answering and all(one.framework == "LangGraph" for one in answering):
        return "its deployment, by POST /runs/stream in staging,"
    alike = answering_functions_alike(component) or waits_at(component)
    return alike or ("what takes its messages" if takes_messages(component) else ())


def _lacking(found: list[LoadTest], aimed: list[LoadTest], failing: list[LoadTest], reports: Sequence[Measured]) -> str:
    if not found or (failing and reports):
        return ""
    if not aimed:
        return f"{found[0].what}, and not the route of the model"
    if not failing:
        return f"{aimed[0].what}, and no figure makes it fail"
    return f"{failing[0].what}, and no report of a run with p95 or p99 is kept"


@performance.practice(
    "PRF-12",
    question="Is expected peak known and covered with headroom?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="Quotas of GPUs and tokens take weeks to raise, and the busiest day has a date.",
    act=acts.COSTS,
    fix=(
        "Write a table into {plan:docs/capacity.md}: peak, growth, what one replica bears, replicas, headroom.",
        "Name the quotas that this needs, and the day of the last review before the season.",
    ),
    missing="no document says which load is expected",
    references=("MG 2.1", "42001 A.4.5", "MP 1.6"),
    raised_by=("finance", "retail"),
    gated_by=("retail",),
)
def capacity_and_growth_plan(component: Component) -> Graded:
    today = component.repo.as_of
    stated = component.of(load_figures(component.repo))
    full = [
        one
        for path in dict.fromkeys(one.path for one in stated)
        for one in _whole([x for x in stated if x.path == path])
    ]
    recent = [one for one in full if one.day is not None and today - RECENT <= one.day <= today]
    return Graded.best(
        (Grade.IN_USE, recent[:5]),
        (Grade.SUBSTANTIVE, full[:5]),
        (Grade.PRESENT, stated[:5]),
        looked_for=PLAN_LOOKED_FOR,
        message="" if full or not stated else _unsaid(stated),
    ).naming(plan=next(iter(stated), None))


def _whole(stated: list[LoadFigure]) -> list[LoadFigure]:
    """Return the figures of one document when they give the peak, and what bears it or how much is left."""
    said = {one.about for one in stated}
    return stated if Load.PEAK in said and said & {Load.REPLICA, Load.HEADROOM} else []


def _unsaid(stated: Iterable[LoadFigure]) -> str:
    if all(one.about is not Load.PEAK for one in stated):
        return "the expected peak is not given"
    return "what one replica bears, or the headroom, is not given"
