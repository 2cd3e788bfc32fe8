"""Where does a lock let one request at a time ask the model, so that others wait for their turn?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import InferenceCall
from seatrial.facts.signs import inferences
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: A block and a clock are none.
_LOCK = regex(r"(?:^|[._])(?:\w*_)?(?:[rR]?[lL]ock|LOCK|[mM]utex|MUTEX)$|[a-z](?:Lock|Mutex)$")


@fact
def taken_in_turns(component: Component) -> tuple[Evidence, ...]:
    """Return the calls of the component that run a model while they hold a lock."""
    held = (call for call in inferences(component) if "with" in call.call.inside and _holds(component.repo, call))
    return tuple(Evidence(call.place, f"a lock lets one request at a time ask {call.call.written}()") for call in held)


def _holds(repo: Repo, call: InferenceCall) -> bool:
    """Tell whether the function around a call names a lock; what else is entered there, as no_grad, is none."""
    file = python_file(repo, call.path)
    named = (name for item in (file.mentions if file else ()) if item.scope == call.scope for name in item.names)
    return any(map(_LOCK.search, named))
