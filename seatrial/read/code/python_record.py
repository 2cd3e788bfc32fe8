"""What is kept of one Python file: no syntax tree, only what facts ask for, by scope and in the order of the text.

Names are kept twice: ``written`` as it stands (``np.load``), and ``name`` as resolved by what the file itself shows:

- through its imports: ``numpy.load``. A relative import is resolved to the dotted path from the root of the
  repository, marked by a leading dot: ``from ..x import y`` in ``src/pkg/sub/mod.py`` is ``.src.pkg.x.y``.
- through the call that made a value: after ``app = FastAPI()``, ``app.get`` is ``fastapi.FastAPI.get``; after
  ``model = joblib.load(path)``, ``model.predict`` is ``joblib.load.predict``; a chain ``a().b()`` is ``a.b``.
- through annotations of parameters: with ``request: Request``, ``request.json`` is ``fastapi.Request.json``.
- ``self`` and ``cls`` are the class of the file: ``self.load`` in ``class Model`` is ``Model.load``, and
  ``self.app.get`` is ``fastapi.FastAPI.get`` after ``self.app = FastAPI()`` in any method.
- an element ``models[key].predict`` is ``models[].predict``.

A name of a definition of the file stays as it is (``predict``, ``Model.predict``), as does a name that nothing is
known of. Whoever needs the file behind a name asks ``facts.code``.

The pieces are named tuples, not data classes: a large repository has millions of them, which must be made, and sent
between processes, at the speed of tuples.
"""

from sys import intern
from typing import NamedTuple, TypeAlias

MAIN = "__main__"  #: the scope of mentions below the main guard

Literal: TypeAlias = str | int | float | bool | bytes | None


class Value(NamedTuple):
    """An argument, a default, or the right side of an assignment, as far as it can be kept."""

    #: "literal", "name", "call", "list" (tuples and sets too), "dict", "fstring", "comprehension", "lambda",
    #: "operation" (also comparisons and conditional expressions), "item" (``a[b]``), "other"
    kind: str
    literal: Literal = None  #: for kind "literal"; a string at most 500 characters
    name: str = ""  #: resolved: of a "name", of the callee of a "call", of what an "item" is taken from with "[]"
    #: of a "list" the elements, of a "dict" the keys (of both at most 100), of a "call" the arguments, of an
    #: "operation" the operands, of an "fstring" the expressions, of an "item" the index, of a "comprehension" the
    #: element and what is iterated
    items: tuple["Value", ...] = ()
    keywords: tuple[tuple[str, "Value"], ...] = ()  #: of a "call"; of a "dict" the values under keys that are strings
    #: source text as written, at most 120 characters; for "fstring" the constant parts joined by {}; "" for literals,
    #: lists and dicts
    text: str = ""

    def keyword(self, name: str) -> "Value | None":
        """Return the value of a keyword argument, or under a key of a dict."""
        for key, value in self.keywords:  # a generator would take three times as long, a million times
            if key == name:
                return value
        return None

    @property
    def parts(self) -> tuple["Value", ...]:
        """What it is made of: its items, and the values of its keywords."""
        return (*self.items, *[value for _, value in self.keywords]) if self.keywords else self.items

    @property
    def string(self) -> str:
        """The string that it is, "" for everything else."""
        return self.literal if isinstance(self.literal, str) else ""

    @property
    def template(self) -> str:
        """The string that it is, of an f-string with {} for what is put in; "" for everything else."""
        return self.string or (self.text if self.kind == "fstring" else "")

    @property
    def is_none(self) -> bool:
        """Whether ``None`` is written there."""
        return self.kind == "literal" and self.literal is None


