"""What do the branches and loops of Python decide, and under what do their statements stand?"""

import ast

from seatrial.read.code.python_assignments import take
from seatrial.read.code.python_dispatch import block, steps, value
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Assignment, Value

_COMPARING = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.NamedExpr, ast.Call)  #: tests that may hold a comparison


def leads(notes: Notes, body: list[ast.stmt]) -> tuple[str, ...]:
    """Return what stands directly in a branch: names of calls, "raise X", "return"."""
    found = []
    for node in body[:20]:
        if isinstance(node, (ast.Expr, ast.Assign)):
            if isinstance(node.value, ast.Call):
                found.append(notes.dotted(node.value))
        elif isinstance(node, ast.Raise):
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found.append(f"raise {notes.dotted(raised) if raised else ''}".strip())
        elif isinstance(node, ast.Return):
            found.append("return")
        elif isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant) and not node.test.value:
            found.append("raise AssertionError")
    return tuple([x for x in found if x])


@steps(ast.If)
def _if(notes: Notes, node: ast.If) -> None:
    """Walk a chain of if and elif; unrolled, since a long chain is a deep tree."""
    while True:
        notes.frame.branches += 1
        if isinstance(node.test, _COMPARING):
            notes.leads = (*leads(notes, node.body), *[f"else {x}" for x in leads(notes, node.orelse)])
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


@steps(ast.For, ast.AsyncFor)
def _loop(notes: Notes, node: ast.For | ast.AsyncFor) -> None:
    notes.frame.branches += 1
    kept = value(notes, node.iter)
    several = node.target.elts if isinstance(node.target, (ast.Tuple, ast.List)) else [node.target]
    for one in several:
        if isinstance(one, ast.Name):
            notes.loops.append(Assignment(one.id, kept, node.lineno, notes.frame.scope, one.id))
    take(notes, node.target, Value("name", None, f"{kept.name}[]" if kept.kind == "name" else ""))
    block(notes, node.body, "for")
    block(notes, node.orelse, "else" if node.orelse else "")


@steps(ast.While)
def _while(notes: Notes, node: ast.While) -> None:
    notes.frame.branches += 1
    notes.leads = leads(notes, node.body)
    value(notes, node.test)
    notes.leads = ()
    block(notes, node.body, "while")
    block(notes, node.orelse, "else" if node.orelse else "")


@steps(ast.With, ast.AsyncWith)
def _with(notes: Notes, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        written = notes.source(item.optional_vars) if item.optional_vars else ""
        notes.target = written if isinstance(item.context_expr, ast.Call) else ""
        kept = value(notes, item.context_expr)
        notes.target = ""
        if item.optional_vars:
            take(notes, item.optional_vars, kept)
    block(notes, node.body, "with")


@steps(ast.Match)
def _match(notes: Notes, node: ast.Match) -> None:
    value(notes, node.subject)
    for case in node.cases:
        notes.frame.branches += 1
        if case.guard:
            value(notes, case.guard)
        block(notes, case.body, "if")
