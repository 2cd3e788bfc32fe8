"""What do the names of a program in TypeScript, JavaScript or Go stand for, by its imports, assignments and types?"""

from collections.abc import Iterator, Mapping

from seatrial.read.code.python_record import Import
from seatrial.read.foreign.scopes import Span
from seatrial.read.foreign.source import KEYWORDS, NAME, TEXT, Source
from seatrial.read.foreign.tokens import TEMPLATE, unquoted
from seatrial.read.regex import regex

_DEEPEST = 5  #: names that stand for names that are followed
_LONGEST = 200  #: characters of a name
_VERSION = regex(r"v\d+")
_FARTHEST = 400  #: tokens of one import


def imports(source: Source) -> tuple[Import, ...]:
    """Return what a program imports, in the order of the text."""
    return tuple(_go_imports(source) if not source.form.patterns else _javascript_imports(source))


def _javascript_imports(source: Source) -> Iterator[Import]:
    for position, token in enumerate(source.tokens):
        if token.kind != NAME or source.at(position - 1) in (".", "?."):
            continue
        if token.text == "import" and source.at(position + 1) not in ("(", "."):
            yield from _imported(source, position)
        elif token.text in ("require", "import") and source.at(position + 1) == "(":
            yield from _required(source, position)


def _imported(source: Source, position: int) -> Iterator[Import]:
    """Yield the names of ``import a, { b as c } from "m"``, and of ``import "m"``."""
    end = next((at for at in range(position + 1, min(source.size, position + _FARTHEST))
                if source.tokens[at].kind == TEXT), 0)  # fmt: skip
    if not end or source.at(position + 1) == "type":
        return
    module, line = unquoted(source.tokens[end]), source.line(position)
    here = position + 1
    if here == end:
        yield Import(module, "", "", 0, line, "")
    while here < end:
        if source.at(here) == "*" and source.at(here + 1) == "as":
            yield Import(module, "*", source.at(here + 2), 0, line, "")
            here += 3
        elif source.at(here) == "{":
            yield from _names_in_braces(source, here, module)
            here = source.after(here)
        elif source.tokens[here].kind == NAME and source.at(here) != "from":
            yield Import(module, "default", source.at(here), 0, line, "")
            here += 1
        else:
            here += 1


def _names_in_braces(source: Source, opening: int, module: str) -> Iterator[Import]:
    """Yield the names in braces, of an import or of what a call of require is taken apart into."""
    for start, until in source.parts(opening + 1, source.mates.get(opening, opening + 1)):
        begun = start + (source.at(start) == "type" and until > start + 1)
        name = source.at(begun)
        alias = source.at(until - 1) if until == begun + 3 and source.at(begun + 1) in ("as", ":") else name
        if source.tokens[begun].kind == NAME:
            yield Import(module, name, alias, 0, source.line(begun), "")


def _required(source: Source, position: int) -> Iterator[Import]:
    text = position + 2
    if not (text < source.size and source.tokens[text].kind in (TEXT, TEMPLATE) and source.at(text + 1) == ")"):
        return
    module, line = unquoted(source.tokens[text]), source.line(position)
    before = position - 1 - (source.at(position - 1) == "await")
    if source.at(before) == "=" and source.is_name(before - 1):
        member = source.at(text + 3) if source.at(text + 2) == "." else "default"
        yield Import(module, member, source.at(before - 1), 0, line, "")
    elif source.at(before) == "=" and source.at(before - 1) == "}" and before - 1 in source.mates:
        yield from _names_in_braces(source, source.mates[before - 1], module)
    else:
        yield Import(module, "", "", 0, line, "")


def _go_imports(source: Source) -> Iterator[Import]:
    position = 0
    while position < source.size:
        if source.at(position) == "func":
            return
        if source.at(position) == "import" and source.tokens[position].kind == NAME:
            listed = source.at(position + 1) == "("
            end = source.mates.get(position + 1, position) if listed else position + 3
            for at in range(position + 1, min(end + 1, source.size, position + _FARTHEST)):
                if source.tokens[at].kind in (TEXT, TEMPLATE):
                    yield _go_import(source, at)
            position = max(position, end)
        position += 1


def _go_import(source: Source, at: int) -> Import:
    module = unquoted(source.tokens[at])
    named = source.tokens[at - 1].kind == NAME and source.at(at - 1) != "import"
    parts = [part for part in module.split("/") if not _VERSION.fullmatch(part)] or [module]
    alias = source.at(at - 1) if named else parts[-1].removeprefix("go-").removesuffix("-go").partition(".")[0]
    return Import(module, "*", alias, 0, source.line(at), "")


