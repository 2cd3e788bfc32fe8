"""What does the body of a definition say: its docstring, whether it does anything, whose copy it is?"""

import ast
from hashlib import blake2b
from typing import TypeAlias

from seatrial.read.code.python_notes import Notes
from seatrial.read.regex import regex

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_COMMENT = regex(r"#[^\n]*")


def docstring(node: Definition | ast.ClassDef | ast.Module) -> str:
    """Return the first 300 characters of the docstring."""
    if node.body and isinstance(first := node.body[0], ast.Expr) and isinstance(first.value, ast.Constant):
        return first.value.value.strip()[:300] if isinstance(first.value.value, str) else ""
    return ""


def is_stub(node: Definition) -> bool:
    """Tell whether a body does nothing: no statement but a docstring, or one that says nothing."""
    body = node.body[1:] if docstring(node) else node.body
    return len(body) == 0 or (len(body) == 1 and _says_nothing(body[0]))


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    if isinstance(node, ast.Expr | ast.Return):
        return node.value is None or is_constant(node.value)
    return isinstance(node, ast.Pass)


def is_constant(node: ast.expr) -> bool:
    """Tell whether an expression is made of literals only."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(is_constant(x) for x in node.elts)
    if isinstance(node, ast.Dict):
        return all(x is not None and is_constant(x) for x in [*node.keys, *node.values])
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and is_constant(node.operand))


def body_hash(notes: Notes, node: Definition) -> str:
    """Return a hash of the body without comments, docstring and layout."""
    body = node.body[1:] if docstring(node) else node.body
    first, last = body[0].lineno, node.end_lineno or body[-1].lineno
    text = "\n".join(notes.lines[first - 1 : last])
    text = "".join((_COMMENT.sub("", text) if "#" in text else text).split())
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
