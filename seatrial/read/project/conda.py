"""Which packages does a conda environment file ask for?"""

import re
from collections.abc import Iterator, Mapping

import yaml

from seatrial.read.project.project_record import Lines, Project
from seatrial.read.project.requirement import Requirement, normal, parsed
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_SPEC = regex(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)")
_NOT_PACKAGES = {"python", "pip", "conda", "mamba"}
#: A release that is named by its year and number, as those of mkl and pytz are: it has no third part.
_BY_YEAR = regex(r"(?:19|20)\d\d\.\d+")


def read_environment(path: str, data: bytes) -> Project:
    """Parse an environment.yml: conda packages, and those of its ``pip:`` list. Raises ``Unreadable`` for no YAML."""
    text = decode(data)
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"no valid YAML: {type(error).__name__}") from error
    if not isinstance(document, Mapping) or not isinstance(document.get("dependencies"), list):
        return Project(path, "conda", broken="no list of dependencies")
    lines = Lines(text)
    found = tuple(_requirements(document["dependencies"], lines))
    reads = tuple(_files(document["dependencies"]))
    name = str(document.get("name") or "")[:100]
    return Project(path, "conda", name, line=lines.of("dependencies:"), requirements=found, reads=reads)


ENVIRONMENT = Reader("environment", 2, read_environment)


def conda_requirement(text: str, line: int = 0) -> Requirement | None:
    """Read ``channel::numpy=1.26.4=py311_0``; None for the interpreter and for pip."""
    match = _SPEC.fullmatch(text.strip())
    if match is None or normal(match[1]) in _NOT_PACKAGES:
        return None
    return Requirement(normal(match[1]), text.strip()[:200], line, _specifier(match[2]))


def _specifier(text: str) -> str:
    """``=1.26.4`` is a prefix for conda; a release of three parts, or by its year, and a build are taken for exact."""
    text = text.strip().replace(" ", "")
    if not text or text == "*":
        return ""
    if text.startswith("=") and not text.startswith("=="):
        version, _, build = text[1:].partition("=")
        exact = bool(build) or version.count(".") >= 2 or bool(_BY_YEAR.fullmatch(version))
        return f"=={version}" if exact and "*" not in version else f"=={version.rstrip('.*')}.*"
    return f"=={text}" if text[0].isdigit() else text.partition("|")[0]


def _requirements(items: list[object], lines: Lines) -> Iterator[Requirement]:
    for item in items:
        if isinstance(item, str) and (found := conda_requirement(item, lines.of(item))):
            yield found
        elif isinstance(item, Mapping) and isinstance(item.get("pip"), list):
            yield from _by_pip(item["pip"], lines)


def _by_pip(items: list[object], lines: Lines) -> Iterator[Requirement]:
    for item in items:
        if not isinstance(item, str) or item.startswith(("-r", "--", "-e .", "-c")):
            continue
        bare = item.removeprefix("-e ").strip()
        name = re.search(r"[#&]egg=([\w.-]+)", bare)
        found = parsed(f"{name[1]} @ {bare}" if name else bare, lines.of(item))
        if found:
            yield found


def _files(items: list[object]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and isinstance(item.get("pip"), list):
            yield from (str(row)[2:].strip() for row in item["pip"] if str(row).startswith("-r"))
