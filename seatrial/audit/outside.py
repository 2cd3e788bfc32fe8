"""What do programs beside us say of a repository: scanners while we read, the verifier of signatures, the history?"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from seatrial.facts.security.secrets import doubtful_files
from seatrial.judging.wall import Wall
from seatrial.model import Settings
from seatrial.model.scan import Scan
from seatrial.model.signatures import VERIFIER
from seatrial.repo import Repo
from seatrial.scanners.scanning import KINGFISHER, scanning

Found = TypeVar("Found")


def beside_scanners(repo: Repo, settings: Settings, wall: Wall, reading: Callable[[], Found]) -> Found:
    """Read while the scanners are at work; what they and the verifier say is kept in the repository for the facts."""
    with scanning(repo) as begun:
        begun.start(KINGFISHER, wall.ask("a second look for credentials", lambda: doubtful_files(repo), ()))
        found = reading()
        repo.scans = {**begun.scans(), **_verified(repo, settings, wall)}
    return found


def look_back(repo: Repo) -> None:
    """Look for credentials in every content that git ever held, and keep them in the repository for the facts."""
    from seatrial.scanners.history import past_credentials  # it starts processes, which most audits never need

    repo.past = past_credentials(repo)


def took_part(repo: Repo) -> tuple[tuple[str, str], ...]:
    """Return name and version of each program that answered, by name."""
    return tuple(sorted((scan.scanner, scan.version) for scan in repo.scans.values() if not scan.failed))


def _verified(repo: Repo, settings: Settings, wall: Wall) -> Mapping[str, Scan]:
    """Return what is said of the signatures that the owner states; most state none, and pay nothing."""
    if not settings.signatures:
        return {}
    from seatrial.scanners.signing import verified  # it starts a process, and asks a package that few have

    broken = Scan(VERIFIER, failed="asking for it crashed")
    return {VERIFIER: wall.ask("the verification of signatures", lambda: verified(repo), broken)}
