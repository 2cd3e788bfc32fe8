"""Which tests ask a language model itself, and hold its answer to a text?"""

from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.inference_paths import InferencePath, inference_path
from seatrial.facts.inference.stand_ins import is_mocked, replaces
from seatrial.facts.serving.serving import endpoints, served_endpoints
from seatrial.facts.serving.watch.endpoint_tests import EndpointTest, endpoint_tests
from seatrial.facts.signs import PREPARES
from seatrial.facts.testing.tests import Case, tests
from seatrial.facts.web.sent_requests import sent_by
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.grouped import grouped
from seatrial.repo import Repo


@fact
def answer_tests(component: Component) -> tuple[Evidence, ...]:
    """Return the tests that get to a language model, with no stand-in, and assert what its answer holds, by place.

    A test that sends requests asks what stands behind their paths, whatever else the application that it makes can do.
    """
    repo = component.repo
    found = (case for case in component.of(tests(repo)) if case.language == "Python" and case.real and not case.mocked)
    return tuple(
        Evidence(case.place, f"{case.name} holds an answer of the language model to a text")
        for case in found
        if _asserts_text(repo, case) and _asks(repo, case)
    )


def _asks(repo: Repo, case: Case) -> bool:
    file = python_file(repo, case.site.path)
    if file is None or is_mocked(repo, file, case):
        return False
    sent = _sending(repo).get(case.place, ())
    if sent or sent_by(repo, file, case.name):
        answering = _answering(repo)
        return any((test.endpoint.handler_path, test.endpoint.handler) in answering for test in sent)
    way = inference_path(repo, file.path, case.name)
    if way is None or not _answers(way) or _only_registers(repo, way):
        return False
    return not replaces(repo, file, case, {step.rpartition(".")[2] for step in (*way.steps[1:], way.call.call.last)})


@fact
def _sending(repo: Repo) -> Mapping[Place, tuple[EndpointTest, ...]]:
    """Return what the tests ask of the endpoints, by the place of the test."""
    return grouped((test.place, test) for test in endpoint_tests(repo))


@fact
def _answering(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the handlers behind which a language model answers, by file and name."""
    ways = ((item.endpoint, item.way) for item in served_endpoints(repo))
    return frozenset((door.handler_path, door.handler) for door, way in ways if way is not None and _answers(way))


def _answers(way: InferencePath) -> bool:
    """Tell whether a way leads to a language model for certain, and to one that answers."""
    by_llm = way.call.runs is Runs.LLM and not PREPARES.search(way.call.call.written)
    return by_llm and way.confidence is Confidence.VERIFIED


def _only_registers(repo: Repo, way: InferencePath) -> bool:
    """Tell whether a way leads through what hands handlers to an application, or through one that was handed over."""
    handlers = _handlers(repo)
    makers = {name.rpartition(".")[0] for name in handlers if "." in name}
    return not makers.isdisjoint(way.steps[1:]) or not handlers.isdisjoint(way.steps[2:])


@fact
def _handlers(repo: Repo) -> frozenset[str]:
    """Return the names of the functions behind endpoints, with what they stand in."""
    return frozenset(door.handler for door in endpoints(repo) if door.handler)


def _asserts_text(repo: Repo, case: Case) -> bool:
    """Tell whether a test asserts that a text is in something, or is it: ``assert "rome" in answer.lower()``."""
    file = python_file(repo, case.site.path)
    return any(
        item.scope == case.name and "assert" in item.leads_to and item.operator in {"in", "=="}
        and any(isinstance(side.literal, str) and side.literal for side in (item.left, item.right))
        for item in (file.comparisons if file else ())
    )  # fmt: skip
