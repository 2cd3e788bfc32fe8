"""Which functions judge rows, texts or pictures one by one, before they are learned from?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.programs import Program
from seatrial.facts.data.data_rules import Rule
from seatrial.read.code.python_record import Call, Comparison, Value
from seatrial.read.regex import caseless

#: Calls that go through rows, or through files that each are one.
_ROWS = frozenset({
    "iterrows", "itertuples", "iter_rows", "DictReader", "glob", "rglob", "iterdir", "listdir", "walk", "ImageFolder",
})  # fmt: skip
_ROW = caseless(
    r"(?:row|record|example|sample|item|entry|line|image|img|photo|picture|doc|document|message|annotation)s?|im|r"
)
_ORDER = frozenset({"<", "<=", ">", ">="})
_SIZES = frozenset({"size", "width", "height", "shape", "duration", "num_frames", "st_size"})
_STOPS = ("raise", "assert", "sys.exit")
_ASKS_FOR_GAPS = frozenset({"isna", "isnull", "notna", "notnull"})


def row_rules(program: Program) -> Mapping[str, frozenset[Rule]]:
    """Return by scope what is asked of each row, in those that go through rows and stop on one of the answers.

    Whoever looks at the size of a picture only to cut it judges nothing.
    """
    looped = {call.scope for call in program.file.calls if goes_through_rows(call)}
    found: dict[str, set[Rule]] = {}
    judging: set[str] = set()
    for call in program.file.calls if looped else ():
        if call.scope in looped:
            found.setdefault(call.scope, set()).update(_of_call(call))
            judging |= {call.scope} if _asks_for_type(call) else set()
    for item in program.file.comparisons if looped else ():
        if item.scope in looped and (rules := set(_of_comparison(item))):
            found.setdefault(item.scope, set()).update(rules)
            judging |= {item.scope} if stops(item) else set()
    return {scope: frozenset(found[scope]) for scope in judging}


def stops(item: Comparison) -> bool:
    """Tell whether a comparison leads to an error, or to the end of the program."""
    return any(lead.startswith(_STOPS) for lead in item.leads_to)


def goes_through_rows(call: Call) -> bool:
    """Tell a call that goes through rows, or through files that each are one."""
    records = call.last == "to_dict" and any(value.literal == "records" for value in call.args)
    return call.last in _ROWS or records


def _of_call(call: Call) -> Iterator[Rule]:
    field = bool(call.args) and _is_field(call.args[0])
    # what is of a type is there: pandas keeps a gap as a number, also among texts
    if _asks_for_type(call) or call.last == "verify" or call.name.endswith("Image.open"):
        yield from (Rule.TYPE, Rule.MISSING)
    if call.last in _ASKS_FOR_GAPS and field:
        yield Rule.MISSING


def _asks_for_type(call: Call) -> bool:
    return call.name == "isinstance" and bool(call.args) and _is_field(call.args[0])


def _of_comparison(item: Comparison) -> Iterator[Rule]:
    sides = (item.left, item.right)
    if item.operator in {"in", "not in"} and _is_field(item.left):
        yield Rule.ALLOWED
    ordered = item.operator in _ORDER and any(map(_is_field, sides))
    if ordered or (item.operator in {*_ORDER, "==", "!="} and any(map(_is_length, sides))):
        yield Rule.RANGE
    empty = item.right.kind == "literal" and item.right.literal in (None, "")
    if empty and item.operator in {"is", "is not", "==", "!="} and _is_field(item.left):
        yield Rule.MISSING


def _is_field(value: Value) -> bool:
    """Tell a part of what is called a row: ``row["text"]``, ``example.text``; settings have parts as well."""
    owner, _, part = value.text.partition("[" if value.kind == "item" else ".")
    if value.kind == "item":
        return bool(_ROW.fullmatch(owner)) and bool(value.items) and isinstance(value.items[0].literal, str)
    return value.kind == "name" and bool(_ROW.fullmatch(owner)) and part.isidentifier()


def _is_length(value: Value) -> bool:
    if value.kind == "call" and value.name == "len":
        return bool(value.items) and _is_field(value.items[0])
    return value.text.rpartition(".")[2].partition("[")[0] in _SIZES
