"""Which code takes part in training: what trains, what that imports, and what starts it?"""

from collections.abc import Iterable, Mapping

from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.training.training import training_paths
from seatrial.repo import Repo

_CALLERS = 2  #: how many imports away from the training call a script still counts as starting it


@fact
def training_path(repo: Repo) -> frozenset[str]:
    """Return the files and notebooks that train, those that they import however far, and those that start them.

    A start may import what trains, or make it by its settings. Tests are left out. Granularity is the file: calls are
    not followed.
    """
    trained, imported = training_paths(repo), files_led_to(repo)
    return trained | _below(imported, trained) | _above(imported, trained)


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