class Names:
    """Resolves the names of one program."""

    def __init__(self, source: Source, found: tuple[Import, ...], made: Mapping[tuple[str, str], tuple[str, ...]],
                 spans: tuple[Span, ...]) -> None:  # fmt: skip
        self._go = not source.form.patterns
        self._imports = {one.alias: one for one in found if one.alias}
        self._made = made
        self._owners = {span.name: span.owner for span in spans if span.owner}
        self._own = {span.name for span in spans}
        self._types = {
            (span.name, one.name): tuple(one.annotation.split("."))
            for span in spans
            for one in span.parameters
            if one.name and one.annotation
        } | fields(source)

    def of(self, parts: tuple[str, ...], scope: str, depth: int = 0) -> str:
        """Return the resolved name of a chain in a scope."""
        if not parts or depth > _DEEPEST:
            return ".".join(parts)[:_LONGEST]
        for size in (2, 1):
            if len(parts) >= size and (found := self._meant(parts[:size], scope)):
                at, meant = found
                if meant != parts:
                    return self.of((*meant, *parts[size:]), at, depth + 1)
        known = self._imports.get(parts[0].removesuffix("[]"))
        if known and not self._is_own(parts[0], scope):
            return ".".join((_dotted(known), *parts[1:]))[:_LONGEST]
        if parts[0] == "this" and (owner := self._class_of(scope)):
            return ".".join((owner, *parts[1:]))[:_LONGEST]
        return ".".join(parts)[:_LONGEST]

    def _meant(self, head: tuple[str, ...], scope: str) -> tuple[str, tuple[str, ...]] | None:
        """Return what a name holds, as the innermost scope around tells, and in which scope that is said."""
        name = ".".join(head)
        if len(head) == 2:
            owner = self._class_of(scope) if head[0] == "this" else head[0]
            found = self._field(owner, head[1]) if owner else None
            if found or head[0] == "this":
                return (owner, found) if found else None
        here = scope
        while True:
            if (found := self._made.get((here, name)) or self._types.get((here, name))) and found != head:
                return here, found
            if not here:
                return None
            here = here.rpartition(".")[0]

    def _field(self, owner: str, name: str) -> tuple[str, ...] | None:
        """Return what a field of a class or a struct holds: by what it is given, by its type, or by its constructor."""
        made = self._made.get((owner, f"this.{name}")) or self._made.get((owner, name))
        return made or self._types.get((owner, name)) or self._types.get((f"{owner}.constructor", name))

    def _is_own(self, name: str, scope: str) -> bool:
        """Tell whether a function around has a parameter of this name, which hides what is imported."""
        return (scope, name) in self._types

    def _class_of(self, scope: str) -> str:
        here = scope
        while here:
            if here in self._owners:
                return self._owners[here]
            here = here.rpartition(".")[0]
        return ""


def _dotted(found: Import) -> str:
    return found.module if found.name in ("*", "default", "") else f"{found.module}.{found.name}"


def fields(source: Source) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the types of the fields of Go's structs, and of those that a class of TypeScript declares."""
    found = dict[tuple[str, str], tuple[str, ...]]()
    for position, token in enumerate(source.tokens):
        name, opening = source.at(position + 1), 0
        if token.text == "type" and source.at(position + 2) == "struct":
            opening = position + 3
        elif token.text == "class" and token.kind == NAME and source.is_name(position + 1):
            opening = next((at for at in range(position, min(source.size, position + 40)) if source.at(at) == "{"), 0)
        for here in range(opening + 1, source.mates.get(opening, 0)) if opening else ():
            if type_ := _field_at(source, here):
                found.setdefault((name, source.at(here)), type_)
    return found


def _field_at(source: Source, here: int) -> tuple[str, ...]:
    """Return the type of a field whose name stands at a token, nothing where no field is declared there."""
    if source.form.patterns:
        declared = source.at(here - 1) in ("private", "readonly", "public", "protected")
        return source.chain_from(here + 2, source.size)[0] if declared and source.at(here + 1) == ":" else ()
    if not source.is_name(here) or source.line(here) == source.line(here - 1):
        return ()
    begun = here + 1
    while source.at(begun) in ("*", "[", "]"):
        begun += 1
    return source.chain_from(begun, source.size)[0] if source.line(begun) == source.line(here) else ()


__all__ = ["KEYWORDS", "Names", "imports"]
