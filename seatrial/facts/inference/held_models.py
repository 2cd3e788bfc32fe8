"""Does an object run the model that whoever made it handed over: an engine, a predictor, a worker around a net?"""

from seatrial.facts.inference.inference_words import MODEL_NAME
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import regex

_OF_ITSELF = regex(r"self\.\w+")
_WITHOUT_GRADIENTS = frozenset({"no_grad", "inference_mode"})
_TRAINS = frozenset({"backward", "zero_grad"})
_NETS = ("Module", "Model", "Layer")  #: last parts of the classes whose objects are nets, and call their own layers


def runs_what_it_holds(file: PythonFile, call: Call) -> bool:
    """Tell ``self._model(x)`` where no gradients are kept, and the object was made with that model.

    A net that calls its own layers answers nobody by that, and what trains tries its model as well.
    """
    if not _OF_ITSELF.fullmatch(call.written) or not MODEL_NAME.search(call.written):
        return False
    owner = call.scope.rpartition(".")[0]
    return (
        bool(owner) and _is_handed(file, call, owner) and _keeps_no_gradients(file, call) and not _is_net(file, owner)
    )


def _is_handed(file: PythonFile, call: Call, owner: str) -> bool:
    """Tell whether whoever makes an object of the class gives it what is called."""
    made = f"{owner}.__init__"
    kept = (item.value.text for item in file.assignments if item.scope == made and item.target == call.written)
    given = {one.name for function in file.functions if function.name == made for one in function.parameters}
    return any(text in given for text in kept)


def _keeps_no_gradients(file: PythonFile, call: Call) -> bool:
    if any(other.last in _TRAINS for other in file.calls):
        return False
    marked = (one.last for function in file.functions if function.name == call.scope for one in function.decorators)
    within = (other.last for other in file.calls if other.scope == call.scope)
    return not _WITHOUT_GRADIENTS.isdisjoint((*marked, *within))


def _is_net(file: PythonFile, owner: str) -> bool:
    return any(base.endswith(_NETS) for cls in file.classes if cls.name == owner for base in cls.bases)
