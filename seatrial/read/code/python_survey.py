"""What do the names of a module stand for, before its text is walked in order?

Functions use names that are bound further down: imports, the application that a factory fills, attributes set in
another method, globals set at start-up. This first look goes over statements only.
"""

import ast
from collections.abc import Iterator
from typing import Any

from seatrial.read.code.python_annotations import annotation, named_class
from seatrial.read.code.python_imports import bindings
from seatrial.read.code.python_notes import Notes

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign)
_BLOCKS = {ast.If, ast.Try, ast.TryStar, ast.With, ast.For, ast.While, ast.AsyncWith, ast.AsyncFor}


def survey(notes: Notes, tree: ast.Module) -> None:
    """Fill ``notes.module`` and ``notes.fields``; what is mentioned on the way counts only when it is walked."""
    mentions, notes.mentions = notes.mentions, set()
    _definitions(notes, tree)
    _values(notes, tree)
    notes.mentions = mentions


def _definitions(notes: Notes, tree: ast.Module) -> None:
    for node in _statements(tree.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            notes.module.update(bindings(notes.path, node))
        elif isinstance(node, (ast.ClassDef, *_DEFINITIONS)):
            notes.module[node.name] = node.name


def _values(notes: Notes, tree: ast.Module) -> None:
    for node in _statements(tree.body):
        if isinstance(node, ast.ClassDef):
            _class(notes, node)
        elif isinstance(node, _DEFINITIONS):
            _globals(notes, node)
        elif isinstance(node, _ASSIGNMENTS):
            notes.module.update((n, made) for n, made in _made(notes, node) if "." not in n)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements in order, those within blocks too, but not those within functions and classes."""
    waiting = body[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if node.__class__ in _BLOCKS:
            waiting.extend(_within(node)[::-1])


def _within(block: Any) -> list[ast.stmt]:
    handlers = [x for handler in getattr(block, "handlers", ()) for x in handler.body]
    return [*block.body, *handlers, *getattr(block, "orelse", ()), *getattr(block, "finalbody", ())]


def _class(notes: Notes, node: ast.ClassDef) -> None:
    for method in node.body:
        if isinstance(method, _DEFINITIONS) and (own := [*method.args.posonlyargs, *method.args.args][:1]):
            for name, made in _attributes(notes, method):
                root, _, rest = name.partition(".")
                if root == own[0].arg and rest and "." not in rest:
                    notes.fields.setdefault(f"{node.name}.{rest}", made)


def _attributes(notes: Notes, method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    """Yield (target, what it is made by) of what a method gives to attributes."""
    typed = {x.arg: x.annotation for x in method.args.args[1:] if x.annotation}
    for statement in _statements(method.body):
        if isinstance(statement, _ASSIGNMENTS) and not _binds_a_name(statement):
            yield from _made(notes, statement, typed)


def _binds_a_name(node: ast.Assign | ast.AnnAssign) -> bool:
    """Tell whether it only gives a variable a value, as most statements do, and so no attribute."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return len(targets) == 1 and isinstance(targets[0], ast.Name)


def _globals(notes: Notes, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    names = {name for x in node.body if isinstance(x, ast.Global) for name in x.names}
    if names:
        for statement in _statements(node.body):
            if isinstance(statement, _ASSIGNMENTS):
                notes.module.update((name, made) for name, made in _made(notes, statement) if name in names)


def _made(
    notes: Notes, node: ast.Assign | ast.AnnAssign, typed: dict[str, ast.expr] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (target, what it is made by) of an assignment of a call, or of a parameter with an annotation."""
    content = node.value.value if isinstance(node.value, ast.Await) else node.value
    if isinstance(content, ast.Call):
        made = notes.dotted(content)
    elif typed and isinstance(content, ast.Name) and content.id in typed:
        made = named_class(annotation(notes, typed[content.id]))
    else:
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if made and (name := _written(target)):
            yield name, made


def _written(node: ast.expr) -> str:
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
