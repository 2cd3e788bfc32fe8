"""Can users try a release before it is everybody's: candidates, betas, nightly builds?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.project.releases import release_tags
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

_CANDIDATE = regex(r"\bv?\d+\.\d+(?:\.\d+)?(?:[-._]?(?:rc|alpha|beta)[-._]?\d*|[ab]\d+|\.?dev\d+)\b")
_BEFOREHAND = regex(r"test\.?pypi|--pre-?release|nightly|\brc\d")
_PUBLISHERS = frozenset({"twine", "uv", "poetry", "hatch", "flit", "gh"})


@dataclass(frozen=True, slots=True)
class Prerelease:
    """One sign that a version is given to some before it is given to all."""

    place: Place
    what: str
    by_ci: bool = False  #: a step of CI publishes it


@fact
def prereleases(repo: Repo) -> tuple[Prerelease, ...]:
    """Return tags and headings of change logs that name a candidate, and the steps of CI that publish one."""
    return tuple(dict.fromkeys((*_named_candidates(repo), *_published(repo))))


def _named_candidates(repo: Repo) -> Iterator[Prerelease]:
    tag = next((tag for tag in release_tags(repo).tags if _CANDIDATE.search(tag.name)), None)
    if tag is not None and (project := next(iter(python_projects(repo)), None)):
        yield Prerelease(project.place, f"the tag {tag.name} names a candidate")
    for document in documents(repo):
        if "change" in document.path.lower() or "release" in document.path.lower():
            for section in document.sections:
                if _CANDIDATE.search(section.heading):
                    yield Prerelease(
                        Place(document.path, section.line), f"{section.heading[:60]} came before a release"
                    )
                    break


def _published(repo: Repo) -> Iterator[Prerelease]:
    for one in ci_commands(repo):
        publishes = {"publish", "upload", "create"} & set(one.command.arguments)
        if publishes and one.command.program in _PUBLISHERS and _BEFOREHAND.search(one.command.text):
            yield Prerelease(one.place, f"{one.workflow} publishes a version beforehand", by_ci=True)
    for action in ci_actions(repo):
        given = dict(action.inputs)
        index = given.get("repository-url", "") + given.get("repository_url", "")
        if given.get("prerelease", "false") not in {"false", ""} or "test" in index:
            yield Prerelease(action.place, f"{action.workflow} publishes a version beforehand", by_ci=True)
