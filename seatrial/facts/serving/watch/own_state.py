"""Which doors only tell how the process is, by its health and its figures, and give nobody an answer?"""

from seatrial.facts import fact
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.health_paths import says_health
from seatrial.repo import Repo

_FIGURES = frozenset({"/metrics", "/prometheus", "/actuator/prometheus"})


def tells_only_its_state(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell a route for health, and what hands out the figures that a collector fetches."""
    if says_health(endpoint.url) or endpoint.url.rstrip("/") in _FIGURES:
        return True
    return (endpoint.handler_path, endpoint.handler) in _handing_out(repo)


@fact
def _handing_out(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions, by file and name, that write out what was measured."""
    return frozenset((item.place.path, item.scope) for item in measurements(repo) if item.sort is Sort.EXPOSITION)
