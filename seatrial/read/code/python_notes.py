"""What has been noted of one Python file while its tree is walked, and where the walk stands."""

import ast
import builtins
from dataclasses import field

from seatrial.model.record import dataclass
from seatrial.read.code.python_record import (
    Assignment,
    Attribute,
    Call,
    Class,
    Comparison,
    Function,
    Handler,
    Import,
    Text,
    Value,
)

_BUILTINS = frozenset(dir(builtins))
DEEPEST = 5  #: dots up to which a value is named after the call that made it


@dataclass(slots=True)
class Frame:
    """What is counted for the function, class or module whose statements are being walked."""

    scope: str
    of_class: bool = False
    outside: set[str] = field(default_factory=set)  #: the mentions of what stands around it
    mentions: set[str] = field(default_factory=set)
    raises: list[str] = field(default_factory=list)
    globals: set[str] = field(default_factory=set)
    statements: int = 0
    asserts: int = 0
    trivial: int = 0
    branches: int = 0


class Notes:
    """The lists of a ``PythonFile`` as they grow, and what names mean at this point of the text."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.ascii = text.isascii()
        self.lines = text.split("\n")
        self.imports: list[Import] = []
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.calls: list[Call] = []
        self.assignments: list[Assignment] = []
        self.comparisons: list[Comparison] = []
        self.loops: list[Assignment] = []
        self.texts: list[Text] = []
        self.handlers: list[Handler] = []
        self.globals_written: list[tuple[str, str, int]] = []
        self.kept: dict[tuple[object, object], Value] = {}  #: literals and names, each kept once
        self.frames: list[Frame] = []
        self.frame = Frame("")
        self.mentions = self.frame.mentions  #: of the scope that names met now count for
        self.inside: tuple[str, ...] = ()
        self.into = ""  #: what a string literal met now is used for
        self.target = ""  #: what the next call's result is assigned to
        self.elements: dict[str, str] = {}  #: variables of the comprehensions around, with what they run over
        self.leads: tuple[str, ...] = ()  #: what the comparisons met now lead to
        self.module: dict[str, str] = {}  #: what names of the module stand for
        self.local: dict[str, str] = {}  #: what names of the function stand for
        self.fields: dict[str, str] = {}  #: what ``Class.attribute`` was made by
        self.around: list[dict[str, str]] = []  #: the local names outside of each open class
        self.fields_open: list[Attribute] = []  #: fields of the open classes
        self.read: set[str] = set()  #: every name that is read anywhere
        self.guarded = False
        self.for_typing = False
        self.main_guard = 0
        self.guarded_mentions: set[str] = set()  #: of what runs below the main guard only

    def meaning(self, name: str) -> str:
        """Return what a bare name stands for here; itself when nothing is known."""
        return self.local.get(name) or self.module.get(name, name)

    def known(self, name: str) -> tuple[str, bool]:
        """Return what a name that is read here stands for, and whether it may come from outside the function."""
        self.read.add(name)
        known = self.local.get(name)
        if known is not None:
            return known, known != name
        known = self.module.get(name)
        return (known, True) if known is not None else (name, name not in _BUILTINS)

    def dotted(self, node: ast.expr) -> str:
        """Return a chain of names and calls, its start resolved: ``a.b`` of ``a().b``; "" when it starts otherwise.

        Nothing is noted: it may be asked before, or besides, the walk.
        """
        parts: list[str] = []
        while True:
            if isinstance(node, ast.Attribute):
                parts.append(node.attr)
                node = node.value
            elif isinstance(node, ast.Call):
                node = node.func
            elif isinstance(node, ast.Name) and len(parts) <= DEEPEST:
                parts.append(self.meaning(node.id))
                return ".".join(parts[::-1])
            else:
                return ""

    def bind(self, name: str, value: Value) -> None:
        """Let a name stand for what made its value."""
        made_by = origin(value)
        known = bool(made_by) and made_by.count(".") <= DEEPEST
        if self.frame.scope and name not in self.frame.globals:
            self.local[name] = made_by if known else name
        elif known or name not in self.module:  # ``model = None`` until a function fills it
            self.module[name] = made_by if known else name

    @property
    def open_class(self) -> str:
        """The class whose body is being walked directly, "" in functions and at module level."""
        return self.frame.scope if self.frame.of_class else ""

    def column(self, line: int, offset: int) -> int:
        """Return the column, counted from 1 in characters, of an offset in bytes."""
        if self.ascii or line > len(self.lines):  # most files are, and ask this for every call and text
            return offset + 1
        return len(self.lines[line - 1].encode()[:offset].decode(errors="replace")) + 1

    def source(self, node: ast.expr) -> str:
        """Return the text of an expression on one line, at most 120 characters."""
        first, last = node.lineno, node.end_lineno or node.lineno
        if last > len(self.lines):
            return ""
        if first == last and self.ascii:
            start = node.col_offset
            return self.lines[first - 1][start : min(node.end_col_offset or start, start + 120)]
        lines = [line.encode() for line in self.lines[first - 1 : min(last, first + 10)]]
        if first + 10 >= last:
            lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return " ".join(b" ".join(lines).decode(errors="replace").split())[:120]


def origin(value: Value) -> str:
    """Return the resolved name of what a value is or was made by, "" when it is neither name nor call."""
    if value.kind in ("name", "call", "item"):
        return value.name
    if value.kind == "operation":
        return next((operand.name for operand in value.items if operand.kind == "call"), "")
    return ""
