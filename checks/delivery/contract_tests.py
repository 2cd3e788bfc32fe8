"""Is the real endpoint, or the real job, exercised with a model?"""

from collections.abc import Callable

from seatrial.api import Archetype, Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, delivery
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.workflows import CiCommand
from seatrial.facts.inference.inference import Runs
from seatrial.facts.product.own_trainings import own_trainings, teaches
from seatrial.facts.serving.answering_image import application_image
from seatrial.facts.serving.batch import job_program, jobs_of
from seatrial.facts.serving.process.serving_starts import unimportable
from seatrial.facts.serving.serving import network_service, promises, served
from seatrial.facts.serving.watch.endpoint_tests import EndpointTest, endpoint_tests, tests_of
from seatrial.facts.serving.watch.job_tests import JobTest, job_tests
from seatrial.facts.serving.watch.smoke_tests import deployed_smokes, image_smokes, smoke_programs
from seatrial.facts.serving.watch.started_services import StartedService, started_services
from seatrial.facts.testing.foreign_tests import ForeignTests, foreign_tests
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.server_conventions import CLOUD_FUNCTIONS

from .. import acts

LOOKED_FOR = (
    "TestClient, httpx, test_client, requests to a started server, gRPC channels, schemathesis; a run of the job on a "
    "fixture; docker run or compose up in CI, then a request"
)

_STANDS_IN = "where stand-ins answer for the language model in every test"
_NOT_IN_CI = "where the tests are there, and CI runs none of them"
_FUNCTIONS = "where a cloud calls functions, and no route is asked"
_ONLY_JOBS = "where jobs ask the language model, and nothing answers on the network"


#: What makes the test of an endpoint weak, the worst first, and what is said of it.
_WEAKNESSES: tuple[tuple[Callable[[EndpointTest], bool], str], ...] = (
    (lambda test: test.mocked, "replace the model by a stand-in"),
    (lambda test: test.skips, "are left out where there is no model"),
    (lambda test: test.lenient, "take a failure of the endpoint for as good as an answer"),
)
_NOT_RUN = "tests ask what answers, and CI runs none of them where that could stop a change"


def serves_or_runs_jobs(component: Component) -> bool:
    """Tell whether there is an interface to test; what calls a library is tested where it is built in."""
    if archetype(component).archetype is Archetype.LIBRARY or (teaches(component) and not served(component)):
        return False
    fed = any(item.endpoint.framework in CLOUD_FUNCTIONS for item in served(component))
    return network_service(component) or fed or bool(jobs_of(component))


@delivery.practice(
    "OPS-11",
    question="Is the real endpoint (or batch job) exercised with a model, end to end?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="Code and model fit together only when somebody has tried: a renamed column passes every unit test.",
    act=acts.TESTED,
    fix=(
        "Test {url:the endpoint} with {model:a tiny trained model} by a test client; assert on what it answers.",
        "Start {image:the service} in CI as it is shipped, and send it one request; fail when the answer is wrong.",
    ),
    fix_when={
        _NOT_IN_CI: (
            "Let CI run {tests:the tests of the endpoint} on every change, and fail when they do.",
            "Start {image:the service} in CI as it is shipped, and send it one request; fail when the answer is wrong.",
        ),
        _STANDS_IN: (
            "Let one test ask {url:the endpoint} with the real model, or an answer of it that was kept, by the clock.",
            "Start {image:the service} in CI as it is shipped, and send it one request; fail when the answer is wrong.",
        ),
        _FUNCTIONS: (
            "Call {handler:the handler} in a test with an event of its kind and {model:a tiny trained model}; assert.",
            "Run that test in CI, and fail when what the handler returns or writes is wrong.",
        ),
        _ONLY_JOBS: (
            "Run {job:the job} in a test on a small input, and let a stand-in answer for the language model.",
            "Run that test in CI, in the built image if there is one.",
        ),
    },
    fix_for={
        Archetype.BATCH_JOB: (
            "Run {job:the job} in a test on a few rows with a tiny trained model; compare what it writes with a file.",
            "Run that test in CI, in the built image if there is one.",
        ),
        Archetype.LLM_APP: (
            "Test {url:the endpoint} by the framework's test client, and let a stand-in answer for the language model.",
            "Start {image:the service} in CI as it is shipped, and send it one request; fail when the answer is wrong.",
        ),
    },
    references=("MTS-Infra3", "MTS-Infra5", "42001 A.6.2.4"),
    raised_by=("finance", "healthcare"),
    when=serves_or_runs_jobs,
    when_not="there is no endpoint and no job to test",
)
def serving_contract_tested(component: Component) -> Graded:
    asked = [test for item in served(component) for test in tests_of(component.repo).get(item.endpoint, ())]
    asking = [test for test in asked if _can_fail(test)]
    lost = unimportable(component)
    real = [test for test in asking if _is_real(test) and not lost]
    jobs = job_tests(component)
    whole: list[JobTest | StartedService] = [test for test in jobs if test.judges]
    whole += started_services(component)
    in_ci: list[EndpointTest | JobTest | StartedService] = [
        test for test in (*real, *whole) if guarding_runs(component, test.place.path)
    ]
    smokes = image_smokes(component) if real or whole else ()
    others = [test for test in component.of(endpoint_tests(component.repo)) if test not in asked and _can_fail(test)]
    deployed: list[CiCommand | Evidence] = [*deployed_smokes(component)[:3], *smoke_programs(component)[:3]]
    foreign = [test for test in component.of(foreign_tests(component.repo)) if test.asking]
    idle = next(iter((*real, *whole)), None) if not (in_ci or smokes) else None
    graded = Graded.best(
        (Grade.IN_USE, [*in_ci[:6], *smokes[:3]]),
        (Grade.SUBSTANTIVE, [*real[:8], *whole[:5]]),
        (Grade.PRESENT, [*asking[:8], *others[:5], *jobs[:3], *image_smokes(component)[:3], *deployed, *foreign[:3]]),
        looked_for=LOOKED_FOR,
        message=_message(asking, lost, others, jobs, foreign) or _untested(component, deployed)
        if not (real or whole)
        else (_NOT_RUN if idle else ""),
    )
    if idle:
        return _advised(component, graded, [], stands_in=False).naming(tests=idle.place.path).in_case(_NOT_IN_CI)
    graded = graded.as_far_as_followed(unfollowed(component, May.ASK) if not (real or whole) else ())
    told = [] if real or whole else _weakest(asking)[0]
    return _advised(component, graded, told, stands_in=any(test.mocked for test in asking) and not real)


