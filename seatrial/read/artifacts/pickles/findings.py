"""What is said about the names that a pickle imports?"""

from collections.abc import Iterable, Iterator

from seatrial.model.artifacts import Finding, Import, Trust, Verdict
from seatrial.model.counted import first_few
from seatrial.read.artifacts.pickles.machine import Machine
from seatrial.read.artifacts.pickles.nouns import Made, Name, Opaque
from seatrial.read.artifacts.pickles.opcodes import Broken
from seatrial.read.artifacts.pickles.safer import safer
from seatrial.read.artifacts.pickles.trust import trust

#: What stands for another name, which is judged by itself.
_STAND_FOR_OTHERS = frozenset({
    "builtins.getattr", "__builtin__.getattr", "dill._dill._getattribute", "dill._dill._load_type",
})  # fmt: skip
_SHOWN = 5  #: names of one kind that one finding lists
_LONG = 60  #: characters of an argument


def imports(names: Iterable[Name]) -> tuple[Import, ...]:
    """Return the names of a pickle, judged, in the order of their first appearance."""
    return tuple(Import(one.module, one.name, _trust(one), one.called or one.made, one.at) for one in names)


def _trust(one: Name) -> Trust:
    """Return what a name means; ``getattr`` and its like mean nothing where all that they reach is known."""
    if one.called and not one.hidden and one.dotted in _STAND_FOR_OTHERS:
        return Trust.DATA
    return trust(one.module, one.name, called=one.called)


def findings(machine: Machine, imported: tuple[Import, ...]) -> Iterator[Finding]:
    """Yield what speaks against loading a pickle with these names."""
    advice = safer(imported)
    by_name = {(one.module, one.name): one for one in machine.names.values()}
    for one in imported:
        if one.trust is Trust.DANGEROUS:
            what = _what(machine, one, by_name[one.module, one.name])
            yield Finding("pickle-dangerous", Verdict.DANGEROUS, what, advice, byte=one.byte)
    for kind, rule, verb in (
        (Trust.CODE, "pickle-code", "brings functions, or reaches attributes by their names, with"),
        (Trust.UNKNOWN, "pickle-unknown", "runs code of packages that are not known:"),
    ):
        if mine := [one for one in imported if one.trust is kind]:
            yield Finding(rule, Verdict.SUSPICIOUS, f"{verb} {_first_names(mine)}", advice, byte=mine[0].byte)
    yield from _oddities(machine, imported, advice)


def _oddities(machine: Machine, imported: tuple[Import, ...], advice: str) -> Iterator[Finding]:
    makers = {str(one): one.trust for one in imported}
    runs = any(makers.get(maker, Trust.DANGEROUS) is Trust.CODE for maker in machine.made_and_called)
    for odd in machine.oddities:
        dangerous = odd.dangerous or (odd.rule == "pickle-call-made" and runs)
        level = Verdict.DANGEROUS if dangerous else Verdict.SUSPICIOUS
        yield Finding(odd.rule, level, odd.what, advice, byte=odd.at)


def _first_names(some: list[Import]) -> str:
    return first_few([str(one)[:100] for one in some], _SHOWN)


def _what(machine: Machine, one: Import, name: Name) -> str:
    if not one.module:
        return "imports a name that it puts together while loading, to hide it"
    if one.called:
        return f"calls {str(one)[:200]}({_arguments(machine, name.args)})"
    return f"imports {str(one)[:200]}"


def _arguments(machine: Machine, args: object) -> str:
    shown = (_argument(machine, item) for item in args[:4]) if isinstance(args, tuple) else ()
    return ", ".join(shown) if isinstance(args, tuple) else "..." if type(args) is not int else ""


def _argument(machine: Machine, item: object) -> str:
    if isinstance(item, Name):
        return item.dotted[:_LONG]
    if isinstance(item, Made):
        return f"{item.maker.dotted[:_LONG]}(...)"
    if isinstance(item, tuple | Opaque):
        return "..."
    try:
        text = repr(machine.value(item))
    except (Broken, ValueError, IndexError):
        return "..."
    return text if len(text) <= _LONG else f"{text[: _LONG - 3]}..."
