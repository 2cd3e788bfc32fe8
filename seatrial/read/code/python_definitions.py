"""What is a function or a class of a Python file made of?"""

import ast

from seatrial.read.code.python_annotations import annotation, named_class
from seatrial.read.code.python_bodies import Definition, body_hash, docstring, is_stub
from seatrial.read.code.python_calls import callee
from seatrial.read.code.python_dispatch import block, steps, value
from seatrial.read.code.python_notes import Frame, Notes
from seatrial.read.code.python_record import Attribute, Call, Class, Function, Parameter, Value, last_part


@steps(ast.FunctionDef, ast.AsyncFunctionDef)
def note_function(notes: Notes, node: Definition) -> None:
    """Note a function: what is decided where it stands, then its body in a scope of its own."""
    outer, in_class = notes.frame, notes.open_class
    scope = f"{outer.scope}.{node.name}" if outer.scope else node.name
    frame = _opened(notes, scope)
    decorators = tuple([_decorator(notes, x) for x in node.decorator_list])
    parameters = _parameters(notes, node.args)
    returns = annotation(notes, node.returns)
    (notes.local if outer.scope and not in_class else notes.module).setdefault(node.name, scope)
    place = len(notes.functions)
    notes.functions.append(Function(scope, node.lineno))
    around = notes.around[-1] if in_class else notes.local  # a method does not see names of its class
    _walk(notes, node.body, frame, {**around, **_meanings(node, parameters, in_class)})
    notes.functions[place] = Function(
        scope, node.lineno, node.end_lineno or node.lineno, parameters, returns, decorators,
        isinstance(node, ast.AsyncFunctionDef), in_class, body_hash(notes, node) if frame.statements > 3 else "",
        frame.branches + 1, frame.statements, frame.asserts, frame.trivial, tuple(frame.raises), is_stub(node),
        docstring(node),
    )  # fmt: skip


def _opened(notes: Notes, scope: str, *, of_class: bool = False) -> Frame:
    """Start a scope. What its decorators, parameters and bases mention counts for it, though it runs outside."""
    frame = Frame(scope, of_class, notes.mentions)
    notes.frames.append(frame)
    notes.mentions = frame.mentions
    return frame


def _walk(notes: Notes, body: list[ast.stmt], frame: Frame, names: dict[str, str]) -> None:
    """Walk the body of a definition in its own scope."""
    outer, local, inside = notes.frame, notes.local, notes.inside
    notes.frame, notes.local, notes.inside = frame, names, ()
    block(notes, body)
    notes.frame, notes.local, notes.inside, notes.mentions = outer, local, inside, frame.outside


def _meanings(node: Definition, parameters: tuple[Parameter, ...], in_class: str) -> dict[str, str]:
    """Return what parameters stand for: the class of their annotation, the class for ``self``, else themselves."""
    names = {x.name.lstrip("*"): named_class(x.annotation) or x.name for x in parameters}
    static = any(isinstance(x, ast.Name) and x.id == "staticmethod" for x in node.decorator_list)
    if in_class and parameters and not static:
        names[parameters[0].name] = in_class
    return names


def _parameters(notes: Notes, arguments: ast.arguments) -> tuple[Parameter, ...]:
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    rows = [(x.arg, x.annotation, default) for x, default in zip(plain, defaults, strict=True)]
    if arguments.vararg:
        rows.append(("*" + arguments.vararg.arg, arguments.vararg.annotation, None))
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    rows += [(x.arg, x.annotation, default) for x, default in named]
    if arguments.kwarg:
        rows.append(("**" + arguments.kwarg.arg, arguments.kwarg.annotation, None))
    inside, notes.inside = notes.inside, (*notes.inside, "default")
    kept = tuple(
        [
            Parameter(name, annotation(notes, spelled), value(notes, default) if default else None)
            for name, spelled, default in rows
        ]
    )
    notes.inside = inside
    return kept


def _decorator(notes: Notes, node: ast.expr) -> Call:
    """Return a decorator as a call, noting the calls within its arguments only."""
    inside, notes.inside = notes.inside, (*notes.inside, "decorator")
    place = len(notes.calls)
    if isinstance(node, ast.Call):
        value(notes, node)
        made = notes.calls.pop(place)
    else:
        name, written = callee(notes, node)
        column = notes.column(node.lineno, node.col_offset)
        written = written or notes.source(node)
        last = last_part(name, written)
        made = Call(name, written, node.lineno, column, notes.frame.scope, end_line=node.lineno, last=last)
    notes.inside = inside
    return made


@steps(ast.ClassDef)
def note_class(notes: Notes, node: ast.ClassDef) -> None:
    """Note a class, and walk its body in a scope of its own."""
    outer = notes.frame
    scope = f"{outer.scope}.{node.name}" if outer.scope else node.name
    frame = _opened(notes, scope, of_class=True)
    decorators = tuple([_decorator(notes, x) for x in node.decorator_list])
    bases = tuple([_base(notes, x) for x in node.bases])
    keywords = tuple([(word.arg or "**", value(notes, word.value)) for word in node.keywords])
    (notes.local if outer.scope else notes.module).setdefault(node.name, scope)
    place, fields = len(notes.classes), len(notes.fields_open)
    notes.classes.append(Class(scope, node.lineno))
    notes.around.append(notes.local)
    _walk(notes, node.body, frame, dict(notes.local))
    notes.around.pop()
    attributes = tuple(notes.fields_open[fields:])
    del notes.fields_open[fields:]
    methods = tuple([x.name for x in node.body if isinstance(x, ast.FunctionDef | ast.AsyncFunctionDef)])
    notes.classes[place] = Class(
        scope, node.lineno, node.end_lineno or node.lineno, bases, keywords, decorators, attributes, methods,
    )  # fmt: skip


def _base(notes: Notes, node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        value(notes, node.slice)
        node = node.value
    return callee(notes, node)[0]


def note_field(notes: Notes, name: str, spelled: str, content: Value | None, line: int) -> None:
    """Note a field, when the statement stands directly in a class."""
    if notes.frame.of_class:
        notes.fields_open.append(Attribute(name, spelled, content, line))
