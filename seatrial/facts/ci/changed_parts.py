"""Which workflows start for changes of one part of a repository alone, and which of them is a part's own?"""

from collections.abc import Collection, Mapping

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.facts.ci.trigger import Trigger
from seatrial.facts.ci.workflows import workflows
from seatrial.repo import Repo

_OF_CI = (".github/", ".gitlab/", ".circleci/")  #: what only starts a workflow when that is changed itself


@fact
def _by_changes(repo: Repo) -> Mapping[str, tuple[Trigger, ...]]:
    """Return the triggers of each workflow that starts for a change, where every one of these names paths."""
    asked = {one.path: tuple(it for it in one.triggers if it.on_change) for one in workflows(repo)}
    return {path: found for path, found in asked.items() if found and all(it.paths for it in found)}


def starts_for(repo: Repo, workflow: str, files: Collection[str]) -> bool:
    """Tell whether a workflow may start when one of these files is changed: one that names no paths starts for all."""
    found = _by_changes(repo).get(workflow, ())
    return not found or any(one.starts_for(files) for one in found)


@fact
def workflows_of_others(component: Component) -> frozenset[str]:
    """Return the workflows that start for changes of other parts alone: what they deploy is none of this one."""
    if len(components(component.repo)) < 2:
        return frozenset()
    own = [path for path in component.own if not path.startswith(_OF_CI)]
    return frozenset(path for path in _by_changes(component.repo) if not starts_for(component.repo, path, own))
