"""Is bulk data kept out of git, where it stays for ever and is copied to everybody?"""

from seatrial.api import Component, Effort, Graded, Severity, Stage, data
from seatrial.facts.ci.hooks import guards
from seatrial.facts.data.bulk_data import MEGABYTE, bulk, unweighed

LOOKED_FOR = "files of data, archives, weights and folders of pictures in git, by size; pointers apart"
_MUCH = 50 * MEGABYTE
_SOME = 5 * MEGABYTE
_SHOWN = 5


@data.conduct(
    "DAT-12",
    question="Is bulk data and model weight kept out of git?",
    severity=Severity.LOW,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="What was committed once is fetched by every clone and every build, and cannot be taken back when it must go.",
    fix=(
        "Move {file:the largest files} out of git: `dvc add`, git-lfs, or an object store with a digest in the code.",
        "Name its folder in .gitignore, and add the hook check-added-large-files to .pre-commit-config.yaml.",
    ),
    references=("42001 A.4.3",),
)
def no_bulk_data_in_git(component: Component) -> Graded:
    repo = component.repo
    found = component.of(bulk(repo))
    size = sum(item.size for item in found)
    shown = found[:_SHOWN]
    message = f"{size / MEGABYTE:.0f} MB of data and weights are in git, in {len(found)} files" if size > _SOME else ""
    graded = Graded.conduct(
        found=shown if size > _MUCH else (),
        weak=shown if _SOME < size <= _MUCH else (),
        guards=guards(repo, "check-added-large-files"),
        unread=[said for said in unweighed(repo) if said.partition(": ")[0] in component],
        looked_for=LOOKED_FOR,
        message=message,
    )
    return graded.naming(file=next(iter(found), None))
