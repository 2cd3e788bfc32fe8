"""Which code takes part in training: what trains, by which scopes, what that imports, and what starts it?"""

from collections.abc import Iterable, Mapping

from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.kedro_feeds import feeding_pipelines
from seatrial.facts.training.training import training, training_paths
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo

_CALLERS = 2  #: how many imports away from the training call a script still counts as starting it


@fact
def training_path(repo: Repo) -> frozenset[str]:
    """Return the files and notebooks that train, those that they import however far, and those that start them.

    A start may import what trains, or make it by its settings; a pipeline of Kedro that hands its results to one that
    trains belongs to it with its nodes. Tests are left out. Granularity is the file: calls are not followed.
    """
    trained, imported = training_paths(repo), files_led_to(repo)
    above = _above(imported, trained)
    feeding = feeding_pipelines(repo, trained | above)
    return trained | above | feeding | _below(imported, trained | feeding)


def _below(imported: Mapping[str, frozenset[str]], starts: Iterable[str]) -> frozenset[str]:
    """Return what is imported from the starts, however far."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        for path in imported.get(waiting.pop(), frozenset()) - seen:
            seen.add(path)
            waiting.append(path)
    return frozenset(seen)


def _above(imported: Mapping[str, frozenset[str]], starts: frozenset[str]) -> frozenset[str]:
    """Return what imports the starts, a few steps up: further up everything imports everything."""
    reached = starts
    for _ in range(_CALLERS):
        reached |= {path for path, targets in imported.items() if targets & reached}
    return reached - starts


@fact
def training_scopes(repo: Repo) -> frozenset[Node]:
    """Return the scopes that hold a call which fits a model; at the top of a file also what its main guard starts."""
    found: set[Node] = set()
    for item in training(repo):
        if item.site.counts:
            found.add((item.site.path, item.site.scope or MAIN))
            found |= set() if item.site.scope else {(item.site.path, "")}
    return frozenset(found)
