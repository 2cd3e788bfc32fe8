"""What does an expression of Python hold? Each handler notes calls and texts, and returns the value that is kept."""

import ast
from collections.abc import Callable
from typing import Any, TypeAlias

from seatrial.read.python_notes import Notes
from seatrial.read.python_record import Assignment, Call, Comparison, Text, Value

Handle: TypeAlias = Callable[[Notes, Any], Value]

_KEPT = 100  #: elements of a list or dict
_OTHER = Value("other")
_SIGNS = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}
_ASSERTING = {"raises", "warns"}


def value(notes: Notes, node: ast.expr) -> Value:
    """Walk one expression and return what is kept of it."""
    return _HANDLERS.get(node.__class__, _other)(notes, node)


def callee(notes: Notes, node: ast.expr) -> tuple[str, str]:
    """Return a chain of names, resolved and as written; what it starts with may be any expression."""
    parts = []
    while node.__class__ is ast.Attribute:
        parts.append(node.attr)
        node = node.value
    parts.reverse()
    if node.__class__ is not ast.Name:
        return _made(notes, node, parts)
    root: str = node.id
    notes.read.add(root)
    known = notes.meaning(root)
    if parts and (made_by := notes.fields.get(f"{known}.{parts[0]}")):
        notes.frame.mentions.add(f"{known}.{parts[0]}")
        resolved = ".".join([made_by, *parts[1:]])
    else:
        resolved = ".".join([known, *parts]) if parts else known
    if notes.is_foreign(root):
        notes.frame.mentions.add(resolved)
    return resolved, ".".join([root, *parts]) if parts else root


def _made(notes: Notes, node: ast.expr, parts: list[str]) -> tuple[str, str]:
    made = value(notes, node)
    name = made.name
    if made.kind in ("literal", "fstring"):
        name = "str" if made.kind == "fstring" else type(made.literal).__name__
    return (".".join([name, *parts]) if name else ""), ""


def call(notes: Notes, node: ast.Call) -> Value:
    """Note a call, before the calls among its arguments."""
    calls, into, target = notes.calls, notes.into, notes.target
    place = len(calls)
    notes.target = ""
    calls.append(_PLACEHOLDER)
    name, written = callee(notes, node.func)
    if not written or len(written) > 120:
        written = notes.source(node.func)
    notes.into = name or written
    args = tuple([value(notes, argument) for argument in node.args])
    keywords = tuple([(word.arg or "**", value(notes, word.value)) for word in node.keywords])
    notes.into = into
    last = name.rpartition(".")[2]
    if last.startswith("assert") or last in _ASSERTING:
        notes.frame.asserts += 1
    calls[place] = Call(
        name,
        written,
        node.lineno,
        notes.column(node.lineno, node.col_offset),
        notes.frame.scope,
        args,
        keywords,
        target,
        notes.inside,
        node.end_lineno or node.lineno,
    )
    return Value("call", None, name, args, keywords, written)


_PLACEHOLDER = Call("", "", 0, 0, "")


def _constant(notes: Notes, node: ast.Constant) -> Value:
    literal = node.value
    if isinstance(literal, str):
        literal = literal[:500]
        column = notes.column(node.lineno, node.col_offset)
        notes.texts.append(Text(literal, node.lineno, column, notes.frame.scope, notes.into))
    elif isinstance(literal, complex) or literal is ...:
        return Value("other", text=str(literal))
    elif isinstance(literal, bytes):
        literal = literal[:500]
    key = (literal.__class__, literal)
    return notes.kept.get(key) or notes.kept.setdefault(key, Value("literal", literal))


def _name(notes: Notes, node: ast.Name | ast.Attribute) -> Value:
    resolved, written = callee(notes, node)
    if not resolved:
        return _OTHER
    if not written:
        return Value("name", None, resolved, (), (), notes.source(node))
    key = (resolved, written)
    return notes.kept.get(key) or notes.kept.setdefault(key, Value("name", None, resolved, (), (), written))


def _list(notes: Notes, node: ast.List | ast.Tuple | ast.Set) -> Value:
    return Value("list", None, "", tuple([value(notes, element) for element in node.elts][:_KEPT]))


def _dict(notes: Notes, node: ast.Dict) -> Value:
    keys, named = [], []
    for key, content in zip(node.keys, node.values, strict=True):
        kept = value(notes, key) if key else Value("other", text="**")
        held = value(notes, content)
        keys.append(kept)
        if isinstance(kept.literal, str):
            named.append((kept.literal, held))
    return Value("dict", None, "", tuple(keys[:_KEPT]), tuple(named[:_KEPT]))


def _fstring(notes: Notes, node: ast.JoinedStr) -> Value:
    parts, shown = [], []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append("{}")
            shown.append(value(notes, part.value if isinstance(part, ast.FormattedValue) else part))
    text = "".join(parts)[:500]
    column = notes.column(node.lineno, node.col_offset)
    notes.texts.append(Text(text, node.lineno, column, notes.frame.scope, notes.into))
    return Value("fstring", None, "", tuple(shown), (), text)


