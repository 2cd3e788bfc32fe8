"""What does a page of HTML, or of a front end, say, as lines of Markdown that stand where they stood?"""

import re

from seatrial.read.regex import caseless, regex

#: What no reader sees.
_UNSEEN = caseless(r"<(script|style|head|svg)\b[^<>]{0,500}>[\s\S]{0,50000}?</\1\s*>|<!--[\s\S]{0,5000}?-->")
_HEADING = caseless(r"<h([1-6])\b[^<>]{0,500}>([\s\S]{0,500}?)</h\1\s*>")
_ITEM = caseless(r"<li\b[^<>]{0,500}>\s{0,200}")
#: A text in backticks that holds a heading of Markdown.
_WRITTEN = regex(r"`(?=[^`]{0,400}?(?:^|\n)#{1,4} )([^`]{1,60000})`")
_TAG = regex(r"<[^<>]{0,1000}>")


def as_markdown(text: str) -> str:
    """Return headings, items and text of a page, without its other marks, in the same number of lines."""
    from html import unescape  # its table of two thousand names is seldom asked

    seen = _UNSEEN.sub(lambda found: _breaks(found[0]), text)
    seen = _HEADING.sub(_heading, seen)
    seen = _ITEM.sub(lambda found: f"{_breaks(found[0])}- ", seen)
    seen = _TAG.sub(lambda found: _breaks(found[0]) or " ", seen)
    return unescape("\n".join(" ".join(line.split()) for line in seen.split("\n")))


def page_of(text: str) -> str:
    """Return what a component of a front end shows: a page that it holds as Markdown, else what its markup says."""
    held = max(_WRITTEN.finditer(text), key=lambda found: len(found[1]), default=None)
    return _breaks(text[: held.start()]) + held[1] if held else as_markdown(text)


def _heading(found: re.Match[str]) -> str:
    words = " ".join(_TAG.sub(" ", found[2]).split())
    return f"{'#' * int(found[1])} {words}{_breaks(found[0])}"


def _breaks(text: str) -> str:
    """Return the line breaks of what is left out, so that what follows keeps its line."""
    return "\n" * text.count("\n")
