"""By which names does a program of JavaScript offer something to others?"""

from collections.abc import Iterator, Mapping

from seatrial.read.foreign.foreign_record import Export
from seatrial.read.foreign.source import NAME, Source
from seatrial.read.foreign.tokens import unquoted


def exports(source: Source, heads: Mapping[int, str]) -> Iterator[Export]:
    """Yield the names by which others get something of a program of JavaScript."""
    for position, token in enumerate(source.tokens):
        if token.text == "export" and token.kind == NAME and source.at(position - 1) not in (".", "?."):
            yield from _exported(source, position + 1, heads)
        elif token.text == "exports" and token.kind == NAME:
            yield from _common(source, position)


def _exported(source: Source, here: int, heads: Mapping[int, str]) -> Iterator[Export]:
    if source.at(here) == "default":
        inner = here + 1
        while source.at(inner) in ("async", "function", "class", "new", "await", "*"):
            inner += 1
        head = next((heads[at] for at in range(here + 1, inner + 2) if at in heads), "")
        parts, _ = source.chain_from(inner, source.size)
        yield Export("default", head or ".".join(parts))
    elif source.at(here) in ("{", "*"):
        end = source.after(here) if source.at(here) == "{" else here + 1
        module = unquoted(source.tokens[end + 1]) if source.at(end) == "from" and end + 1 < source.size else ""
        if source.at(here) == "*":
            yield Export("*", "*", module)
        for begun, until in source.parts(here + 1, source.mates.get(here, here)) if source.at(here) == "{" else ():
            yield Export(source.at(until - 1), source.at(begun), module)
    else:
        while source.at(here) in ("async", "function", "class", "const", "let", "var", "abstract", "*"):
            here += 1
        if source.at(here) in ("{", "[") and here in source.mates:  # export const { GET, POST } = handlers
            for _, until in source.parts(here + 1, source.mates[here]):
                yield Export(source.at(until - 1), source.at(until - 1))
        elif source.is_name(here):
            yield Export(source.at(here), source.at(here))


def _common(source: Source, position: int) -> Iterator[Export]:
    """Yield what ``module.exports = x``, ``module.exports = { a, b }`` and ``exports.a = x`` offer."""
    if source.at(position + 1) == "." and source.at(position + 3) == "=":
        yield Export(source.at(position + 2), source.at(position + 4))
    elif source.at(position + 1) == "=" and source.at(position + 2) == "{":
        for begun, until in source.parts(position + 3, source.mates.get(position + 2, position + 3)):
            yield Export(source.at(begun), source.at(until - 1))
    elif source.at(position + 1) == "=":
        parts, _ = source.chain_from(position + 2, source.size)
        yield Export("default", ".".join(parts))
