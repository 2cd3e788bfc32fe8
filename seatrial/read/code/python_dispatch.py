"""Which function walks which kind of expression and of statement of Python?

The walk goes down and up again between modules (a call holds a list, a list holds a call), so that they meet here.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Value

Walk: TypeAlias = Callable[[Notes, Any], Value]

Step: TypeAlias = Callable[[Notes, Any], None]


class _Walks(dict[type[ast.AST], Walk]):
    """Which function walks which kind of expression; those that none was made for share one."""

    def __missing__(self, kind: type[ast.AST]) -> Walk:
        return _other


WALKS = _Walks()  #: asked directly where a call more for each of millions of expressions would be felt
_STEPS: dict[type[ast.AST], Step] = {}


def walks(*kinds: type[ast.expr]) -> Callable[[Walk], Walk]:
    """Make a function the one that walks expressions of these kinds: it notes what it sees, and returns the value."""

    def named(walk: Walk) -> Walk:
        WALKS.update(dict.fromkeys(kinds, walk))
        return walk

    return named


def value(notes: Notes, node: ast.expr) -> Value:
    """Walk one expression and return what is kept of it."""
    return WALKS[node.__class__](notes, node)


def _other(notes: Notes, node: ast.expr) -> Value:
    held = tuple([value(notes, x) for x in ast.iter_child_nodes(node) if isinstance(x, ast.expr)])
    return Value("other", None, "", held, (), notes.source(node))


def steps(*kinds: type[ast.stmt]) -> Callable[[Step], Step]:
    """Make a function the one that walks statements of these kinds."""

    def named(step: Step) -> Step:
        _STEPS.update(dict.fromkeys(kinds, step))
        return step

    return named


def block(notes: Notes, body: Sequence[ast.stmt], construct: str = "") -> None:
    """Walk statements in order, within a construct or in the same one."""
    inside = notes.inside
    if construct:
        notes.inside = (*inside, construct)
    notes.frame.statements += len(body)
    for node in body:
        step = _STEPS.get(node.__class__)
        if step:
            step(notes, node)
    notes.inside = inside
