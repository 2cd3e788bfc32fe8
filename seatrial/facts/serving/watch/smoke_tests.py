"""Does CI start the built image and ask it something, or ask the service where it has been deployed?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiCommand, ci_commands
from seatrial.facts.code.python_files import python_file
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex

_ASKS = regex(r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0|\$|[\w-]+:\d)")
#: An address that is only known when it runs, with the path that is asked there.
_DEPLOYED = regex(r"(?:https?://)?(?:\$\{?\w+\}?|_{6,})[\w.:-]*(/[\w/.-]+)")
#: How programs are called that ask what has been deployed, and the calls by which they do.
_TRIES = caseless(r"smoke|probe|e2e|end_?to_?end|post_?deploy|verif|check_?(?:api|endpoint|service)")
_SENDS = frozenset({
    "requests.post", "httpx.post", "requests.Session.post", "httpx.Client.post", "urllib.request.urlopen",
})  # fmt: skip
_CLIENTS = frozenset({"curl", "wget", "http", "grpcurl"})
_TESTS = frozenset({"pytest", "schemathesis", "newman", "k6", "behave", "tavern-ci", "hurl"})
#: How a step of CI makes a status that is not wanted an error.
_JUDGES = regex(r"\bexit\s+[1-9]|\bfalse\b|::error|\bassert\b|\bgrep\b|jq\s+(?:-\w+\s+)*-\w*e")


@fact
def image_smokes(component: Component) -> tuple[CiCommand, ...]:
    """Return the commands that ask or test a container which the same job of CI has started before."""
    found = []
    started: set[tuple[str, str]] = set()
    for one in component.of(ci_commands(component.repo)):
        job = (one.workflow, str(one.job.place))
        if _starts(one):
            started.add(job)
        elif job in started and one.guards and _asks(one):
            found.append(one)
    return tuple(found)


@fact
def deployed_smokes(component: Component) -> tuple[CiCommand, ...]:
    """Return the commands that ask a route of the service where it is deployed, and fail at a wrong status."""
    paths = {f"/{url}" for one in network_endpoints(component) if (url := one.url.strip("/"))}
    asking = (one for one in component.of(ci_commands(component.repo)) if one.command.program in _CLIENTS)
    return tuple(one for one in asking if one.can_fail and _asks_for(one, paths) and _is_judged(one))


@fact
def smoke_programs(component: Component) -> tuple[Evidence, ...]:
    """Return the programs of the owner, named for trying, that a run of CI starts and that ask something by POST."""
    live = {entry.path: entry.place for entry in component.of(entry_points(component.repo)) if entry.kind is Kind.CI}
    asking = (path for path in live if _TRIES.search(posix(path).name) and _posts(component, path))
    return tuple(Evidence(Place(path), f"{live[path]} starts {path}, which asks it") for path in asking)


def _posts(component: Component, path: str) -> bool:
    file = python_file(component.repo, path)
    calls = file.calls if file else ()
    return any(call.name in _SENDS or call.last == "invoke_endpoint" or _invokes(call) for call in calls)


def _invokes(call: Call) -> bool:
    """Tell a call of a function of a cloud from one of a chain, which runs here: ``invoke(FunctionName="score")``."""
    return call.last == "invoke" and call.keyword("FunctionName") is not None


def _asks_for(one: CiCommand, paths: set[str]) -> bool:
    asked = (found[1].rstrip("/") for word in one.command.arguments if (found := _DEPLOYED.match(word)))
    return any(path in paths for path in asked)


def _is_judged(one: CiCommand) -> bool:
    fails = any(word in {"--fail", "--fail-with-body"} or _has_f(word) for word in one.command.arguments)
    steps = [step for step in one.job.steps if step.place.path == one.place.path and step.place.line <= one.place.line]
    return fails or (bool(steps) and bool(_JUDGES.search(steps[-1].run)))


def _has_f(word: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and word[1:].isalpha() and "f" in word


def _starts(one: CiCommand) -> bool:
    words = one.command.argv
    composed = one.command.starts("docker", "compose", "up") or one.command.starts("docker-compose", "up")
    return composed or (one.command.starts("docker", "run") and ("-d" in words or "--detach" in words or "-p" in words))


def _asks(one: CiCommand) -> bool:
    if one.command.program in _CLIENTS:
        return bool(_ASKS.search(one.command.text))
    return one.command.program in _TESTS
