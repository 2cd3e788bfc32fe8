"""What do the literal expressions of a Python file stand for, without running it?"""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from seatrial.read.project.project_record import strings
from seatrial.read.regex import regex

_MOST = 5_000  #: elements of one value: a list that is added to itself sixty times would fill any memory
_PACKAGE = regex(r"[A-Za-z0-9][\w.-]*(?=$|[\s\[<>=!~;@])")
_INDEXED = 20_000  #: texts of all lists whose packages are kept to be looked up


class Known(dict[str, object]):
    """What names stand for, and what lists of the module write of each package."""

    def __init__(self) -> None:
        super().__init__()
        self.packages: dict[str, str] = {}
        self._left = _INDEXED

    def keep(self, name: str, value: object) -> None:
        """Keep what a name stands for."""
        self[name] = value
        for text in strings(value)[: self._left] if isinstance(value, tuple) else ():
            self._left -= 1
            if found := _PACKAGE.match(text):
                self.packages.setdefault(_plain(found[0]), text)


def assigned(tree: ast.Module) -> Known:
    """Return what the names assigned at the top of a module stand for, as far as literals tell.

    What stands in a ``try`` or a ``with`` there is assigned too, when all goes well; of an ``if`` nobody knows.
    """
    known = Known()
    for node in _run_through(tree.body):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            known.keep(node.targets[0].id, value_of(node.value, known))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            _put(node.targets[0], value_of(node.value, known), known)
    return known


def _run_through(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.Try | ast.With):
            yield from _run_through(node.body)


def _put(target: ast.Subscript, value: object, known: Known) -> None:
    """Follow ``extras["dev"] = [...]``."""
    table = known.get(target.value.id) if isinstance(target.value, ast.Name) else None
    if isinstance(table, dict) and isinstance(target.slice, ast.Constant):
        table[target.slice.value] = value


def value_of(node: ast.expr, known: Known) -> object:
    """Return what a literal, a name of a literal, or a sum of them stands for; None for what must be run."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return tuple(islice(_elements(node.elts, known), _MOST))
    if isinstance(node, ast.Dict):
        return {
            key.value: value_of(value, known)
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        }
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (*strings(value_of(node.left, known)), *strings(value_of(node.right, known)))[:_MOST]
    return _lookups(node, known)


def _elements(nodes: list[ast.expr], known: Known) -> Iterator[object]:
    for node in nodes:
        inner = node.value if isinstance(node, ast.Starred) else node
        value = value_of(inner, known)
        if isinstance(node, ast.Starred):
            yield from strings(value)
        else:
            yield value


def _lookups(node: ast.expr, known: Known) -> object:
    """Follow ``deps["numpy"]`` and helpers such as ``deps_list("numpy", "torch")`` as far as their names."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        table = known.get(node.value.id) if isinstance(node.value, ast.Name) else None
        inner = table.get(node.slice.value) if isinstance(table, Mapping) else None
        return inner if inner is not None or isinstance(table, Mapping) else _requirement_named(node.slice.value, known)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("list", "tuple", "sorted"):
        return value_of(node.args[0], known) if node.args else ()
    if isinstance(node, ast.Call):
        return strings([_requirement_named(arg.value, known) for arg in node.args if isinstance(arg, ast.Constant)])
    return None


def _requirement_named(name: object, known: Known) -> object:
    """Return what a list of the module writes of a package, for a table that is worked out of that list."""
    return known.packages.get(_plain(name), name) if isinstance(name, str) else name


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