class Import(NamedTuple):
    """One imported name."""

    module: str  #: as resolved: absolute, or the dotted path from the root with a leading dot for a relative import
    name: str  #: the imported name, "*" for a star, "" for a plain ``import module``
    alias: str  #: the local name
    level: int  #: dots of a relative import
    line: int
    scope: str  #: qualified name of the enclosing function or class, "" at module level
    guarded: bool = False  #: inside try/except ImportError: the module may be missing
    for_typing: bool = False  #: below ``if TYPE_CHECKING``: never runs
    used: bool = True  #: the local name is used in the file; always True in ``__init__.py``, of stars, when skimmed

    @property
    def package(self) -> str:
        """The outermost package, "" of a relative import."""
        return self.module.partition(".")[0]

    @property
    def dotted(self) -> str:
        """Return the dotted name of what is imported; of a star, the module."""
        if self.name in ("", "*"):
            return self.module
        return f"{self.module}{self.name}" if self.module.endswith(".") else f"{self.module}.{self.name}"


class Call(NamedTuple):
    """One call. The calls of decorators are kept with their function or class, not among the calls of the file."""

    name: str  #: resolved dotted name, "" when the callee is no chain of names
    written: str  #: as it stands, at most 120 characters
    line: int
    column: int  #: counted from 1
    scope: str  #: qualified name of the enclosing function (``Model.predict``) or class body, "" at module level
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()  #: ``**name`` has the key "**"
    target: str = ""  #: the name that the result is assigned to, "" when none; ``self.model`` stays written so
    #: enclosing constructs within the scope, outermost first: "if", "else", "for", "while", "try", "except",
    #: "finally", "with", "main" (``if __name__ == "__main__"``), "assert", "await", "lambda", "decorator", "default"
    inside: tuple[str, ...] = ()
    end_line: int = 0
    last: str = ""  #: the last part of the name, as ``last_part`` returns it: facts ask for it of every call

    def keyword(self, name: str) -> Value | None:
        """Return the value of a keyword argument."""
        for key, value in self.keywords:
            if key == name:
                return value
        return None

    @property
    def values(self) -> tuple[Value, ...]:
        """All arguments, those given by position first."""
        return (*self.args, *[value for _, value in self.keywords]) if self.keywords else self.args

    def argument(self, position: int, name: str) -> Value | None:
        """Return an argument that may be given by position (from 0) or by name."""
        return self.args[position] if position < len(self.args) else self.keyword(name)

    def under(self, name: str, written: str) -> "Call":
        """Return the call as it were of another name."""
        return self._replace(name=name, written=written, last=last_part(name, written))


def last_part(name: str, written: str) -> str:
    """Return the last part of the name of a call, or of what is written where no name is known."""
    return intern((name or written).rpartition(".")[2])


class Parameter(NamedTuple):
    """A parameter of a function; ``*args`` and ``**kwargs`` are named with their stars."""

    name: str
    annotation: str = ""  #: source text with resolved names (``list[pydantic.BaseModel]``), at most 120 characters
    default: Value | None = None


class Function(NamedTuple):
    """One ``def``, wherever it stands."""

    name: str  #: qualified within the file: ``predict``, ``Model.predict``, ``make.inner``
    line: int
    end_line: int = 0
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""  #: the annotation
    decorators: tuple[Call, ...] = ()  #: a bare decorator is a call without arguments
    is_async: bool = False
    in_class: str = ""
    body_hash: str = ""  #: equal for copies that differ in layout and comments only; "" under 4 statements
    complexity: int = 1  #: decisions of the body plus one, nested functions apart
    statements: int = 0
    asserts: int = 0  #: assert statements, and calls of assertX, assert_x, pytest.raises and pytest.warns
    trivial_asserts: int = 0  #: of those, ``assert True`` and the like
    raises: tuple[str, ...] = ()  #: resolved names of what is raised; "" for a bare ``raise``
    is_stub: bool = False  #: only pass, ..., a docstring, raise NotImplementedError, or return of a constant
    docstring: str = ""  #: first 300 characters

    @property
    def is_fixture(self) -> bool:
        """Whether it makes something that tests ask for by its name."""
        return any(mark.last == "fixture" for mark in self.decorators)


class Attribute(NamedTuple):
    """A field of a class body: ``age: int = Field(ge=0)``."""

    name: str
    annotation: str = ""
    value: Value | None = None
    line: int = 0


