"""Inventory: what does a service tell about itself while it runs?"""

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import called
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_pieces import WHOLE
from seatrial.facts.serving.batch import batch_jobs
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.serving import NETWORK, endpoints, served_endpoints
from seatrial.facts.serving.watch.log_format import LogSetup, log_setups
from seatrial.facts.serving.watch.measurement import Measurement
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.inventory.row import Item, row
from seatrial.model import Archetype
from seatrial.repo import Repo, Role, role

_DEPLOYED_ELSEWHERE = {Archetype.LIBRARY, Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC, Archetype.NOT_ML}


@row("service code emits metrics or traces: Prometheus, OpenTelemetry, StatsD and their like")
def metrics_or_tracing_instrumentation(repo: Repo) -> Item:
    """Trackers of experiments do not count, nor a metric that nothing updates, nor samples beside a real service."""
    if not _deploys(repo):
        return _elsewhere(repo, Sign.METRICS) or Item.na("a library or research code, nothing deployed")
    found = [item for item in measurements(repo) if item.updated and _counts(repo, item)]
    if not found and answers_elsewhere(repo) and (elsewhere := _elsewhere(repo, Sign.METRICS)):
        return elsewhere
    unused = [item for item in measurements(repo) if not item.updated]
    near = unused[0].what if unused else "nothing is measured or traced"
    return Item.of(found[:20], otherwise=near)


@row("JSON or key-value log output is configured")
def structured_logging(repo: Repo) -> Item:
    """A formatter that nothing switches on does not count."""
    found = [item for item in log_setups(repo) if item.structured and role(repo, item.place.path) is Role.OWN]
    used = [item for item in found if _switched_on(repo, item)]
    if not used and (answers_elsewhere(repo) or not log_setups(repo)) and (elsewhere := _elsewhere(repo, Sign.LOGS)):
        return elsewhere
    plain = [item for item in log_setups(repo) if not item.structured]
    near = (
        "nothing switches it on" if found else f"{plain[0].place} writes text" if plain else "logging is not configured"
    )
    return Item.of(used[:20], otherwise=near)


def _elsewhere(repo: Repo, sign: Sign) -> Item | None:
    """Answer for a service in another language: its words say yes, or nothing can be told; None without one."""
    servers, found = foreign(repo, Sign.SERVER), foreign(repo, sign)
    if not servers:
        return None
    if sign is Sign.LOGS and not found and (plain := foreign(repo, Sign.PLAIN)):
        return Item.of((), otherwise=f"{plain[0].place} writes text")
    if sign is Sign.LOGS and not found and not foreign(repo, Sign.LOGGED):
        return Item.of((), otherwise=f"no word of the service in {servers[0].language} is about logs")
    if sign is Sign.METRICS and not found and not foreign(repo, Sign.MEASURED):
        return Item.of((), otherwise=f"no word of the service in {servers[0].language} is about metrics or traces")
    near = f"{servers[0].place} answers in {servers[0].language}, whose code is not followed"
    return Item.of(found[:20]) if found else Item.unknown(near)


def _deploys(repo: Repo) -> bool:
    own = (item for item in endpoints(repo) if role(repo, item.place.path) is Role.OWN and item.door in NETWORK)
    kinds = {archetype(component).archetype for component in components(repo)}
    return any(own) or bool(batch_jobs(repo)) or not kinds <= _DEPLOYED_ELSEWHERE


def _counts(repo: Repo, item: Measurement) -> bool:
    standing = role(repo, item.place.path)
    if standing is Role.OWN:
        return True
    serves = any(role(repo, found.place.path) is Role.OWN for found in served_endpoints(repo))
    return standing is Role.EXAMPLE and not serves


def _switched_on(repo: Repo, item: LogSetup) -> bool:
    """Tell whether code that anybody starts configures it; a file of settings counts when code names it.

    That a package leaves the function to whoever imports it starts nothing.
    """
    path = item.place.path
    if not path.endswith(".py"):
        return True
    offered = bool(item.scope) and reach(repo).chain(path, item.scope)[-2:-1] == (f"{path}:{WHOLE}",)
    used = not offered or any(not found.program.is_test for found in called(repo, item.scope.rpartition(".")[2]))
    return used and reach(repo).is_run(path, item.scope)