def _advised(component: Component, graded: Graded, told: list[EndpointTest], *, stands_in: bool) -> Graded:
    """Name the route, the job and the image to test, and choose the steps that fit what answers."""
    first = min(served(component), key=lambda item: _rank(component, item.endpoint, told), default=None)
    job = job_program(component)
    small = None if own_trainings(component) else "the smallest model that it loads"
    if first and first.way and first.way.call.runs in (Runs.REMOTE_MODEL, Runs.LLM):
        small = "a stand-in for the model that it asks"
    image = application_image(component)
    built = f"the image of {image.path}" if image else None
    named = graded.naming(url=first.endpoint.url or None if first else None, job=job, model=small, image=built)
    if first and _is_function(first.endpoint) and not first.endpoint.url and not graded.case:
        return named.naming(handler=first.endpoint.handler, model=small).in_case(_FUNCTIONS)
    if archetype(component).archetype is not Archetype.LLM_APP:
        return named
    if not network_service(component):
        return named.in_case(_ONLY_JOBS)
    return named.in_case(_STANDS_IN if stands_in else "")


def _rank(component: Component, endpoint: Endpoint, told: list[EndpointTest]) -> tuple[bool, bool, bool]:
    """Put what the claim is of before the rest, then what tests ask already, and what is promised to callers."""
    claimed = bool(told) and endpoint == told[0].endpoint
    return not claimed, endpoint not in tests_of(component.repo), not promises(component.repo, endpoint)


def _is_function(endpoint: Endpoint) -> bool:
    return endpoint.door is Door.FUNCTION or endpoint.framework in CLOUD_FUNCTIONS


def _can_fail(test: EndpointTest) -> bool:
    """Tell a test from what only sends a request and prints what comes back."""
    return bool(test.case.assertions or test.statuses)


def _is_real(test: EndpointTest) -> bool:
    """Tell whether a test looks at a real model's answer, on whatever machine it runs."""
    weak = test.mocked or test.skips or test.lenient or test.refused or test.case.mocked
    return test.content and test.case.real and not weak


def _message(
    asking: list[EndpointTest],
    lost: tuple[Evidence, ...],
    others: list[EndpointTest],
    jobs: tuple[JobTest, ...],
    foreign: list[ForeignTests],
) -> str:
    """Say what no test does, where none asks what answers by the model."""
    if asking and lost:
        return f"the tests ask an application that cannot be started: {lost[0].what}"
    if asking:
        return _told_of_weak(asking)
    if others:
        return "the tests ask other endpoints than those that run the model"
    if foreign and not jobs:
        return f"tests in {foreign[0].language} ask endpoints, and whether a model answers them was not followed"
    return _told_of(jobs)


def _untested(component: Component, deployed: Found) -> str:
    """Say what no test asks or runs: jobs may be run in tests though nothing asks an endpoint."""
    if deployed:
        return "what is deployed is asked by a smoke test, and no test asks an endpoint before"
    return "no test runs a job" if jobs_of(component) and not served(component) else "no test asks an endpoint"


def _told_of_weak(asking: list[EndpointTest]) -> str:
    """Say what the weak tests lack, each weakness of the endpoints alone whose tests have it."""
    found, said = _weakest(asking)
    if found:
        return f"{_tests_of(found)} {said}"
    if all(test.refused for test in asking):
        return f"{_tests_of(asking)} send what is to be refused, and nothing that is to be answered"
    return f"{_tests_of(asking)} look at the status or the time of the answer, and not at what it says"


def _weakest(asking: list[EndpointTest]) -> tuple[list[EndpointTest], str]:
    """Return the tests that have the worst weakness that any has, and what is said of them."""
    found = (([test for test in asking if weak(test)], said) for weak, said in _WEAKNESSES)
    return next(((tests, said) for tests, said in found if tests), ([], ""))


def _tests_of(asking: list[EndpointTest]) -> str:
    return f"the tests of {_doors_of(asking)}".removesuffix(" of ")


def _doors_of(asking: list[EndpointTest]) -> str:
    """Name what the tests ask that answers by the model: other tests may look into the answers of other doors."""
    doors = tuple(dict.fromkeys(test.endpoint.url for test in asking if test.endpoint.url))
    return f"{doors[0]} and {len(doors) - 1} more endpoints" if len(doors) > 2 else " and ".join(doors)


def _told_of(jobs: tuple[JobTest, ...]) -> str:
    if any(test.whole for test in jobs):
        return "the tests of the job put a stand-in in the place of a part, or assert nothing"
    if jobs:
        return "the tests run the model of the job, and none runs the job to its results"
    return ""
