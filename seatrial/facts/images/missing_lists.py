"""Does a step of a build install from a list of packages that nothing has brought there before?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.images.image import Image
from seatrial.facts.images.image_stages import runs_of
from seatrial.facts.project.requirement_lists import lists_of
from seatrial.model import Evidence
from seatrial.read.infrastructure.dockerfile import Stage
from seatrial.read.infrastructure.dockerfile_instructions import Instruction
from seatrial.repo import Repo


def missing_lists(repo: Repo, image: Image) -> Iterator[Evidence]:
    """Yield installations from a file that no earlier step of the image's own stages can have brought.

    A folder brings what stands below it. A pattern or another stage may bring anything, and so may a step that mentions
    the file or clones.
    """
    known: set[str] | None = set()
    for stage in reversed(image.stages):
        for step in stage.instructions:
            if step.name in {"COPY", "ADD", "ONBUILD"}:
                known = _with_copy(repo, image, known, step)
            elif step.name == "RUN" and known is not None:
                yield from _unknown(image, stage, step, known)
                known = (
                    None
                    if "clone" in step.text or "mount" in dict(step.flags)
                    else known | {*map(posixpath.basename, step.text.split())}
                )


def _with_copy(repo: Repo, image: Image, known: set[str] | None, step: Instruction) -> set[str] | None:
    """Return the names of the files that are there after a copy, None when it may have brought anything."""
    words = step.words if step.words is not None else tuple(step.text.split())
    if known is None or step.flag("from") or not words:
        return None
    brought = {posixpath.basename(words[-1])}
    for word in words[:-1]:
        names = _brought(repo, image, word.strip("\"'"))
        if not names:
            return None
        brought |= names
    return known | brought


def _brought(repo: Repo, image: Image, source: str) -> set[str]:
    """Return the names of the files that a source is or holds, at any depth; none when it may be anything."""
    path = posixpath.normpath(posixpath.join(image.context, source.lstrip("/")))
    below = "" if path == "." else f"{path}/"
    if path in repo.entries or set("*?[$") & set(source) or "://" in source:
        name = posixpath.basename(source)
        return {name} if "." in name.strip(".") and not set("*?[$") & set(name) else set()
    if found := {posixpath.basename(name) for name in repo.matching(lambda name: name.startswith(below))}:
        return found
    name = posixpath.basename(source)
    # what is not there is a fault of its own; a name with an ending is surely one file
    return {name} if "." in name.strip(".") else set()


def _unknown(image: Image, stage: Stage, step: Instruction, known: set[str]) -> Iterator[Evidence]:
    if "mount" in dict(step.flags):
        return
    for command, place in runs_of(image.path, replace(stage, instructions=(step,))):
        if step.line <= place.line <= step.line + step.text.count("\n"):
            for name in lists_of(command):
                made = step.text.count(posixpath.basename(name)) > 1  # by what stands before it in the same step
                if posixpath.basename(name) not in known and not made:
                    yield Evidence(
                        place, f"{image.path} installs from {name} before anything has brought that file there"
                    )
