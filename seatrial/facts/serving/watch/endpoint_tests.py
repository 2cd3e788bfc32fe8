"""Which tests send requests to the service's own endpoints, and what do they expect back?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import commonpath

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, defined
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.stand_ins import is_mocked
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.client_requests import sent_by_clients
from seatrial.facts.testing.tests import Case, tests
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.expectations import expected, is_refused, takes_failures
from seatrial.facts.web.sent_requests import sent_by, sent_by_helpers
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route", "api_route", "websocket"})
_SERVICER = "grpc_servicer"  #: the fixture by which pytest-grpc is told what answers
_HOLE = regex(r"\{[^{}]*\}|<[^<>]*>|:\w+")


@dataclass(frozen=True, slots=True)
class EndpointTest:
    """One test function that asks one endpoint."""

    place: Place
    what: str
    case: Case
    endpoint: Endpoint
    statuses: frozenset[int] = frozenset()  #: that it expects
    content: bool = False  #: it looks into the answer, and not at the status alone
    mocked: bool = False  #: the model behind the endpoint is replaced by a stand-in
    skips: bool = False  #: it is left out on machines without a model or a GPU
    lenient: bool = False  #: it takes a failure of the endpoint for as good as an answer: ``in (200, 404, 503)``
    refused: bool = False  #: every status that it speaks of is that of a failure: it sends what is not to be answered


@fact
def endpoint_tests(repo: Repo) -> tuple[EndpointTest, ...]:
    """Return the tests that send a request to an endpoint of the repository, one entry for each endpoint they ask."""
    known = tuple((endpoint, _pattern(endpoint)) for endpoint in endpoints(repo) if endpoint.url)
    called = tuple(endpoint for endpoint in endpoints(repo) if endpoint.handler and not endpoint.url)
    if not known and not called:
        return ()
    cases = (*(case for case in tests(repo) if case.language == "Python"), *_scripts(repo))
    return tuple(test for case in cases for test in _of_case(repo, case, known, called))


def _scripts(repo: Repo) -> Iterator[Case]:
    """Yield test files that are run as a script, and assert where they stand instead of in functions."""
    for program in programs(repo):
        asserts = [item for item in program.file.comparisons if not item.scope and "assert" in item.leads_to]
        if program.is_test and not program.notebook and asserts:
            yield Case(program.site(asserts[0].line, ""), "", len(asserts))


def _pattern(endpoint: Endpoint) -> re.Pattern[str]:
    return _matched_by(f"/{endpoint.url.lstrip('/')}")  # Django writes its paths without the first slash


def _matched_by(url: str) -> re.Pattern[str]:
    parts = _HOLE.split(url.rstrip("/") or "/")
    return re.compile(r"[^/?]*".join(map(re.escape, parts)) + r"/?(\?.*)?")


def _of_case(
    repo: Repo, case: Case, known: tuple[tuple[Endpoint, re.Pattern[str]], ...], called: tuple[Endpoint, ...]
) -> Iterator[EndpointTest]:
    file = python_file(repo, case.place.path)
    if file is None:
        return
    inside = any(endpoint.place.path == file.path for endpoint, _ in known)  # the application tests itself
    copies = () if inside else tuple(_copies(file))
    taken_apart = tuple(sent_by_clients(repo, file, case.name))  # what such a client gives is read out of the answer
    sent = (*sent_by(repo, file, case.name), *sent_by_helpers(repo, file, case.name), *taken_apart)
    asked = [(url, verb) for url, verb in sent if not any(copy.fullmatch(url) for copy in copies)]
    found = [endpoint for url, verb in asked for endpoint in _nearest(file, url, verb, known)]
    found += (*_called(repo, file, case, called), *_by_stubs(repo, file, case, called)) if called else ()
    if not found:
        return
    statuses, content = expected(repo, file, case)
    content = content or bool(taken_apart)
    mocked = is_mocked(repo, file, case) or is_mocked(repo, file, replace(case, name=_SERVICER))
    for endpoint in dict.fromkeys(found):
        what = f"{case.name or case.place.path} asks {endpoint.url or endpoint.handler}" + (
            f" and expects {_told(statuses)}" if statuses else ""
        )
        skips, lenient = _may_skip(file, case), takes_failures(repo, file, case)
        refused = is_refused(file, case, statuses)
        yield EndpointTest(case.place, what, case, endpoint, statuses, content, mocked, skips, lenient, refused)


def _called(repo: Repo, file: PythonFile, case: Case, known: tuple[Endpoint, ...]) -> Iterator[Endpoint]:
    """Yield the endpoints without a path whose function a test calls as their platform does: ``handler(event, {})``."""
    names = set(map(_name, known))
    for call in calls_in(repo, file.path, case.name):
        found = defined(repo, file.path, call.name, call.written) if call.last in names else None
        if found:
            yield from (one for one in known if (one.handler_path, one.handler) == (found.path, found.name))


def _by_stubs(repo: Repo, file: PythonFile, case: Case, known: tuple[Endpoint, ...]) -> Iterator[Endpoint]:
    """Yield what a test asks of a gRPC service by a stub that it makes, or that a fixture of pytest-grpc hands it."""
    stubs = {call.target for call in file.calls if call.target and call.last.endswith("Stub")}
    for call in calls_in(repo, file.path, case.name):
        owner = call.written.rpartition(".")[0]
        if owner in stubs or owner.lower().endswith("stub"):
            yield from (one for one in known if one.door is Door.GRPC and _name(one) == call.last)


def _name(endpoint: Endpoint) -> str:
    return endpoint.handler.rpartition(".")[2]


def _copies(file: PythonFile) -> Iterator[re.Pattern[str]]:
    """Yield the paths of the routes that a file of tests makes for itself: who asks them asks nothing of the owner."""
    for function in file.functions:
        for mark in function.decorators:
            path = mark.args[0].literal if mark.last in _ROUTES and mark.args else None
            if isinstance(path, str) and path.startswith("/"):
                yield _matched_by(path)


def _told(statuses: frozenset[int]) -> str:
    return " and ".join(map(str, sorted(statuses)))


def _nearest(
    file: PythonFile, url: str, verb: str, known: tuple[tuple[Endpoint, re.Pattern[str]], ...]
) -> list[Endpoint]:
    """Return the endpoints a request may mean: of services with equal paths, the one whose folder is the test's."""
    found = list(_matching(url, verb, known)) or _below(url, verb, known)
    shared = [len(commonpath([item.place.path, file.path])) for item in found]
    return [item for item, length in zip(found, shared, strict=True) if length == max(shared)]


