"""Which figures are handed to a function of the program's own, only to be compared there?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.programs import Program
from seatrial.read.code.python_record import Comparison


def handed_comparisons(program: Program) -> Iterator[Comparison]:
    """Yield what ``check_min(metrics["f1"], gates["min_f1"])`` compares, as if it stood where it is called.

    The function compares two of its parameters; what follows from that inside of it is kept.
    """
    comparers = _comparers(program)
    for call in program.file.calls if comparers else ():
        for item, left, right in comparers.get(call.written, ()):
            sides = (call.argument(*left), call.argument(*right))
            if sides[0] is not None and sides[1] is not None:
                yield item._replace(left=sides[0], right=sides[1], line=call.line, scope=call.scope)


_Parameter = tuple[int, str]  #: its position and its name
_Comparer = tuple[Comparison, _Parameter, _Parameter]


def _comparers(program: Program) -> Mapping[str, tuple[_Comparer, ...]]:
    """Return the functions, methods left out, that compare two of their parameters, by name."""
    places = {
        function.name: {item.name: (number, item.name) for number, item in enumerate(function.parameters)}
        for function in program.file.functions
        if "." not in function.name
    }
    found: dict[str, tuple[_Comparer, ...]] = {}
    for item in program.file.comparisons:
        left, right = (places.get(item.scope, {}).get(side.text) for side in (item.left, item.right))
        if left is not None and right is not None:
            found[item.scope] = (*found.get(item.scope, ()), (item, left, right))
    return found
