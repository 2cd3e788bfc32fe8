"""How does a row answer from what was found in Python files and notebooks, and when is nothing found no answer?"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from seatrial.facts.code.programs import Site, why_absence_proves_nothing
from seatrial.inventory.row import Item
from seatrial.model import Evident, as_evidence
from seatrial.repo import Repo

_SHOWN = 20

Found = TypeVar("Found", bound=Evident)


def answer(repo: Repo, found: Sequence[Found], otherwise: str) -> Item:
    """Answer with the owner's own code first; an absence among many unread programs is unknown."""
    if not found and (reason := why_absence_proves_nothing(repo)):
        return Item.unknown(reason)
    return Item.of(map(as_evidence, _best_first(found)[:_SHOWN]), otherwise=otherwise)


def _best_first(found: Iterable[Found]) -> list[Found]:
    """Sort what production may run before notebooks, examples and tests."""
    return sorted(found, key=lambda item: not (isinstance(site := getattr(item, "site", None), Site) and site.counts))
