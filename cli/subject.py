"""Which folder and which configuration does the command line mean?"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .asked import day
from .exits import Refused
from .named_file import content
from .options import Manner
from .streams import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seatrial.audit import Yardstick
    from seatrial.config import Config
    from seatrial.judging.check import Check
    from seatrial.model.result import Report
    from seatrial.repo import Repo, Snapshot
    from seatrial.repo.folder import Folder
    from seatrial.rubric import Rubric

_LARGEST = 10_000_000  #: bytes of a configuration, or of a rubric


def opened(path: str) -> "Folder":
    """Return the folder at a path as a snapshot; refuse what is no folder."""
    from seatrial.repo.folder import Folder

    if not path or not Path(path).exists():  # "" is a variable that is not set, and no wish for the folder one is in
        raise Refused(f"there is no such path: {path or repr(path)}")
    if not Path(path).is_dir():
        raise Refused(f"{path} is a file: name the folder of the repository")
    try:
        next(Path(path).iterdir(), None)
        folder = Folder(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}") from None
    if folder.bare:
        raise Refused(f"{path} is a git repository without its files: name the folder they are in, or clone it")
    return folder


def repository(path: str, file: str | None) -> "Repo":
    """Return the project at a path with its configuration, or that of a file that was named instead, as of today."""
    from seatrial.blueprint.project import project_of
    from seatrial.judging.registry import load_checks
    from seatrial.repo import Repo

    snapshot, today = opened(path), day(None)
    settings = configured(snapshot, file, today, load_checks().checks.values()).settings
    return Repo(project_of(snapshot), settings, today)


def yardstick(snapshot: "Snapshot", file: str | None, as_of: date) -> "Yardstick":
    """Return by what a folder is judged: all that is installed, as it is configured, or as a named file says."""
    from seatrial.audit import Yardstick
    from seatrial.judging.registry import load_checks

    checks = load_checks().checks
    return Yardstick(configured(snapshot, file, as_of, checks.values()), checks)


def audited(path: str, how: Manner, as_of: date) -> "Report":
    """Judge the folder at a path, and show on a terminal how far that is."""
    snapshot = opened(path)  # before the imports, so that git answers meanwhile
    from seatrial.audit import audit

    by = yardstick(snapshot, how.config, as_of)
    with progress(how) as watched:
        return audit(snapshot, by, as_of=as_of, progress=watched)


def rubric_of(file: str | None) -> "Rubric":
    """Return the rubric of a file, or the shipped one."""
    from seatrial.rubric import load

    return load() if file is None else load(text=content(file, "rubric", _LARGEST), path=file)


def configured(
    snapshot: "Snapshot",
    file: str | None,
    as_of: date,
    checks: "Iterable[Check]",
    profiles: "Sequence[str]" = (),
    rubric: "Rubric | None" = None,
) -> "Config":
    """Return the configuration of a repository, or of a file that was named instead.

    Refuses industry profiles that the rubric does not have.
    """
    from seatrial.config import load, parse
    from seatrial.config.problem import nearest_of

    known = (rubric or rubric_of(None)).known(checks)
    for profile in profiles:
        if profile not in known.profiles:
            raise Refused(f"there is no profile {profile!r}{nearest_of(profile, known.profiles)}")
    if file is None:
        return load(snapshot, as_of, known)
    return parse(file, content(file, "configuration", _LARGEST), as_of, known)
