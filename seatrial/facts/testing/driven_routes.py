"""Which load tests drive the route of the model, who starts them, and which reports of such runs are kept?"""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.serving.foreign_services import answers_elsewhere, foreign_models
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.serving import Served, served
from seatrial.facts.testing import benchmark_results
from seatrial.facts.testing.load_test import LoadTest, Measured
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.web.graph_fields import GRAPH_SERVERS
from seatrial.model import Evidence, as_evidence
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ADDRESS = regex(r"(?:https?://[^/]+|\$\{[^}]*\}|\{[^}]*\})?(/[^?#]*)?")
_REPORT = caseless(r"load|locust|k6|stress|report|bench|perf|capacity|result")

#: Under which paths servers answer for the models that they are given, by the names of the servers.
_PROTOCOLS = (
    (
        {"KServe", "MLServer", "Triton", "TensorFlow Serving", "Seldon", "OpenVINO Model Server"},
        regex(r"(?:/.*)?/(?:v1/models/[^/]+(?::|/)(?:predict|explain)|v2/models/.+/infer|v2/models/.+/generate\w*)"),
    ),
    ({"Seldon"}, regex(r"(?:/.*)?/api/v[\d.]+/predictions")),
    ({"TorchServe"}, regex(r"(?:/.*)?/predictions/[^/]+(?:/[^/]+)?")),
    ({"SageMaker", "MLflow", "Azure ML"}, regex(r"(?:/.*)?/(?:invocations|score)")),
)


@fact
def driving_tests(component: Component) -> tuple[LoadTest, ...]:
    """Return the load tests that ask for a route of the component behind which a model runs.

    Of a service in another language, whose routes were not followed to a model, any of its routes counts.
    """
    doors = served(component)
    urls = {_path(door.endpoint.url) for door in doors} or {*_elsewhere(component)}
    found = (one for one in component.of(load_tests(component.repo)) if one.measures is Measured.LOAD)
    at_root = any(door.endpoint.url == "/" and door.endpoint.framework in GRAPH_SERVERS for door in doors)
    return tuple(one for one in found if _drives(one, doors, urls - {""}) or (at_root and "/" in one.targets))


def _elsewhere(component: Component) -> Iterator[str]:
    if answers_elsewhere(component.repo):
        languages = {one.language for one in component.of(foreign_models(component.repo))}
        for route in component.of(foreign(component.repo, Sign.ROUTE)):
            if route.language in languages and len(route.text) > 1:
                yield f"/{route.text.strip('/')}"


def _drives(test: LoadTest, doors: Iterable[Served], urls: Iterable[str]) -> bool:
    paths = {_path(target) for target in test.targets} - {""}
    if any(_by_protocol(door.endpoint.framework, path) for door in doors for path in paths):
        return True
    return any(
        path == url or (url != "/" and (path.endswith(url) or _ends_in(path, url))) for path in paths for url in urls
    )


def _by_protocol(server: str, path: str) -> bool:
    """Tell a path that a model server gives each of its models, which no code of the owner names."""
    return any(server in servers and form.fullmatch(path) for servers, form in _PROTOCOLS)


def _path(address: str) -> str:
    match = _ADDRESS.match(address)
    path = (match[1] or "") if match else ""
    return path.rstrip("/") or path[:1]


def _ends_in(path: str, url: str) -> bool:
    """Compare the last parts, for a router may stand below a version: what stands in braces in a route is anything."""
    theirs = url.strip("/").split("/")
    mine = path.strip("/").split("/")[-len(theirs) :]
    named = [(given, part) for given, part in zip(mine, theirs, strict=False) if part[:1] not in "{<:"]
    return len(mine) == len(theirs) and bool(named) and all(given == part for given, part in named)


@fact
def load_reports(repo: Repo) -> tuple[benchmark_results.Measured, ...]:
    """Return the records of latencies with a tail, in files whose name speaks of load or results."""
    found = benchmark_results.measured_latencies(repo)
    return tuple(one for one in found if _REPORT.search(one.path) and any(rank >= 95 for rank, _ in one.percentiles))


def started_by_ci(repo: Repo, tests: Iterable[LoadTest]) -> Iterator[Evidence]:
    """Yield the commands of CI that name the file of one of the tests, and whose failure fails the run."""
    names = {test.place.path.rpartition("/")[2] for test in tests}
    for command in ci_commands(repo):
        if command.can_fail and any(word.rpartition("/")[2] in names for word in command.command.argv):
            yield as_evidence(command)
