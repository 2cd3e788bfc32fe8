"""What does one Python file hold? The reader that parses it once, walks it once, and forgets the tree."""

import ast
import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from seatrial.read.code.notebook_cells import split_cell
from seatrial.read.code.python_newer import for_older
from seatrial.read.code.python_notes import Notes
from seatrial.read.code.python_record import MAIN, Import, Mentions, PythonFile, Value
from seatrial.read.code.python_repair import repaired
from seatrial.read.code.python_skim import skim
from seatrial.read.code.python_statements import walk
from seatrial.read.code.python_survey import survey
from seatrial.read.code.python_transport import pack, unpack
from seatrial.read.code.python_tree import tree_of
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_NOTEBOOK = "# Databricks notebook source"


def parse_python(path: str, data: bytes) -> PythonFile:
    """Return what is kept of one file; never raises on content."""
    return parse_source(path, decode(data))


def parse_source(path: str, text: str) -> PythonFile:
    """Return what is kept of Python text, as of a file or of the code cells of a notebook."""
    with _undisturbed():
        broken, kept = "", text
        try:
            tree, kept = _parsed(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            broken, saved = _as_notebook(text)
            if saved is None:
                broken, saved = _reason(error), repaired(for_older(text))
            if saved is None:
                return skim(path, text, broken)
            tree, kept = saved
        try:
            return _walked(path, kept, tree, broken)
        except RecursionError:
            return skim(path, text, broken or "nested too deeply")


def _as_notebook(text: str) -> tuple[str, tuple[ast.Module, str] | None]:
    """Parse a notebook that is kept as Python, as Databricks does, without the lines that command the notebook."""
    if not text.startswith(_NOTEBOOK):
        return "", None
    kept = "\n".join(split_cell(text).python)
    try:
        return "", _parsed(kept)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return _reason(error), repaired(for_older(kept))


def _parsed(text: str) -> tuple[ast.Module, str]:
    """Return the tree of a sound text, also of a younger Python's, and the text that it belongs to line by line."""
    try:
        return tree_of(text), text
    except SyntaxError:
        older = for_older(text)
        if older == text:
            raise
        return tree_of(older), older


PYTHON = Reader("python", 13, parse_python, pack=pack, unpack=unpack)


def _reason(error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"line {error.lineno or 0}: {error.msg}"
    return f"{type(error).__name__}: {error}"[:120]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector from walking trees that are about to go, and warnings about the text from the terminal."""
    collecting = gc.isenabled()
    gc.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            if collecting:
                gc.enable()


def _walked(path: str, text: str, tree: ast.Module, broken: str) -> PythonFile:
    notes = Notes(path, text)
    notes.frames.append(notes.frame)
    survey(notes, tree)
    walk(notes, tree)
    exports = _exports(notes)
    return PythonFile(
        path,
        len(notes.lines),
        imports=_imports(notes, exports),
        functions=tuple(notes.functions),
        classes=tuple(notes.classes),
        calls=tuple(notes.calls),
        assignments=tuple(notes.assignments),
        comparisons=tuple(notes.comparisons),
        loops=tuple(notes.loops),
        texts=tuple(notes.texts),
        handlers=tuple(notes.handlers),
        mentions=_mentions(notes),
        exports=exports,
        statements=sum(frame.statements for frame in notes.frames),
        main_guard=notes.main_guard,
        globals_written=tuple(notes.globals_written),
        broken=broken,
    )


def _mentions(notes: Notes) -> tuple[Mentions, ...]:
    sets = [*[(frame.scope, frame.mentions) for frame in notes.frames], (MAIN, notes.guarded_mentions)]
    return tuple([Mentions(scope, tuple(sorted(names))) for scope, names in sets if names])


def _exports(notes: Notes) -> tuple[str, ...]:
    values = [x.value for x in notes.assignments if x.target == "__all__" and not x.scope]
    return tuple(name for kept in values for name in _strings(kept))


def _strings(kept: Value) -> list[str]:
    if kept.kind == "literal":
        return [kept.literal] if isinstance(kept.literal, str) else []
    return [name for item in kept.items for name in _strings(item)]


def _imports(notes: Notes, exports: tuple[str, ...]) -> tuple[Import, ...]:
    """Return the imports, each marked as used or not."""
    if notes.path.endswith("__init__.py"):
        return tuple(notes.imports)
    read = notes.read.union(exports)
    return tuple(x if x.name == "*" or x.alias in read else x._replace(used=False) for x in notes.imports)