class Class(NamedTuple):
    """One ``class``, wherever it stands."""

    name: str  #: qualified within the file
    line: int
    end_line: int = 0
    bases: tuple[str, ...] = ()  #: resolved dotted names, without what stands in brackets
    keywords: tuple[tuple[str, Value], ...] = ()  #: ``class Hero(SQLModel, table=True)``
    decorators: tuple[Call, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    methods: tuple[str, ...] = ()  #: names without the class


class Assignment(NamedTuple):
    """One name that is given a value; ``a, b = x`` is one assignment of x for each name."""

    target: str  #: ``name``, ``self.name``, ``torch.backends.cudnn.deterministic`` or ``os.environ["X"]`` as written
    value: Value
    line: int
    scope: str = ""
    name: str = ""  #: the target, resolved; an element as ``os.environ[]``


class Comparison(NamedTuple):
    """``metric < threshold``: for quality gates and key comparisons."""

    left: Value
    operator: str  #: "<", "<=", ">", ">=", "==", "!=", "in", "not in", "is", "is not"
    right: Value
    line: int
    scope: str = ""
    #: what stands directly in the branches it decides: resolved names of calls ("sys.exit"), "raise ValueError",
    #: "return"; what stands under its else begins with "else "; "assert" for an assert
    leads_to: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Both sides as they are written and as they are named, in one text to be searched."""
        return f"{self.left.text} {self.left.name} {self.right.text} {self.right.name}"


class Text(NamedTuple):
    """A string literal that is no docstring, with what it is used for."""

    value: str  #: at most 500 characters; an f-string with {} for its expressions
    line: int
    column: int = 0  #: counted from 1
    scope: str = ""
    #: resolved name of the call it is an argument of (also within a list or dict), "=" + target of an assignment,
    #: ``os.environ[]`` for an index, else ""
    into: str = ""


class Handler(NamedTuple):
    """An except clause."""

    line: int
    scope: str
    catches: tuple[str, ...] = ()  #: resolved names; () for a bare except
    swallows: bool = False  #: the body only passes, or returns, assigns or appends constants: no log, no raise
    tries: tuple[str, ...] = ()  #: resolved names of the calls directly in what it guards
    begins: int = 0  #: line of the ``try``
    end_line: int = 0
    answers: tuple[str, ...] = ()  #: source of the constants that it returns, assigns or appends, "None" for nothing


class Mentions(NamedTuple):
    """The names one scope refers to, in whatever way: called, passed on, named as a base, an annotation, a decorator.

    Resolved names, sorted; without builtins, and without local variables that nothing is known of. What a definition's
    decorators, parameters and bases name counts for the definition, not for what stands around it. What only runs
    below the main guard has the scope ``__main__``.
    """

    scope: str
    names: tuple[str, ...]


class PythonFile(NamedTuple):
    """One parsed file."""

    path: str
    lines: int
    imports: tuple[Import, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    loops: tuple[Assignment, ...] = ()  #: each name that goes over something, with what it goes over
    texts: tuple[Text, ...] = ()
    handlers: tuple[Handler, ...] = ()
    mentions: tuple[Mentions, ...] = ()
    exports: tuple[str, ...] = ()  #: names of ``__all__``
    statements: int = 0  #: all statements
    main_guard: int = 0  #: line of ``if __name__ == "__main__"``, 0 when there is none
    globals_written: tuple[tuple[str, str, int], ...] = ()  #: (function, name, line) of ``global x`` statements
    #: why only part of it, or nothing, could be parsed: the syntax error in one phrase. What could be saved is here:
    #: everything but the lines that stand in the way, or what a look at each line shows
    broken: str = ""
    #: the syntax is beyond repair: only imports, strings, definitions' names and lines, and the main guard were kept
    skimmed: bool = False

    def function(self, name: str) -> Function | None:
        """Return the first function of a qualified name; None where there is none."""
        return next((one for one in self.functions if one.name == name), None)

    @property
    def packages(self) -> frozenset[str]:
        """The outermost packages of all that is imported."""
        return frozenset([found.module.partition(".")[0] for found in self.imports])
