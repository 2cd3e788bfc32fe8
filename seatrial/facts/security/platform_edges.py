"""Which platforms and tunnels take requests by HTTPS alone, and hand them on to what answers?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.documents.documents import documents
from seatrial.facts.images.containers import images
from seatrial.facts.product.parts import part_of
from seatrial.facts.serving.platform_guards import platform_guards
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.web.endpoints import Endpoint
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.infrastructure.shell import Command
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Role

#: Commands by which documents tell to put a service on a platform that ends TLS before it.
_DEPLOYS = regex(r"\bgcloud (?:beta )?run deploy\b|\bfly(?:ctl)? deploy\b|\baz containerapp (?:up|create)\b")
#: Functions of clouds that no caller gets to without TLS; those of Azure take plain text too where nothing forbids it.
_FUNCTIONS = frozenset({"AWS Lambda", "Cloud Functions"})
_PROGRAM = regex(r"[\w./-]+\.py\b")
_RUNTIME = "awslambdaric"  #: what an image hands its command to where functions run
_ASKED = "which its cloud asks by HTTPS alone"


def platform_edges(component: Component) -> Iterator[Evidence]:
    """Yield the platform that all requests come by, tunnels that are described, and what documents deploy to."""
    doors = network_endpoints(component)
    asked = [] if any(map(_is_function, doors)) else [tuple(platform_guards(component.repo, door)) for door in doors]
    if asked and all(asked):
        platform = asked[0][0].what.partition(" lets in")[0]
        yield Evidence(asked[0][0].place, f"{platform} takes requests by HTTPS alone")
    yield from _of_functions(component)
    for path, root in documents_of(component.repo, own_yaml(component.repo)):
        ways = root.at("ingress").elements if root.at("tunnel").text else ()
        if any(one.at("hostname").text for one in ways):
            yield Evidence(Place(path, root.at("tunnel").line), "a tunnel of Cloudflare ends TLS before it hands on")
    yield from _told(component)


def _of_functions(component: Component) -> Iterator[Evidence]:
    """Yield the functions that a cloud calls: its gateway, their own address and its events come by HTTPS alone.

    Beside them nothing else may be started that answers, but what an image hands to the runtime of functions. An image
    that starts a program with no door in it answers nobody, where a function answers with the model; else it is a job.
    """
    doors = network_endpoints(component)
    started = [one for one in component.of(images(component.repo)) if one.role is Role.OWN and one.start]
    wrapped = [one for one in started if any(_RUNTIME in part.text for part in one.start)]
    rest = [door for door in doors if not _is_function(door)]
    answering = {item.endpoint for item in served(component)}
    alone = not any(part_of(component.repo, door.handler_path, door.handler).in_service for door in rest)
    alone = alone and (not answering or any(map(_is_function, answering)))
    if wrapped and len(wrapped) == len(started):
        yield Evidence(wrapped[0].start_place or wrapped[0].place, f"{wrapped[0].path} starts a function, {_ASKED}")
    elif alone and (not started or (answering and all(_answers_nobody(component, one.start) for one in started))):
        yield from (
            Evidence(door.place, f"{door.handler} is a function, {_ASKED}") for door in doors if door not in rest
        )


def _answers_nobody(component: Component, start: tuple[Command, ...]) -> bool:
    """Tell a start of the owner's programs, in whose files nothing answers, and one that only prints."""
    words = {word.removeprefix("./") for part in start for word in _PROGRAM.findall(part.text)}
    ends = tuple(f"/{word}" for word in words)
    named = {path for path in component.own if f"/{path}".endswith(ends)}
    prints = all(part.text.startswith("echo ") for part in start)
    return prints or (bool(named) and not any(door.handler_path in named for door in network_endpoints(component)))


def _is_function(door: Endpoint) -> bool:
    return door.framework in _FUNCTIONS


def _told(component: Component) -> Iterator[Evidence]:
    for page in component.of(documents(component.repo)):
        for fence in (fence for section in page.sections for fence in section.fences):
            if found := _DEPLOYS.search(fence.text):
                place = Place(page.path, fence.line + line_number(fence.text, found.start()))
                yield Evidence(place, f"{found[0]} puts it on a platform that ends TLS", Confidence.LIKELY)
