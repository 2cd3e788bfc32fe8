"""Which figures are judged elsewhere than where they stand: by a table of bounds, or in a function that compares?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.programs import Program
from seatrial.facts.training.gates.consequences import exits, names_failures
from seatrial.read.code.python_record import Assignment, Call, Comparison, Value
from seatrial.read.regex import regex

_FURTHEST = 3  #: lines between a loop over a table and the comparison in it
_TABLES = frozenset({"dict", "list", "comprehension"})
#: Names of tables that hold for each figure whether it is good enough.
_CHECKS = regex(r"checks?|(?:\w+_)?(?:passed|passes|ok|gates?|verdicts?|criteria|outcomes?)")
_ERROR = regex(r"(?:Error|Exception)$")
Loops = Mapping[tuple[str, int], str]  #: a table by the scope and line in which a loop goes over it
_Parameter = tuple[int, str]  #: its position and its name
_Comparer = tuple[Comparison, _Parameter, _Parameter]


def loops_over_tables(program: Program) -> Loops:
    """Return the loops over the keys and values of a table: ``for key, low in FLOORS.items():``."""
    return {
        (call.scope, call.line): call.written.removesuffix(".items")
        for call in program.file.calls
        if call.last == "items" and not call.args and call.written.endswith(".items")
    }


def by_table(item: Comparison, loops: Loops) -> Comparison:
    """Return a comparison with what a loop took out of a table named by it: ``low`` is then ``FLOORS[key]``."""
    left, right = _taken(item, item.left, item.right, loops), _taken(item, item.right, item.left, loops)
    return item._replace(left=left or item.left, right=right or item.right)


def _taken(item: Comparison, value: Value, other: Value, loops: Loops) -> Value | None:
    """Return what a plain name stands for where the other side is looked up by a key of the same loop."""
    key = _key(other)
    if value.kind != "name" or not value.text.isidentifier() or not key:
        return None
    near = (loops.get((item.scope, line)) for line in range(item.line, item.line - _FURTHEST - 1, -1))
    table = next((found for found in near if found), "")
    return value._replace(kind="item", text=f"{table}[{key}]") if table else None


def _key(value: Value) -> str:
    """Return the name by which a value is looked up: ``metrics[key]``, ``metrics.get(key, 0)``; "" of any other."""
    looked_up = value.kind == "item" or (value.kind == "call" and value.text.endswith(".get"))
    first = value.items[0] if looked_up and value.items else None
    return first.text if first is not None and first.kind == "name" else ""


def is_refused(program: Program, item: Comparison) -> bool:
    """Tell whether a comparison is kept in a list of failures, or a table of checks, that ends the run in a branch."""
    kept = _kept_in(program, item)
    if kept is None:
        return False
    after = [call for call in program.file.calls if call.scope == item.scope and call.line > item.line]
    asked = names_failures(kept.target) or any(_asks(call, kept.target) for call in after)
    return asked and any(_ends(call) for call in after)


def _kept_in(program: Program, item: Comparison) -> Assignment | None:
    """Return the assignment of a table in which a comparison stands: the last one before it, in its lines."""
    before = [made for made in program.file.assignments if made.scope == item.scope and made.line <= item.line]
    last = max(before, key=lambda made: made.line, default=None)
    if item.leads_to or last is None or last.value.kind not in _TABLES:
        return None
    return last if names_failures(last.target) or _CHECKS.fullmatch(last.target.lower()) else None


def _asks(call: Call, table: str) -> bool:
    """Tell whether a call asks whether all of a table hold: ``all(checks.values())``."""
    names = {table, f"{table}.values"}
    return call.last in {"all", "any"} and any(value.text in names or value.name in names for value in call.args)


def _ends(call: Call) -> bool:
    in_branch = "if" in call.inside or "else" in call.inside
    return in_branch and bool(exits(call) or _ERROR.search(call.last))


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


def _comparers(program: Program) -> Mapping[str, tuple[_Comparer, ...]]:
    """Return the functions, methods left out, that compare two of their parameters, by name."""
    places = {
        function.name: {item.name: (number, item.name) for number, item in enumerate(function.parameters)}
        for function in program.file.functions
        if "." not in function.name
    }
    found: dict[str, tuple[_Comparer, ...]] = {}
    for item in program.file.comparisons:
        own = places.get(item.scope)
        left, right = (own.get(item.left.text), own.get(item.right.text)) if own else (None, None)
        if left is not None and right is not None:
            found[item.scope] = (*found.get(item.scope, ()), (item, left, right))
    return found
