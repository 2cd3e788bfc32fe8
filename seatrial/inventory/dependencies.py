"""Inventory: dependencies."""

from seatrial.facts.project.dependencies import unread_dependencies
from seatrial.facts.project.dependency_sets import main_sets
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo, Role, role


@row("lock file, or every dependency at one version, for the main component")
def dependency_lockfile_or_all_pinned(repo: Repo) -> Item:
    sets = main_sets(repo)
    held = [group for group in sets if group.held]
    unread = [item for item in unread_dependencies(repo) if role(repo, item.path) is Role.OWN]
    if not sets and unread:
        return Item.unknown(f"{unread[0].path}: {unread[0].reason}")
    return Item.of(
        [proof for group in held for proof in group.proof],
        otherwise=sets[0].near_miss if sets else "no manifest of Python packages",
    )
