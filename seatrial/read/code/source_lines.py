"""How many lines of a Python file are statements, and how many are comments, as radon counts them?

Radon's own count reads a statement of n lines n times, each time from its beginning: a list of four thousand lines took
it a minute. This one reads each token once; a test compares the two.
"""

import io
import tokenize
from collections.abc import Iterator

from seatrial.model.record import dataclass

_LAYOUT = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_END = tokenize.TokenInfo(tokenize.ENDMARKER, "", (0, 0), (0, 0), "")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one file; docstrings of several lines count as comments."""

    logical: int  #: statements
    source: int  #: lines that hold code
    comments: int

    @property
    def share(self) -> float:
        """Comments in percent of the lines of code."""
        return 100 * self.comments / self.source if self.source else 0.0


def count(text: str) -> Lines:
    """Count the lines of a file; raises ``SyntaxError`` or ``tokenize.TokenError`` for what is no Python."""
    lines = [line.strip() for line in text.split("\n")]
    logical = source = comments = 0
    for tokens in _statements(text):
        real = [token for token in tokens if token.type not in _LAYOUT]
        comments += sum(token.type == tokenize.COMMENT for token in tokens)
        logical += _logical(real)
        if not real:
            continue
        filled = sum(map(bool, lines[real[0].start[0] - 1 : tokens[-1].end[0]]))
        if len(real) > 1 or real[0].type != tokenize.STRING or any(one.type == tokenize.COMMENT for one in tokens):
            source += filled
        elif real[0].start[0] != real[0].end[0]:
            comments += filled
    return Lines(logical, source, comments)


def _statements(text: str) -> Iterator[list[tokenize.TokenInfo]]:
    """Yield the tokens of each statement with what stands in its lines, and of each line without one."""
    held: list[tokenize.TokenInfo] = []
    begun = False
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        held.append(token)
        begun = begun or token.type not in _LAYOUT
        if token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not begun):
            yield held
            held, begun = [], False
    if held:
        yield held


def _logical(tokens: list[tokenize.TokenInfo]) -> int:
    """Count a statement twice whose last colon does not end it, whatever it is for: ``if x: y``, and ``x: int``."""
    parts: list[list[tokenize.TokenInfo]] = [[]]
    for token in tokens:
        if token.type == tokenize.OP and token.string == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    parts[-1].append(_END)
    return sum(map(_in_part, parts))


def _in_part(tokens: list[tokenize.TokenInfo]) -> int:
    colons = [at for at, token in enumerate(tokens) if token.type == tokenize.OP and token.string == ":"]
    if not colons:
        return int(any(token is not _END for token in tokens))
    return 2 - (colons[-1] == len(tokens) - 2)
