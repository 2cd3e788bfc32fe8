"""Which run of CI, that stops a change, executes a given test?"""

import posixpath
from typing import Final

from seatrial.component import Component
from seatrial.facts.ci.ci_tests import ci_test_actions, ci_test_runs
from seatrial.facts.ci.hopeless_jobs import hopeless
from seatrial.facts.ci.workflows import CiAction, CiCommand

_VALUED: Final = frozenset({"-k", "-m", "-n", "-c", "-o", "-p", "--cov", "--junitxml", "--durations", "--rootdir"})


def guarding_runs(component: Component, test: str) -> tuple[CiCommand | CiAction, ...]:
    """Return the runs of tests that stop a change when they fail, and that take in the test file of this path.

    A run that names other folders leaves it out, and so does one that ignores its folder.
    """
    repo = component.repo
    commands = [one for one in component.of(ci_test_runs(repo)) if one.guards and _takes_in(one, test)]
    actions = [one for one in component.of(ci_test_actions(repo)) if one.can_fail and _on_change(one)]
    found: tuple[CiCommand | CiAction, ...] = (*commands, *actions)
    return tuple(one for one in found if not hopeless(repo, one))


def _on_change(action: CiAction) -> bool:
    return any(trigger.on_change for trigger in action.triggers)


def _takes_in(one: CiCommand, test: str) -> bool:
    words = one.command.arguments
    ignored = [word.partition("=")[2] for word in words if word.startswith(("--ignore=", "--deselect="))]
    if any(_inside(one.folder, path, test) for path in ignored):
        return False
    named = [word for before, word in zip(("", *words), words, strict=False) if _is_path(before, word)]
    if not named:
        return not one.folder or "$" in one.folder or test.startswith(f"{one.folder}/")
    return any(_inside(one.folder, path, test) for path in named)


def _is_path(before: str, word: str) -> bool:
    if word.startswith("-") or before in _VALUED:
        return False
    return "/" in word or word.endswith(".py") or word in ("tests", "test", ".")


def _inside(folder: str, path: str, test: str) -> bool:
    whole = posixpath.normpath(posixpath.join(folder, path.partition("::")[0]))
    if "$" in whole or "*" in whole or "{" in whole:
        return True
    if whole.startswith("/"):  # inside of an image
        return posixpath.basename(whole) in test.split("/") or posixpath.dirname(whole) == "/"
    return whole in (".", test) or test.startswith(f"{whole.rstrip('/')}/")
