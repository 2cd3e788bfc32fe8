"""Which programs does a platform run in an image of its own, as code that hands them over asks it to?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.releases.deploying_programs import puts_into_service
from seatrial.facts.reach.entry_steps import of_steps
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.repo import Repo, Role, role

#: Keywords that say which image it is: of a framework by its version, or by its own name.
_IMAGES = frozenset({
    "framework_version", "version", "image_uri", "base_image", "docker_image", "environment", "transformers_version",
    "sklearn_version", "container_image_uri",
})  # fmt: skip

#: Settings of ZenML that say what an image holds, beside the packages that ZenML adds by itself.
_SAYS_WHAT_IS_IN_IT = frozenset({"requirements", "parent_image", "dockerfile", "pyproject_path"})


@dataclass(frozen=True, slots=True)
class HandedStep:
    """One program that is handed to a platform together with the image that it is to run in."""

    place: Place
    what: str
    role: Role
    versioned: bool  #: which image it is stands where the program is handed over


@fact
def handed_steps(repo: Repo) -> tuple[HandedStep, ...]:
    """Return the programs of steps and jobs that a platform is given."""
    found = (
        HandedStep(entry.place, f"a platform runs this: {entry.what}", entry.role, _names_image(repo, entry.place.path))
        for entry in of_steps(repo)
    )
    return tuple(dict.fromkeys((*found, *_of_zenml(repo))))


def _of_zenml(repo: Repo) -> Iterator[HandedStep]:
    """Find the settings by which ZenML builds an image for each run of a pipeline, with the owner's code in it."""
    for found in called(repo, "DockerSettings"):
        if found.call.name.startswith("zenml."):
            named = any(key in _SAYS_WHAT_IS_IN_IT for key, _ in found.call.keywords)
            what = "ZenML builds the image of a pipeline by these settings"
            yield HandedStep(found.site.place, what, role(repo, found.program.path), named)


@fact
def handing_runs(repo: Repo) -> tuple[Evidence, ...]:
    """Return the runs of CI that hand such programs over without anybody asking, and fail when it does not work."""
    runs = (one for one in ci_commands(repo) if one.can_fail and one.unattended)
    return tuple(as_evidence(one) for one in runs if puts_into_service(repo, one.command, one.folder))


def _names_image(repo: Repo, path: str) -> bool:
    book = next((book.code for book in notebooks(repo) if book.code.path == path), None)
    file = book or python_file(repo, path)
    return file is not None and any(key in _IMAGES for call in file.calls for key, _ in call.keywords)
