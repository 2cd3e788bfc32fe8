"""Which functions judge stored tensors, arrays or images, one file after the other, by their own rules?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.programs import Program
from seatrial.facts.data.data_rules import Rule
from seatrial.read.code.python_record import Comparison, Value

_BY_CALL = {"isnan": Rule.MISSING, "isinf": Rule.RANGE, "isfinite": Rule.MISSING, "verify": Rule.OWN}
_BY_END = ((".dtype", Rule.TYPE), (".shape", Rule.SHAPE), (".ndim", Rule.SHAPE), (".mode", Rule.TYPE))
#: Calls by which a program gets at what is stored; a function that is only handed an array checks its arguments.
_READS = frozenset(
    {"load", "imread", "read_image", "open", "glob", "rglob", "iterdir", "listdir", "scandir", "open_zarr",
     "open_dataset", "open_mfdataset", "open_dataarray"}
)  # fmt: skip


def array_rules(program: Program) -> Mapping[str, frozenset[Rule]]:
    """Return by function the rules that it holds stored arrays to; only functions that read them themselves."""
    reading = {call.scope for call in program.file.calls if call.last in _READS}
    found: dict[str, set[Rule]] = {}
    for scope, rule in _rules(program) if reading else ():
        if scope in reading:
            found.setdefault(scope, set()).add(rule)
    return {scope: frozenset(rules) for scope, rules in found.items()}


def _rules(program: Program) -> Iterator[tuple[str, Rule]]:
    for call in program.file.calls:
        if rule := _BY_CALL.get(call.last):
            yield call.scope, rule
    for item in program.file.comparisons:
        if held := held_to(item):
            yield item.scope, held


def held_to(item: Comparison) -> Rule | None:
    """Return the rule that a comparison holds an array or an image to."""
    names = [name for side in (item.left, item.right) for name in _names(side)]
    return next((rule for end, rule in _BY_END if any(name.endswith(end) for name in names)), None)


def _names(value: Value) -> tuple[str, ...]:
    """Return the names of a side: of ``len(image.shape)`` what it is taken of as well."""
    return (value.name, *(inner.name for inner in value.items))
