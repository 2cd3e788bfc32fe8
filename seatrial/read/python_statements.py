"""What does a statement of Python do? Each handler notes what it holds, in the order of the text."""

import ast
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from seatrial.read.python_annotations import annotation, named_class
from seatrial.read.python_definitions import is_constant, note_class, note_field, note_function
from seatrial.read.python_expressions import callee, value
from seatrial.read.python_imports import note_import
from seatrial.read.python_notes import Notes
from seatrial.read.python_record import Assignment, Handler, Value

Handle: TypeAlias = Callable[[Notes, Any], None]

_MISSING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def block(notes: Notes, body: Sequence[ast.stmt], construct: str = "") -> None:
    """Walk statements in order, within a construct or in the same one."""
    inside = notes.inside
    if construct:
        notes.inside = (*inside, construct)
    notes.frame.statements += len(body)
    for node in body:
        handle = _HANDLERS.get(node.__class__)
        if handle:
            handle(notes, node)
    notes.inside = inside


def _expression(notes: Notes, node: ast.Expr) -> None:
    if not isinstance(node.value, ast.Constant):
        value(notes, node.value)


def _content(notes: Notes, target: str, node: ast.expr) -> Value:
    """Walk the right side of an assignment."""
    called = node.value if isinstance(node, ast.Await) else node
    notes.target = target if isinstance(called, ast.Call) else ""
    notes.into = "=" + target
    kept = value(notes, node)
    notes.target = notes.into = ""
    return kept


def _assign(notes: Notes, node: ast.Assign) -> None:
    first = node.targets[0]
    kept = _content(notes, first.id if isinstance(first, ast.Name) else notes.source(first), node.value)
    for target in node.targets:
        _give(notes, target, kept, node.lineno)


def _give(notes: Notes, target: ast.expr, kept: Value, line: int) -> None:
    """Note that a target gets a value, and let its name stand for what made it."""
    if isinstance(target, ast.Tuple | ast.List):
        matching = kept.kind == "list" and len(kept.items) == len(target.elts)
        for place, element in enumerate(target.elts):
            _give(notes, element, kept.items[place] if matching else kept, line)
        return
    if isinstance(target, ast.Starred):
        target = target.value
    if isinstance(target, ast.Name):
        notes.assignments.append(Assignment(target.id, kept, line, notes.frame.scope, target.id))
        note_field(notes, target.id, "", kept, line)
        notes.bind(target.id, kept)
        return
    held = value(notes, target)
    name = _own_name(notes, target) if isinstance(target, ast.Attribute) else held.name
    notes.assignments.append(Assignment(held.text, kept, line, notes.frame.scope, name))


def _own_name(notes: Notes, target: ast.Attribute) -> str:
    """Resolve where an attribute is set, and not what stood there before: ``Service.client``."""
    parts, node = [target.attr], target.value
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([notes.meaning(node.id), *reversed(parts)]) if isinstance(node, ast.Name) else ""


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


def _augmented(notes: Notes, node: ast.AugAssign) -> None:
    target = notes.source(node.target)
    kept = Value("operation", None, "", (value(notes, node.target), _content(notes, target, node.value)))
    if not isinstance(node.target, ast.Name):
        _give(notes, node.target, kept, node.lineno)
    else:
        notes.assignments.append(Assignment(target, kept, node.lineno, notes.frame.scope, target))


def _if(notes: Notes, node: ast.If) -> None:
    """Walk a chain of if and elif; unrolled, since a long chain is a deep tree."""
    while True:
        notes.frame.branches += 1
        notes.leads = (*_leads(notes, node.body), *[f"else {x}" for x in _leads(notes, node.orelse)])
        test = value(notes, node.test)
        notes.leads = ()
        _branch(notes, node, test)
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]
            notes.frame.statements += 1
            continue
        block(notes, node.orelse, "else" if node.orelse else "")
        return


def _branch(notes: Notes, node: ast.If, test: Value) -> None:
    typing, construct = notes.for_typing, "if"
    if test.name.rpartition(".")[2] == "TYPE_CHECKING":
        notes.for_typing = True
    elif {x.name for x in test.items} >= {"__name__"} and any(x.literal == "__main__" for x in test.items):
        construct = "main"
        notes.main_guard = notes.main_guard or node.lineno
    block(notes, node.body, construct)
    notes.for_typing = typing


def _leads(notes: Notes, body: list[ast.stmt]) -> tuple[str, ...]:
    """Return what stands directly in a branch: names of calls, "raise X", "return"."""
    found = []
    for node in body[:20]:
        if isinstance(node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found.append(f"raise {_name_only(notes, raised) if raised else ''}".strip())
        elif isinstance(node, ast.Return):
            found.append("return")
        elif isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call):
            found.append(_name_only(notes, node.value.func))
    return tuple([x for x in found if x])


def _name_only(notes: Notes, node: ast.expr) -> str:
    """Resolve a chain of names; "" when it starts with anything else, which is not to be walked twice."""
    start = node
    while isinstance(start, ast.Attribute):
        start = start.value
    return callee(notes, node)[0] if isinstance(start, ast.Name) else ""


