"""Which files have only another name now, and what would findings there be followed by under the old one?"""

from seatrial.comparison import Renamed
from seatrial.model import Kind
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
        until = "" if isinstance(repo.snapshot, Folder) else repo.snapshot.commit
        paths = git.renames(git.commit(since), until) if since else {}
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
