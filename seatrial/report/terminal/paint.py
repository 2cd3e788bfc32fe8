"""How do lines become text for one stream: plain in a file or pipe, folded and coloured in a terminal?"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import StringIO

from seatrial.report.terminal.lines import Line, folded

#: The sixteen colours that every terminal lets its user choose.
_STYLES = {
    "strong": "bold",
    "heading": "bold underline",
    "label": "bold",
    "muted": "dim",
    "place": "cyan",
    "good": "bold green",
    "fair": "yellow",
    "weak": "bold yellow",
    "bad": "bold red",
    "unknown": "magenta",
    "blocker": "bold white on red",
    "high": "bold red",
    "medium": "yellow",
    "low": "blue",
}


def plain(lines: Iterable[Line], width: int | None = None) -> str:
    """Return lines without colour, folded at ``width`` when one is given."""
    return "".join(f"{row.text.rstrip()}\n" for row in _rows(lines, width))


def coloured(lines: Iterable[Line], width: int | None = None) -> str:
    """Return lines with the escape sequences of their styles, folded at ``width`` when one is given."""
    from rich.console import Console  # 40 ms that plain output does not pay
    from rich.text import Text

    out = StringIO()
    console = Console(
        file=out, force_terminal=True, color_system="standard", no_color=False, legacy_windows=False, width=10_000
    )
    for row in _rows(lines, width):
        text = Text(end="\n", no_wrap=True)
        for span in row.spans:
            text.append(span.text, _STYLES.get(span.style, ""))
        text.rstrip()
        console.print(text, soft_wrap=True, markup=False, emoji=False, highlight=False)
    return out.getvalue()


def _rows(lines: Iterable[Line], width: int | None) -> Iterator[Line]:
    for whole in lines:
        for part in (whole,) if width is None else folded(whole, width):
            yield _unobeyed(part) if part.text.lstrip().startswith("::") else part


def _unobeyed(row: Line) -> Line:
    """Return a line that GitHub's runner would take for a command, since a file is called so, as one that it shows."""
    at = next(number for number, span in enumerate(row.spans) if span.text.strip())
    first = row.spans[at]
    escaped = replace(first, text=first.text.replace(":", "\\x3a", 1))
    return replace(row, spans=(*row.spans[:at], escaped, *row.spans[at + 1 :]))
