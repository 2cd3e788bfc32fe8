"""Does anything tell that what the model answers is about people?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.data.personal_fields import personal_fields
from seatrial.facts.serving.people.conversions import speaks_of_people
from seatrial.facts.serving.people.forecasts import forecasts
from seatrial.facts.serving.people.texts import names_people, tells_of_texts
from seatrial.facts.serving.people.things import OF_ACCOUNTS
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.model import Archetype


@fact
def tells_of_people(component: Component) -> bool:
    """Tell whether what the project says of itself, its records or its texts are about people, or its owner says so.

    A number is seldom about somebody, and who signs in to a page is no row that a model learned from.
    """
    if archetype(component).archetype is Archetype.LLM_APP:
        return names_people(component) and not tells_of_texts(component)
    if speaks_of_people(component):
        return True
    if predicted(component) is Predicted.NUMBERS or forecasts(component):
        return False
    return any(not OF_ACCOUNTS.match(one.what) for one in component.of(personal_fields(component.repo)))