def _binary(notes: Notes, node: ast.BinOp) -> Value:
    left, rest = node.left, [node.right]  # unrolled, since a sum of a thousand terms is a tree a thousand deep
    while left.__class__ is ast.BinOp:
        rest.append(left.right)
        left = left.left
    operands = [value(notes, left), *[value(notes, term) for term in reversed(rest)]]
    return Value("operation", None, "", tuple(operands), (), notes.source(node))


def _boolean(notes: Notes, node: ast.BoolOp) -> Value:
    notes.frame.branches += len(node.values) - 1
    return Value("operation", None, "", tuple([value(notes, x) for x in node.values]), (), notes.source(node))


def _unary(notes: Notes, node: ast.UnaryOp) -> Value:
    operand = value(notes, node.operand)
    if node.op.__class__ is ast.USub and operand.literal.__class__ in (int, float):
        return Value("literal", -operand.literal)
    return Value("operation", None, "", (operand,), (), notes.source(node))


def _conditional(notes: Notes, node: ast.IfExp) -> Value:
    notes.frame.branches += 1
    parts = (value(notes, node.test), value(notes, node.body), value(notes, node.orelse))
    return Value("operation", None, "", parts, (), notes.source(node))


def _compare(notes: Notes, node: ast.Compare) -> Value:
    operands = [value(notes, node.left)]
    for sign, right in zip(node.ops, node.comparators, strict=True):
        operands.append(value(notes, right))
        notes.comparisons.append(
            Comparison(operands[-2], _SIGNS[sign.__class__], operands[-1], node.lineno, notes.frame.scope, notes.leads)
        )
    return Value("operation", None, "", tuple(operands), (), notes.source(node))


def _subscript(notes: Notes, node: ast.Subscript) -> Value:
    taken, into = value(notes, node.value), notes.into
    name = f"{taken.name}[]" if taken.name else ""
    notes.into = name
    index = value(notes, node.slice)
    notes.into = into
    return Value("item", None, name, (index,), (), notes.source(node))


def _slice(notes: Notes, node: ast.Slice) -> Value:
    for bound in (node.lower, node.upper, node.step):
        if bound:
            value(notes, bound)
    return _OTHER


def _lambda(notes: Notes, node: ast.Lambda) -> Value:
    local, inside = notes.local, notes.inside
    arguments = node.args
    for default in [*arguments.defaults, *[x for x in arguments.kw_defaults if x]]:
        value(notes, default)
    notes.local = {**local, **{x.arg: x.arg for x in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}}
    notes.inside = (*inside, "lambda")
    body = value(notes, node.body)
    notes.local, notes.inside = local, inside
    return Value("lambda", None, "", (body,), (), notes.source(node))


def _comprehension(notes: Notes, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
    local, inside = notes.local, notes.inside
    notes.local, sources = dict(local), []
    for part in node.generators:
        notes.frame.branches += 1 + len(part.ifs)
        sources.append(value(notes, part.iter))
        notes.inside = (*inside, "for")
        notes.local.update((x.id, x.id) for x in ast.walk(part.target) if isinstance(x, ast.Name))
        for condition in part.ifs:
            value(notes, condition)
    elements = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    kept = [value(notes, element) for element in elements]
    notes.local, notes.inside = local, inside
    return Value("comprehension", None, "", (*kept, *sources), (), notes.source(node))


def _await(notes: Notes, node: ast.Await) -> Value:
    inside = notes.inside
    notes.inside = (*inside, "await")
    kept = value(notes, node.value)
    notes.inside = inside
    return kept


def _walrus(notes: Notes, node: ast.NamedExpr) -> Value:
    notes.target = node.target.id
    kept = value(notes, node.value)
    notes.target = ""
    notes.bind(node.target.id, kept)
    scope = notes.frame.scope
    notes.assignments.append(Assignment(node.target.id, kept, node.lineno, scope, node.target.id))
    return kept


def _other(notes: Notes, node: ast.expr) -> Value:
    held = tuple([value(notes, x) for x in ast.iter_child_nodes(node) if isinstance(x, ast.expr)])
    return Value("other", None, "", held, (), notes.source(node))


_HANDLERS: dict[type[ast.AST], Handle] = {
    ast.Attribute: _name,
    ast.Await: _await,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Call: call,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.IfExp: _conditional,
    ast.JoinedStr: _fstring,
    ast.Lambda: _lambda,
    ast.List: _list,
    ast.ListComp: _comprehension,
    ast.Name: _name,
    ast.NamedExpr: _walrus,
    ast.Set: _list,
    ast.SetComp: _comprehension,
    ast.Slice: _slice,
    ast.Subscript: _subscript,
    ast.Tuple: _list,
    ast.UnaryOp: _unary,
}
