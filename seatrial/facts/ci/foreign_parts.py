"""Which parts of others does CI run, how firmly is each held, and which rights does CI have?"""

from collections.abc import Iterator
from enum import IntEnum

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Workflow
from seatrial.facts.ci.workflows import workflows
from seatrial.facts.project.own_address import own_address
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SHA = regex(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = regex(r"(^|[/_-])v?\d")
#: Owners of actions that belong to the system itself.
_FIRST_PARTY = ("actions/", "github/")
_BUILDERS = ("gcr.io/cloud-builders/", "gcr.io/google.com/cloudsdktool/")


class Hold(IntEnum):
    """How firmly a foreign part is held, the loosest first."""

    FLOATING = 0  #: a branch, ``latest``, or nothing
    TAG = 1  #: a version, which its owner can move
    CONTENT = 2  #: a commit or a digest, or a version that nobody can move


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """One use of somebody else's action, orb, include or workflow."""

    place: Place
    name: str
    version: str
    hold: Hold

    @property
    def what(self) -> str:
        """What is used, and how it is held."""
        words = {Hold.FLOATING: "at whatever it is today", Hold.TAG: "at a version that its owner can move",
                 Hold.CONTENT: "at one fixed content"}[self.hold]  # fmt: skip
        return f"{self.name}{f'@{self.version}' if self.version else ''} of somebody else is used {words}"


@fact
def foreign_parts(repo: Repo) -> tuple[ForeignPart, ...]:
    """Return the parts of others that CI runs, the loosest first; those of the system itself and of the owner apart."""
    owner = own_address(repo).partition("/")[0].lower()
    found = [part for flow in workflows(repo) for part in _parts(flow)]
    kept = (part for part in found if not owner or part.name.partition("/")[0].lower() != owner)
    return tuple(sorted(dict.fromkeys(kept), key=lambda part: (part.hold, part.place)))


def _parts(flow: Workflow) -> Iterator[ForeignPart]:
    for job in flow.jobs:
        used = [(step.uses, step.place) for step in job.steps if step.uses]
        used += [(job.calls, job.place)] if job.calls else []
        for uses, place in used if not job.never else ():
            if part := _of_uses(uses, place, orbs=flow.system == "CircleCI"):
                yield part
    if flow.system == "GitLab CI":
        yield from _includes(flow)


def _of_uses(uses: str, place: Place, *, orbs: bool) -> ForeignPart | None:
    if uses.startswith("docker://") or "." in uses.partition("/")[0].strip("."):
        return _of_image(uses.removeprefix("docker://"), place)
    name, _, version = uses.partition("@")
    if name.startswith((".", "$", *_FIRST_PARTY)) or "/" not in name or "${{" in uses:
        return None
    held = Hold.CONTENT if _SHA.fullmatch(version) or (orbs and version.count(".") == 2) else _held(version)
    return ForeignPart(place, name, version, held)


def _of_image(image: str, place: Place) -> ForeignPart | None:
    named, _, digest = image.partition("@")
    if named.startswith(_BUILDERS) or "$" in named:
        return None  # of the system itself, or one that the owner builds under a name of his own
    folder, _, last = named.rpartition("/")
    name, _, tag = last.partition(":")
    name = f"{folder}/{name}".lstrip("/")
    return ForeignPart(place, name, digest or tag, Hold.CONTENT if digest else _held(tag))


def _held(version: str) -> Hold:
    return Hold.TAG if _VERSION.search(version) else Hold.FLOATING


def _includes(flow: Workflow) -> Iterator[ForeignPart]:
    """Yield what GitLab takes from other projects and addresses; its own templates belong to the system."""
    declared = flow.root.at("include")
    for item in declared.elements or ((declared,) if declared else ()):
        place = Place(flow.path, item.line)
        if item.at("project"):
            version = item.at("ref").text
            held = Hold.CONTENT if _SHA.fullmatch(version) else _held(version)
            yield ForeignPart(place, item.at("project").text, version, held)
        elif (address := item.at("remote").text or item.text).startswith("http"):
            yield ForeignPart(place, address[:80], "", Hold.CONTENT if item.at("integrity") else Hold.FLOATING)


@fact
def wide_rights(repo: Repo) -> tuple[Evidence, ...]:
    """Return the GitHub workflows whose token has the default rights of the repository, or all there are."""
    found = (_rights(flow) for flow in workflows(repo) if flow.system == "GitHub Actions" and not flow.broken)
    return tuple(evidence for evidence in found if evidence)


def _rights(flow: Workflow) -> Evidence | None:
    everywhere = flow.root.at("permissions")
    jobs = [(job, job.root.at("permissions")) for job in flow.jobs if not job.never]
    for job, given in jobs:
        if _is_all(given):
            return Evidence(Place(flow.path, given.line), f"{job.what} is given every right there is")
    if _is_all(everywhere):
        return Evidence(Place(flow.path, everywhere.line), f"{flow.path} gives every job every right there is")
    if not flow.root.has("permissions") and not all(job.root.has("permissions") for job, _ in jobs):
        return Evidence(flow.place, f"{flow.path} says nothing of rights, so its token has those of the repository")
    return None


def _is_all(given: Node) -> bool:
    return given.text == "write-all"
