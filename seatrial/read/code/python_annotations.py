"""How is an annotation spelled once its names are resolved, and which class does it name?"""

import ast
import re
from functools import lru_cache

from seatrial.read.code.python_calls import callee
from seatrial.read.code.python_notes import Notes
from seatrial.read.regex import regex

#: What stands around a class and says how it is given; the last four are those of containers that hand objects out.
_WRAPPERS = frozenset({
    "Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "Depends",
    "FromDishka", "FromComponent", "Injected", "Inject",
})  # fmt: skip
_IDENTIFIER = regex(r"[A-Za-z_]\w*")


def annotation(notes: Notes, node: ast.expr | None) -> str:
    """Return the text of an annotation with resolved names, at most 120 characters; "" when there is none."""
    return _spelled(notes, node)[:120] if node else ""


def _spelled(notes: Notes, node: ast.expr) -> str:
    if isinstance(node, (ast.Name, ast.Attribute)):
        return callee(notes, node)[0]
    if isinstance(node, ast.Subscript):
        return f"{_spelled(notes, node.value)}[{_spelled(notes, node.slice)}]"
    if isinstance(node, ast.Tuple | ast.List):
        inner = ", ".join([_spelled(notes, element) for element in node.elts])
        return inner if isinstance(node, ast.Tuple) else f"[{inner}]"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return f"{_spelled(notes, node.left)} | {_spelled(notes, node.right)}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _forward(notes, node.value[:120])
    _mention(notes, node)
    return notes.source(node)


def _mention(notes: Notes, node: ast.expr) -> None:
    """Note the names in what is called there: ``Annotated[str, AfterValidator(cleaned)]`` lets ``cleaned`` run."""
    for inner in ast.walk(node) if isinstance(node, ast.Call) else ():
        if isinstance(inner, (ast.Name, ast.Attribute)):
            callee(notes, inner)


def _forward(notes: Notes, text: str) -> str:
    """Resolve the names of an annotation that is written as a string, dotted names by their first part."""

    def resolved(match: re.Match[str]) -> str:
        name = match.group()
        if text[: match.start()].endswith("."):
            return name
        notes.read.add(name)
        return notes.meaning(name)

    return _IDENTIFIER.sub(resolved, text)


@lru_cache(maxsize=10_000)
def named_class(spelled: str) -> str:
    """Return the one class that an annotation names: ``x.Model`` of ``x.Model | None``, "" when it is not one."""
    choices = [part.strip() for part in spelled.split(" | ") if part.strip() != "None"]
    if len(choices) != 1 or not choices[0]:
        return ""
    outer, bracket, inner = choices[0].partition("[")
    if bracket and outer.rpartition(".")[2] in _WRAPPERS:
        return named_class(_first(inner.removesuffix("]")))
    return outer if all(part.isidentifier() for part in outer.lstrip(".").split(".")) else ""


def _first(arguments: str) -> str:
    depth = 0
    for position, sign in enumerate(arguments):
        depth += (sign == "[") - (sign == "]")
        if sign == "," and depth == 0:
            return arguments[:position]
    return arguments
