"""Which pieces of code lead to a call that fits a model?"""

from seatrial.facts import fact
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.training import training
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo


@fact
def training_scopes(repo: Repo) -> frozenset[Node]:
    """Return the scopes that hold a call which fits a model; at the top of a file also what its main guard starts."""
    found: set[Node] = set()
    for item in training(repo):
        if item.site.counts:
            found.add((item.site.path, item.site.scope or MAIN))
            found |= set() if item.site.scope else {(item.site.path, "")}
    return frozenset(found)
