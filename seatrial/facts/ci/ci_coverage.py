"""Which run of CI, that stops a change, executes a given test?"""

import posixpath
from collections.abc import Sequence

from seatrial.component import Component
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs
from seatrial.facts.ci.commands.pytest_choice import Choice, choice
from seatrial.facts.ci.commands.pytest_settings import pytest_settings
from seatrial.facts.ci.workflows import CiAction, CiCommand
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Runners that start no test in Python.
_OF_OTHERS = frozenset({
    "cargo", "go", "gotestsum", "ginkgo", "dotnet", "mvn", "mvnw", "gradle", "gradlew", "sbt", "bats", "deno",
})  # fmt: skip
_PYTEST = frozenset({"pytest", "py.test"})
_TAKE_PATHS = frozenset({"nose2", "nosetests", "trial", "ward", "green", "doctest"})
_ONE_FILE = regex(r"(?:.*/)?(?:test_\w+|\w+_test)\.py")


def guarding_runs(component: Component, test: str) -> tuple[CiCommand | CiAction, ...]:
    """Return the runs of tests that stop a change when they fail, and that take in the test file of this path.

    A run that names other folders leaves it out, and so does one that ignores its folder, by its own words or by the
    settings of pytest.
    """
    return tuple(one for one in guarding(component) if takes_in(component.repo, one, test))


def guarding(component: Component) -> tuple[CiCommand | CiAction, ...]:
    """Return the runs of tests that stop a change when they fail, whichever tests they take in."""
    repo = component.repo
    commands = [one for one in component.of(ci_test_runs(repo)) if one.guards]
    actions = [one for one in component.of(ci_test_actions(repo)) if one.guards]
    return (*commands, *actions)


def takes_in(repo: Repo, one: CiCommand | CiAction, test: str) -> bool:
    """Tell whether a run takes in a file of tests; of an action nobody can tell, and it is taken to."""
    if isinstance(one, CiAction):
        return True
    if one.command.program in _OF_OTHERS and test.endswith(".py"):
        return False
    chosen = chosen_by(repo, one)
    if any(_inside(one.folder, path, test) for path in chosen.ignored):
        return False
    if chosen.named:
        return any(_inside(one.folder, path, test) for path in chosen.named)
    return not one.folder or "$" in one.folder or test.startswith(f"{one.folder}/")


def chosen_by(repo: Repo, one: CiCommand) -> Choice:
    """Return what a run chooses: by its own words, and by the settings of its folder where it is one of pytest."""
    own = one.command.arguments
    if one.command.program.startswith("python"):  # a script: one file of tests, or what runs all of them
        return Choice(tuple(word for word in own[:1] if _ONE_FILE.fullmatch(word)))
    if one.command.program == "unittest":
        return choice([_module(repo, one.folder, word) for word in own])
    if one.command.program not in _PYTEST:
        return choice(own) if one.command.program in _TAKE_PATHS else Choice()
    settings = pytest_settings(repo, one.folder)
    chosen = choice((*settings.words, *own))
    return chosen if chosen.named or not settings.paths else choice((*settings.words, *own, *_searched(settings.paths)))


def _searched(paths: Sequence[str]) -> tuple[str, ...]:
    """Spell the folders of a setting so that they are known for paths: ``unit`` as ``./unit``."""
    return tuple(path if "/" in path else f"./{path}" for path in paths)


def _module(repo: Repo, folder: str, word: str) -> str:
    """Spell a module, class or test that unittest is given as a path, where there is such a file in the repository."""
    parts = word.split(".")
    for end in range(len(parts), 0, -1):
        path = f"./{'/'.join(parts[:end])}"
        whole = posixpath.normpath(posixpath.join(folder, path))
        if f"{whole}.py" in repo.entries:
            return f"{path}.py"
        if f"{whole}/__init__.py" in repo.entries:
            return path
    return word


def _inside(folder: str, path: str, test: str) -> bool:
    whole = posixpath.normpath(posixpath.join(folder, path.partition("::")[0]))
    if "$" in whole or "*" in whole or "{" in whole:
        return True
    if whole.startswith("/"):  # inside of an image
        return posixpath.basename(whole) in test.split("/") or posixpath.dirname(whole) == "/"
    return whole in (".", test) or test.startswith(f"{whole.rstrip('/')}/")
