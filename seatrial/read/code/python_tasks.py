"""Which sessions of a noxfile, and which tasks for invoke, run which commands?"""

import ast
import shlex
import warnings
from collections.abc import Iterator

from seatrial.read.code.python_tree import tree_of
from seatrial.read.infrastructure.task_record import Target
from seatrial.read.reader import Unreadable
from seatrial.read.text import decode

_RUNS = {"run", "run_always", "run_install", "sudo"}


def python_tasks(_: str, data: bytes) -> Iterator[Target]:
    """Yield a target for each function that a decorator makes a session or a task; the syntax tree stays here.

    Raises ``Unreadable`` for what is no Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = tree_of(decode(data))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unreadable(f"no valid Python: {type(error).__name__}") from None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            marks = [decorator for decorator in node.decorator_list if _called(decorator) in {"session", "task"}]
            commands = "\n".join(_commands(node)) if marks else ""
            for decorator in marks:
                tool = "nox" if _called(decorator) == "session" else "invoke"
                yield Target(tool, _name_keyword(decorator) or node.name, node.lineno, commands, _needs(decorator))


def _called(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _name_keyword(decorator: ast.expr) -> str:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    given = (keyword.value for keyword in keywords if keyword.arg == "name")
    return next(
        (value.value for value in given if isinstance(value, ast.Constant) and isinstance(value.value, str)), ""
    )


def _needs(decorator: ast.expr) -> tuple[str, ...]:
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    return tuple(argument.id for argument in arguments if isinstance(argument, ast.Name))


def _commands(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _RUNS:
            words = [word for argument in node.args for word in _words(argument)]
            text = words[0] if len(words) == 1 else shlex.join(words)
            codes = any(keyword.arg in {"success_codes", "warn"} for keyword in node.keywords)
            if text:
                yield f"{text} || true" if codes else text


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "_" for part in node.values)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from _words(item)
