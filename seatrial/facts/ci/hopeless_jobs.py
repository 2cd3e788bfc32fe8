"""Which jobs of CI cannot get as far as their tests, since they set up a Python that the package itself refuses?"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, ci_actions
from seatrial.facts.project.dependencies import python_projects
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_SETS_UP = ("actions/setup-python", "UsePythonVersion")
_INPUTS = ("python-version", "versionSpec", "python_version")
_MINOR = regex(r"(?<![\d.])(3\.\d{1,2})(?!\d)")
_PATCHES = ("", ".99")  #: of a minor version: one of these is inside of whatever allows any release of it


@fact
def hopeless_jobs(repo: Repo) -> Mapping[tuple[str, str], Evidence]:
    """Return, by workflow and name, the jobs that set up nothing but versions that the repository's range refuses.

    A repository whose packages name different ranges, or none, or a job that takes its version from elsewhere, may do.
    """
    wanted = _range(repo)
    setups: dict[tuple[str, str], list[CiAction]] = {}
    for action in ci_actions(repo) if wanted else ():
        if action.uses.startswith(_SETS_UP):
            setups.setdefault((action.workflow, action.job.name), []).append(action)
    allowed = _allowed(wanted) if setups else None
    if allowed is None:
        return MappingProxyType({})
    return MappingProxyType({
        job: Evidence(actions[0].place, f"{job[0]} sets up Python {_versions(actions[0])[0]}, which {wanted} refuses")
        for job, actions in setups.items()
        if all((named := _versions(one)) and not any(map(allowed, named)) for one in actions)
    })  # fmt: skip


def hopeless(repo: Repo, one: CiCommand | CiAction) -> Evidence | None:
    """Return why the job of a run fails before it: what it installs there, if anything, is not what is asked for."""
    return hopeless_jobs(repo).get((one.workflow, one.job.name))


def _range(repo: Repo) -> str:
    """Return the one range of Python that the owner's packages name, "" where they name several or none."""
    own = (item for item in python_projects(repo) if role(repo, item.place.path) is Role.OWN)
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
