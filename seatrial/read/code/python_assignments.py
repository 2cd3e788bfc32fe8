"""Which names does a statement of Python bind, and to what?"""

import ast
import sys

from seatrial.read.code.python_annotations import annotation, named_class
from seatrial.read.code.python_definitions import note_field
from seatrial.read.code.python_dispatch import steps, value
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Assignment, Value


def _content(notes: Notes, target: str, node: ast.expr) -> Value:
    """Walk the right side of an assignment."""
    called = node.value if isinstance(node, ast.Await) else node
    notes.target = target if isinstance(called, ast.Call) else ""
    notes.into = "=" + target
    kept = value(notes, node)
    notes.target = notes.into = ""
    return kept


@steps(ast.Assign)
def _assign(notes: Notes, node: ast.Assign) -> None:
    first = node.targets[0]
    kept = _content(notes, first.id if isinstance(first, ast.Name) else notes.source(first), node.value)
    for target in node.targets:
        _give(notes, target, kept, node.lineno)


def _give(notes: Notes, target: ast.expr, kept: Value, line: int) -> None:
    """Note that a target gets a value, and let its name stand for what made it."""
    if isinstance(target, ast.Name):
        notes.assignments.append(Assignment(target.id, kept, line, notes.frame.scope, target.id))
        note_field(notes, target.id, "", kept, line)
        notes.bind(target.id, kept)
    elif isinstance(target, (ast.Tuple, ast.List)):
        matching = kept.kind == "list" and len(kept.items) == len(target.elts)
        for place, element in enumerate(target.elts):
            _give(notes, element, kept.items[place] if matching else kept, line)
    elif isinstance(target, ast.Starred):
        _give(notes, target.value, kept, line)
    else:
        held = value(notes, target)
        name = notes.dotted(target) or held.name  # where it is set, not what stood there before
        notes.assignments.append(Assignment(held.text, kept, line, notes.frame.scope, name))


@steps(ast.AnnAssign)
def _annotated(notes: Notes, node: ast.AnnAssign) -> None:
    spelled = annotation(notes, node.annotation)
    kept = _content(notes, notes.source(node.target), node.value) if node.value else None
    if isinstance(node.target, ast.Name) and kept is None:
        note_field(notes, node.target.id, spelled, None, node.lineno)
        notes.bind(node.target.id, Value("name", None, named_class(spelled)))
    elif isinstance(node.target, ast.Name) and kept:
        notes.assignments.append(Assignment(node.target.id, kept, node.lineno, notes.frame.scope, node.target.id))
        note_field(notes, node.target.id, spelled, kept, node.lineno)
        notes.bind(node.target.id, kept if kept.kind == "call" else Value("name", None, named_class(spelled)))
    elif kept:
        _give(notes, node.target, kept, node.lineno)


if sys.version_info >= (3, 12):

    @steps(ast.TypeAlias)
    def _alias(notes: Notes, node: ast.TypeAlias) -> None:
        """``type Kind = str`` binds what ``Kind = str`` does, as which an older Python reads it (`python_newer`)."""
        _give(notes, node.name, _content(notes, node.name.id, node.value), node.lineno)


@steps(ast.AugAssign)
def _augmented(notes: Notes, node: ast.AugAssign) -> None:
    target = notes.source(node.target)
    kept = Value("operation", None, "", (value(notes, node.target), _content(notes, target, node.value)))
    if not isinstance(node.target, ast.Name):
        _give(notes, node.target, kept, node.lineno)
    else:
        notes.assignments.append(Assignment(target, kept, node.lineno, notes.frame.scope, target))


def take(notes: Notes, target: ast.expr, kept: Value) -> None:
    """Let the names of a target stand for something, without noting an assignment."""
    if isinstance(target, ast.Name):
        notes.bind(target.id, kept)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            take(notes, element, Value("other"))
    else:
        value(notes, target)
