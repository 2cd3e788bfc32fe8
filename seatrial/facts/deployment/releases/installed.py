"""Does whoever installs it choose the version, since nobody here puts it into service?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.project.own_package import distributed, offered
from seatrial.model import Archetype

INSTALLED = "where whoever installs it chooses the version"


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
    return released and meant and home(component).where in {Where.UNKNOWN, Where.MACHINE}
