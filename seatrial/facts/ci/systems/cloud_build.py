"""What does Google Cloud Build run, and which files are its builds though they have no name of theirs?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.ci.systems.build_triggers import build_triggers
from seatrial.facts.ci.workflow import Event, Job, Step, Trigger
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: How steps name the image that they run in.
_IMAGE = regex(
    r"^[\"']?(?:gcr\.io|[\w-]+\.gcr\.io|[\w-]+-docker\.pkg\.dev|docker\.io|\$\{?_\w+\}?)(?:[/:]|$)|^[\w.-]+(?:/[\w.-]+)+:"
)
#: Images of Docker's own hub, with the version that makes a plain word one: ``python:3.9``.
_TAGGED_IMAGE = regex(r"^[a-z0-9][\w.-]{0,100}:[\w.-]{1,100}$")
_SHELL_TEXT = regex(r"-[a-z]{0,6}c[a-z]{0,6}")
_OF_A_CHANGE = caseless(r"(?:^|[-_.])(?:prs?|pull[-_]?requests?|pre[-_]?submits?|pre[-_]?merge)(?=[-_.])")


def cloud_build_jobs_elsewhere(repo: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the job of a file of any name whose every step names the image that it runs in."""
    steps = root.at("steps").elements
    foreign = any(node.has("uses") or node.has("run") or node.has("task") for node in steps)
    if steps and not foreign and all(map(_runs_in_an_image, steps)):
        yield from cloud_build_jobs(repo, path, root)


def _runs_in_an_image(step: Node) -> bool:
    image = step.at("name").text
    ordered = step.has("args") or step.has("script")
    return bool(_IMAGE.search(image) or (ordered and _TAGGED_IMAGE.search(image)))


def cloud_build_jobs(repo: Repo, path: str, root: Node) -> Iterator[Job]:
    """Yield the one job of a build.

    Its trigger is kept outside of the repository, unless Terraform declares it; a file that is named as the check of
    pull requests is taken for it.
    """
    steps = tuple(_step(repo, path, node) for node in root.at("steps").elements)
    if steps:
        event = Event.PULL_REQUEST if _OF_A_CHANGE.search(posixpath.basename(path)) else Event.OUTSIDE
        place = Place(path, root.line)
        triggers = build_triggers(repo).get(path) or (Trigger(event, place),)
        yield Job("build", place, f"job build of {path}", triggers, steps, root=root)


def _step(repo: Repo, path: str, node: Node) -> Step:
    image, entry = node.at("name").text, node.at("entrypoint").text
    program = posixpath.basename(entry or image.partition(":")[0]).replace("cloud-sdk", "gcloud")
    script = node.at("script")
    text, line = script.text or " ".join((program, *node.at("args").texts)), node.line
    arguments = node.at("args").elements
    if not script.text and program in {"bash", "sh"} and arguments[1:] and _SHELL_TEXT.fullmatch(arguments[0].text):
        script = arguments[1]
        text = script.text
    if script.text:
        line = script.text_line
    can_fail = node.at("allowFailure").flag is not True
    return Step(Place(path, line), node.at("id").text, text, image, folder=_folder(repo, node), can_fail=can_fail)


def _folder(repo: Repo, node: Node) -> str:
    """Return the folder of a step; a checkout of the repository itself, under its own name, is its root."""
    folder = node.at("dir").text.removeprefix("./").strip("/")
    first, _, rest = folder.partition("/")
    known = repo.matching(lambda path: path.startswith(f"{first}/"))
    return "" if "$" in folder else folder if known else rest
