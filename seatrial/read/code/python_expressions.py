"""What do the compound expressions of Python hold: collections, operations, comprehensions, lambdas?"""

import ast

from seatrial.read.code.python_dispatch import WALKS, value, walks
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Comparison, Text, Value

_KEPT = 100  #: elements of a list or dict
_SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


@walks(ast.List, ast.Tuple, ast.Set)
def _list(notes: Notes, node: ast.List | ast.Tuple | ast.Set) -> Value:
    return Value("list", None, "", tuple([WALKS[x.__class__](notes, x) for x in node.elts][:_KEPT]))


@walks(ast.Dict)
def _dict(notes: Notes, node: ast.Dict) -> Value:
    keys, named = [], []
    for key, content in zip(node.keys, node.values, strict=True):
        kept = value(notes, key) if key else Value("other", text="**")
        held = value(notes, content)
        keys.append(kept)
        if isinstance(kept.literal, str):
            named.append((kept.literal, held))
    return Value("dict", None, "", tuple(keys[:_KEPT]), tuple(named[:_KEPT]))


#: Texts with values in them: f-strings, and t-strings since Python 3.14.
_FILLED = tuple(getattr(ast, name) for name in ("JoinedStr", "TemplateStr") if hasattr(ast, name))


@walks(*_FILLED)
def _fstring(notes: Notes, node: ast.JoinedStr) -> Value:
    parts, shown = [], []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append("{}")
            shown.append(value(notes, getattr(part, "value", part)))
    text = "".join(parts)[:500]
    column = notes.column(node.lineno, node.col_offset)
    notes.texts.append(Text(text, node.lineno, column, notes.frame.scope, notes.into))
    return Value("fstring", None, "", tuple(shown), (), text)


@walks(ast.BinOp)
def _binary(notes: Notes, node: ast.BinOp) -> Value:
    left, rest = node.left, [node.right]  # unrolled, since a sum of a thousand terms is a tree a thousand deep
    while isinstance(left, ast.BinOp):
        rest.append(left.right)
        left = left.left
    operands = [value(notes, left), *[value(notes, term) for term in reversed(rest)]]
    return Value("operation", None, "", tuple(operands), (), notes.source(node))


@walks(ast.BoolOp)
def _boolean(notes: Notes, node: ast.BoolOp) -> Value:
    notes.frame.branches += len(node.values) - 1
    return Value("operation", None, "", tuple([value(notes, x) for x in node.values]), (), notes.source(node))


@walks(ast.UnaryOp)
def _unary(notes: Notes, node: ast.UnaryOp) -> Value:
    operand = value(notes, node.operand)
    number = operand.literal
    if isinstance(node.op, ast.USub) and isinstance(number, int | float) and not isinstance(number, bool):
        return Value("literal", -number)
    return Value("operation", None, "", (operand,), (), notes.source(node))


@walks(ast.IfExp)
def _conditional(notes: Notes, node: ast.IfExp) -> Value:
    notes.frame.branches += 1
    parts = (value(notes, node.test), value(notes, node.body), value(notes, node.orelse))
    return Value("operation", None, "", parts, (), notes.source(node))


@walks(ast.Compare)
def _compare(notes: Notes, node: ast.Compare) -> Value:
    operands = [_element(notes, value(notes, node.left))]
    for sign, right in zip(node.ops, node.comparators, strict=True):
        operands.append(_element(notes, value(notes, right)))
        notes.comparisons.append(
            Comparison(operands[-2], _SIGNS[sign.__class__], operands[-1], node.lineno, notes.frame.scope, notes.leads)
        )
    return Value("operation", None, "", tuple(operands), (), notes.source(node))


def _element(notes: Notes, kept: Value) -> Value:
    """Return one of many with what it is one of: ``x`` of ``all(x > 0 for x in scores)`` is written ``scores[]``."""
    written = notes.elements.get(kept.text) if kept.kind == "name" else None
    return kept._replace(text=written) if written else kept


@walks(ast.Subscript)
def _subscript(notes: Notes, node: ast.Subscript) -> Value:
    taken, into = value(notes, node.value), notes.into
    name = f"{taken.name}[]" if taken.name else ""
    notes.into = name
    index = value(notes, node.slice)
    notes.into = into
    return Value("item", None, name, (index,), (), notes.source(node))


@walks(ast.Slice)
def _slice(notes: Notes, node: ast.Slice) -> Value:
    for bound in (node.lower, node.upper, node.step):
        if bound:
            value(notes, bound)
    return Value("other")


@walks(ast.Await)
def _await(notes: Notes, node: ast.Await) -> Value:
    inside = notes.inside
    notes.inside = (*inside, "await")
    kept = value(notes, node.value)
    notes.inside = inside
    return kept
