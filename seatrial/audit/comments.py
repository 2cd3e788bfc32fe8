"""Which findings do comments in the code let through, as far as the owner lets them?"""

from dataclasses import replace

from seatrial.audit.terms import Terms
from seatrial.facts.project.suppressions import Suppressed, suppressions
from seatrial.judging.wall import Wall
from seatrial.model import Notice, Waiver
from seatrial.model.record import dataclass
from seatrial.repo import Repo
from seatrial.rubric import inline_waivers


@dataclass(frozen=True, slots=True)
class Comments:
    """The waivers that stand in the code, and what is to be said of comments without effect."""

    waivers: tuple[Waiver, ...]
    notices: tuple[Notice, ...]

    def among(self, terms: Terms) -> Terms:
        """Return the terms with these waivers behind those of the configuration."""
        return replace(terms, config=replace(terms.config, waivers=(*terms.config.waivers, *self.waivers)))


def comments_of(repo: Repo, terms: Terms, wall: Wall) -> Comments:
    """Return what comments waive, as far as the configuration lets them."""
    nothing: tuple[Suppressed, ...] = ()
    found = wall.ask("the comments that waive findings", lambda: suppressions(repo), nothing)
    waivers, notices = inline_waivers(found, terms.rubric, terms.checks)
    allowed = terms.config.comments
    return Comments(tuple(one for one in waivers if allowed is None or one.words in allowed), notices)
