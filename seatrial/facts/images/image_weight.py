"""What does an image carry that nobody needs to run it, and what does it fetch without proof?"""

import posixpath
from collections.abc import Iterator
from itertools import zip_longest

from seatrial.facts.images.image import Image
from seatrial.facts.images.image_files import ignores
from seatrial.facts.images.image_stages import runs_of
from seatrial.facts.project.dependencies import requirements_files
from seatrial.facts.project.manifest_files import group_of
from seatrial.model import Evidence, Place
from seatrial.read.infrastructure.dockerfile_instructions import Instruction
from seatrial.read.infrastructure.shell import Command
from seatrial.read.models.endings import STORED, pattern_of
from seatrial.read.project.requirements import RequirementsFile
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Packages for people who develop; nothing that serves or runs a job imports them.
_FOR_DEVELOPERS = frozenset({
    "pytest", "pytest-cov", "jupyter", "jupyterlab", "notebook", "ipykernel", "ipython", "black", "flake8", "mypy",
    "ruff", "pylint", "isort", "pre-commit", "ipdb", "tox", "nbconvert",
})  # fmt: skip
_NOTEBOOKS = frozenset({"jupyter", "jupyter-lab", "jupyter-notebook", "start-notebook.sh"})
_WEIGHTS = regex(rf"\.(?:{pattern_of(STORED)}|bin)(?:[?\s\"']|$)")
_PROOF = caseless(r"sha(?:1|256|512)sum|md5sum|shasum|gpg --verify|cosign verify|--checksum")
_DEVELOPING = frozenset({"dev", "develop", "development", "test", "tests", "testing", "lint", "notebook", "notebooks"})
_PIP = (("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"))


def weight(repo: Repo, image: Image) -> tuple[Evidence, ...]:
    """Return what could be left out of the final image, and models that it downloads without comparing a digest.

    Earlier stages are thrown away, so that only those count which the final one builds on. Each cause once.
    """
    found = (*_unproved(image), *_for_developers(repo, image), *_left_over(image), *_whole_folder(repo, image))
    by_cause: dict[str, Evidence] = {}
    for item in found:
        by_cause.setdefault(item.what, item)
    return tuple(by_cause.values())


def _steps(image: Image) -> Iterator[tuple[Instruction, list[tuple[Command, Place]]]]:
    for stage in image.stages:
        commands = list(runs_of(image.path, stage))
        steps = stage.all("RUN")
        for step, following in zip_longest(steps, steps[1:]):
            end = following.line if following is not None else 1_000_000
            yield step, [(found, place) for found, place in commands if step.line <= place.line < end]


def _left_over(image: Image) -> Iterator[Evidence]:
    """Find what package managers leave behind in the layer of their own step."""
    for step, commands in _steps(image):
        if _is_mounted(step):
            continue
        text = "\n".join((step.text, *step.heredocs))
        cleaned = "/var/lib/apt/lists" in text or "apt-get clean" in text
        uncached = "--no-cache-dir" in text or ".cache" in text or "PIP_NO_CACHE_DIR" in dict(image.variables)
        for command, place in commands:
            apt = command.starts("apt-get", "install") or command.starts("apt", "install")
            if apt and not cleaned and "--no-install-recommends" not in command.arguments:
                yield Evidence(place, f"{image.path} keeps the lists and the recommended packages of apt")
            if not uncached and (command.starts("pip", "install") or command.starts("pip3", "install")):
                yield Evidence(place, f"{image.path} keeps the downloads of pip beside what it installs")


def _is_mounted(step: Instruction) -> bool:
    """Tell whether a cache is mounted for the step, so that nothing of it stays in the image."""
    return any(key == "mount" and "type=cache" in value for key, value in step.flags)


def _for_developers(repo: Repo, image: Image) -> Iterator[Evidence]:
    if {command.program for command in image.start} & _NOTEBOOKS:
        return
    for _, commands in _steps(image):
        for command, place in commands:
            if any(command.starts(*words) for words in _PIP):
                files = [file for word in command.arguments for file in _files(repo, image, word)]
                for file in files:
                    if group_of(file.path) in _DEVELOPING:
                        yield Evidence(place, f"{image.path} installs {file.path}, which is for development")
                named = {word.partition("[")[0].partition("=")[0].lower() for word in command.arguments}
                named |= {item.name for file in files if not group_of(file.path) for item in file.requirements}
                if found := sorted(named & _FOR_DEVELOPERS):
                    yield Evidence(place, f"{image.path} installs {', '.join(found[:4])}, which only developers use")


def _files(repo: Repo, image: Image, word: str) -> list[RequirementsFile]:
    """Return the requirements file that a word of an installation names: it stands elsewhere than in the image."""
    name = posixpath.basename(word.removeprefix("--requirement=").removeprefix("-r"))
    near = [file for file in requirements_files(repo) if posixpath.basename(file.path) == name] if name else []
    sent = {posixpath.normpath(posixpath.join(image.context, source.lstrip("/")))
            for copy in image.sent for source in copy.sources}  # fmt: skip
    return near if len(near) == 1 else [file for file in near if file.path in sent][:1]


def _unproved(image: Image) -> Iterator[Evidence]:
    for step, commands in _steps(image):
        proved = bool(_PROOF.search(step.text)) or any(_PROOF.search(text) for text in step.heredocs)
        for command, place in commands if not proved else ():
            if command.program in {"curl", "wget"} and "://" in command.text and _WEIGHTS.search(command.text):
                yield Evidence(place, f"{image.path} downloads a model and compares it with no digest")
    for stage in image.stages:
        for step in stage.all("ADD"):
            if "://" in step.text and _WEIGHTS.search(step.text) and not step.flag("checksum"):
                place = Place(image.path, step.line)
                yield Evidence(place, f"{image.path} downloads a model and compares it with no digest")


def _whole_folder(repo: Repo, image: Image) -> Iterator[Evidence]:
    """A copy of the whole context brings the history and whatever lies beside the code, unless a file leaves it out."""
    for copy in image.copies:
        if not copy.origin and any(posixpath.normpath(source) == "." for source in copy.sources):
            if copy.place.path == image.path and not ignores(repo, image.path, image.context):
                yield Evidence(copy.place, f"{image.path} copies everything, and no .dockerignore leaves anything out")
            return
