"""What do the names, calls and literals of an expression of Python stand for?"""

import ast

from seatrial.read.code.python_dispatch import WALKS, value, walks
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Call, Text, Value, last_part

_OTHER = Value("other")
_ASSERTING = {"raises", "warns"}
_PLACEHOLDER = Call("", "", 0, 0, "")


def callee(notes: Notes, node: ast.expr) -> tuple[str, str]:
    """Return a chain of names, resolved and as written; what it starts with may be any expression."""
    if isinstance(node, ast.Name):
        known, foreign = notes.known(node.id)
        if foreign:
            notes.mentions.add(known)
        return known, node.id
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return _made(notes, node, parts)
    known, foreign = notes.known(node.id)
    first = parts.pop()
    rest = f".{'.'.join(parts[::-1])}" if parts else ""
    attribute = f"{known}.{first}"
    resolved = attribute + rest
    if foreign:
        notes.mentions.add(resolved)
    if made_by := notes.fields.get(attribute):
        resolved = made_by + rest
        notes.mentions.add(resolved)
    return resolved, f"{node.id}.{first}{rest}"


def _made(notes: Notes, node: ast.expr, parts: list[str]) -> tuple[str, str]:
    made = value(notes, node)
    name = made.name
    if made.kind in ("literal", "fstring"):
        name = "str" if made.kind == "fstring" else type(made.literal).__name__
    return (".".join([name, *reversed(parts)]) if name else ""), ""


@walks(ast.Call)
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
    args = tuple([WALKS[x.__class__](notes, x) for x in node.args]) if node.args else ()
    words = node.keywords
    keywords = tuple([(w.arg or "**", WALKS[w.value.__class__](notes, w.value)) for w in words]) if words else ()
    notes.into = into
    last = last_part(name, written)
    if name and (last.startswith("assert") or last in _ASSERTING):
        notes.frame.asserts += 1
    line = node.lineno
    calls[place] = Call(
        name, written, line, node.col_offset + 1 if notes.ascii else notes.column(line, node.col_offset),
        notes.frame.scope, args, keywords, target, notes.inside, node.end_lineno or line, last,
    )  # fmt: skip
    return Value("call", None, name, args, keywords, written)


@walks(ast.Constant)
def _constant(notes: Notes, node: ast.Constant) -> Value:
    literal = node.value
    if isinstance(literal, str):
        literal, line, offset = literal[:500], node.lineno, node.col_offset
        column = offset + 1 if notes.ascii else notes.column(line, offset)
        notes.texts.append(Text(literal, line, column, notes.frame.scope, notes.into))
    elif isinstance(literal, bytes):
        literal = literal[:500]
    elif isinstance(literal, complex) or literal is ...:
        return Value("other", text=str(literal))
    key = (literal.__class__, literal)
    return notes.kept.get(key) or notes.kept.setdefault(key, Value("literal", literal))


@walks(ast.Name, ast.Attribute)
def _name(notes: Notes, node: ast.Name | ast.Attribute) -> Value:
    resolved, written = callee(notes, node)
    if not resolved:
        return _OTHER
    if not written:
        return Value("name", None, resolved, (), (), notes.source(node))
    key = (resolved, written)
    return notes.kept.get(key) or notes.kept.setdefault(key, Value("name", None, resolved, (), (), written))
