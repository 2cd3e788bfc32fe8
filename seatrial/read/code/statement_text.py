"""What does the statement on a line of Python say, however its lines are laid out?

A formatter breaks and joins lines, adds brackets and commas, changes quotes and joins texts that stand side by side;
the syntax tree stays the same. It is written out here by ourselves, since ``ast.dump`` differs between versions of
Python.
"""

import ast
import warnings
from collections.abc import Iterator
from functools import lru_cache

from seatrial.read.code.python_tree import tree_of

_LARGEST = 300_000  #: characters of a file that is parsed once more for its findings
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_LEFT_OUT = frozenset({"ctx", "kind", "type_comment", "type_params", "decorator_list"})


def statement_at(text: str, line: int) -> str:
    """Return the words of the innermost statement on a line: of a compound one its head, of a decorator itself.

    "" where there is none, where the file is broken, and where it is larger than 300,000 characters. Never raises.
    """
    node: ast.AST | None = _tree(text) if len(text) <= _LARGEST else None
    found: ast.AST | None = None
    while node is not None:
        above, found = found, node
        node = next((one for one in _inside(node) if _holds(one, line)), None)
        if node is None and above is not None and getattr(above, "lineno", 0) == line and not _does(found):
            found = above  # "except Exception: pass" on one line is about the exception
    if found is None or isinstance(found, ast.Module):
        return ""
    for decorator in getattr(found, "decorator_list", ()):
        if decorator.lineno <= line <= (decorator.end_lineno or 0):
            return " ".join(_words(decorator))
    return " ".join(_words(found))


@lru_cache(4)  # the findings of one file are asked for one after the other
def _tree(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the audited code, not of ours
            return tree_of(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for name in _BLOCKS:
        inner = getattr(node, name, None)  # of a lambda, and of a conditional expression, it is no list
        yield from inner if isinstance(inner, list) else ()


def _does(node: ast.AST) -> bool:
    """Tell whether a statement does anything that could be what a finding is about."""
    return any(isinstance(part, ast.Call | ast.Import | ast.ImportFrom) for part in ast.walk(node))


def _holds(node: ast.AST, line: int) -> bool:
    if isinstance(node, ast.match_case):
        first, last = node.pattern.lineno, node.body[-1].end_lineno
    else:
        first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    for decorator in getattr(node, "decorator_list", ()):
        first = min(first, decorator.lineno)
    return first <= line <= (last or 0)


def _words(root: ast.AST) -> Iterator[str]:
    """Yield what a tree says, from the top to the bottom; the blocks of the root are statements of their own."""
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.AST):
            yield type(node).__name__
            stack += reversed(tuple(_parts(node, top=node is root)))
        elif isinstance(node, list):
            yield "["
            stack += ["]", *reversed(node)]
        elif isinstance(node, int) and not isinstance(node, bool):
            yield hex(node)  # of numbers of thousands of digits there is no other way
        else:
            yield repr(node)


def _parts(node: ast.AST, *, top: bool) -> Iterator[object]:
    for name, value in ast.iter_fields(node):
        block = top and name in _BLOCKS and isinstance(value, list)
        if value is not None and not block and name not in _LEFT_OUT:
            yield value
