"""Which recipes do a Makefile and a justfile hold?"""

import re
from collections.abc import Iterator

from seatrial.read.infrastructure.task_record import Target
from seatrial.read.regex import regex
from seatrial.read.text import decode

_ASSIGNMENT = regex(r"(?:export\s+)?([\w.-]+)\s*(?:::?|\?|\+)?=\s*(.*)")
_RULE = regex(r"([^\s:=#][^:=#]*)::?(?!=)\s*([^;#]*)(?:;(.*))?(?:#.*)?")
#: A variable that is set for some targets alone: ``lint: FILES=.``
_FOR_TARGETS = regex(r"[^\s:=#][^:=#]*:\s*(?:export\s+|private\s+|override\s+)?([\w.-]+)\s*(?:::?|\?|\+)?=\s*(.*)")
_VARIABLE = regex(r"\$\$|\$[({]([\w.-]+)[)}]")
#: A function of the file's own, between ``define`` and ``endef``, and how it is called with arguments.
_DEFINES = regex(r"define\s+([\w.-]+)\s*=?\s*")
_CALLED = regex(r"\$[({]call\s+([\w.-]+)(?:[^()]|\([^()]*\))*[)}]")
_JUST_RULE = regex(r"@?([A-Za-z_][\w-]*)((?:\s[^:]*)?):(?!=)\s*(.*)")
_JUST_VARIABLE = regex(r"\{\{\s*(\w+)\s*\}\}")
_LONGEST = 2_000  #: characters of one line after variables are put in


def makefile(_: str, data: bytes) -> Iterator[Target]:
    """Yield the rules; variables that the file sets are put in, conditionals are all taken."""
    known: dict[str, str] = {"MAKE": "make"}
    names: list[str] = []
    needs: tuple[str, ...] = ()
    recipe: list[str] = []
    first = 0
    own, rest = _defined(decode(data))
    for number, line in rest:
        if line.startswith("\t"):
            recipe.append(_marked(_filled(_filled(line.strip(), own, _CALLED), known, _VARIABLE)))
            continue
        if found := _ASSIGNMENT.match(line):
            known[found[1]] = _filled(found[2], known, _VARIABLE)
        elif found := _FOR_TARGETS.match(line):
            known.setdefault(found[1], _filled(found[2], known, _VARIABLE))
        elif found := _RULE.fullmatch(line.rstrip()):
            yield from (Target("make", name, first, "\n".join(recipe), needs) for name in names)
            names, first = _filled(found[1], known, _VARIABLE).split(), number
            needs = tuple(_filled(found[2] or "", known, _VARIABLE).split())
            recipe = [_marked(found[3].strip())] if found[3] else []
    yield from (Target("make", name, first, "\n".join(recipe), needs) for name in names)


def _defined(text: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Take the bodies of own functions out: a recipe that calls one runs that, whatever it is given.

    What follows a function that nothing ends stays where it is.
    """
    own: dict[str, str] = {}
    rest: list[tuple[int, str]] = []
    body: list[tuple[int, str]] = []
    name = ""
    for number, line in _logical(text):
        if name and line.strip() == "endef":
            own[name] = "; ".join(filter(None, (inner.strip() for _, inner in body)))[:_LONGEST]
            name, body = "", []
        elif name:
            body.append((number, line))
        elif found := _DEFINES.fullmatch(line.rstrip()):
            name = found[1]
        else:
            rest.append((number, line))
    return own, rest + body


def _logical(text: str) -> Iterator[tuple[int, str]]:
    """Join lines that end with a backslash."""
    held, start = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        start = start or number
        if line.endswith("\\") and len(held) < _LONGEST:
            held += line[:-1] + " "
            continue
        yield start, held + (line.strip() if held else line)
        held, start = "", 0


def _filled(text: str, known: dict[str, str], pattern: re.Pattern[str]) -> str:
    def value(found: re.Match[str]) -> str:
        return "$" if found[0] == "$$" else known.get(found[1], found[0])

    return pattern.sub(value, text[:_LONGEST])[:_LONGEST]


def _marked(line: str) -> str:
    """Take the marks of a recipe line off: ``-`` says that a failure does not count."""
    marks = re.match(r"[@+\-\s]*", line)
    rest = line[marks.end() :] if marks else line
    return f"{rest} || true" if marks and "-" in marks[0] else rest


def justfile(_: str, data: bytes) -> Iterator[Target]:
    """Yield the recipes of a justfile."""
    known: dict[str, str] = {}
    name, first = "", 0
    needs: tuple[str, ...] = ()
    recipe: list[str] = []
    for number, line in _logical(decode(data)):
        if line.startswith((" ", "\t")):
            recipe.append(_marked(_filled(line.strip(), known, _JUST_VARIABLE)))
        elif found := re.match(r"(?:export\s+)?(\w+)\s*:=\s*(.*)", line):
            known[found[1]] = found[2].strip("\"' ")
        elif found := _JUST_RULE.match(line):
            if name:
                yield Target("just", name, first, "\n".join(recipe), needs)
            name, first, recipe = found[1], number, []
            needs = tuple(re.findall(r"[A-Za-z_][\w-]*", found[3].partition("#")[0]))
    if name:
        yield Target("just", name, first, "\n".join(recipe), needs)
