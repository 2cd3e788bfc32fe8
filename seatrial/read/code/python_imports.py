"""What does an import statement bind, and from which module?"""

import ast

from seatrial.read.code.python_dispatch import steps
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import Import


def bindings(path: str, node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    """Return (local name, what it stands for) for each name that an import binds; nothing for stars."""
    if isinstance(node, ast.Import):
        return [(a.asname or _top(a.name), a.name if a.asname else _top(a.name)) for a in node.names]
    module = absolute(path, node.module or "", node.level)
    return [(a.asname or a.name, _joined(module, a.name)) for a in node.names if a.name != "*"]


def absolute(path: str, module: str, level: int) -> str:
    """Return a module's name; for a relative import the dotted path from the root, with a leading dot.

    ``absolute("src/pkg/mod.py", "x", 1)`` is ``.src.pkg.x``. A relative import that leaves the repository is "...x".
    """
    if not level:
        return module
    folders = path.split("/")[:-1]
    if level - 1 > len(folders):
        return "." * level + module
    return "." + ".".join([*folders[: len(folders) - level + 1], *([module] if module else [])])


def _top(module: str) -> str:
    return module.partition(".")[0]


def _joined(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


@steps(ast.Import, ast.ImportFrom)
def note_import(notes: Notes, node: ast.Import | ast.ImportFrom) -> None:
    """Note each imported name, and let it be known from here on in its scope."""
    scope = notes.frame.scope
    names = notes.local if scope else notes.module
    for local, stands_for in bindings(notes.path, node):
        names[local] = stands_for
    rest = (node.lineno, scope, notes.guarded, notes.for_typing)
    if isinstance(node, ast.Import):
        found = [Import(a.name, "", a.asname or a.name.partition(".")[0], 0, *rest) for a in node.names]
    else:
        module = absolute(notes.path, node.module or "", node.level)
        found = [Import(module, a.name, a.asname or a.name, node.level, *rest) for a in node.names]
    notes.imports.extend(found)
