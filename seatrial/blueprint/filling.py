"""What does a project hold where a template is filled in, line by line where the template has it?

A part that is not made leaves its line ends behind, and a value stands on one line, so that whatever is found in what
is made stands in the template at the same line.
"""

from collections.abc import Iterator, Mapping

from seatrial.blueprint.language import Act, Language, Said
from seatrial.blueprint.markers import Piece, pieces
from seatrial.blueprint.values import Unknown, Value, holds, on_one_line
from seatrial.model.record import dataclass

_DEEPEST = 50  #: parts inside of each other; a deeper one is not made
_WIDEST = 200  #: blanks of an indentation
_BLANKS = " \t"


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of one template."""

    text: str
    sure: bool = True  #: whether every value that stands in it is known


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that has begun: whether it is made, and whether an alternative may still be."""

    made: bool
    settled: bool = True
    names: Mapping[str, Value] | None = None  #: what names meant around it


def filled(text: str, language: Language, names: Mapping[str, Value]) -> Filled:
    """Return a template filled in under the names that are known."""
    writing = _Writing(language, dict(names))
    for piece in pieces(text, language.marks):
        writing.take(piece)
    return Filled("".join(writing.out), writing.sure)


class _Writing:
    def __init__(self, language: Language, names: dict[str, Value]) -> None:
        self.out: list[str] = []
        self.sure = True
        self._language = language
        self._names = names
        self._parts: list[_Part] = []
        self._trims = False

    @property
    def _made(self) -> bool:
        return not self._parts or self._parts[-1].made

    def take(self, piece: Piece) -> None:
        if piece.kind == "text":
            text = piece.text.lstrip(_BLANKS) if self._trims else piece.text
            if self._made:
                self.out.append(text)
            else:
                self._pass(text.count("\n"))
            return
        if piece.trims[0] and self.out:
            self._trim()
        self._do(self._language.said(piece))
        self._trims = piece.trims[1]
        self._pass(piece.source.count("\n"))

    def _pass(self, lines: int) -> None:
        """Leave lines empty; what is written next is indented by what was written on this one, if it is blank."""
        if lines:
            line = "".join(self._line())
            self.out.append("\n" * lines + (line if line.isspace() and len(line) <= _WIDEST else ""))

    def _line(self) -> Iterator[str]:
        """Yield what stands on the last line, its end first: blanks alone are few."""
        for part in reversed(self.out):
            yield part.rpartition("\n")[2]
            if "\n" in part or part.strip():
                return

    def _trim(self) -> None:
        """Take blanks away where something stands before them: at the beginning of a line they are an indentation."""
        shorter = self.out[-1].rstrip(_BLANKS)
        if shorter and not shorter.endswith("\n"):
            self.out[-1] = shorter

    def _do(self, said: Said) -> None:
        match said.act:
            case Act.WRITES if self._made:
                self._write(said)
            case Act.SETS if self._made:
                value = self._language.value(said.expression, self._names)
                self._names[said.name] = Unknown(said.name.lstrip("$")) if isinstance(value, Unknown) else value
            case Act.IF | Act.WITH | Act.LOOP | Act.PLAIN | Act.HIDDEN:
                self._begin(said)
            case Act.ELSE if self._parts:
                self._turn(said)
            case Act.ENDS if self._parts:
                self._names = dict(self._parts.pop().names or self._names)
            case _:
                pass

    def _write(self, said: Said) -> None:
        value = self._language.value(said.expression, self._names)
        if word := said.expression.removeprefix("template ") if said.expression.startswith("template ") else "":
            value = self._named_part(word)
        self.sure = self.sure and not isinstance(value, Unknown)
        self.out.append(on_one_line(value))

    def _named_part(self, said: str) -> Value:
        """Return what a part of a name holds, which stands elsewhere; by its name when that is not known."""
        name, known = said.split(" ", maxsplit=1)[0].strip('`"'), self._names.get("template")
        return known.get(name, Unknown(name)) if isinstance(known, Mapping) else Unknown(name)

    def _begin(self, said: Said) -> None:
        around, made = (dict(self._names) if self._kept(said) else None), self._made
        if said.act in (Act.PLAIN, Act.HIDDEN) or len(self._parts) >= _DEEPEST or not made:
            self._parts.append(_Part(made and said.act is Act.PLAIN and len(self._parts) < _DEEPEST, names=around))
            return
        value = self._language.value(said.expression, self._names)
        self._parts.append(_Part(holds(value), holds(value), around))
        if said.act is Act.LOOP and holds(value):
            self._names[said.name] = value[0] if isinstance(value, tuple) else Unknown(said.name.lstrip("$") or "item")
        if said.act in (Act.WITH, Act.LOOP) and "." in self._names:
            self._names["."] = value[0] if isinstance(value, tuple) and value else value

    def _kept(self, said: Said) -> bool:
        """Tell whether a part has names of its own; what an ``if`` sets holds below it."""
        return said.act in (Act.WITH, Act.LOOP)

    def _turn(self, said: Said) -> None:
        part = self._parts[-1]
        made = not part.settled and (not said.expression or holds(self._language.value(said.expression, self._names)))
        self._parts[-1] = _Part(made, part.settled or made, part.names)
