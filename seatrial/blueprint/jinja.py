"""What does an expression of Jinja come to, as far as it is plain?

It is parsed as Python, of which nearly all such expressions are a part: a filter stands there as ``x | name(y)``.
Nothing is run: what is no comparison, no text and none of a few methods is not known.
"""

import ast
from collections.abc import Mapping

from seatrial.blueprint.values import Unknown, Value, changed, holds, on_one_line, unknown
from seatrial.read.code.python_tree import tree_of

_LONGEST = 400  #: characters of an expression, which bounds its depth as well
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "none": None}


def jinja(expression: str, names: Mapping[str, Value]) -> Value:
    """Return the value of an expression under the names that are known."""
    if len(expression) > _LONGEST:
        return unknown(expression)
    try:
        (statement,) = tree_of(f"({expression.replace(' ~ ', ' + ')})").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return unknown(expression)
    if not isinstance(statement, ast.Expr):
        return unknown(expression)
    return _value(statement.value, names)


def _value(node: ast.expr, names: Mapping[str, Value]) -> Value:
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None as value):
            return value
        case ast.Name(id=name):
            return names[name] if name in names else _WORDS.get(name.lower(), Unknown(name))
        case ast.Attribute(value=whole, attr=name) | ast.Subscript(value=whole, slice=ast.Constant(value=str(name))):
            return _part(_value(whole, names), name, is_known=isinstance(whole, ast.Name))
        case ast.Call(func=ast.Attribute(value=whole, attr=name), args=given, keywords=[]):
            return changed(name, _value(whole, names), tuple(_value(one, names) for one in given))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _filtered(_value(left, names), right, names)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum(_value(left, names), _value(right, names))
        case _:
            return _logic(node, names)


def _logic(node: ast.expr, names: Mapping[str, Value]) -> Value:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            value = _value(inner, names)
            return value if isinstance(value, Unknown) else not value
        case ast.BoolOp(op=op, values=parts):
            return _joined([_value(one, names) for one in parts], stops_at=isinstance(op, ast.Or))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compared(op, _value(left, names), right, names)
        case ast.IfExp(test=test, body=body, orelse=other):
            return _value(body if holds(_value(test, names)) else other, names)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return tuple(_value(one, names) for one in parts)
        case _:
            return unknown(ast.unparse(node))


def _part(whole: Value, name: str, *, is_known: bool) -> Value:
    """Return one entry. A question that nobody asks is not known; in its answer what is not there is nothing."""
    if isinstance(whole, Mapping):
        return whole.get(name, Unknown(name) if is_known else None)
    return Unknown(name)


def _filtered(value: Value, named: ast.expr, names: Mapping[str, Value]) -> Value:
    match named:
        case ast.Name(id=name):
            return changed(name, value, ())
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]):
            return changed(name, value, tuple(_value(one, names) for one in given))
        case _:
            return value if isinstance(value, Unknown) else unknown(ast.unparse(named))


def _sum(left: Value, right: Value) -> Value:
    if isinstance(left, Unknown):
        return left
    return right if isinstance(right, Unknown) else f"{on_one_line(left)}{on_one_line(right)}"[:_LONGEST]


def _joined(parts: list[Value], *, stops_at: bool) -> Value:
    for part in parts:
        if not isinstance(part, Unknown) and bool(part) is stops_at:
            return part
    return next((part for part in parts if isinstance(part, Unknown)), parts[-1])


def _compared(op: ast.cmpop, left: Value, other: ast.expr, names: Mapping[str, Value]) -> Value:
    if isinstance(op, ast.Is | ast.IsNot):
        return _tested(left, other, wanted=isinstance(op, ast.Is))
    right = _value(other, names)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    if isinstance(op, ast.Eq | ast.NotEq):
        return (left == right) is isinstance(op, ast.Eq)
    if isinstance(op, ast.In | ast.NotIn) and isinstance(right, str | tuple | Mapping):
        inside = on_one_line(left) in right if isinstance(right, str) else left in tuple(right)
        return inside is isinstance(op, ast.In)
    return unknown("condition")


def _tested(left: Value, test: ast.expr, *, wanted: bool) -> Value:
    """Return what ``is defined`` and ``is none`` say."""
    said = ast.unparse(test).lower().removeprefix("not ")
    turned = isinstance(test, ast.UnaryOp)
    if isinstance(left, Unknown) or said not in ("defined", "none"):
        return Unknown("condition")
    return ((left is not None) if said == "defined" else (left is None)) is (wanted is not turned)
