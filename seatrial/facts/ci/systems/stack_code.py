"""What does code make that describes infrastructure, in Python or TypeScript: constructors, their names and texts?

Both languages write a construct alike, so both are read as texts, brackets and constructors, and nothing is followed
but a name to what was assigned to it in the same file.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from seatrial.facts.ci.workflow import Step
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex

_TEXT = r"""(?P<text>'''.*?'''|\"\"\".*?\"\"\"|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)"""
_REST = r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
_PYTHON = regex(_TEXT + r"|(?P<note>\#[^\n]*)" + _REST, re.DOTALL)
_TYPESCRIPT = regex(_TEXT + r"|(?P<note>//[^\n]*|/\*.*?\*/)" + _REST, re.DOTALL)
_MADE = regex(
    r"(?<![\w.])(?:(?P<target>[\w.]++)\s*+(?::\s*+[\w.<>\[\]]++\s*+)?=\s*+)?(?:new\s++)?"
    r"(?P<under>(?:[a-z_]\w*+\.)*+)(?P<kind>[A-Z]\w*+)\s*+\("
)
_CALLER = regex(r"([\w.]+)\.\w+\s*$")
_WORD = regex(r"(?<![\w.])(?:this\.|self\.)?([A-Za-z_]\w*+)(?![\w(=:])")
_COMMANDS = regex(r"""\b(?:install_?)?[cC]ommands["']?\s*+[=:]\s*+(?=\[)""")
_NOT_LINE = regex(r"[^\n]")
_MOST, _FEW = 200, 100  #: commands of one build, and things that are made in one place


@dataclass(frozen=True, slots=True)
class Made:
    """One call of a constructor."""

    kind: str  #: "ManualApprovalAction"
    under: str  #: "codepipeline_actions", "" where it is called by its own name
    target: str  #: the name that it is assigned to
    start: int
    open: int  #: where its arguments begin
    end: int


class StackCode:
    """One file of code that describes infrastructure."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.ends: dict[int, int] = {}  #: where the bracket closes that opens at a position
        self._texts: list[tuple[int, int]] = []
        self.text = self._looked_over(text)
        self._opens = sorted(self.ends)
        self.made = tuple(self._constructors())
        self._by_target = grouped((made.target, made) for made in self.made if made.target)

    def _looked_over(self, text: str) -> str:
        """Note texts and brackets; return the text with its comments blanked."""
        waiting, parts, done = list[int](), list[str](), 0
        for token in (_PYTHON if self.path.endswith(".py") else _TYPESCRIPT).finditer(text):
            if token["text"]:
                self._texts.append(token.span())
            elif token["note"]:
                parts += (text[done : token.start()], _NOT_LINE.sub(" ", token["note"]))
                done = token.end()
            elif token["open"]:
                waiting.append(token.start())
            elif waiting:
                self.ends[waiting.pop()] = token.start()
        return "".join((*parts, text[done:]))

    def _constructors(self) -> Iterator[Made]:
        for found in _MADE.finditer(self.text):
            opened = found.end() - 1
            if opened in self.ends:
                target = (found["target"] or "").rpartition(".")[2]
                under = found["under"].strip(".").rpartition(".")[2]
                yield Made(found["kind"], under, target, found.start("kind"), opened, self.ends[opened])

    def place(self, position: int) -> Place:
        """Return the place of a position."""
        return Place(self.path, line_number(self.text, position))

    def around(self, position: int) -> tuple[int, int]:
        """Return the nearest brackets around a position; those of the file where there are none."""
        for at in reversed(self._opens[: bisect_right(self._opens, position)][-200:]):
            if self.ends[at] > position:
                return at, self.ends[at]
        return 0, len(self.text)

    def caller(self, opened: int) -> str:
        """Return the last part of what a method is called on whose arguments begin there: of ``self.flow.add(``."""
        found = _CALLER.search(self.text, max(0, opened - 200), opened)
        return found[1].rpartition(".")[2] if found else ""

    def used(self, start: int, end: int) -> list[Made]:
        """Return what is made between two positions, and what is named there and was made before, in that order."""
        inside = [(made.start, made) for made in self.made if start <= made.start < end]
        named = ((word.start(), self._by_target.get(word[1], ())) for word in _WORD.finditer(self.text, start, end))
        inside += ((at, made) for at, known in named for made in known[-1:] if not start <= made.start < end)
        return [made for _, made in sorted(inside, key=lambda one: one[0])][:_FEW]

    def texts(self, opened: int) -> list[str]:
        """Return the texts between the brackets that open at a position."""
        return [self._bare(start, end) for start, end in self._between(opened, self.ends.get(opened, opened))]

    def text_in(self, start: int, end: int) -> str:
        """Return the first text between two positions, "" where there is none."""
        return next((self._bare(*span) for span in self._between(start, end)), "")

    def _between(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = bisect_right(self._texts, (start, 0))
        while at < len(self._texts) and self._texts[at][0] < end:
            yield self._texts[at]
            at += 1

    def _bare(self, start: int, end: int) -> str:
        return self.text[start:end].strip("\"'`")

    def named(self, made: Made, *names: str) -> str:
        """Return the text that is given under one of these names, "" where it is no text."""
        found = re.search(rf"\b(?:{'|'.join(names)})\s*[=:]\s*f?(?=[\"'`])", self.text[made.open : made.end])
        return self.text_in(made.open + found.end(), made.end) if found else ""

    def number(self, made: Made, *names: str) -> int:
        """Return the number that is given under one of these names, 0 where there is none."""
        found = re.search(rf"\b(?:{'|'.join(names)})\s*[=:]\s*(\d{{1,3}})\b", self.text[made.open : made.end])
        return int(found[1]) if found else 0

    def text_after(self, made: Made, *words: str) -> str:
        """Return the first text behind one of these words."""
        found = re.search("|".join(words), self.text[made.open : made.end])
        return self.text_in(made.open + found.end(), made.end) if found else ""

    def commands(self, made: Made) -> Iterator[Step]:
        """Yield the shell texts in its lists of commands."""
        for found in _COMMANDS.finditer(self.text, made.open, made.end):
            listed = found.end()
            for start, end in list(self._between(listed, self.ends.get(listed, listed)))[:_MOST]:
                yield Step(self.place(start), run=self._bare(start, end))