def _loop(notes: Notes, node: ast.For | ast.AsyncFor) -> None:
    notes.frame.branches += 1
    kept = value(notes, node.iter)
    _take(notes, node.target, Value("name", None, f"{kept.name}[]" if kept.kind == "name" else ""))
    block(notes, node.body, "for")
    block(notes, node.orelse, "else" if node.orelse else "")


def _while(notes: Notes, node: ast.While) -> None:
    notes.frame.branches += 1
    notes.leads = _leads(notes, node.body)
    value(notes, node.test)
    notes.leads = ()
    block(notes, node.body, "while")
    block(notes, node.orelse, "else" if node.orelse else "")


def _take(notes: Notes, target: ast.expr, kept: Value) -> None:
    """Let the names of a target stand for something, without noting an assignment."""
    if isinstance(target, ast.Name):
        notes.bind(target.id, kept)
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            _take(notes, element, Value("other"))
    else:
        value(notes, target)


def _with(notes: Notes, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        written = notes.source(item.optional_vars) if item.optional_vars else ""
        notes.target = written if isinstance(item.context_expr, ast.Call) else ""
        kept = value(notes, item.context_expr)
        notes.target = ""
        if item.optional_vars:
            _take(notes, item.optional_vars, kept)
    block(notes, node.body, "with")


def _try(notes: Notes, node: ast.Try) -> None:
    guarded = notes.guarded
    caught = [_caught(notes, handler) for handler in node.handlers]
    notes.guarded = guarded or any(not names or _MISSING & set(names) for names in caught)
    block(notes, node.body, "try")
    notes.guarded = guarded
    tries = _leads(notes, node.body)
    for handler, names in zip(node.handlers, caught, strict=True):
        notes.frame.branches += 1
        swallows = all(_is_silent(x) for x in handler.body)
        notes.handlers.append(Handler(handler.lineno, notes.frame.scope, names, swallows, tries))
        if handler.name:
            notes.bind(handler.name, Value("name", None, names[0] if len(names) == 1 else ""))
        block(notes, handler.body, "except")
    block(notes, node.orelse, "try" if node.orelse else "")
    block(notes, node.finalbody, "finally" if node.finalbody else "")


def _caught(notes: Notes, handler: ast.ExceptHandler) -> tuple[str, ...]:
    if handler.type is None:
        return ()
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return tuple([value(notes, kind).name for kind in kinds])


def _is_silent(node: ast.stmt) -> bool:
    if isinstance(node, ast.Return | ast.Expr | ast.Assign):
        return node.value is None or is_constant(node.value)
    return isinstance(node, ast.Pass | ast.Continue | ast.Break)


def _match(notes: Notes, node: ast.Match) -> None:
    value(notes, node.subject)
    for case in node.cases:
        notes.frame.branches += 1
        if case.guard:
            value(notes, case.guard)
        block(notes, case.body, "if")


def _value_only(notes: Notes, node: ast.Return) -> None:
    if node.value:
        value(notes, node.value)


def _raise(notes: Notes, node: ast.Raise) -> None:
    notes.frame.raises.append(value(notes, node.exc).name if node.exc else "")
    if node.cause:
        value(notes, node.cause)


def _assert(notes: Notes, node: ast.Assert) -> None:
    notes.frame.asserts += 1
    notes.frame.trivial += is_constant(node.test)
    inside, notes.inside, notes.leads = notes.inside, (*notes.inside, "assert"), ("assert",)
    value(notes, node.test)
    notes.inside, notes.leads = inside, ()
    if node.msg:
        value(notes, node.msg)


def _global(notes: Notes, node: ast.Global) -> None:
    notes.frame.globals.update(node.names)
    notes.globals_written.extend((notes.frame.scope, name, node.lineno) for name in node.names)


def _delete(notes: Notes, node: ast.Delete) -> None:
    for target in node.targets:
        value(notes, target)


def _function(notes: Notes, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    note_function(notes, node, _body)


def _class(notes: Notes, node: ast.ClassDef) -> None:
    note_class(notes, node, _body)


def _body(notes: Notes, body: list[ast.stmt]) -> None:
    block(notes, body)


_HANDLERS: dict[type[ast.AST], Handle] = {
    ast.AnnAssign: _annotated,
    ast.Assert: _assert,
    ast.Assign: _assign,
    ast.AsyncFor: _loop,
    ast.AsyncFunctionDef: _function,
    ast.AsyncWith: _with,
    ast.AugAssign: _augmented,
    ast.ClassDef: _class,
    ast.Delete: _delete,
    ast.Expr: _expression,
    ast.For: _loop,
    ast.FunctionDef: _function,
    ast.Global: _global,
    ast.If: _if,
    ast.Import: note_import,
    ast.ImportFrom: note_import,
    ast.Match: _match,
    ast.Raise: _raise,
    ast.Return: _value_only,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.While: _while,
    ast.With: _with,
}
