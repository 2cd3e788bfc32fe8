"""What is kept of one Python file: no syntax tree, only what facts ask for, by scope and in the order of the text.

Names are kept twice: ``written`` as it stands (``np.load``), and ``name`` as resolved by the imports of the file
itself (``numpy.load``; a relative import is resolved to the absolute module name below the import root as far as the
path tells, and marked by a leading dot when it cannot be). A call on a value whose constructor is known in the same
scope or module is resolved through it: after ``app = FastAPI()``, ``app.get`` has the name ``fastapi.FastAPI.get``.
"""

from dataclasses import dataclass
from typing import TypeAlias

Literal: TypeAlias = str | int | float | bool | None | bytes


@dataclass(frozen=True, slots=True)
class Value:
    """An argument, a default, or the right side of an assignment, as far as it can be kept."""

    kind: str  #: "literal", "name", "call", "list", "dict", "fstring", "comprehension", "lambda", "operation", "other"
    literal: Literal = None  #: for kind "literal"
    name: str = ""  #: for "name" and "call": the resolved dotted name
    items: tuple["Value", ...] = ()  #: for "list" (also tuples and sets): elements; "dict": keys; "operation": operands; "fstring": the expressions
    text: str = ""  #: source text, at most 120 characters; for "fstring" the constant parts joined by {}


@dataclass(frozen=True, slots=True)
class Import:
    module: str  #: absolute where resolvable; "" for ``from . import x`` before resolution
    name: str  #: the imported name, "*" for a star, "" for a plain ``import module``
    alias: str  #: the local name
    level: int  #: dots of a relative import
    line: int
    scope: str  #: qualified name of the enclosing function or class, "" at module level
    guarded: bool  #: inside try/except ImportError or TYPE_CHECKING
    used: bool  #: whether the local name is used anywhere in the file (always True in ``__init__.py`` and for stars)


@dataclass(frozen=True, slots=True)
class Call:
    name: str  #: resolved dotted name, "" when the callee is no chain of names
    written: str  #: as it stands, at most 120 characters
    line: int
    column: int
    scope: str  #: qualified name of the enclosing function (``Model.predict``), "" at module level
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()  #: ``**name`` has the key "**"
    target: str = ""  #: the name that the result is assigned to, "" when none; ``self.model`` stays written so
    inside: tuple[str, ...] = ()  #: enclosing constructs, outermost first: "if", "else", "for", "while", "try", "except", "with", "main" (``if __name__ == "__main__"``), "assert", "await"
    end_line: int = 0

    def keyword(self, name: str) -> Value | None:
        """Return the value of a keyword argument."""
        return next((value for key, value in self.keywords if key == name), None)

    @property
    def last(self) -> str:
        """Return the last part of the name: ``load`` of ``numpy.load``."""
        return (self.name or self.written).rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    annotation: str = ""  #: source text, resolved names (``pydantic.BaseModel``), at most 120 characters
    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Function:
    name: str  #: qualified within the file: ``predict``, ``Model.predict``, ``make.inner``
    line: int
    end_line: int
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    decorators: tuple[Call, ...] = ()  #: a bare decorator is a call without arguments
    is_async: bool = False
    in_class: str = ""
    body_hash: str = ""  #: of the normalised body; equal for copies with other names of variables; "" under 4 statements
    complexity: int = 1  #: McCabe
    statements: int = 0
    asserts: int = 0  #: assert statements, and calls of assertX, pytest.raises, numpy.testing.*, pytest.approx in a comparison
    trivial_asserts: int = 0  #: of those, ``assert True`` and the like
    raises: tuple[str, ...] = ()  #: resolved names of what is raised
    is_stub: bool = False  #: only pass, ..., a docstring, a bare raise NotImplementedError, or return of a constant
    docstring: str = ""  #: first 300 characters


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of a class body: ``age: int = Field(ge=0)``."""

    name: str
    annotation: str = ""
    value: Value | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Class:
    name: str
    line: int
    end_line: int
    bases: tuple[str, ...] = ()  #: resolved dotted names
    decorators: tuple[Call, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    target: str  #: ``name`` or ``self.name`` or ``MODULE.attr`` as written
    value: Value
    line: int
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``metric < threshold``: for quality gates and key comparisons."""

    left: Value
    operator: str  #: "<", "<=", ">", ">=", "==", "!=", "in", "not in", "is", "is not"
    right: Value
    line: int
    scope: str = ""
    leads_to: tuple[str, ...] = ()  #: names of calls and raises directly in the guarded body: ("sys.exit",), ("raise ValueError",); "assert" for an assert


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal that is no docstring, with what it is used for."""

    value: str  #: at most 500 characters
    line: int
    scope: str = ""
    into: str = ""  #: resolved name of the call it is an argument of, or "=" + target of an assignment, else ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class Handler:
    """An except clause."""

    line: int
    scope: str
    catches: tuple[str, ...] = ()  #: resolved names; () for a bare except
    swallows: bool = False  #: body only passes, continues, or returns a constant, without logging or raising


@dataclass(frozen=True, slots=True)
class PythonFile:
    """One parsed file."""

    path: str
    lines: int
    imports: tuple[Import, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    texts: tuple[Text, ...] = ()
    handlers: tuple[Handler, ...] = ()
    exports: tuple[str, ...] = ()  #: names of ``__all__``
    module_statements: int = 0  #: statements at module level that are no import, definition or docstring
    statements: int = 0  #: all statements
    main_guard: int = 0  #: line of ``if __name__ == "__main__"``, 0 when there is none
    globals_written: tuple[tuple[str, str, int], ...] = ()  #: (function, name, line) of ``global x`` statements
    broken: str = ""  #: why only part of it, or nothing, could be parsed: the syntax error in one phrase
    docstring: str = ""
    skimmed: bool = False  #: only imports were kept, since nothing in the bytes asked for a full parse
