"""Has the object that answers loaded the same model when it was made, so that a request need not load it anew?"""

from seatrial.facts.code.callees import callees
from seatrial.facts.reach.below import leading
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.process.load_moments import LoadMoment
from seatrial.repo import Repo


def made_by_its_object(repo: Repo, moment: LoadMoment) -> str:
    """Return the constructor around a handler that leads to the same load, "" where there is none."""
    door = moment.served.endpoint if moment.served else None
    owner = door.handler.rpartition(".")[0] if door else ""
    if door is None or not owner:
        return ""
    made = f"{owner}.__init__"
    goals = {(moment.load.path, moment.load.scope)}
    return (
        made
        if (door.handler_path, made) in leading([(door.handler_path, made)], lambda one: _run(repo, one), goals)
        else ""
    )


def _run(repo: Repo, node: Node) -> tuple[Node, ...]:
    return tuple((one.path, one.scope) for one in callees(repo, *node))
