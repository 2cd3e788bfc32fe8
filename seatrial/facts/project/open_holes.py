"""Which packages that the software needs to run have known vulnerabilities that a newer version mends?"""

from seatrial.facts import fact
from seatrial.facts.project.held_packages import Scope
from seatrial.facts.project.known_vulnerabilities import known_vulnerabilities
from seatrial.model import Place
from seatrial.model.advisories import Rating, Vulnerable, by_package
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class OpenHole:
    """One package at one version, with all that is known about it."""

    holes: tuple[Vulnerable, ...]  #: at least one; each has a version that mends it

    @property
    def package(self) -> str:
        """Its name."""
        return self.holes[0].package

    @property
    def command(self) -> str:
        """What brings a better version."""
        return self.holes[0].command

    @property
    def place(self) -> Place:
        """Where its version is held."""
        return self.holes[0].places[0]

    @property
    def what(self) -> str:
        first, count = self.holes[0], len(self.holes)
        worst = max(one.rating for one in self.holes)
        rated = f", the worst {worst}" if worst > Rating.UNRATED else ""
        noun = "one known vulnerability" if count == 1 else f"{count} known vulnerabilities"
        return f"{self.package} {first.version} has {noun}{rated}"


@fact
def open_holes(repo: Repo) -> tuple[OpenHole, ...]:
    """Return the packages that should have been raised, worst first.

    What only development, tests, examples and documents use is left out, and so are holes that nobody has mended yet,
    and those of low harm.
    """
    running = [one for one in known_vulnerabilities(repo).found if one.scope == Scope.RUNTIME]
    serious = [one for one in running if one.mended and one.command and one.rating is not Rating.LOW]
    return tuple(OpenHole(holes) for holes in by_package(serious).values())
