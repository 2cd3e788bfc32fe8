"""Does CI start the built image and ask it something?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiCommand, ci_commands
from seatrial.read.regex import regex

_ASKS = regex(r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0|\$|[\w-]+:\d)")
_TESTS = frozenset({"pytest", "schemathesis", "newman", "k6", "behave", "tavern-ci", "hurl"})


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


def _starts(one: CiCommand) -> bool:
    words = one.command.argv
    composed = one.command.starts("docker", "compose", "up") or one.command.starts("docker-compose", "up")
    return composed or (one.command.starts("docker", "run") and ("-d" in words or "--detach" in words or "-p" in words))


def _asks(one: CiCommand) -> bool:
    if one.command.program in ("curl", "wget", "http", "grpcurl"):
        return bool(_ASKS.search(one.command.text))
    return one.command.program in _TESTS
