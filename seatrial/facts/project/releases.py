"""Which releases of the software are named, what do they change, and does a machine make them?"""

import re

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, Event, ci_actions, ci_commands
from seatrial.facts.project.dependencies import own_projects
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.project.project_record import Project
from seatrial.read.project.setup_files import BY_TAGS
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Tags

_TAG = caseless(r"(?:[\w-]+[-/@_])?v?\.?\d+(?:\.\d+)+\S*|v\d+|(?:release|model)[-/_]\S+")
#: Programs that write the version, the changelog or the release; ``--generate-notes`` is told apart.
_MAKERS = (
    ("semantic-release", "version"), ("semantic-release", "publish"), ("semantic-release",), ("cz", "bump"),
    ("release-please",), ("bump-my-version", "bump"), ("bumpversion",), ("bump2version",), ("towncrier", "build"),
    ("git-cliff",), ("standard-version",), ("release-it",), ("goreleaser", "release"), ("changeset", "publish"),
    ("gh", "release", "create"), ("gto", "register"), ("glab", "release", "create"), ("release-cli", "create"),
    ("rever",), ("auto", "shipit"), ("jreleaser",), ("scriv", "collect"),
)  # fmt: skip
_ACTIONS = caseless(
    r"release-please|release-drafter|semantic-release|action-gh-release|create-release|release-action|changesets/action|"
    r"goreleaser|git-cliff|github-tag-action|bump-(?:my-)?version|commitizen-action|upload-release-action|"
    r"action-automatic-releases|changelog-builder|pypi-publish|poetry-publish"
)
_PUBLISHERS = (("twine", "upload"), ("uv", "publish"), ("poetry", "publish"), ("hatch", "publish"),
               ("flit", "publish"), ("pdm", "publish"), ("maturin", "publish"))  # fmt: skip
_TO_INDEX = caseless(r"pypi-publish|poetry-publish")
_NOTES = caseless(
    r"release-please|release-drafter|semantic-release|changesets|git-cliff|changelog-builder|towncrier|\bcz bump\b|"
    r"generate[-_]?(?:release[-_]?)?notes|generate_release_notes|scriv collect|--notes-file|body_path"
)
_FROM_TAGS = regex(rf"{BY_TAGS}|hatch-vcs|versioneer|(?:poetry|uv)-dynamic-versioning|dunamai|use_scm_version")
_UNTOUCHED = {"0.0.0", "0.0.1", "0.1.0", "0.1", "0.0", "1.0.0.dev0"}


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    """One step of CI that names, writes or publishes a release."""

    place: Place
    what: str
    notes: bool  #: it also writes what changed
    events: tuple[Event, ...]
    can_fail: bool

    @property
    def automatic(self) -> bool:
        """Tell whether a push, a tag or a release starts it; a person who presses a button releases by hand."""
        return bool({Event.PUSH, Event.TAG, Event.RELEASE, Event.AFTER, Event.SCHEDULE} & set(self.events))

    @property
    def by_tag(self) -> bool:
        """Tell whether a tag or a release starts it, so that whoever releases must name the commit."""
        return bool({Event.TAG, Event.RELEASE} & set(self.events))


def release_tags(repo: Repo) -> Tags:
    """Return the tags that name a version, newest first; when ``complete`` is false, none proves nothing."""
    found = repo.snapshot.tags()
    return Tags(tuple(tag for tag in found.tags if _TAG.fullmatch(tag.name)), found.complete)


@fact
def release_steps(repo: Repo) -> tuple[ReleaseStep, ...]:
    """Return the steps of CI that make or publish releases."""
    found: list[CiCommand | CiAction] = [one for one in ci_commands(repo) if _makes(one)]
    found += [one for one in ci_actions(repo) if _ACTIONS.search(one.name)]
    return tuple(_step(one) for one in found)


@fact
def uploads(repo: Repo) -> tuple[Evidence, ...]:
    """Return the steps of CI that hand a Python package to an index, for whoever wants to install it."""
    found: list[CiCommand | CiAction] = [
        one for one in ci_commands(repo) if any(one.command.starts(*words) for words in _PUBLISHERS)
    ]
    found += [one for one in ci_actions(repo) if _TO_INDEX.search(one.name)]
    return tuple(map(as_evidence, found))


def is_uploaded(repo: Repo, project: Project) -> bool:
    """Tell whether CI uploads the outermost project though it names no builder: builders have a default for that."""
    return project.path == "pyproject.toml" and bool(project.name and project.version and uploads(repo))


@fact
def derived_versions(repo: Repo) -> tuple[Evidence, ...]:
    """Return the metadata that takes its version from the newest tag when the package is built."""
    return tuple(
        Evidence(project.place, f"the version of {project.name or 'the package'} is taken from git")
        for project in own_projects(repo)
        if not project.version and _takes_tag(repo, project)
    )


def _takes_tag(repo: Repo, project: Project) -> bool:
    """Tell whether a build plug-in that reads tags is named; which plug-ins a build asks for is only in its text."""
    text = repo.text_or_empty(project.path, limit=200_000)
    return bool(_FROM_TAGS.search(text))


@fact
def stated_versions(repo: Repo) -> tuple[Evidence, ...]:
    """Return the versions that the metadata of the owner's packages states."""
    return tuple(
        Evidence(project.place, f"{project.path} states version {project.version}{_never(project.version)}")
        for project in own_projects(repo)
        if project.version
    )


def _never(version: str) -> str:
    return ", as templates do" if version in _UNTOUCHED else ""


def _makes(one: CiCommand) -> bool:
    return any(one.command.starts(*words) for words in (*_MAKERS, *_PUBLISHERS))


def _step(one: CiCommand | CiAction) -> ReleaseStep:
    given = one.command.text if isinstance(one, CiCommand) else " ".join(f"{key}: {value}" for key, value in one.inputs)
    name = "" if isinstance(one, CiCommand) else one.name
    off = re.search(r"generate_release_notes: *false", given)
    events = tuple(dict.fromkeys(trigger.event for trigger in one.triggers))
    return ReleaseStep(one.place, one.what, bool(_NOTES.search(f"{name} {given}")) and not off, events, one.can_fail)
