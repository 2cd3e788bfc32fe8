"""Inventory: dependencies."""

from seatrial.facts.project.dependencies import unread_dependencies
from seatrial.facts.project.dependency_set import DependencySet
from seatrial.facts.project.dependency_sets import main_sets
from seatrial.facts.serving.foreign_services import foreign_locks
from seatrial.facts.serving.serving import endpoints
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo, Role, role


@row("lock file, or every dependency at one version, for the main component")
def dependency_lockfile_or_all_pinned(repo: Repo) -> Item:
    sets = main_sets(repo)
    asking = any(group.asked for group in sets)
    # a lock of another language beside the Python packages holds none of them: a server in Rust next to its library
    kept = [group for group in sets if group.held and (group.asked or not asking)]
    held = [] if _mostly_open(sets, kept) else kept
    unread = [item for item in unread_dependencies(repo) if role(repo, item.path) is Role.OWN]
    if not sets and unread:
        return Item.unknown(str(unread[0]))
    if not held and not any(role(repo, one.place.path) is Role.OWN for one in endpoints(repo)):
        held_elsewhere = foreign_locks(repo)  # the service is in another language, and its Python only helps it
        if held_elsewhere:
            return Item.of(held_elsewhere)
    return Item.of(
        [proof for group in held for proof in group.proof],
        otherwise=next((group.near_miss for group in sets if group not in kept), "no manifest of Python packages"),
    )


def _mostly_open(sets: tuple[DependencySet, ...], held: list[DependencySet]) -> bool:
    """Tell equal parts of which few have exact pins, by hand: the product stands on the others as well."""
    asked = sum(bool(group.asked) for group in sets)
    return not any(group.locks for group in held) and 0 < 2 * len(held) < asked
