"""How does a row answer from what was found in Python files and notebooks, and when is nothing found no answer?"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from seatrial.facts.programs import Site, programs, unread_programs
from seatrial.inventory.row import Item
from seatrial.model import Evident, as_evidence
from seatrial.repo import Repo

_SHOWN = 20
_MUCH_UNREAD = 10  #: percent of programs from which on an absence proves nothing

Found = TypeVar("Found", bound=Evident)


def answer(repo: Repo, found: Sequence[Found], otherwise: str) -> Item:
    """Answer with the owner's own code first; an absence among many unread programs is unknown."""
    unread = unread_programs(repo)
    if not found and len(unread) * 100 > _MUCH_UNREAD * (len(programs(repo)) + len(unread)):
        return Item.unknown(f"{len(unread)} programs cannot be read, such as {unread[0].path}: {unread[0].reason}")
    return Item.of(map(as_evidence, _best_first(found)[:_SHOWN]), otherwise=otherwise)


def _best_first(found: Iterable[Found]) -> list[Found]:
    """Sort what production may run before notebooks, examples and tests."""
    return sorted(found, key=lambda item: not (isinstance(site := getattr(item, "site", None), Site) and site.counts))
