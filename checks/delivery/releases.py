"""Can one say which release is live and what changed?"""

from typing import TypeAlias

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Found,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    counted,
    delivery,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.changelogs import Entry, changelog_entries, named_by_links
from seatrial.facts.project.releases import (
    ReleaseStep,
    derived_versions,
    release_steps,
    release_tags,
    stated_versions,
)

from .. import acts

LOOKED_FOR = (
    "git tags with a version, a changelog with dated entries, release-please, semantic-release, commitizen, towncrier, "
    "a version in the metadata, CI that publishes a release when a tag is pushed"
)
Shown: TypeAlias = Entry | ReleaseStep | Evidence
_DATED = 2  #: entries from which a changelog is kept, and not only begun


def more_than_notebooks(component: Component) -> bool:
    """Tell whether there is something to release; notebooks of an idea are not."""
    return archetype(component).archetype is not Archetype.NOTEBOOK_POC


@delivery.practice(
    "OPS-15",
    question="Can one say which release is live and what changed?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="Whoever is called at night must know which release runs and what it changed, before they can go back.",
    act=acts.RELEASED,
    fix=(
        "Keep {changelog:CHANGELOG.md}: one dated entry for each release, with what changed in code and in the model.",
        "Tag each release in git, and let {workflow:.github/workflows/release.yml} publish it when the tag is pushed.",
    ),
    missing="no release has a name, and nothing tells what changed",
    references=("42001 A.6.2.7", "AIA 11", "AIA 12"),
    when=more_than_notebooks,
    when_not="notebooks of an idea are not released",
)
def release_versioned(component: Component) -> Graded:
    repo = component.repo
    entries = component.of(changelog_entries(repo))
    steps = component.of(release_steps(repo))
    notes: list[Shown] = [*_dated(entries), *(step for step in steps if step.notes and step.can_fail)]
    names: list[Shown] = [*_tagged(component), *component.of((*derived_versions(repo), *named_by_links(repo)))]
    names += [step for step in steps if step.by_tag]
    automatic = [step for step in steps if step.automatic and step.can_fail]
    stated = component.of(stated_versions(repo))
    if notes and not names and not automatic and not release_tags(repo).complete:
        return Graded.unknown("tags are not in this copy of the repository", notes[:3], looked_for=LOOKED_FOR)
    whole = [*notes[:3], *names[:3]] if notes and (names or automatic) else []
    graded = Graded.best(
        (Grade.IN_USE, [*automatic[:3], *whole] if whole and automatic else []),
        (Grade.SUBSTANTIVE, whole),
        (Grade.PRESENT, [*notes[:3], *names[:3], *steps[:3], *entries[:3], *stated[:2]]),
        looked_for=LOOKED_FOR,
        message="" if whole else _told(entries, notes, names or automatic, steps, stated),
    )
    if graded.grade is Grade.ABSENT and not release_tags(repo).complete:
        return Graded.unknown("tags are not in this copy of the repository", looked_for=LOOKED_FOR)
    workflow = next((step.place for step in steps), None)
    return graded.naming(changelog=next(iter(entries), None), workflow=workflow)


def _dated(entries: tuple[Entry, ...]) -> list[Entry]:
    """Return the dated entries of the changelogs that hold at least two."""
    paths = [entry.place.path for entry in entries if entry.dated]
    return [entry for entry in entries if entry.dated and paths.count(entry.place.path) >= _DATED]


def _tagged(component: Component) -> list[Evidence]:
    found = release_tags(component.repo).tags
    if not found:
        return []
    return [
        Evidence(
            Place(".git"), f"{counted(len(found), 'tag')} with a version, the newest {found[0].name} of {found[0].when}"
        )
    ]


def _told(
    entries: tuple[Entry, ...],
    notes: Found,
    names: Found,
    steps: Found,
    stated: Found,
) -> str:
    if notes:
        return "the changelog tells what changed, and no commit is named as a release"
    if names:
        few = "releases are named, and the entries of the changelog have no dates, or there is only one"
        return few if entries else "releases are named, and nothing here tells what changed in them"
    if steps:
        return "a release is made by hand in CI, and nothing tells what changed"
    if entries:
        return "a changelog is begun: its entries have no dates, or there is only one"
    return "a version is written down, and no release is named or told" if stated else ""
