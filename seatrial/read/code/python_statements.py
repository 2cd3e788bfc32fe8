"""What do the statements of a Python file hold? The door to the walk, and those that are too plain for a module."""

import ast

from seatrial.read.code import (
    python_assignments,
    python_branches,
    python_definitions,
    python_expressions,
    python_failures,
    python_imports,
    python_inner_names,
)
from seatrial.read.code.python_dispatch import block, steps, value
from seatrial.read.code.python_notes import Notes

#: Their walks are found by the kind of node, once they are imported.
KINDS = (
    python_assignments, python_branches, python_definitions, python_expressions, python_failures, python_imports,
    python_inner_names,
)  # fmt: skip


def walk(notes: Notes, tree: ast.Module) -> None:
    """Walk a whole file in the order of its text."""
    block(notes, tree.body)


@steps(ast.Expr)
def _expression(notes: Notes, node: ast.Expr) -> None:
    if not isinstance(node.value, ast.Constant):
        value(notes, node.value)


@steps(ast.Return)
def _value_only(notes: Notes, node: ast.Return) -> None:
    if node.value:
        value(notes, node.value)


@steps(ast.Global)
def _global(notes: Notes, node: ast.Global) -> None:
    notes.frame.globals.update(node.names)
    notes.globals_written.extend((notes.frame.scope, name, node.lineno) for name in node.names)


@steps(ast.Delete)
def _delete(notes: Notes, node: ast.Delete) -> None:
    for target in node.targets:
        value(notes, target)
