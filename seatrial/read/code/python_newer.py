"""How is text of a younger Python than the one that runs written so that this one can parse it, line by line?"""

import re

from seatrial.read.regex import regex

_SYNTAX = (
    (regex(r"^([ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+)\[[^\n]*?\](?=[ \t]*[(:])", re.MULTILINE), r"\1"),
    (regex(r"^([ \t]*)type[ \t]+(\w+)(?:\[[^\n\]]*\])?[ \t]*=(?!=)", re.MULTILINE), r"\1\2 ="),
    (regex(r"(?<![\w\"'])t(?=[\"'])"), "f"),
)
#: A comment, or where a text begins.
_NEXT = regex(r"#[^\n]*+|\b([A-Za-z]{0,2})('''|\"\"\"|'|\")|('''|\"\"\"|'|\")")
#: What a text in the expression of an f-string could not hold before Python 3.12, whatever its quotes.
_REFUSED = regex(r"[\\#'\"]")
_LARGEST = 1_000_000  #: characters that are worth a walk sign by sign
_DEEPEST = 8  #: formats that are put into formats


def for_older(text: str) -> str:
    """Return a text without what came with Python 3.12 and later: type parameters, quotes used again in f-strings.

    A value of an f-string that is written over several lines stays there, between three quotes, without its comments.
    Texts inside of the expressions of f-strings get other quotes, and a blank for each sign that was refused there.
    """
    for found, written in _SYNTAX:
        text = found.sub(written, text)
    return _Requoted(text).whole() if "{" in text and len(text) <= _LARGEST else text


class _Broken(Exception):
    """The text ends where it should not, or nests deeper than other quotes can show."""


class _Requoted:
    """One walk through a text that gives what stands inside of f-strings other quotes than those around it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def whole(self) -> str:
        """Return the text with all f-strings written anew; unchanged from where one is broken."""
        text, at, written = self._text, 0, list[str]()
        while found := _NEXT.search(text, at):
            written.append(text[at : found.start()])
            at = found.start()
            if found[0].startswith("#"):
                at = found.end()
                written.append(found[0])
                continue
            try:
                inside, at = self._literal(found, 0)
            except _Broken:
                break
            written.append(inside)
        return "".join((*written, text[at:]))

    def _literal(self, start: re.Match[str], depth: int, outer: str = "") -> tuple[str, int]:
        """Return a text as it is written anew below the quote ``outer``, and where it ends."""
        if depth > 1:
            raise _Broken  # a third quote would be needed
        quote = start[2] or start[3]
        formats = "f" in (start[1] or "").lower()
        body, end = self._format(start.end(), quote, depth) if formats else self._plain(start.end(), quote)
        wrapped = "\n" in body and len(quote) == 1
        if wrapped and outer:
            raise _Broken  # an older one reads lines in a text between three quotes alone
        if not outer:
            more = quote * 2 if wrapped else ""
            return f"{start[0]}{more}{body}{more}{quote}", end
        other = "'" if outer[0] == '"' else '"'
        return f"{start[1] or ''}{other}{body if formats else _REFUSED.sub(' ', body)}{other}", end

    def _plain(self, at: int, quote: str) -> tuple[str, int]:
        text, start = self._text, at
        while not text.startswith(quote, at):
            if at >= len(text) or (text[at] == "\n" and len(quote) == 1):
                raise _Broken
            at += 2 if text[at] == "\\" else 1
        return text[start:at], at + len(quote)

    def _format(self, at: int, quote: str, depth: int) -> tuple[str, int]:
        """Return what stands between the quotes of an f-string, and where it ends."""
        text, written = self._text, list[str]()
        while not text.startswith(quote, at):
            if at >= len(text) or (text[at] == "\n" and len(quote) == 1):
                raise _Broken
            if text[at] == "{" and not text.startswith("{{", at):
                part, at = self._field(at, quote, depth)
            else:
                wide = 2 if text[at] == "\\" or text.startswith(("{{", "}}"), at) else 1
                part, at = text[at : at + wide], at + wide
            written.append(part)
        return "".join(written), at + len(quote)

    def _field(self, at: int, quote: str, depth: int) -> tuple[str, int]:
        """Return what stands in the braces of one value, and where they end."""
        if depth > _DEEPEST:
            raise _Broken
        text, written, open_, named = self._text, ["{"], 0, False
        at += 1
        while at < len(text):
            sign = text[at]
            if named and sign == "{":
                part, at = self._field(at, quote, depth + 1)
            elif not named and (start := _NEXT.match(text, at)):
                part, at = ("", start.end()) if sign == "#" else self._literal(start, depth + 1, quote)
            elif named and ((sign == "\n" and len(quote) == 1) or text.startswith(quote, at)):
                raise _Broken
            else:
                open_ += (sign in "([{") - (sign in ")]}")
                named = named or (sign == ":" and not open_)
                part, at = sign, at + 1
            written.append(part)
            if open_ < 0:
                return "".join(written), at
        raise _Broken
