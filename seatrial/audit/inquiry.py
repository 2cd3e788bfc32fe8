"""What is each component taken for, and what do all checks answer about it, before anything is counted?"""

from seatrial.audit.ahead import worked_out_ahead
from seatrial.audit.comments import Comments, comments_of
from seatrial.audit.outside import beside_scanners, look_back
from seatrial.audit.part import Part, part_of
from seatrial.audit.terms import Terms
from seatrial.blueprint.project import in_own_names
from seatrial.component import components
from seatrial.judging.questions import Progress
from seatrial.judging.verdicts import Verdicts, verdicts
from seatrial.judging.wall import Wall
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A repository of which everything has been asked; an audit and an interview tell what came of it."""

    repo: Repo
    terms: Terms
    comments: Comments
    parts: tuple[Part, ...]
    answers: Verdicts  #: about the parts that are rated
    wall: Wall  #: behind it, whatever is asked further crashes alone


def inquiry(repo: Repo, terms: Terms, *, history: bool = False, progress: Progress | None = None) -> Inquiry:
    """Ask all checks about the components of a repository, while the scanners are at work.

    With ``history`` credentials are looked for in every content that git ever held, which may take minutes.
    """
    wall = Wall()
    if progress:  # a large repository is read for as long as it is judged
        progress("Which files are there, and what do they hold?", 0, len(terms.checks))
    comments = in_own_names(repo, comments_of(repo, terms, wall))
    waived = comments.among(terms)
    parts = beside_scanners(repo, terms.config.settings, wall, lambda: _parts(repo, waived, wall))
    if history:
        look_back(repo)
    answers = in_own_names(
        repo, verdicts(repo, [part.component for part in parts if part.rated], terms.checks, progress)
    )
    wall.crashed += answers.crashed
    return Inquiry(repo, terms, comments, parts, answers, wall)


def _parts(repo: Repo, terms: Terms, wall: Wall) -> tuple[Part, ...]:
    with worked_out_ahead(repo):
        return tuple(part_of(one, terms, wall) for one in components(repo))
