"""What happens when a model cannot be loaded: does the program end, or does it go on without one?"""

from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.inference.model_loads import ModelLoad
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_EXITS = frozenset({"sys.exit", "os._exit", "exit", "quit", "os.abort"})


def stops(repo: Repo, load: ModelLoad) -> bool:
    """Tell whether a failed load stops what is going on: nothing catches it, or what catches it raises or ends.

    A second load in the ``except`` is another way to the model, and fails in turn.
    """
    if "try" not in load.call.inside:
        return True
    inside = contents(repo, load.path)
    function = inside.functions.get(load.scope)
    caught = [call for call in inside.calls.get(load.scope, ()) if "except" in call.inside]
    again = any(call.last == load.call.last for call in caught)
    return again or any(_ends(repo, load.path, call) for call in caught) or bool(function and function.raises)


def _ends(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether a call ends the process or raises, itself or in the function of the repository that it calls."""
    if call.name in _EXITS:
        return True
    found = defined(repo, path, call.name, call.written)
    if found is None or found.function is None:
        return False
    inner = contents(repo, found.path).calls.get(found.name, ())
    return bool(found.function.raises) or any(other.name in _EXITS for other in inner)
