"""Which lines of a notebook's cell are Python, and which are commands for the shell or for the notebook itself?"""

from seatrial.model.record import dataclass
from seatrial.read.regex import regex

#: Cell magics below which the rest of the cell is still Python.
_STILL_PYTHON = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "pyspark", "python", "python3"})
_SHELLS = frozenset({"bash", "sh", "script", "cmd", "shell"})
#: "! pip" and "!pip", "%run" and, at the start of a line only, "% matplotlib": inside brackets, % is arithmetic.
_COMMAND = regex(
    r"(?P<indent>\s*+)(?:(?P<target>[\w.\[\]'\", ]*[\w\]]) *= *)?(?P<mark>!|%(?=[a-zA-Z])|(?<![ \t])%(?= [a-z]))"
    r"(?P<command>[^=].*)"
)
_QUESTION = regex(r"\s*\?{1,2}[\w.]+\s*|\s*[\w.]+\?{1,2}\s*")
_CELL_MAGIC = regex(r"\s*%%(\w+)")


@dataclass(frozen=True, slots=True)
class Split:
    """The lines of one cell, as many as it had, and what they command besides."""

    python: tuple[str, ...]  #: what is no Python is replaced by a line that does nothing
    commands: tuple[tuple[int, str], ...] = ()  #: offset of the line, and "%run x" or a shell command without its "!"


def split_cell(source: str) -> Split:
    """Take the magics out of a cell's source."""
    lines = source.split("\n")
    magic = _CELL_MAGIC.match(lines[0])
    if magic and magic[1] not in _STILL_PYTHON:
        shell = magic[1] in _SHELLS
        below = tuple((number, line) for number, line in enumerate(lines) if number and shell and line.strip())
        return Split(("",) * len(lines), below or ((0, lines[0].strip()),))
    python: list[str] = []
    commands: list[tuple[int, str]] = []
    for number, line in enumerate(_without_indent(lines)):
        if commands and commands[-1][1].endswith("\\"):
            commands[-1] = (commands[-1][0], commands[-1][1][:-1] + line.strip())
            python.append("")
        elif (magic and number == 0) or _QUESTION.fullmatch(line):
            python.append("")
        elif match := _COMMAND.fullmatch(line):
            command = match["command"].strip()
            commands.append((number, command if match["mark"] == "!" else f"%{command}"))
            python.append(match["indent"] + (f"{match['target']} = None" if match["target"] else "pass"))
        else:
            python.append(line)
    return Split(tuple(python), tuple(commands))


def _without_indent(lines: list[str]) -> list[str]:
    """Take away what the first line is indented by, as the notebook itself does."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines
