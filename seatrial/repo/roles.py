"""What a path is for: the one place where own, vendored, generated, example, test and documentation are told apart."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from seatrial.repo.answers import fact
from seatrial.repo.repo import Repo


class Role(StrEnum):
    """What a file is to its repository."""

    OWN = "own"
    TEST = "test"
    EXAMPLE = "example"
    DOCS = "docs"
    VENDORED = "vendored"
    GENERATED = "generated"


_VENDORED = {"node_modules", "third_party", "third-party", "vendor", "vendored", "external", "site-packages",
             ".venv", "venv", "bower_components"}
_TESTS = {"test", "tests", "testing", "unit_tests", "integration_tests", "e2e", "fixtures", "__tests__"}
_EXAMPLES = {"example", "examples", "sample", "samples", "demo", "demos", "tutorial", "tutorials", "cookbook"}
_TEST_FILE = re.compile(r"(test_.*|.*_test|tests?|conftest)\.py")
_GENERATED_FILE = re.compile(r".*(_pb2(_grpc)?\.pyi?|\.min\.(js|css))")


@fact
def roles(repo: Repo) -> dict[str, Role]:
    """Return the role of every path."""
    return {path: _by_name(path) for path in repo.paths}


def role(repo: Repo, path: str) -> Role:
    """Return what one path is for."""
    return roles(repo).get(path, Role.OWN)


def _by_name(path: str) -> Role:
    folders = {part.lower() for part in PurePosixPath(path).parts[:-1]}
    name = PurePosixPath(path).name
    if folders & _VENDORED:
        return Role.VENDORED
    if _GENERATED_FILE.fullmatch(name):
        return Role.GENERATED
    if folders & _TESTS or _TEST_FILE.fullmatch(name):
        return Role.TEST
    if folders & _EXAMPLES:
        return Role.EXAMPLE
    return Role.DOCS if folders & {"docs", "doc"} else Role.OWN
