"""Inventory: dependencies."""

from seatrial.facts.dependencies import unread_dependencies
from seatrial.facts.dependency_sets import main_sets
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo


@row("lock file, or every dependency at one version, for the main component")
def dependency_lockfile_or_all_pinned(repo: Repo) -> Item:
    sets = main_sets(repo)
    held = [group for group in sets if group.held]
    if not held and (unread := unread_dependencies(repo)):
        return Item.unknown(f"{unread[0].path}: {unread[0].reason}")
    return Item.of(
        [proof for group in held for proof in group.proof],
        otherwise=sets[0].near_miss if sets else "no manifest of Python packages",
    )
