"""What do the lines of a Python file show that cannot be parsed? Imports, definitions, the main guard, strings."""

import re
from collections.abc import Iterator

from seatrial.read.code.python_imports import absolute
from seatrial.read.code.python_record import Class, Function, Import, PythonFile, Text
from seatrial.read.regex import regex

_BLOCK_STRING = regex(r"(\"\"\"|''')[\s\S]*?\1")
_FROM = regex(
    r"^([ \t]*)from[ \t]++(\.*+)[ \t]*+((?:(?!import\b)[\w.]++(?=[ \t]))?+)[ \t]*+import[ \t]++"
    r"(\([^)]{0,5000}+\)|(?:[^\n\\;#]|\\\n)+)",
    re.MULTILINE,
)
_IMPORT = regex(r"^([ \t]*)import[ \t]+([\w.][^\n;#]*)", re.MULTILINE)
_DEFINITION = regex(r"^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)", re.MULTILINE)
_MAIN = regex(r"^if[ \t(]+__name__[ \t]*==[ \t]*['\"]__main__['\"]", re.MULTILINE)
_STRING = regex(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'")
_ALIAS = regex(r"([\w.]+|\*)(?:[ \t]+as[ \t]+(\w+))?")


def skim(path: str, text: str, broken: str) -> PythonFile:
    """Read a file line by line, since its syntax is broken beyond repair."""
    bare = _BLOCK_STRING.sub(lambda found: "\n" * found.group().count("\n"), text)
    starts = _Lines(bare)
    functions, classes = _definitions(bare, starts)
    main = _MAIN.search(bare)
    return PythonFile(
        path,
        text.count("\n") + 1,
        tuple(sorted(_imports(path, bare, starts), key=lambda found: found.line)),
        functions,
        classes,
        texts=tuple(_texts(text)),
        main_guard=starts.line(main.start()) if main else 0,
        broken=broken,
        skimmed=True,
    )


class _Lines:
    """Line numbers of ascending offsets."""

    def __init__(self, text: str) -> None:
        self._text, self._offset, self._line = text, 0, 1

    def line(self, offset: int) -> int:
        if offset < self._offset:
            self._offset, self._line = 0, 1
        self._line += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._line


def _imports(path: str, text: str, starts: _Lines) -> Iterator[Import]:
    for found in _FROM.finditer(text):
        level, line = len(found[2]), starts.line(found.start())
        for name, alias in _ALIAS.findall(found[4].replace("\\\n", " ")):
            yield Import(absolute(path, found[3], level), name, alias or name, level, line, _scope(found[1]))
    for found in _IMPORT.finditer(text):
        line = starts.line(found.start())
        for name, alias in _ALIAS.findall(found[2]):
            yield Import(name, "", alias or name.partition(".")[0], 0, line, _scope(found[1]))


def _scope(indent: str) -> str:
    return "?" if indent else ""


def _definitions(text: str, starts: _Lines) -> tuple[tuple[Function, ...], tuple[Class, ...]]:
    functions, classes = [], []
    open_at: list[tuple[int, str, str]] = []  # (indent, kind, qualified name)
    for found in _DEFINITION.finditer(text):
        indent = len(found[1].expandtabs(8))
        while open_at and open_at[-1][0] >= indent:
            open_at.pop()
        _, around, outer = open_at[-1] if open_at else (0, "", "")
        name = f"{outer}.{found[3]}" if outer else found[3]
        line = starts.line(found.start())
        if found[2] == "def":
            functions.append(Function(name, line, line, in_class=outer if around == "class" else ""))
        else:
            classes.append(Class(name, line, line))
        open_at.append((indent, found[2], name))
    return tuple(functions), tuple(classes)


def _texts(text: str) -> Iterator[Text]:
    for number, line in enumerate(text.split("\n"), 1):
        for found in _STRING.finditer(line[:2000]):
            content = found[1] or found[2]
            if content:
                yield Text(content[:500], number, found.start() + 1)
