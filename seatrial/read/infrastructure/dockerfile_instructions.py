"""What are the instructions of a Dockerfile, word by word, before any variable is put in?"""

import json
import re
from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex

_ESCAPE = caseless(r"#\s*escape\s*=\s*([\\`])")
_START = regex(r"\s*([A-Za-z]+)(?:\s+(.*))?\Z", re.DOTALL)
_FLAG = regex(r"--([a-z][\w-]*)(?:=(\S*))?\s+")
_HEREDOC = regex(r"<<-?\s*([\"']?)([A-Za-z_]\w*)\1")
_KNOWN = {"FROM", "RUN", "CMD", "LABEL", "MAINTAINER", "EXPOSE", "ENV", "ADD", "COPY", "ENTRYPOINT", "VOLUME", "USER",
          "WORKDIR", "ARG", "ONBUILD", "STOPSIGNAL", "HEALTHCHECK", "SHELL"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, continuation lines joined and comments dropped."""

    name: str  #: upper case
    text: str  #: the arguments without flags
    line: int
    flags: tuple[tuple[str, str], ...] = ()  #: ("from", "build"), ("mount", "type=cache")
    words: tuple[str, ...] | None = None  #: of the exec form ``["a", "b"]``; None for the shell form
    heredocs: tuple[str, ...] = ()

    def flag(self, name: str) -> str:
        """Return the value of ``--name=value``, "" when it is not there."""
        return next((value for key, value in self.flags if key == name), "")


def instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions in order; what is none is left out."""
    lines = text.split("\n")
    escape = _escape(lines)
    position = 0
    while position < len(lines):
        first = position
        joined, position = _joined(lines, position, escape)
        found = _START.match(joined)
        if not found or found[1].upper() not in _KNOWN:
            continue
        heredocs: list[str] = []
        if found[1].upper() in {"RUN", "COPY", "ADD"}:
            for _, delimiter in _HEREDOC.findall(joined):
                body, position = _heredoc(lines, position, delimiter)
                heredocs.append(body)
        yield _instruction(found[1].upper(), (found[2] or "").strip(), first + 1, tuple(heredocs))


def _escape(lines: list[str]) -> str:
    for line in lines[:5]:
        if not line.startswith("#"):
            break
        if found := _ESCAPE.match(line):
            return found[1]
    return "\\"


def _joined(lines: list[str], position: int, escape: str) -> tuple[str, int]:
    """Join a line with those that continue it; comments and empty lines between them do not end it."""
    parts: list[str] = []
    while position < len(lines):
        line = lines[position].rstrip()
        position += 1
        if line.lstrip().startswith("#") or (parts and not line):
            if not parts:
                break
            continue
        if not line.endswith(escape):
            parts.append(line)
            break
        parts.append(line[:-1] + "\n")
    return "".join(parts), position


def _heredoc(lines: list[str], position: int, delimiter: str) -> tuple[str, int]:
    for end in range(position, min(len(lines), position + 2_000)):
        if lines[end].strip() == delimiter:
            return "\n".join(lines[position:end]), end + 1
    return "", position  # never closed: no here-document, but a shift or a typing error


def _instruction(name: str, text: str, line: int, heredocs: tuple[str, ...]) -> Instruction:
    flags: list[tuple[str, str]] = []
    while name != "ENV" and (found := _FLAG.match(text)):
        flags.append((found[1], found[2] or ""))
        text = text[found.end() :]
    return Instruction(name, text, line, tuple(flags), _exec_form(text), heredocs)


def _exec_form(text: str) -> tuple[str, ...] | None:
    if not text.lstrip().startswith("["):
        return None
    try:
        words = json.loads(text.replace("\n", " "))
    except (ValueError, RecursionError):
        return None
    return tuple(words) if isinstance(words, list) and all(isinstance(word, str) for word in words) else None
