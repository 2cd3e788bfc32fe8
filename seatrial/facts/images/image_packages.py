"""Which packages do the steps of an image install, where all of them say it?"""

import posixpath
from collections.abc import Iterator
from itertools import pairwise

from seatrial.facts.images.image import Image
from seatrial.facts.project.dependencies import python_projects, requirements_files
from seatrial.facts.project.requirement_lists import lists_of
from seatrial.read.infrastructure.shell import Command, is_python
from seatrial.read.project.requirements import RequirementsFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Official images that bring Python, or a system, and no package of it.
_BARE = regex(
    r"(?:(?:docker\.io/)?library/|(?:public\.ecr\.aws/docker/library|mirror\.gcr\.io/library)/)?"
    r"(?:python|debian|ubuntu|alpine)|ghcr\.io/astral-sh/uv"
)
_PIP = (("pip", "install"), ("pip3", "install"), ("uv", "pip", "install"))
#: What installs in ways that are not followed here, or runs what may.
_UNSEEN = regex(
    r"(?:conda|mamba|micromamba|poetry|pdm|pipenv|pixi|hatch|make|just|bash|sh|\.|source|xargs|pip-sync|easy_install|nox"
    r"|tox|uvx|pipx)$|\.sh$"
)
_NAME = regex(r"([A-Za-z0-9][\w.-]*)(\[[\w\s,.-]*\])?\s*(?:[<>=!~;@ ].*)?")
_FOLDER = regex(r"(\.|\./?[\w./-]*|/[\w./-]+)(?:\[([\w\s,.-]*)\])?")
_INCLUDES = regex(r"(?m)^\s*(?:-r|--requirement|-e|--editable)\b")
_TAKES_VALUE = frozenset({
    "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--target", "-t", "--prefix",
    "--python", "--cache-dir", "--timeout", "--retries", "--trusted-host", "--index-strategy", "-r", "--requirement",
    "--default-timeout", "--progress-bar", "--platform", "--only-binary", "--no-binary", "--root-user-action",
})  # fmt: skip


def installed_packages(repo: Repo, image: Image) -> frozenset[str] | None:
    """Return the distributions that an image's own steps ask for; None where a step or a base may bring others."""
    if not image.bases or not all(one.copied or _BARE.fullmatch(one.name) for one in image.bases):
        return None
    found: set[str] = set()
    for command, _ in image.runs:
        told = _of_step(repo, image, command)
        if told is None:
            return None
        found |= told
    return frozenset(found) if found else None


def _of_step(repo: Repo, image: Image, command: Command) -> set[str] | None:
    if any(command.starts(*words) for words in _PIP):
        return _of_pip(repo, image, command)
    if command.starts("uv", "sync"):
        return _of_sync(repo, image, command)
    if command.program in {"apt-get", "apt", "apk"}:
        hidden = any(word.startswith(("python3-", "py3-")) for word in command.arguments)
    else:
        a_program = is_python(command.program) and command.arguments[:1] != ("-c",)
        hidden = a_program or bool(_UNSEEN.search(command.program))
    return None if hidden or command.program == "uv" else set()


def _of_pip(repo: Repo, image: Image, command: Command) -> set[str] | None:
    """Return what pip is asked for, by lists, by folders of the repository and by name."""
    lists = [_listed(repo, image, name) for name in lists_of(command)]
    words = command.arguments[2 if command.program == "uv" else 1 :]
    named = [_named(repo, image, word) for word in _operands(words)]
    if any("-r" in word[:2] and "$" in word for word in words) or not (lists or named):
        return None
    found: set[str] = set()
    for one in (*lists, *named):
        if one is None:
            return None
        found |= one
    return found


def _operands(words: tuple[str, ...]) -> Iterator[str]:
    for before, word in zip(("", *words), words, strict=False):
        if before not in _TAKES_VALUE and not word.startswith("-"):
            yield word


def _named(repo: Repo, image: Image, word: str) -> set[str] | None:
    """Return what one word of pip stands for: a package, or a folder of the repository with the extras that it asks."""
    if folder := _FOLDER.fullmatch(word.strip("\"'")):
        extras = {one.strip() for one in (folder[2] or "").split(",")}
        return _of_project(repo, image, extras)
    name = _NAME.fullmatch(word.strip("\"'"))
    if name is None or name[1].endswith((".whl", ".gz", ".zip")) or "://" in word:
        return None
    asked = _normal(name[1])  # a release of the repository's own package brings what it needed when it was made
    return None if asked in {_normal(one.name) for one in python_projects(repo)} else {asked}


def _listed(repo: Repo, image: Image, name: str) -> set[str] | None:
    """Return what a list of requirements holds; None where it cannot be told which list it is, or what it holds."""
    known = {file.path: file for file in requirements_files(repo)}
    last = posixpath.basename(name)
    brought = {source for copy in image.sent for source in copy.sources if posixpath.basename(source) == last}
    paths = {posixpath.normpath(posixpath.join(image.context, one.lstrip("/"))) for one in brought or {name}}
    file = known.get(paths.pop()) if len(paths) == 1 else None
    if file is None or file.broken or file.folders or _leads_on(repo, file):
        return None
    return {one.name for one in file.requirements}


def _leads_on(repo: Repo, file: RequirementsFile) -> bool:
    """Tell whether a list takes another one in: it is read for itself."""
    return bool(_INCLUDES.search(repo.text_or_empty(file.path)))


def _of_sync(repo: Repo, image: Image, command: Command) -> set[str] | None:
    words = command.arguments
    if any(word.startswith(("--all", "--only", "--package")) for word in words) or "$" in command.text:
        return None
    groups = {after for before, after in pairwise(words) if before in {"--extra", "--group"}}
    groups |= {word.partition("=")[2] for word in words if word.startswith(("--extra=", "--group="))}
    return _of_project(repo, image, groups | (set() if {"--no-dev", "--no-default-groups"} & {*words} else {"dev"}))


def _of_project(repo: Repo, image: Image, groups: set[str]) -> set[str] | None:
    """Return what the one project in the folder of an image needs to run, and what these groups of it add."""
    found = [one for one in python_projects(repo) if posixpath.dirname(one.path) == image.context]
    if not found or any(one.dynamic or one.reads or _sets_groups(repo, one.path) for one in found):
        return None
    asked = (requirement for one in found for requirement in one.requirements)
    return {one.name for one in asked if not one.group or one.group in groups}


def _sets_groups(repo: Repo, path: str) -> bool:
    """Tell whether a project says itself which groups uv installs: ``default-groups = "all"``."""
    return "default-groups" in repo.text_or_empty(path)


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
