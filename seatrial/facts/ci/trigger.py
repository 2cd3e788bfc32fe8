"""For which reasons does a workflow start?"""

import re
from collections.abc import Collection
from enum import StrEnum

from seatrial.model import Place
from seatrial.model.record import dataclass

_DEFAULT_BRANCHES = ("main", "master", "mainline", "trunk", "default", "develop", "dev")


class Event(StrEnum):
    """What starts a workflow."""

    PUSH = "push"
    PULL_REQUEST = "pull request"
    TAG = "tag"
    RELEASE = "release"
    SCHEDULE = "schedule"
    MANUAL = "manual"
    APPROVAL = "approval"  #: the pipeline starts by itself, and stands still here until a person lets it go on
    CALL = "call"  #: another workflow calls it
    AFTER = "the end of another workflow"
    OUTSIDE = "outside"  #: a trigger that is set in the CI system, not in the repository
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One reason for which a workflow starts."""

    event: Event
    place: Place
    branches: tuple[str, ...] = ()  #: patterns; () means all
    paths: tuple[str, ...] = ()  #: patterns of files that must have changed; () means any
    ignored_paths: tuple[str, ...] = ()
    ignored_branches: tuple[str, ...] = ()
    cron: str = ""
    follows: tuple[str, ...] = ()  #: names of the workflows whose end starts it

    @property
    def on_change(self) -> bool:
        """Tell whether a change on its way to the default branch starts it.

        A push to every branch but that one does: it tries the change before it is merged.
        """
        if self.event not in {Event.PUSH, Event.PULL_REQUEST} or any(map(self._leaves_out, self.ignored_branches)):
            return False
        return not self.branches or any(map(_matches_default, self.branches))

    def _leaves_out(self, pattern: str) -> bool:
        return _matches_default(pattern) and (self.event is Event.PULL_REQUEST or not pattern.strip("*"))

    def starts_for(self, files: Collection[str]) -> bool:
        """Tell whether a change of one of these files starts it, as far as it names paths."""
        if not files:
            return True
        wanted = _matching(self.paths, files) if self.paths else frozenset(files)
        return bool(wanted - _matching(self.ignored_paths, files))

    @property
    def automatic(self) -> bool:
        """Tell whether it starts by itself when something happens to the repository: nobody has to press a button."""
        return self.event in {Event.PUSH, Event.TAG, Event.RELEASE, Event.AFTER, Event.PULL_REQUEST, Event.SCHEDULE}


def _matches_default(pattern: str) -> bool:
    if pattern.startswith(("!", "$")) or "{{" in pattern:
        return pattern.startswith("$")  # $CI_DEFAULT_BRANCH and its like
    expression = re.escape(pattern.strip("^$/")).replace(r"\*\*", ".*").replace(r"\*", ".*").replace(r"\.\.", ".")
    return any(re.fullmatch(expression, name) for name in _DEFAULT_BRANCHES)


def _matching(patterns: tuple[str, ...], files: Collection[str]) -> frozenset[str]:
    """Match paths as GitHub does: from the root, ``**.py`` being any file of Python."""
    anchored = [f"/{pattern.lstrip('/')}".replace("/**.", "/**/*.") for pattern in patterns if "!" not in pattern[:1]]
    if not anchored:
        return frozenset()
    try:
        from pathspec import PathSpec  # rarely asked, and slow to import

        spec = PathSpec.from_lines("gitignore", anchored)
    except ValueError:
        return frozenset(files)
    return frozenset(path for path in files if spec.match_file(path))
