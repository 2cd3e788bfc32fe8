"""Inventory: whether the data behind a model is held to a version."""

from seatrial.facts.data.data_tools import Hold
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.training.training import trains
from seatrial.inventory.row import Item, row
from seatrial.model import Liveness
from seatrial.repo import Repo

_IDLE = (Liveness.EXAMPLE, Liveness.TEST)


@row("DVC, lakeFS, Delta, a list of digests or the owner's own tables keep versions of the data")
def data_versioning(repo: Repo) -> Item:
    """Tables that lie in git as plain files, and runs that only keep what they used, are no."""
    held = [one for one in data_versions(repo) if not one.by_others]
    kept = [one for one in held if one.hold in (Hold.PINNED, Hold.MANAGED) and one.liveness not in _IDLE]
    if not kept and not trains(repo):
        return Item.na("nothing here trains a model")
    near = next((one for one in held if one.hold is Hold.RECORDED), next(iter(held), None))
    return Item.of(kept[:20], otherwise=f"{near.what}, in {near.place}" if near else "no version of any data is kept")
