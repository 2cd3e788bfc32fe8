"""What do industries ask of outcomes that come late, and of plans for incidents, besides?"""

from seatrial.api import Answer, Component, Demand, operations
from seatrial.facts.documents.industry_words import LATE_LABELS
from seatrial.facts.documents.stated import stated
from seatrial.facts.operations.incident_classes import Criterion, incident_classes
from seatrial.facts.operations.label_delays import label_delays


@operations.clause(
    "MON-05",
    asks="the time after which outcomes such as chargebacks and defaults are known",
    fix="State after how many days an outcome counts as known, and leave younger predictions out of the live quality.",
)
def late_labels(component: Component, _: Demand) -> Answer | None:
    known = [
        *component.of(label_delays(component.repo)),
        *stated(component, LATE_LABELS, "says when outcomes are known"),
    ]
    return Answer.by(known[:3], otherwise="nothing says how late they come")


@operations.clause(
    "MON-08",
    asks="incidents that are classed by at least {criteria} of what DORA names",
    fix="Class incidents by clients affected, duration, countries, data lost, critical services, cost and reputation.",
)
def incidents_classed(component: Component, demand: Demand) -> Answer | None:
    found = incident_classes(component)
    enough = [evidence for evidence, named in found if len(named) >= demand.figures["criteria"]]
    best = next(iter(found), None)
    lacking = [criterion for criterion in Criterion if best and criterion not in best[1]]
    said = f"the plan says nothing of {', '.join(lacking)}" if best else "there is no plan for incidents"
    return Answer.by(enough[:2], otherwise=said, seen=[best[0]] if best else ())
