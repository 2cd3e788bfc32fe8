"""How is the line of source shown that a finding points at?"""

from collections.abc import Iterator

from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.report.printable import source
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_WIDTH = 88
#: The source lines of these checks hold what must not be repeated: credentials, and records of persons.
_WITHOUT_SOURCE = {"SEC-01", "SEC-20"}
#: Anything that might be a credential is masked: a long mixed token, or what stands in quotes behind a telling name.
#: The commit that an action is fixed to, and the digest of an image, say on which version the line is.
_TOKEN = regex(
    r"(?<![A-Za-z0-9])(?!(?<=@)[0-9a-f]{40}\b|(?<=sha256:)[0-9a-f]{64}\b)"
    r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}"
)
_NAMED = caseless(
    r"((?:passw(?:or)?d|passwd|secret|api_?key|access_?key|credential"
    r"|(?!(?:(?<=max_)|(?<=new_)|(?<=num_)|(?<=min_))tokens\b)token"  # so many tokens of text are none
    r")s?(?:_\w{1,40})?[\"'\]]*\s*[:=]+\s*[\"']?)"
    # where a value is looked up, or made by a call, there is none to hide
    r"(?![:=]|\d+\b|(?:os\.)?(?:environ\b|getenv\()|(?<![\"'])[A-Za-z_][\w.]{0,80}\()[^\s\"',)]+"
)


def frame(place: Place, check: str, view: View, indent: int) -> Iterator[Line]:
    """Return the source line of a place, carets under the columns that are meant; nothing when it is not at hand."""
    raw = "" if not place.line or check in _WITHOUT_SOURCE else view.source(place.path, place.line)
    if not raw.strip():
        return
    text = source(raw)
    cut = len(text) - len(text.lstrip())
    kept = masked(text[cut : cut + _WIDTH])
    number, pad = str(place.line), " " * indent
    yield line(pad, Span(f"{number} {view.glyphs.gutter} ", "muted"), kept, hang=indent + len(number) + 3)
    if (start := _column(raw, place.column) - cut) >= 0 and kept == text[cut : cut + _WIDTH]:
        end = _column(raw, place.end_column) - cut if place.end_column > place.column else len(kept)
        carets = "^" * max(1, min(end, len(kept)) - start)
        if start < len(kept):
            blank = " " * len(number)
            yield line(pad, Span(f"{blank} {view.glyphs.gutter} ", "muted"), " " * start, Span(carets, "bad"))


def masked(text: str) -> str:
    """Return source with whatever might be a credential replaced by stars; rather too much than too little."""
    return _TOKEN.sub("****", _NAMED.sub(r"\1****", text))


def _column(raw: str, column: int) -> int:
    """Return where a column of the file, counted from 1, stands in the printed line, counted from 0; -1 for none."""
    return len(source(raw[: column - 1])) if column else -1
