"""Inventory: is it watched whether the world moves away from the model?"""

from seatrial.facts.data.drift import drift
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.inventory.programs import answer
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo

_SERVES = {Kind.IMAGE, Kind.WORKLOAD, Kind.PIPELINE, Kind.SERVER, Kind.APP}


@row("code computes drift between reference and current data")
def drift_monitoring(repo: Repo) -> Item:
    """Words, imports, the drift of infrastructure and simulated shifts are no."""
    found = drift(repo)
    if not found and not any(point.kind in _SERVES for point in entry_points(repo)):
        return Item.na("library or research code: nothing here is deployed")
    return answer(repo, found, "nothing compares current data with a reference")