def _matching(url: str, verb: str, known: tuple[tuple[Endpoint, re.Pattern[str]], ...]) -> Iterator[Endpoint]:
    concrete = url.replace("{}", "0")
    for endpoint, pattern in known:
        fits = not endpoint.methods or verb in endpoint.methods or verb not in {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if fits and (pattern.fullmatch(concrete) or pattern.fullmatch(url)):
            yield endpoint


def _below(url: str, verb: str, known: tuple[tuple[Endpoint, re.Pattern[str]], ...]) -> list[Endpoint]:
    """Return the endpoints whose path ends a request's, since a prefix may be known only when the service runs."""
    path = url.partition("?")[0].strip("/")
    rest: list[Endpoint] = []
    while "/" in path and not rest:
        path = path.partition("/")[2]
        rest = [endpoint for endpoint in _matching(f"/{path}", verb, known) if _HOLE.sub("", endpoint.url).strip("/")]
    return rest


def _may_skip(file: PythonFile, case: Case) -> bool:
    marks = [mark for function in file.functions if function.name == case.name for mark in function.decorators]
    skipping = any(mark.last in ("skipif", "skipUnless", "skipIf") for mark in marks)
    return skipping or any(call.last == "skip" and call.scope == case.name for call in file.calls)


@fact
def tests_of(repo: Repo) -> Mapping[Endpoint, tuple[EndpointTest, ...]]:
    """Return the tests of each endpoint."""
    return grouped((test.endpoint, test) for test in endpoint_tests(repo))
