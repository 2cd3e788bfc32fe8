"""Which workflows of other repositories and servers does a change start, so that nobody can read here what they run?"""

from typing import Final

from seatrial.facts import fact
from seatrial.facts.ci.workflow import Workflow
from seatrial.facts.ci.workflows import workflows
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Names of workflows that bring software to those who use it.
_DELIVERS: Final = regex(
    r"deploy|release|publish|deliver|promote|roll-?out|terraform|pulumi|helm"
    r"|(?<![a-z])(?:tag(?:ged)?|ship|cd|tofu)(?![a-z])"
)

_GERRIT: Final = ".gitreview"


@fact
def outside_calls(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls by which a change starts a workflow of another repository: it may test, lint and scan."""
    called = (_call(one, name) for one in workflows(repo) if one.on_change for name in one.outside)
    return (*called, *_by_gerrit(repo))


@fact
def outside_deliveries(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls of workflows of other repositories whose name says that they deliver."""
    named = ((one, name) for one in workflows(repo) for name in one.outside)
    return (*(_call(one, name) for one, name in named if _DELIVERS.search(name.lower())), *_by_gerrit(repo))


def _by_gerrit(repo: Repo) -> tuple[Evidence, ...]:
    """Return the file that sends changes to Gerrit, where nothing here is of CI: what it starts is set up elsewhere."""
    if _GERRIT not in repo.entries or workflows(repo):
        return ()
    return (Evidence(Place(_GERRIT, 1), f"{_GERRIT} sends changes to Gerrit, whose CI is set up elsewhere"),)


def _call(one: Workflow, name: str) -> Evidence:
    return Evidence(Place(one.path, 0), f"{one.path} calls {name}, which is not in this repository")
