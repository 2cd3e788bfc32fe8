"""Which files declare or lock Python packages, and what is each for, by its name?"""

import re
from collections.abc import Iterator
from typing import Any

from seatrial.facts import fact
from seatrial.read.posix_path import posix
from seatrial.read.project.conda import ENVIRONMENT
from seatrial.read.project.lockfile import lock_tool
from seatrial.read.project.pipfile import PIPFILE
from seatrial.read.project.pixi import PIXI
from seatrial.read.project.project_record import Project
from seatrial.read.project.pyproject import PYPROJECT
from seatrial.read.project.requirements import REQUIREMENTS
from seatrial.read.project.setup_files import SETTINGS_INI, SETUP_CFG, SETUP_PY
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_REQUIREMENTS = caseless(r"(?:.*[-_.])?(?:requirements?|constraints?|reqs)(?:[-_.].*)?\.(?:txt|in|lock)")
REQUIREMENT_FOLDERS = frozenset({"requirement", "requirements", "reqs"})
NAMES_ENVIRONMENT = caseless(r"(?:.*[-_.])?(?:environment|conda|env)(?:[-_.].*)?\.ya?ml")
_YAML = (".yml", ".yaml")
_CONDA_FOLDERS = frozenset({"conda", "envs", "environments", "environment", "conda_envs", "conda-envs"})
_LARGEST = 200_000  #: bytes of a file of settings that is looked into
_NOT_RUNTIME = regex(
    r"dev|develop|development|tests?|testing|docs?|documentation|lint|linting|style|quality|ci|build|"
    r"notebooks?|jupyter|typing|types|tools|benchmarks?|bench|examples?|optional|constraints?|ruff|pre-?commit"
)
_METADATA: dict[str, Reader[Project]] = {
    "pyproject.toml": PYPROJECT,
    "setup.cfg": SETUP_CFG,
    "setup.py": SETUP_PY,
    "settings.ini": SETTINGS_INI,
    "Pipfile": PIPFILE,
    "pixi.toml": PIXI,
}


@fact
def manifests(repo: Repo) -> tuple[tuple[str, Reader[Any]], ...]:
    """Return the paths of manifests with the reader of each, vendored and generated ones left out."""
    named = [(path, reader) for path in _readable(repo) if (reader := _reader_of(path)) is not None]
    return (*named, *((path, ENVIRONMENT) for path in _conda_by_content(repo)))


@fact
def lock_paths(repo: Repo) -> tuple[str, ...]:
    """Return the paths of lock files, vendored ones left out; every lock is generated, and some are marked as such."""
    return tuple(path for path in repo.matching(lock_tool) if role(repo, path) is not Role.VENDORED)


def group_of(path: str) -> str:
    """Return what a requirements file is for by its name: "dev" of requirements-dev.txt; "" is for running."""
    stem = posix(path).stem.lower()
    words = [word for word in re.split(r"[-_.]", stem) if word]
    return next((word for word in words if _NOT_RUNTIME.fullmatch(word)), "")


def _readable(repo: Repo) -> Iterator[str]:
    return (path for path in repo.matching(_reader_of) if not role(repo, path).is_foreign)


def _conda_by_content(repo: Repo) -> Iterator[str]:
    """Yield the environments of conda that are called after what they are for: ``environments/yml/analytics.yml``."""
    for path in repo.matching(_may_be_conda):
        if role(repo, path).is_foreign:
            continue
        try:
            lines = repo.text(path, _LARGEST).split("\n")
        except Unreadable:
            continue
        if {"channels:", "dependencies:"} <= {line.rstrip() for line in lines}:
            yield path


def _may_be_conda(path: str) -> bool:
    pure = posix(path)
    folders = {part.lower() for part in pure.parts[:-1]}
    return pure.suffix in _YAML and _reader_of(path) is None and not folders.isdisjoint(_CONDA_FOLDERS)


def _reader_of(path: str) -> Reader[Any] | None:
    pure = posix(path)
    if pure.name in _METADATA:
        return _METADATA[pure.name]
    if lock_tool(path):
        return None
    in_folder = pure.parent.name.lower() in REQUIREMENT_FOLDERS and pure.suffix in (".txt", ".in")
    if in_folder or _REQUIREMENTS.fullmatch(pure.name):
        return REQUIREMENTS
    of_rules = pure.parent.name == "envs" and pure.parent.parent.name in ("workflow", "rules") and pure.suffix in _YAML
    # Snakemake gives each rule its own
    return ENVIRONMENT if of_rules or NAMES_ENVIRONMENT.fullmatch(pure.name) else None
