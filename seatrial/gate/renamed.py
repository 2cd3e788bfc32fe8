"""Which files have only another name now, and what would findings there be followed by under the old one?"""

from seatrial.model import Kind
from seatrial.model.moves import Renamed
from seatrial.model.result import Report
from seatrial.repo import Repo
from seatrial.repo.folder import Folder
from seatrial.repo.git import Git
from seatrial.repo.git_process import NoGit
from seatrial.rubric.fingerprint import marks_under


def renamed(git: Git, since: str, repo: Repo, report: Report) -> Renamed:
    """Return what git takes for renamed since a commit, in the commit or work tree that a repository is read from.

    Nothing is taken for renamed when the commit is not here, as in a shallow clone: then findings in renamed files
    count as new, never the other way round.
    """
    try:
        paths = _paths(git, git.commit(since), repo) if since else {}
    except NoGit:
        return Renamed()
    if not paths:
        return Renamed()
    old_names = {now: was for was, now in paths.items()}
    marks: dict[str, str] = {}
    for finding in report.findings:
        if finding.kind is Kind.CONDUCT and any(place.path in old_names for place in finding.places):
            under = marks_under(finding.check, finding.places, repo, old_names)
            marks |= dict(zip(finding.marks, under, strict=True))
    return Renamed(paths, marks)


def _paths(git: Git, since: str, repo: Repo) -> dict[str, str]:
    """Return the new path of each renamed file by its old one: along the commits, else at once.

    Both ends alone may look like two files, when one was renamed in one commit and formatted in another.
    """
    tree = isinstance(repo.snapshot, Folder)
    origin: dict[str, str] = {}
    steps = [*git.renaming(since, repo.snapshot.commit), *(git.renames(repo.snapshot.commit).items() if tree else ())]
    for was, now in steps:
        origin[now] = origin.pop(was, was)
    found = {was: now for now, was in origin.items() if now in repo.entries and was not in repo.entries}
    taken = set(found.values())
    at_once = git.renames(since, "" if tree else repo.snapshot.commit)
    return {**{was: now for was, now in at_once.items() if was not in found and now not in taken}, **found}
