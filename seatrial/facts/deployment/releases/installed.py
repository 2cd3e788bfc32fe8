"""Does whoever installs or runs it choose the version, since nobody here puts it into service?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.documents.documents import readme
from seatrial.facts.documents.shown_commands import typed
from seatrial.facts.project.own_package import distributed, offered
from seatrial.model import Archetype
from seatrial.read.regex import regex

INSTALLED = "where whoever installs it chooses the version"
PULLED = "where whoever runs its image chooses the version"
_LONG = 8  #: letters of a name that is no common word
_HOMES = frozenset({Where.UNKNOWN, Where.MACHINE})  #: where nobody here keeps it running for others
_STARTED = regex(r"(?:docker|podman)[ \t]+(?:run|pull)[ \t]([^\n]*)")
#: An image with its registry or its owner before it, which somebody has pushed: ``ghcr.io/acme/speech:1.2``.
_PUSHED = regex(r"(?:[\w.-]+(?::\d+)?/)+([\w.-]+)(?:[:@][\w.${}<>-]+)?")


def handed_on(component: Component) -> str:
    """Return in which way others get it and choose its version, "" where somebody here puts it into service."""
    if is_installed_by_others(component):
        return INSTALLED
    return PULLED if is_run_by_others(component) else ""


@fact
def is_installed_by_others(component: Component) -> bool:
    """Tell a library, and a product that CI publishes as a package and nothing here starts anywhere but on a machine.

    No traffic of its own meets a new version then, and each of those who run it goes back for themselves.
    """
    if archetype(component).archetype is Archetype.LIBRARY:
        return True
    brought = {item.brings for item in component.of(deliveries(component.repo))}
    released = Brings.PUBLISHES in brought and Brings.DEPLOYS not in brought
    meant = distributed(component) or offered(component)
    return released and meant and home(component).where in _HOMES


@fact
def is_run_by_others(component: Component) -> bool:
    """Tell a server whose image CI pushes by itself and the README has its reader run, and nothing here deploys."""
    found = component.of(deliveries(component.repo))
    pushed = any(item.brings is Brings.PUSHES and item.automatic for item in found)
    if not pushed or any(item.brings is Brings.DEPLOYS for item in found) or home(component).where not in _HOMES:
        return False
    ours = {_plain(re.split(r"[/+]", component.repo.name)[-1])}
    ours |= {_plain(_name(image)) for item in found for image in item.names}
    shown = {_plain(name) for name in _run_in_readme(component)}
    return bool(shown & ours) or any(_holds(one, own) for one in shown for own in ours)


def _holds(shown: str, own: str) -> bool:
    """Tell whether a name is one's own with a word more: CI may push under a name that only its settings know.

    Not the other way round: ``prom/prometheus`` runs beside prometheus-anomaly-detector.
    """
    return own in shown and len(own) >= _LONG


def _run_in_readme(component: Component) -> Iterator[str]:
    """Yield the names of the images that the README has its reader pull or run from a registry."""
    page = readme(component.repo)
    fences = [fence for section in page.sections for fence in section.fences] if page else []
    for fence in fences:
        for match in _STARTED.finditer(typed(fence.text).replace("\\\n", " ")):
            yield from (found[1] for word in match[1].split() if (found := _PUSHED.fullmatch(word)))


def _name(image: str) -> str:
    return image.rpartition("/")[2].partition(":")[0]


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())
