"""What would Keras import, run or read while it builds the model that a configuration describes?

Rules follow ``keras.saving.deserialize_keras_object`` and the advisories named in ``keras_names``.
"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Kind, Verdict
from seatrial.read.artifacts.door import Part, Told
from seatrial.read.artifacts.formats.json_tree import Node
from seatrial.read.artifacts.formats.keras_names import foreign_registered, function_level, own, symbol_level, tool
from seatrial.read.artifacts.formats.outside import level_of
from seatrial.read.artifacts.pickles.trust import trust

_SAFER_LAYER = (
    "a layer that is a class in your code, with the weights alone in the file: model.save_weights('model.weights.h5'); "
    "or ONNX: model.export('model.onnx', format='onnx')"
)
_SAFER_FILE = "the values in the configuration itself, or an asset of the archive: save the model again after adapt()"
_FUNCTIONS = frozenset({"function", "__function__", "__class__", "__typespec__", "class"})
_READS_FILE = frozenset({"vocabulary", "idf_weights", "filepath", "file_path", "torch_module", "call_endpoint"})


def keras_config(part: Part, found: tuple[Node, ...]) -> Iterator[Told]:
    """Yield what speaks against the objects of a configuration; nothing when it is none of Keras's."""
    if not any(isinstance(node.said.get("class_name"), str) for node in found):
        return
    yield Kind("Keras HDF5" if part.name.startswith("/") else "Keras configuration")
    inside = "\0"
    for node in found:
        yield from _flags(node)
        name = node.text("class_name")
        if name.rpartition(">")[2] not in ("Lambda", "__lambda__"):
            yield from _object(node, name) if name else ()
        elif not (name == "__lambda__" and node.key.startswith(inside)):
            yield (finding := _lambda(node, name))
            if finding.level is Verdict.DANGEROUS:
                inside = f"{node.key}."  # the function of a layer is a part of it, and no second thing


def _object(node: Node, name: str) -> Iterator[Finding]:
    module, registered = node.text("module"), node.text("registered_name")
    if module and not own(module):
        yield _foreign(node, module, _name_in_module(node, name))
    elif name in _FUNCTIONS and (level := function_level(module, _name_in_module(node, name))) > Verdict.CLEAN:
        yield _finding(level, node, f"calls {module}.{_name_in_module(node, name)}, which does more than compute")
    elif tool(name):
        yield _finding(Verdict.DANGEROUS, node, f"makes a {name}, which loads or runs what the file names")
    elif foreign_registered(registered or name):
        what = f"needs the class {registered or name}, which is not Keras's own and comes with other code"
        yield _finding(Verdict.SUSPICIOUS, node, what)
    yield from _operation(node, name)
    yield from _files(node)


def _lambda(node: Node, name: str) -> Finding:
    config = node.said.get("config")
    function = config.get("function") if isinstance(config, dict) else None
    if isinstance(function, str) and function.isidentifier():
        what = f"a Lambda layer calls the function {function[:80]}, which comes with other code"
        return Finding("keras-lambda", Verdict.SUSPICIOUS, what, _SAFER_LAYER, node.key)
    what = "a lambda is stored as Python code" if name == "__lambda__" else "a Lambda layer holds Python code"
    return Finding("keras-lambda", Verdict.DANGEROUS, f"{what}, which runs in the model", _SAFER_LAYER, node.key)


def _name_in_module(node: Node, name: str) -> str:
    """Return the name that is looked up in the module: of a function it stands in ``config``."""
    config = node.said.get("config")
    return config if name in _FUNCTIONS and isinstance(config, str) else name


def _foreign(node: Node, module: str, name: str) -> Finding:
    dangerous = trust(module, name) is trust("os", "system")
    level = Verdict.DANGEROUS if dangerous or name in ("function", "exec", "eval") else Verdict.SUSPICIOUS
    return _finding(level, node, f"imports {module} and calls {name} of it (the way of CVE-2025-1550)")


def _operation(node: Node, name: str) -> Iterator[Finding]:
    config = node.said.get("config")
    symbol = config.get("function") if name in ("TFOpLambda", "ClassMethod") and isinstance(config, dict) else None
    if isinstance(symbol, str) and (level := symbol_level(symbol)) > Verdict.CLEAN:
        yield _finding(level, node, f"calls tf.{symbol[:80]}, which does more than compute")


def _files(node: Node) -> Iterator[Finding]:
    config = node.said.get("config")
    for name, value in config.items() if isinstance(config, dict) else ():
        if name in _READS_FILE and isinstance(value, str) and value:
            what = f"reads the file {value[:200]} into the layer (the way of CVE-2025-12058)"
            yield Finding("keras-file", level_of(value), what, _SAFER_FILE, node.under(f"config.{name}"))


def _flags(node: Node) -> Iterator[Finding]:
    for name in ("safe_mode", "enable_unsafe_deserialization", "allow_pickle"):
        value = node.said.get(name)
        if (value is False) if name == "safe_mode" else value is True:
            what = f"asks for {name} to be {str(value).lower()}, which lets the file run code"
            yield Finding("keras-unsafe-flag", Verdict.DANGEROUS, what, _SAFER_LAYER, node.under(name))


def _finding(level: Verdict, node: Node, what: str) -> Finding:
    return Finding("keras-object", level, what, _SAFER_LAYER, node.key)
