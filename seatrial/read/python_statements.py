"""What does a statement of Python do? Each handler notes what it holds, in the order of the text."""

import ast
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import seatrial.read.python_expressions  # noqa: F401 -- its walks are found by the kind of expression
from seatrial.read.python_assignments import annotated, assign, augmented, take
from seatrial.read.python_definitions import is_constant, note_class, note_function
from seatrial.read.python_dispatch import value
from seatrial.read.python_imports import note_import
from seatrial.read.python_notes import Notes
from seatrial.read.python_record import Handler, Value

Handle: TypeAlias = Callable[[Notes, Any], None]

_COMPARING = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.NamedExpr, ast.Call)  #: tests that may hold a comparison
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


def _if(notes: Notes, node: ast.If) -> None:
    """Walk a chain of if and elif; unrolled, since a long chain is a deep tree."""
    while True:
        notes.frame.branches += 1
        if isinstance(node.test, _COMPARING):
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
    typing, construct, mentions = notes.for_typing, "if", notes.mentions
    if test.name.rpartition(".")[2] == "TYPE_CHECKING":
        notes.for_typing = True
    elif {x.name for x in test.items} >= {"__name__"} and any(x.literal == "__main__" for x in test.items):
        construct = "main"
        notes.main_guard = notes.main_guard or node.lineno
        notes.mentions = notes.guarded_mentions
    block(notes, node.body, construct)
    notes.for_typing, notes.mentions = typing, mentions


def _leads(notes: Notes, body: list[ast.stmt]) -> tuple[str, ...]:
    """Return what stands directly in a branch: names of calls, "raise X", "return"."""
    found = []
    for node in body[:20]:
        if isinstance(node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found.append(f"raise {notes.dotted(raised) if raised else ''}".strip())
        elif isinstance(node, ast.Return):
            found.append("return")
        elif isinstance(node, (ast.Expr, ast.Assign)) and isinstance(node.value, ast.Call):
            found.append(notes.dotted(node.value))
    return tuple([x for x in found if x])


def _loop(notes: Notes, node: ast.For | ast.AsyncFor) -> None:
    notes.frame.branches += 1
    kept = value(notes, node.iter)
    take(notes, node.target, Value("name", None, f"{kept.name}[]" if kept.kind == "name" else ""))
    block(notes, node.body, "for")
    block(notes, node.orelse, "else" if node.orelse else "")


def _while(notes: Notes, node: ast.While) -> None:
    notes.frame.branches += 1
    notes.leads = _leads(notes, node.body)
    value(notes, node.test)
    notes.leads = ()
    block(notes, node.body, "while")
    block(notes, node.orelse, "else" if node.orelse else "")


def _with(notes: Notes, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        written = notes.source(item.optional_vars) if item.optional_vars else ""
        notes.target = written if isinstance(item.context_expr, ast.Call) else ""
        kept = value(notes, item.context_expr)
        notes.target = ""
        if item.optional_vars:
            take(notes, item.optional_vars, kept)
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
    if isinstance(node, (ast.Return, ast.Expr, ast.Assign)):
        return node.value is None or is_constant(node.value)
    return isinstance(node, (ast.Pass, ast.Continue, ast.Break))


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
    ast.AnnAssign: annotated,
    ast.Assert: _assert,
    ast.Assign: assign,
    ast.AsyncFor: _loop,
    ast.AsyncFunctionDef: _function,
    ast.AsyncWith: _with,
    ast.AugAssign: augmented,
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
