"""Which of several is meant: what is put into service, what people are told to start, and what stands beside?

Many questions have several right places in a repository, of which its owner would name one: which training, which
endpoint, which load, which call of a language model. They all ask here, so that a report speaks of one product.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from seatrial.facts import fact
from seatrial.facts.code.programs import Site
from seatrial.facts.deployment.releases.delivered import is_delivered
from seatrial.facts.product.shown_starts import shown_nodes, shown_starts
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.reach import reach
from seatrial.model import Confidence
from seatrial.model.grades import Ordered
from seatrial.repo import Repo


class Part(Ordered):
    """How a piece of code takes part in the product, what its owner would name first first."""

    DELIVERED = "CI puts it into service"
    DEPLOYED = "a deployment starts it"
    OFFERED = "whoever installs the package is offered it"
    SHOWN = "a README tells to start it"
    STARTED = "CI or people start it"
    IDLE = "nothing here starts it"
    BESIDE = "it stands beside the product, by its name"

    @property
    def in_service(self) -> bool:
        """Whether a deployment starts it, whoever asks for that."""
        return self <= Part.DEPLOYED


class _Placed(Protocol):
    @property
    def site(self) -> Site: ...


_Found = TypeVar("_Found", bound=_Placed)


def part_of(repo: Repo, path: str, scope: str = "") -> Part:
    """Return how a piece of code takes part, by the strongest evidence there is.

    What is started comes before what is written, and that before names: a folder that CI deploys from, an image, a
    manifest or a clock, the names of a package, a README, whoever else starts it. A name says only of code that no
    deployment starts that it stands beside.
    """
    known = reach(repo)
    live, entry = known.is_live(path, scope), known.entry(path, scope)
    if live and entry is not None and entry.deployed and not entry.offered:
        return Part.DELIVERED if is_delivered(repo, path) else Part.DEPLOYED
    if stands_beside(path):
        return Part.BESIDE
    if is_delivered(repo, path):
        return Part.DELIVERED
    if live and not _only_installs(repo, entry):
        return Part.OFFERED
    if known.node(path, scope) in shown_nodes(repo):
        return Part.SHOWN
    return Part.STARTED if known.is_run(path, scope) else Part.IDLE


def _only_installs(repo: Repo, entry: EntryPoint | None) -> bool:
    """Tell a package that describes itself for nobody beside programs that a README tells to start: it serves them."""
    likely = entry is not None and entry.kind is Kind.LIBRARY and entry.confidence is Confidence.LIKELY
    return likely and bool(shown_starts(repo))


def by_part(repo: Repo, found: Iterable[_Found]) -> list[_Found]:
    """Return what was found, the product's own first, and what stands beside it last; else by place.

    Whoever reads one line of many should read the one that serves, and not the first of the alphabet. Of what a README
    tells to start, the very programs that it names come before what these import, in its order.
    """
    return sorted(found, key=lambda item: (*rank_of(repo, item.site.path, item.site.scope), item.site))


def rank_of(repo: Repo, path: str, scope: str = "") -> tuple[Part, int]:
    """Return how a piece of code takes part, and its place among those that take part alike.

    That is the place of its file among those that a README tells to start. What a model server would find by its name
    comes after what an image or a manifest starts: it may be a copy that nobody ships.
    """
    part, shown = part_of(repo, path, scope), _places_shown(repo)
    if part is Part.DEPLOYED:
        entry = reach(repo).entry(path, scope)
        return part, int(entry is not None and entry.kind is Kind.SERVER)
    return part, shown.get(path, len(shown)) if part is Part.SHOWN else 0


@fact
def _places_shown(repo: Repo) -> Mapping[str, int]:
    return {goal.path: place for place, goal in reversed(tuple(enumerate(shown_starts(repo))))}
