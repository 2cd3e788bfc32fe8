"""Which text do the constants of an expression of Jinja make?

Jinja can fold constants itself; that has no bound, and runs filters that the template names.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes

_LONGEST = 10_000  # characters of a text that is put together


def folded(node: "nodes.Node | None") -> str:
    """Return the text that an expression of constants makes, "" for every other."""
    from jinja2 import nodes

    match node:
        case nodes.Const(value=str() as text) | nodes.TemplateData(data=text):
            return text[:_LONGEST]
        case nodes.Concat(nodes=parts):
            return "".join(map(folded, parts))[:_LONGEST]
        case nodes.Add(left=left, right=right):
            return (folded(left) + folded(right))[:_LONGEST]
        case nodes.Filter(name="join", node=nodes.List(items=parts) | nodes.Tuple(items=parts), args=args):
            return (folded(args[0]) if args else "").join(map(folded, parts))[:_LONGEST]
        case nodes.Filter(name="reverse" | "string" | "trim" | "lower" as way, node=inner):
            text = folded(inner)
            return {"reverse": text[::-1], "lower": text.lower(), "trim": text.strip()}.get(way, text)
        case nodes.Getitem(node=inner, arg=nodes.Slice(start=None, stop=None, step=nodes.Neg())):
            return folded(inner)[::-1]
        case _:
            return ""
