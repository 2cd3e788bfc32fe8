"""Which steps of CI put a component into service, and not another part of the repository?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.changed_parts import starts_for, workflows_of_others
from seatrial.facts.deployment.releases.deliveries import Delivery, deliveries
from seatrial.facts.serving.batch import job_program
from seatrial.facts.serving.service_files import answers_at


@fact
def own_deliveries(component: Component) -> tuple[Delivery, ...]:
    """Return the deliveries of a component, those first whose workflow starts when what answers is changed."""
    others = workflows_of_others(component)
    found = [one for one in component.of(deliveries(component.repo)) if one.place.path not in others]
    return tuple(sorted(found, key=lambda one: not starts_for_answers(component, one.place.path)))


def starts_for_answers(component: Component, workflow: str) -> bool:
    """Tell whether a workflow starts when the program is changed that answers, or does the first job."""
    program = answers_at(component) or job_program(component)
    return program is None or starts_for(component.repo, workflow, (program.path,))
