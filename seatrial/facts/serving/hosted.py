"""Do all models that the component asks run on the machines of their providers?"""

from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.serving.inference_mode import net_calls
from seatrial.facts.serving.serving import served
from seatrial.facts.surfaces import surfaces
from seatrial.facts.web.endpoints import Door
from seatrial.model import Surface

#: Any of these means that a model runs here too.
_HERE: Final = frozenset({Surface.OWN_MODEL, Surface.TRAINING, Surface.THIRD_PARTY_MODEL, Surface.GPU})


@fact
def only_hosted(component: Component) -> bool:
    """Tell whether language models are asked, and nothing shows that any model runs in a process of the owner's."""
    shown = {item.surface for item in surfaces(component) if item.present}
    if Surface.LLM not in shown or shown & _HERE or net_calls(component):
        return False
    return not any(item.endpoint.door is Door.ENGINE for item in served(component))
