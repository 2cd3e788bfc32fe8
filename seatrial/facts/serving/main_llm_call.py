"""Which of the calls that ask a language model is the one to name to its owner?"""

import re
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.inference.inference import Runs
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import llm_calls
from seatrial.model import Evidence
from seatrial.read.regex import regex

#: Code that asks a model to judge, to show or to look after the project, and not for the product.
_ASIDE: Final = regex(
    r"(?:^|[/_.-])(?:evals?|evaluat\w+|verify|bench\w*|demos?|examples?|samples?|scripts?|tools?|utils|experiments?|notes"
    r"|generate_dataset|label\w*)(?=[/_.-]|$)",
    re.IGNORECASE,
)


@fact
def main_llm_call(component: Component) -> Evidence | None:
    """Return the call of a hosted language model that the product rests on; None where none is asked.

    What answers an endpoint comes first, then what is no evaluation or demonstration, then what a deployment runs.
    """
    ways = (item.way.call for item in served(component) if item.way is not None and item.way.call.runs is Runs.LLM)
    answering = {call.place for call in ways}
    live = reach(component.repo)

    def rank(call: Evidence) -> tuple[object, ...]:
        path = call.place.path
        return call.place not in answering, bool(_ASIDE.search(path)), not live.is_live(path), call.place

    return min(llm_calls(component), key=rank, default=None)
