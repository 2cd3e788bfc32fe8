"""What can be parsed of a file whose syntax is broken, or of Python 2?"""

import ast
import re

from seatrial.read.code.python_tree import tree_of
from seatrial.read.regex import regex

_OLD = (
    (
        regex(r"^([ \t]*)print[ \t]*>>[ \t]*([\w.]++)[ \t]*+,[ \t]*+(.*[^\s,])[ \t]*,?[ \t]*$", re.MULTILINE),
        r"\1print(\3, file=\2)",
    ),
    (
        regex(r"^([ \t]*|.*:[ \t]*)print[ \t]++(?![=(])([^\n#]*[^\s#,])[ \t]*+,?[ \t]*+(#.*)?$", re.MULTILINE),
        r"\1print(\2)",
    ),
    (regex(r"^([ \t]*)print[ \t]*$", re.MULTILINE), r"\1print()"),
    (regex(r"\bexcept[ \t]+([\w.]+|\([^)\n]*\))[ \t]*,[ \t]*(\w+)[ \t]*:"), r"except \1 as \2:"),
    (regex(r"^([ \t]*)raise[ \t]+([\w.]+)[ \t]*,[ \t]*([^\n#]+)$", re.MULTILINE), r"\1raise \2(\3)"),
    (regex(r"^([ \t]*)exec[ \t]+(?!\()([^\n#]+)$", re.MULTILINE), r"\1exec(\2)"),
    (regex(r"\b(0[xX][0-9a-fA-F]+|\d+)[lL]\b"), r"\1"),
    (regex(r"(?<![\w.])0(\d+)\b(?![.\w])"), r"0o\1"),
    (regex(r"\b[uU][rR](?=[\"'])"), "r"),
    (regex(r"<>"), "!="),
    (regex(r"`([^`\n]+)`"), r"repr(\1)"),
)
_HEADER = regex(r"[ \t]*(?:async[ \t]+)?(?:def|class|if|for|while|with|match|case)\b.*:[ \t]*(?:#.*)?")
_ATTEMPTS = 12
_LARGEST = 300_000  #: characters that are worth a dozen attempts


def repaired(text: str) -> tuple[ast.Module, str] | None:
    """Return the tree of the readable part, and the text it belongs to line by line; None when it is beyond repair.

    First what only Python 2 knew is rewritten; then each line that stands in the way is left out.
    """
    if len(text) > _LARGEST:
        return None
    spaced = text.expandtabs(8) if "\t" in text else text
    for rewritings in (_OLD, ()):
        modern = spaced
        for old, new in rewritings:
            modern = old.sub(new, modern)
        if found := _parsed(modern.split("\n"), _ATTEMPTS):
            return found
    return None


def _parsed(lines: list[str], attempts: int) -> tuple[ast.Module, str] | None:
    """Return the tree of all lines but those that stand in the way, after so many attempts at most."""
    left_out: dict[int, list[str]] = {}
    for _ in range(attempts):
        try:
            text = "\n".join(lines)
            return tree_of(text), text
        except SyntaxError as error:
            if not _leave_out(lines, error, left_out):
                return None
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _leave_out(lines: list[str], error: SyntaxError, left_out: dict[int, list[str]]) -> bool:
    """Take the line of an error out of the way; False when nothing is left to do.

    A header keeps its block below ``if True:``; a block that became empty gets a ``pass``.
    """
    place = (error.lineno or 0) - 1
    if "expected an indented block" in str(error.msg) and left_out:
        place = max(left_out, key=lambda line: (line <= place, line))
        replacement = _indent(left_out[place][0]) + "pass"
    elif not 0 <= place < len(lines):
        return False
    else:
        header = place not in left_out and _HEADER.fullmatch(lines[place])
        replacement = _indent(lines[place]) + "if True:" if header else ""
    tried = left_out.setdefault(place, [lines[place]])
    if replacement in tried:
        return False
    tried.append(replacement)
    lines[place] = replacement
    return True


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
