"""Which jobs of CI come to nothing: a Python that is refused, a file that is lost, or nothing that starts them?"""

import posixpath
from collections.abc import Callable, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.job_order import passed_before
from seatrial.facts.ci.listed_runs import listed_actions, listed_commands, workflows
from seatrial.facts.ci.workflow import CiAction, CiCommand, Job
from seatrial.facts.documents.given_up import sealed
from seatrial.facts.project.dependencies import own_projects, requirements_files
from seatrial.facts.project.requirement_lists import lists_of
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.grouped import grouped
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_SETS_UP = ("actions/setup-python", "UsePythonVersion")
_INPUTS = ("python-version", "versionSpec", "python_version")
#: What sets a language up keeps its downloads by the hash of these files, and fails where none is there.
_KEPT_BY = {
    ("actions/setup-python", "pip"): ("requirements.txt", "pyproject.toml"),
    ("actions/setup-python", "pipenv"): ("Pipfile.lock",),
    ("actions/setup-python", "poetry"): ("poetry.lock",),
    ("actions/setup-node", "npm"): ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock"),
    ("actions/setup-node", "yarn"): ("yarn.lock",),
    ("actions/setup-node", "pnpm"): ("pnpm-lock.yaml",),
}
#: Systems whose jobs, stages or steps of one pipeline follow each other in one checkout.
_IN_ONE_FOLDER = {"Jenkins", "Drone", "Woodpecker"}
_TRAVIS = regex(r"\.travis\.ya?ml")
_README = caseless(r"readme(?:\.(?:md|rst|txt))?")
_LIMIT = 200_000  #: bytes of a README
_MINOR = regex(r"(?<![\d.])(3\.\d{1,2})(?!\d)")
_PATCHES = ("", ".99")  #: of a minor version: one of these is inside of whatever allows any release of it


@fact
def hopeless_jobs(repo: Repo) -> Mapping[tuple[str, str], Evidence]:
    """Return, by workflow and name, the jobs that set up nothing but versions that the repository's range refuses.

    A repository whose packages name different ranges, or none, or a job that takes its version from elsewhere, may do.
    """
    wanted = _range(repo)
    actions = (action for action in listed_actions(repo) if wanted and action.uses.startswith(_SETS_UP))
    setups = grouped(((action.workflow, action.job.name), action) for action in actions)
    allowed = _allowed(wanted) if setups else None
    if allowed is None:
        return {}
    return {
        job: Evidence(actions[0].place, f"{job[0]} sets up Python {_versions(actions[0])[0]}, which {wanted} refuses")
        for job, actions in setups.items()
        if all((named := _versions(one)) and not any(map(allowed, named)) for one in actions)
    }  # fmt: skip


def never_reached(repo: Repo, one: CiCommand | CiAction) -> Evidence | None:
    """Return why the job of a run fails before it: what it installs there, if anything, is not what is asked for.

    In an archived repository nothing starts one any more.
    """
    own = (fault for fault in _faults(repo, one.job) if fault.place.line < one.place.line)
    return (
        sealed(repo)
        or _closed(repo, one.job)
        or hopeless_jobs(repo).get((one.workflow, one.job.name))
        or next(own, None)
        or _before(repo, one.job)
    )


def never_passed(repo: Repo, job: Job) -> Evidence | None:
    """Return why a job fails whatever it is to try, or is not even started."""
    return sealed(repo) or _closed(repo, job) or _fault(repo, job) or _before(repo, job)


def _closed(repo: Repo, job: Job) -> Evidence | None:
    """Return that a job of Travis is started by nothing: its badge still leads to what was closed in 2021."""
    return _closed_badge(repo) if _TRAVIS.fullmatch(job.place.path) else None


@fact
def _closed_badge(repo: Repo) -> Evidence | None:
    """Return the line of the README that shows builds of travis-ci.org; whoever moved to travis-ci.com says that."""
    for path in repo.matching(_README.fullmatch):
        text = repo.text_or_empty(path, _LIMIT)
        if (found := text.find("travis-ci.org")) >= 0 and "travis-ci.com" not in text:
            what = "CI is shown at travis-ci.org, which was closed in June 2021: nothing starts it any more"
            return Evidence(Place(path, line_number(text, found)), what, Confidence.LIKELY)
    return None


def _before(repo: Repo, job: Job) -> Evidence | None:
    """Return why a job fails without whose success this one is not started."""
    if not _lost_files(repo) and not hopeless_jobs(repo):
        return None
    return next((fault for other in passed_before(repo, job) if (fault := _fault(repo, other))), None)


