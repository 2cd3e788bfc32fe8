"""Which attributes, names and files does the syntax tree of a Jinja template reach for?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

if TYPE_CHECKING:
    from jinja2 import Environment, nodes


_SPECIAL = regex(r"\A__\w+__\Z")
_HALF = regex(r"\A__\w*\Z|\A\w*__\Z|\A_+\Z")
_PIECE = regex(r"\A__\w*[a-zA-Z]\w*\Z|\A\w*[a-zA-Z]\w*__\Z")
_OPERAND = regex(
    r"\A_+\Z|\A_*(?:class|mro|bases|subclasses|globals|builtins|import|getitem|getattribute)_*\Z|\A(?:[^%]*%c)+[^%]*\Z"
)
_PATHED = frozenset({"map", "selectattr", "rejectattr", "groupby", "sort", "unique", "sum", "min", "max"})
_BUILTINS = frozenset({"getattr", "eval", "exec", "compile", "open", "globals", "locals", "vars", "breakpoint"})


if TYPE_CHECKING:
    from jinja2 import nodes


_LONGEST = 10_000  # characters of a text that is put together


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing that a template reaches for."""

    what: str  #: "reads the attribute __globals__"
    line: int
    escapes: bool  #: leads out of the data that the template was given


def reaches(text: str) -> tuple[Reach, ...]:
    """Return what a template reaches for; raise ``ValueError`` when it is no template."""
    from jinja2 import TemplateError  # costs 20 ms, which a scan without templates need not pay

    try:
        tree = _environment().parse(text)
    except TemplateError as error:
        raise ValueError(str(error)) from error
    waiting: list[nodes.Node] = [tree]
    found: list[Reach] = []
    while waiting:
        node = waiting.pop()
        found.extend(_reaches(node))
        waiting.extend(reversed(tuple(node.iter_child_nodes())))
    return tuple(found)


def _environment() -> "Environment":
    from jinja2 import Environment, nodes
    from jinja2.ext import Extension
    from jinja2.parser import Parser

    class Generation(Extension):
        """The block by which transformers marks what the assistant says."""

        tags = {"generation"}  # noqa: RUF012 -- as the class that it inherits from has it

        def parse(self, parser: Parser) -> nodes.Node:
            line = next(parser.stream).lineno
            return nodes.Scope(parser.parse_statements(("name:endgeneration",), drop_needle=True), lineno=line)

    return Environment(extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do", Generation], autoescape=True)


def _reaches(node: "nodes.Node") -> Iterator[Reach]:
    from jinja2 import nodes

    line = node.lineno
    if isinstance(node, nodes.Getattr):
        yield from _attribute(node.attr, line)
    elif isinstance(node, nodes.Getitem):
        yield from _attribute(_folded(node.arg), line)
        if not _folded(node.arg) and isinstance(node.arg, nodes.Filter | nodes.BinExpr | nodes.Concat | nodes.Call):
            yield from _computed(node.arg, line)
    elif isinstance(node, nodes.Filter):
        yield from _filter(node, line)
    elif isinstance(node, nodes.Name) and (node.name.startswith("__") or node.name in _BUILTINS):
        yield Reach(f"reads the name {node.name}", line, escapes=True)
    elif isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
        yield Reach("reads another template from a file", line, escapes=False)
    elif isinstance(node, nodes.Const) and isinstance(node.value, str) and _PIECE.match(node.value):
        yield Reach(f"holds the name {node.value}", line, escapes=False)
    elif isinstance(node, nodes.Concat | nodes.BinExpr) and any(map(_hides, node.iter_child_nodes())):
        yield Reach("puts a hidden name together", line, escapes=False)


def _hides(node: "nodes.Node") -> bool:
    """Tell whether an operand is a piece of which hidden names are made: underscores, a stem, a letter by its code."""
    from jinja2 import nodes

    return isinstance(node, nodes.Const) and isinstance(node.value, str) and bool(_OPERAND.match(node.value))


def _computed(node: "nodes.Node", line: int) -> Iterator[Reach]:
    """A key that is made of constants alone has no other reason than to hide what it says."""
    from jinja2 import nodes

    if not any(True for _ in node.find_all(nodes.Name)) and any(
        isinstance(one.value, str) for one in node.find_all(nodes.Const)
    ):
        yield Reach("puts the name of an attribute together", line, escapes=True)


def _attribute(name: str, line: int) -> Iterator[Reach]:
    if _SPECIAL.match(name):
        yield Reach(f"reads the attribute {name}", line, escapes=True)
    elif name.startswith("_") or _HALF.match(name):
        yield Reach(f"reads the hidden attribute {name}", line, name.startswith("__") or "TemplateReference" in name)
    elif name in ("func_globals", "gi_frame", "cr_frame", "f_globals", "f_builtins", "tb_frame", "gi_code", "cr_code"):
        yield Reach(f"reads the attribute {name}", line, escapes=True)


def _filter(node: "nodes.Filter", line: int) -> Iterator[Reach]:
    given = [_folded(argument) for argument in node.args]
    given += [_folded(each.value) for each in node.kwargs if each.key == "attribute"]
    mapped = node.name == "map" and given[:1] == ["attr"]
    if node.name == "attr" or mapped:
        name = given[mapped] if len(given) > mapped else ""
        plain = bool(name) and not name.startswith("_")
        if not plain:
            what = f"the attribute {name}" if name else "an attribute whose name it puts together"
            yield Reach(f"reads {what} by the filter attr", line, bool(_SPECIAL.match(name)) or not name)
    elif node.name in _PATHED:
        for step in (part for path in given for part in path.split(".")):
            yield from _attribute(step, line)


def _folded(node: "nodes.Node | None") -> str:
    """Return the text that an expression of constants makes, "" for every other."""
    from jinja2 import nodes

    match node:
        case nodes.Const(value=str() as text) | nodes.TemplateData(data=text):
            return text[:_LONGEST]
        case nodes.Concat(nodes=parts):
            return "".join(map(_folded, parts))[:_LONGEST]
        case nodes.Add(left=left, right=right):
            return (_folded(left) + _folded(right))[:_LONGEST]
        case nodes.Filter(name="join", node=nodes.List(items=parts) | nodes.Tuple(items=parts), args=args):
            return (_folded(args[0]) if args else "").join(map(_folded, parts))[:_LONGEST]
        case nodes.Filter(name="reverse" | "string" | "trim" | "lower" as way, node=inner):
            text = _folded(inner)
            return {"reverse": text[::-1], "lower": text.lower(), "trim": text.strip()}.get(way, text)
        case nodes.Getitem(node=inner, arg=nodes.Slice(start=None, stop=None, step=nodes.Neg())):
            return _folded(inner)[::-1]
        case _:
            return ""
