"""Which platforms and tunnels take requests by HTTPS alone, and hand them on to what answers?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.documents.documents import documents
from seatrial.facts.serving.platform_guards import platform_guards
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex

#: Commands by which documents tell to put a service on a platform that ends TLS before it.
_DEPLOYS = regex(r"\bgcloud (?:beta )?run deploy\b|\bfly(?:ctl)? deploy\b|\baz containerapp (?:up|create)\b")


def platform_edges(component: Component) -> Iterator[Evidence]:
    """Yield the platform that all requests come by, tunnels that are described, and what documents deploy to."""
    doors = network_endpoints(component)
    functions = any(door.framework == "AWS Lambda" for door in doors)  # events wake them, or what is declared beside
    asked = [] if functions else [tuple(platform_guards(component.repo, door)) for door in doors]
    if asked and all(asked):
        platform = asked[0][0].what.partition(" lets in")[0]
        yield Evidence(asked[0][0].place, f"{platform} takes requests by HTTPS alone")
    for path, root in documents_of(component.repo, own_yaml(component.repo)):
        ways = root.at("ingress").elements if root.at("tunnel").text else ()
        if any(one.at("hostname").text for one in ways):
            yield Evidence(Place(path, root.at("tunnel").line), "a tunnel of Cloudflare ends TLS before it hands on")
    yield from _told(component)


def _told(component: Component) -> Iterator[Evidence]:
    for page in component.of(documents(component.repo)):
        for fence in (fence for section in page.sections for fence in section.fences):
            if found := _DEPLOYS.search(fence.text):
                place = Place(page.path, fence.line + line_number(fence.text, found.start()))
                yield Evidence(place, f"{found[0]} puts it on a platform that ends TLS", Confidence.LIKELY)
