"""What does Python raise, assert, catch and swallow?"""

import ast

from seatrial.read.code.python_bodies import is_constant
from seatrial.read.code.python_branches import leads
from seatrial.read.code.python_dispatch import block, steps, value
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Handler, Value

#: Functions that make an array of nothing but what they are told, whose shape alone may depend on anything.
_FILLED = {"zeros", "ones", "zeros_like", "ones_like"}
_HELD = {"array", "asarray", "tensor", "full"}
_MISSING = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@steps(ast.Try, ast.TryStar)
def _try(notes: Notes, node: ast.Try) -> None:
    guarded = notes.guarded
    caught = [_caught(notes, handler) for handler in node.handlers]
    notes.guarded = guarded or any(not names or _MISSING & set(names) for names in caught)
    block(notes, node.body, "try")
    notes.guarded = guarded
    tries = leads(notes, node.body)
    for handler, names in zip(node.handlers, caught, strict=True):
        notes.frame.branches += 1
        swallows = all(_is_silent(x) for x in handler.body)
        end, answers = handler.end_lineno or handler.lineno, _answers(handler.body)
        found = Handler(handler.lineno, notes.frame.scope, names, swallows, tries, node.lineno, end, answers)
        notes.handlers.append(found)
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
        return node.value is None or _is_made_up(node.value) or _appended(node) is not None
    return isinstance(node, (ast.Pass, ast.Continue, ast.Break))


def _answers(body: list[ast.stmt]) -> tuple[str, ...]:
    """Return the constants that stand in for what failed: those it returns, assigns, or appends to the answers."""
    given: list[ast.expr | None] = [
        x.value if isinstance(x, (ast.Return, ast.Assign)) else appended
        for x in body
        if (appended := _appended(x)) is not None or isinstance(x, (ast.Return, ast.Assign))
    ]
    return tuple([ast.unparse(x)[:60] if x else "None" for x in given if x is None or _is_made_up(x)])


def _is_made_up(node: ast.expr) -> bool:
    """Tell what comes of no input: a constant, ``[0.0] * size``, ``np.zeros(size)``, ``np.array([0.0, 1.0])``."""
    match node:
        case ast.BinOp(left=ast.List() as filling, op=ast.Mult()):
            return is_constant(filling)
        case ast.Call(func=ast.Attribute(attr=name), args=given):
            return name in _FILLED or (name in _HELD and bool(given) and all(map(is_constant, given)))
        case _:
            return is_constant(node)


def _appended(node: ast.stmt) -> ast.expr | None:
    """Return the number that a statement does nothing but append: ``scores.append(0.0)``."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append"), args=[given], keywords=[])):
            number = given.operand if isinstance(given, ast.UnaryOp) else given
            counts = isinstance(number, ast.Constant) and type(number.value) in (int, float)
            return given if counts else None
        case _:
            return None


@steps(ast.Raise)
def _raise(notes: Notes, node: ast.Raise) -> None:
    notes.frame.raises.append(value(notes, node.exc).name if node.exc else "")
    if node.cause:
        value(notes, node.cause)


@steps(ast.Assert)
def _assert(notes: Notes, node: ast.Assert) -> None:
    notes.frame.asserts += 1
    notes.frame.trivial += is_constant(node.test)
    inside, notes.inside, notes.leads = notes.inside, (*notes.inside, "assert"), ("assert",)
    value(notes, node.test)
    notes.inside, notes.leads = inside, ()
    if node.msg:
        value(notes, node.msg)
