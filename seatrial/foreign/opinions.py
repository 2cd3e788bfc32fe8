"""What do other tools say about the same models and Dockerfiles, and do they agree with us?"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from seatrial.artifacts import Scan
from seatrial.facts.images.dockerfiles import dockerfile_paths
from seatrial.facts.models.artifacts import artifacts
from seatrial.foreign.asking import ask
from seatrial.foreign.tools import Installed, Reads
from seatrial.model.artifacts import Verdict
from seatrial.model.foreign import Agreement, ForeignReport
from seatrial.model.grades import Severity
from seatrial.model.result import Report
from seatrial.read.artifacts.pickles.claims import promises
from seatrial.repo import Repo, role
from seatrial.scanners.handed import Handed

_AGAINST = frozenset({Verdict.DANGEROUS, Verdict.SUSPICIOUS})


def second_opinions(asked: Iterable[Installed], report: Report, repo: Repo) -> tuple[ForeignReport, ...]:
    """Return what each tool says about the models or Dockerfiles of a repository, beside what an audit of it found.

    Dockerfiles are compared with the findings of the report, models with what loading them would run. A tool that
    does not answer is told as such. Put the reports into ``report.imported`` to show them.
    """
    return tuple(_of_repo(one, report, repo) for one in asked)


def opinions_on(asked: Iterable[Installed], scan: Scan) -> tuple[ForeignReport, ...]:
    """Return what each tool says about the files of a scan."""
    files = tuple(one.path for one in scan.artifacts)
    ours = frozenset(one.path for one in scan.artifacts if one.verdict in _AGAINST)
    return tuple(_opinion(one, lambda handed: handed.of_disk(files), ours) for one in asked)


def _of_repo(asked: Installed, report: Report, repo: Repo) -> ForeignReport:
    if asked.tool.reads is Reads.MODELS:
        return _opinion(asked, lambda handed: handed.of_repo(repo, _models(repo)), _dangerous(repo))
    paths = tuple(dockerfile_paths(repo))
    places = (place.path for one in report.findings if not one.quiet for place in one.places)
    return _opinion(asked, lambda handed: handed.of_repo(repo, paths), frozenset(places))


def _models(repo: Repo) -> tuple[str, ...]:
    """Return the files that hold a model, and those whose names say so; vendored ones left out."""
    known = {one.path for one in artifacts(repo)}
    return tuple(path for path in repo.paths if path in known or (promises(path) and not role(repo, path).is_foreign))


def _dangerous(repo: Repo) -> frozenset[str]:
    scanned = ((one.path, one.stored.scanned) for one in artifacts(repo) if one.stored)
    return frozenset(path for path, found in scanned if found and found.verdict in _AGAINST)


def _opinion(asked: Installed, hand: Callable[[Handed], None], ours: Collection[str]) -> ForeignReport:
    report, given = ask(asked, hand)
    if report.failed or not given:
        return report
    theirs = {
        one.place.path for one in report.findings if one.place is not None and one.severity.rank >= Severity.MEDIUM.rank
    }
    mine = set(ours) & set(given)
    agreed = Agreement(
        len(given), tuple(sorted(theirs & mine)), tuple(sorted(theirs - mine)), tuple(sorted(mine - theirs))
    )
    return replace(report, agreement=agreed)