def _fault(repo: Repo, job: Job) -> Evidence | None:
    return hopeless_jobs(repo).get((job.place.path, job.name)) or next(iter(_faults(repo, job)), None)


def _faults(repo: Repo, job: Job) -> tuple[Evidence, ...]:
    return _lost_files(repo).get((job.place.path, job.name), ())


@fact
def _lost_files(repo: Repo) -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    """Return, by workflow and name, where jobs ask for files that are not here."""
    found = {job: (*lists,) for job, lists in _lost_lists(repo).items()}
    for action in listed_actions(repo):
        job = (action.workflow, action.job.name)
        if action.can_fail and job not in _handed(repo) and (lost := _lost_key(repo, action)):
            found[job] = (*found.get(job, ()), lost)
    return found


def _lost_key(repo: Repo, action: CiAction) -> Evidence | None:
    """Return that an action keeps downloads by the hash of a file that the repository does not hold."""
    given = dict(action.inputs)
    usual = _KEPT_BY.get((action.name, given.get("cache", "")))
    if usual is None:
        return None
    named = tuple(given.get("cache-dependency-path", "").split())
    if any(_is_here(repo, "", name) for name in named or usual):
        return None
    what = f"{action.workflow} keeps downloads by {(named or usual)[0]}, and there is no such file"
    return Evidence(action.place, what)


@fact
def _lost_lists(repo: Repo) -> Mapping[tuple[str, str], tuple[Evidence, ...]]:
    """Return, by workflow and name, where jobs install from a file that is not here, though others of its kind are.

    A file that an earlier step speaks of may be made there. A job that checks another repository out, or is handed
    files of another job, may have it from there, and so may all jobs of a pipeline that work in one folder.
    """
    handed = _handed(repo)
    shared = {flow.path for flow in workflows(repo) if flow.system in _IN_ONE_FOLDER}
    found: dict[tuple[str, str], list[Evidence]] = {}
    spoken: dict[tuple[str, str], str] = {}
    for one in listed_commands(repo) if requirements_files(repo) else ():
        job = (one.workflow, one.job.name)
        room = (one.workflow, "") if one.workflow in shared else job
        for name in lists_of(one.command) if one.can_fail and job not in handed and not one.via else ():
            if not _is_here(repo, one.folder, name) and posixpath.basename(name) not in spoken.get(room, ""):
                what = f"{one.workflow} installs from {name}, and there is no such file"
                found.setdefault(job, []).append(Evidence(one.place, what))
        spoken[room] = f"{spoken.get(room, '')}\n{one.command.text}"
    return {job: tuple(faults) for job, faults in found.items()}


@fact
def _handed(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return, by workflow and name, the jobs that may have files from elsewhere."""
    return frozenset((one.workflow, one.job.name) for one in listed_actions(repo) if _may_bring(one))


def _may_bring(action: CiAction) -> bool:
    given = {name for name, _ in action.inputs}
    fetches = "download" in action.uses or "cache" in action.uses or bool(given & {"repository", "path"})
    return fetches and "upload" not in action.uses


def _is_here(repo: Repo, folder: str, name: str) -> bool:
    """Tell whether a list may be a file of the repository: any that is called so, or wherever a variable leads to."""
    unknown = set("*?{$") & set(folder + name) or "___" in name or name.startswith(("/", "~", "-"))
    alike = posixpath.basename(name)
    return bool(unknown) or bool(repo.matching(lambda path: posixpath.basename(path) == alike))


def _range(repo: Repo) -> str:
    """Return the one range of Python that the owner's packages name, "" where they name several or none."""
    own = own_projects(repo)
    ranges = {item.requires_python for item in own if item.requires_python}
    return ranges.pop() if len(ranges) == 1 else ""


def _allowed(wanted: str) -> Callable[[str], bool] | None:
    """Return what tells whether a range lets a minor version in; None when it is no specifier of PEP 440."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # slow to import

    try:
        known = SpecifierSet(wanted)
    except InvalidSpecifier:
        return None
    return lambda version: any(known.contains(f"{version}{patch}") for patch in _PATCHES)


def _versions(action: CiAction) -> tuple[str, ...]:
    """Return the versions that an action sets up, those of the matrix put in; () when they are said elsewhere."""
    return tuple(version for name, value in action.inputs if name in _INPUTS for version in _MINOR.findall(value))
