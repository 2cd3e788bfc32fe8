"""What is in a Jupyter notebook: its code as Python, in which order it ran, what it commands, what it printed?"""

import json
from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.code.notebook_cells import split_cell
from seatrial.read.code.notebook_lines import SourceLines
from seatrial.read.code.notebook_python import parsed_cells
from seatrial.read.code.python_record import PythonFile
from seatrial.read.code.python_tree import tree_of
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.text import decode

_PRINTED = 4000  #: characters of a cell's output that are kept
_SOURCE = 20_000  #: characters of a cell's source that are kept


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell."""

    code: bool  #: code, or text
    line: int  #: of its first source line in the file; 0 when it was not found there
    source: str
    ran: int | None = None  #: the number of its last run, None when it was saved without one
    commands: tuple[tuple[int, str], ...] = ()  #: line in the file; "%run x.ipynb", or a shell command without its "!"
    printed: str = ""  #: the text that it printed, pictures left out


@dataclass(frozen=True, slots=True)
class Notebook:
    """One notebook."""

    path: str
    python: PythonFile  #: all code cells together; its lines are those of the file
    cells: tuple[Cell, ...] = ()
    language: str = "python"

    @property
    def in_order(self) -> bool:
        """Tell whether the cells ran from top to bottom, each once, when they ran at all."""
        runs = [cell.ran for cell in self.cells if cell.ran is not None]
        return runs == sorted(set(runs))


def parse_notebook(path: str, data: bytes) -> Notebook:
    """Read one notebook; raise ``Unreadable`` when it is no JSON or holds no cells."""
    raw = decode(data)
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unreadable("is no JSON") from error
    if not isinstance(document, dict):
        raise Unreadable("is no notebook")
    language = _language(document)
    finder = SourceLines(raw)
    found = tuple(_cell(cell, finder) for cell in _cells(document))
    if language != "python":
        return Notebook(path, PythonFile(path, 0), tuple(cell for cell, _ in found), language)
    return _with_python(path, found)


NOTEBOOK = Reader("notebook", 2, parse_notebook, limit=30_000_000)


def _language(document: dict[str, object]) -> str:
    metadata = document.get("metadata")
    info = metadata.get("language_info") or metadata.get("kernelspec") if isinstance(metadata, dict) else None
    named = str(info.get("language") or info.get("name") or "python") if isinstance(info, dict) else "python"
    return "python" if "python" in named.lower() or "spark" in named.lower() else named.lower()


def _cells(document: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield the cells; the format of before 2015 keeps them in work sheets."""
    sheets = document.get("worksheets")
    for page in sheets if isinstance(sheets, list) else [document]:
        cells = page.get("cells") if isinstance(page, dict) else None
        yield from (cell for cell in (cells if isinstance(cells, list) else ()) if isinstance(cell, dict))


def _cell(cell: dict[str, object], finder: SourceLines) -> tuple[Cell, tuple[int, ...]]:
    written = cell.get("source", cell.get("input"))
    source, places = _joined(written)[:_SOURCE], finder.of(written)
    if cell.get("cell_type") != "code":
        return Cell(code=False, line=places[0], source=source), places
    ran = cell.get("execution_count", cell.get("prompt_number"))
    commands = tuple((places[offset], command) for offset, command in split_cell(source).commands)
    printed = _printed(cell.get("outputs"))
    ran = ran if isinstance(ran, int) else None
    return Cell(code=True, line=places[0], source=source, ran=ran, commands=commands, printed=printed), places


def _joined(source: object) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _printed(outputs: object) -> str:
    texts = []
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            data = output.get("data", output)
            texts.append(_joined(output.get("text")))
            texts.append(_joined(data.get("text/plain")) if isinstance(data, dict) else "")
    return "\n".join(filter(None, texts))[:_PRINTED]


def _with_python(path: str, found: tuple[tuple[Cell, tuple[int, ...]], ...]) -> Notebook:
    split = [(split_cell(cell.source).python, places) for cell, places in found if cell.code]
    parsed = parsed_cells(path, split)
    if parsed.broken:
        sound = [(lines if _parses(lines) else ("",) * len(lines), places) for lines, places in split]
        parsed = parsed_cells(path, sound)._replace(broken=parsed.broken)
    return Notebook(path, parsed, tuple(cell for cell, _ in found))


def _parses(lines: tuple[str, ...]) -> bool:
    try:
        tree_of("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
