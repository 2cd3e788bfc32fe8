"""What can be parsed of a file whose syntax is broken, or that is written in Python 2?"""

import ast
import re

_OLD = (
    (
        re.compile(r"^([ \t]*)print[ \t]*>>[ \t]*([\w.]+)[ \t]*,[ \t]*(.+?),?[ \t]*$", re.MULTILINE),
        r"\1print(\3, file=\2)",
    ),
    (re.compile(r"^([ \t]*|.*:[ \t]*)print[ \t]+(?![=(])([^\n#]+?),?[ \t]*(#.*)?$", re.MULTILINE), r"\1print(\2)"),
    (re.compile(r"^([ \t]*)print[ \t]*$", re.MULTILINE), r"\1print()"),
    (re.compile(r"\bexcept[ \t]+([\w.]+|\([^)\n]*\))[ \t]*,[ \t]*(\w+)[ \t]*:"), r"except \1 as \2:"),
    (re.compile(r"^([ \t]*)raise[ \t]+([\w.]+)[ \t]*,[ \t]*([^\n#]+)$", re.MULTILINE), r"\1raise \2(\3)"),
    (re.compile(r"^([ \t]*)exec[ \t]+(?!\()([^\n#]+)$", re.MULTILINE), r"\1exec(\2)"),
    (re.compile(r"\b(0[xX][0-9a-fA-F]+|\d+)[lL]\b"), r"\1"),
    (re.compile(r"(?<![\w.])0(\d+)\b(?![.\w])"), r"0o\1"),
    (re.compile(r"\b[uU][rR](?=[\"'])"), "r"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"`([^`\n]+)`"), r"repr(\1)"),
)
_ATTEMPTS = 12
_LARGEST = 300_000  #: characters that are worth a dozen attempts


def repaired(text: str) -> tuple[ast.Module, str] | None:
    """Return the tree of the readable part, and the text it belongs to line by line; None when it is beyond repair.

    First the statements that only Python 2 has are rewritten; then each line that stands in the way is left out.
    """
    if len(text) > _LARGEST:
        return None
    modern = text
    for old, new in _OLD:
        modern = old.sub(new, modern)
    lines = modern.expandtabs(8).split("\n") if "\t" in text else modern.split("\n")
    return _without_bad_lines(lines)


def _without_bad_lines(lines: list[str]) -> tuple[ast.Module, str] | None:
    left_out: dict[int, str] = {}
    for _ in range(_ATTEMPTS):
        try:
            text = "\n".join(lines)
            return ast.parse(text), text
        except SyntaxError as error:
            if not _leave_out(lines, error, left_out):
                return None
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _leave_out(lines: list[str], error: SyntaxError, left_out: dict[int, str]) -> bool:
    """Blank the line of an error; a block that became empty gets a ``pass``. False when nothing is left to do."""
    place = (error.lineno or 0) - 1
    if "expected an indented block" in str(error.msg) and left_out:
        place = max(left_out, key=lambda line: (line <= place, line))
        if lines[place].strip():
            return False
        lines[place] = left_out[place][: len(left_out[place]) - len(left_out[place].lstrip())] + "pass"
        return True
    if not 0 <= place < len(lines) or place in left_out:
        return False
    left_out[place] = lines[place]
    lines[place] = ""
    return True
