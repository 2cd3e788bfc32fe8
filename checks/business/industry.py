"""What do industries ask of the figure of the business besides?"""

from seatrial.api import Answer, Component, Demand, business
from seatrial.facts.business.holdouts import held_out_users


@business.clause(
    "BIZ-03",
    asks="a group that is held out, against which the figure is compared",
    fix="Leave a part of the users without the model, and work the figure out for both groups.",
)
def held_out(component: Component, _: Demand) -> Answer | None:
    return Answer.by(held_out_users(component)[:3], otherwise="nothing tells users with the model from others")
