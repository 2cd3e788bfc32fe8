"""By which doors do people set right what a model recognised in images, sound or text?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.operations.feedback import feedback_doors
from seatrial.facts.serving.people.perception import perceives
from seatrial.model import Evidence
from seatrial.read.regex import caseless

_LABELS = caseless(r"label|annotat|correct|transcript")
_TOLD = "people set right what was recognised, and nothing says who decides, when and how"


@fact
def set_right(component: Component) -> tuple[Evidence, ...]:
    """Return the doors that keep labels of people, at most two, where the model recognises what these are about."""
    doors = component.of(feedback_doors(component.repo)) if perceives(component) else ()
    kept = (door for door in doors if door.stored and _LABELS.search(door.what))
    return tuple(Evidence(door.place, _TOLD, door.confidence) for door in kept)[:2]
