"""Which variables do the owner's images and manifests set, and to which values?"""

from seatrial.facts import fact
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.containers import images
from seatrial.model import Place
from seatrial.repo import Repo, Role


@fact
def set_variables(repo: Repo) -> tuple[tuple[Place, str, str], ...]:
    """Return each variable with the place that sets it and its value, defaults such as ``${LOGS:-json}`` put in."""
    built = [(one.place, one.variables) for one in images(repo) if one.role is Role.OWN]
    started = [(container.place, container.variables) for work in workloads(repo) if work.role is Role.OWN
               for container in work.containers]  # fmt: skip
    return tuple((place, name, value) for place, pairs in (*built, *started) for name, value in pairs)
