"""What do industries ask of changes of a model besides?"""

from seatrial.api import Answer, Component, Demand, delivery
from seatrial.facts.documents.industry_words import CHANGE_PLAN
from seatrial.facts.documents.stated import stated


@delivery.clause(
    "OPS-13",
    asks="a plan of the changes that are determined beforehand",
    fix="Write down which changes of the model are foreseen, how each is shown to be safe, and which need approval.",
)
def change_plan(component: Component, _: Demand) -> Answer | None:
    planned = stated(component, CHANGE_PLAN, "tells of changes that are determined beforehand")
    return Answer.by(planned[:2], otherwise="no document holds one")
