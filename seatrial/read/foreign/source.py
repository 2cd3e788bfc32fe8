"""One program as tokens, with its brackets: where does an expression end, and which chain of names stands where?"""

from collections.abc import Iterator

from seatrial.read.foreign.tokens import MARK, NAME, NUMBER, TEMPLATE, TEXT, Form, Token, mates, tokens

#: Marks that end a line on which an expression goes on, or begin one by which it does.
_GOES_ON = frozenset({
    ".", "?.", "?", ":", "+", "-", "*", "/", "%", "|", "&", "^", "||", "&&", "??", "=", "==", "===", "!=",
    "!==", "<", ">", "<=", ">=", "=>", ",", "(", "[", "...", "!", ":=", "<-", "+=", "-=", "||=",
})  # fmt: skip
_OPENS = frozenset({"(", "[", "{"})
_ENDS = frozenset({",", ";", ")", "]", "}", "="})
#: Words before a chain of names that are none of it.
KEYWORDS = frozenset({
    "await", "return", "new", "typeof", "void", "delete", "yield", "throw", "case", "in", "of", "instanceof",
    "else", "do", "if", "for", "while", "switch", "catch", "function", "async", "const", "let", "var", "export",
    "default", "import", "from", "as", "satisfies", "go", "defer", "range", "select", "func", "type", "struct",
    "interface", "map", "chan", "break", "continue", "with", "extends",
})  # fmt: skip
_EACH, _FEW = 20, 10_000  #: steps for each token of a program, and for the shortest one
_FARTHEST = 60  #: tokens that are looked at for the other end of a type in angle brackets
_LONGEST = 40  #: parts of one chain


class Source:
    """The tokens of one program."""

    def __init__(self, text: str, form: Form, line: int = 1) -> None:
        self.form = form
        self.tokens: tuple[Token, ...] = tokens(text, form, line)
        self.mates = mates(self.tokens)
        self.size = len(self.tokens)
        self._texts = [token.text for token in self.tokens]
        self._steps = _EACH * self.size + _FEW

    def at(self, position: int) -> str:
        """Return the text of a token, "" beyond both ends."""
        return self._texts[position] if 0 <= position < self.size else ""

    def is_name(self, position: int) -> bool:
        """Tell whether a name stands there, a keyword left out."""
        return 0 <= position < self.size and self.tokens[position].kind == NAME and self.at(position) not in KEYWORDS

    def line(self, position: int) -> int:
        """Return the line of a token."""
        return self.tokens[min(position, self.size - 1)].line if self.size else 0

    def after(self, position: int) -> int:
        """Return the position behind a token, or behind the brackets that it opens.

        Who steps so from everywhere to the end would take the square of a text that repeats itself: when more steps
        were taken than any program asks for, the next one leads to the end.
        """
        self._steps -= 1
        if self._steps < 0:
            return self.size
        return self.mates.get(position, position) + 1 if self._texts[position] in _OPENS else position + 1

    def end_of(self, start: int) -> int:
        """Return where an expression ends that begins here: at a comma, a semicolon, a bracket, or with its line."""
        position = start
        while position < self.size and self.at(position) not in _ENDS:
            if (
                position > start
                and self.tokens[position].line > self.tokens[position - 1].line
                and self._breaks(position)
            ):
                break
            position = self.after(position)
        return min(position, self.size)

    def _breaks(self, position: int) -> bool:
        """Tell whether the end of a line before a token ends a statement."""
        here, before = self.tokens[position], self.tokens[position - 1]
        if before.kind == MARK and before.text in _GOES_ON:
            return False
        if before.kind == NAME and before.text in KEYWORDS:
            return False
        return not (here.kind == MARK and here.text in _GOES_ON and here.text != "(") or self.form.patterns is False

    def parts(self, start: int, end: int, at: str = ",") -> Iterator[tuple[int, int]]:
        """Yield the pieces between commas, those inside of brackets left whole; an empty one is none."""
        begun = position = start
        while position < end:
            if self.at(position) == at and self.tokens[position].kind == MARK:
                if position > begun:
                    yield begun, position
                begun = position + 1
            position = self.after(position)
        if end > begun:
            yield begun, end

    def chain_from(self, start: int, end: int) -> tuple[tuple[str, ...], int]:
        """Return the names that are joined by dots from here, calls among them, and where they end."""
        found: list[str] = []
        position = start
        while position < end and len(found) < _LONGEST:
            if not (self.tokens[position].kind == NAME and (found or self.is_name(position))):
                break
            found.append(self.at(position))
            position = self._behind_calls(position + 1, end, found)
            if self.at(position) not in (".", "?.") or position >= end:
                break
            position += 1
        return tuple(found), position

    def _behind_calls(self, position: int, end: int, found: list[str]) -> int:
        while (
            position < end
            and self.at(position) in ("(", "[", "!")
            and (self.tokens[position].line == self.tokens[position - 1].line)
        ):
            if self.at(position) == "[" and found and not found[-1].endswith("[]"):
                found[-1] += "[]"
            position = self.after(position)
        return position

    def chain_before(self, position: int) -> tuple[tuple[str, ...], int]:
        """Return the names that lead up to an opening bracket, and where they begin."""
        found: list[str] = []
        here, suffix = self._before_types(position - 1), ""
        while here >= 0 and len(found) < _LONGEST:
            if self.at(here) in ("!", "?."):
                here -= 1
            elif self.at(here) in (")", "]") and here in self.mates and self.mates[here] < here:
                suffix = "[]" if self.at(here) == "]" else suffix
                here = self._before_types(self.mates[here] - 1)
            elif self.tokens[here].kind == NAME and (self.at(here) not in KEYWORDS or self.at(here - 1) in (".", "?.")):
                found.append(self.at(here) + suffix)
                here, suffix = here - 1, ""
                if self.at(here) not in (".", "?."):
                    break
                here -= 1
                here -= self.at(here) == "!"
            else:
                break
        return tuple(reversed(found)), here + 1

    def behind_types(self, position: int) -> int:
        """Step over ``<T>`` behind a name; what is no such list is not stepped over."""
        if self.at(position) != "<" or not self.form.patterns:
            return position
        depth, here = 0, position
        while here < min(self.size, position + _FARTHEST) and self.at(here) not in (";", "=", ")"):
            depth += {"<": 1, ">": -1}.get(self.at(here), 0)
            if depth == 0:
                return here + 1
            here = self.after(here)
        return position

    def _before_types(self, position: int) -> int:
        """Step over ``<T>`` between a name and its bracket."""
        if self.at(position) != ">" or not self.form.patterns:
            return position
        depth, here = 0, position
        while here > max(0, position - _FARTHEST):
            depth += {">": 1, "<": -1}.get(self.at(here), 0)
            if depth == 0:
                return here - 1
            here = self.mates[here] - 1 if self.at(here) in (")", "]", "}") and here in self.mates else here - 1
        return position


__all__ = ["KEYWORDS", "MARK", "NAME", "NUMBER", "TEMPLATE", "TEXT", "Source"]
