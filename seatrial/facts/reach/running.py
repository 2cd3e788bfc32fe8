"""Does a piece of a component's code run where it can do harm, and not only on somebody's desk?"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.code.folders import PUT_ASIDE
from seatrial.facts.code.programs import Site
from seatrial.facts.reach.reach import reach
from seatrial.model import Archetype


class _Placed(Protocol):
    @property
    def site(self) -> Site: ...


_Found = TypeVar("_Found", bound=_Placed)


def runs(component: Component, site: Site) -> bool:
    """Tell code that a deployment, CI or people start from examples, tests, notebooks and what nobody reaches.

    Of a library only what its users reach counts: its own scripts convert and release, and nobody deploys them.
    """
    known = reach(component.repo)
    if archetype(component).archetype is Archetype.LIBRARY:
        return known.is_live(site.path, site.scope)
    return known.is_run(site.path, site.scope)


def by_reach(component: Component, found: Iterable[_Found]) -> list[_Found]:
    """Return what was found, first what a deployment starts, then what people start, then the rest; else by place.

    Whoever reads one line of many should read the one that serves, and not the first of the alphabet.
    """
    return sorted(found, key=lambda item: (rank(component, item.site.path, item.site.scope), item.site))


def rank(component: Component, path: str, scope: str = "") -> int:
    """Return 0 for what a deployment or an importer makes run, 1 for what CI and people start, 2 for all else.

    What lies in a folder of things that are put aside comes last, though people may start it.
    """
    known = reach(component.repo)
    if PUT_ASIDE.search(path):
        return 3
    return 0 if known.is_live(path, scope) else 1 if known.is_run(path, scope) else 2
