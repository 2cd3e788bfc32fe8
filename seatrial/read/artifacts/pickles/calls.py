"""What comes of a call of a global, where that tells which other global it reaches?

``getattr``, ``attrgetter`` and ``methodcaller`` make one name of another; ``partial`` calls later; the rest make an
object, of which nobody needs to know more than its maker.
"""

from collections.abc import Callable

from seatrial.read.artifacts.names import plain
from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.pickles.nouns import Made, Name
from seatrial.read.artifacts.pickles.opcodes import BYTES

#: Globals whose arguments are asked for later: types of arrays, and what is called afterwards.
_KEEP_ARGUMENTS = frozenset({
    "numpy.dtype", "functools.partial", "operator.attrgetter", "operator.methodcaller", "operator.itemgetter",
    "_operator.attrgetter", "_operator.methodcaller",
})  # fmt: skip
#: cloudpickle and dill name types so that they then make: code, cells, methods.
_TYPES = frozenset({"_builtin_type", "_load_type"})
_PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "list", "dict", "tuple"})
_SEGMENTS = 8  #: attributes of attributes that are put together; longer ones are made up while loading


def call(machine: Machine, maker: object, args: object, at: int) -> object:
    """Return what stands for the result of a call; what is called is marked as such."""
    if isinstance(maker, Name):
        if not maker.called:
            maker.called, maker.args = True, args
        effect = _EFFECTS.get(maker.dotted)
        if effect is not None:
            return effect(machine, maker, args, at)
        return Made(maker, args) if maker.dotted in _KEEP_ARGUMENTS else maker.instance
    if isinstance(maker, Made):
        return _call_made(machine, maker, args, at)
    return _call_strange(machine, at)


def _call_made(machine: Machine, maker: Made, args: object, at: int) -> object:
    """Call what the pickle made before."""
    given = maker.args if isinstance(maker.args, tuple) else ()
    kind = maker.maker.name
    if kind == "partial" and given:
        rest = args if isinstance(args, tuple) else ()
        return call(machine, given[0], (*given[1:], *rest), at)
    if kind == "attrgetter" and given and isinstance(args, tuple) and args:
        return _attribute(machine, maker.maker, (args[0], given[0]), at)
    if kind == "methodcaller" and given and isinstance(args, tuple) and args:
        return call(machine, _attribute(machine, maker.maker, (args[0], given[0]), at), given[1:], at)
    if kind in _TYPES:
        return maker
    machine.oddities.note("pickle-call-made", f"calls an object that {maker.maker.dotted} made", at)
    machine.made_and_called.add(maker.maker.dotted)
    return maker


def _call_strange(machine: Machine, at: int) -> Made:
    machine.oddities.note("pickle-call-made", "calls what is no function that it names", at)
    return machine.named("", "", at).instance


def _attribute(machine: Machine, maker: Name, args: object, at: int) -> object:
    """Return the attribute of a global as a global; of an object nobody knows what it is."""
    owner, attribute = args[:2] if isinstance(args, tuple) and len(args) >= 2 else (None, None)
    text = machine.value(attribute)
    if isinstance(owner, Name) and isinstance(text, str) and owner.name.count(".") < _SEGMENTS:
        return machine.named(owner.module, f"{owner.name}.{text}".lstrip("."), at)
    if isinstance(owner, Made) and isinstance(text, str) and owner.maker.name.count(".") < _SEGMENTS:
        return machine.named(owner.maker.module, f"{owner.maker.name}.{text}", at)
    kind = type(machine.value(owner)).__name__
    if isinstance(text, str) and type(owner) is int and kind in _PLAIN:
        return machine.named("builtins", f"{kind}.{text}", at)
    maker.hidden = True
    return maker.instance if isinstance(text, str) else machine.named("", "", at)


def _module(machine: Machine, maker: Name, args: object, at: int) -> object:
    """Return a module that is imported by its name, as a global without a name of its own."""
    given = args[0] if isinstance(args, tuple) and args else None
    text = machine.value(given)
    return machine.named(text.replace(":", "."), "", at) if isinstance(text, str) and text else maker.instance


def _type(machine: Machine, maker: Name, args: object, at: int) -> object:
    """Return the type that dill names; types that code is made of are told by nobody else."""
    text = machine.value(args[0]) if isinstance(args, tuple) and args else None
    if isinstance(text, str) and text in plain.BUILTINS:
        return machine.named("builtins", text, at)
    maker.hidden = True
    return maker.instance


def _nested(machine: Machine, maker: Name, args: object, at: int) -> object:
    """Remember the bytes that a loader of pickles is given: they are a part of their own."""
    for given in args if isinstance(args, tuple) else ():
        if type(given) is int and machine.data[given] in BYTES:
            machine.loaded_at.append(given)
            return maker.instance
    machine.missing.append((f"hands {maker.dotted} bytes that it puts together while loading", at))
    return maker.instance


_ATTRIBUTES = ("builtins.getattr", "__builtin__.getattr", "dill._dill._getattribute")
_MODULES = (
    "importlib.import_module", "builtins.__import__", "__builtin__.__import__", "pkgutil.resolve_name",
    "cloudpickle.cloudpickle.subimport", "dill._dill._import_module",
)  # fmt: skip
_LOADERS = ("torch.storage._load_from_bytes", "pickle.loads", "_pickle.loads", "cPickle.loads")

_EFFECTS: dict[str, Callable[[Machine, Name, object, int], object]] = {
    **dict.fromkeys(_ATTRIBUTES, _attribute),
    **dict.fromkeys(_MODULES, _module),
    **dict.fromkeys(_LOADERS, _nested),
    "dill._dill._load_type": _type,
}
