"""How does text of a repository stand in Markdown without becoming markup, a link, a mention or an issue?"""

import re
from collections.abc import Iterable, Sequence, Sized
from urllib.parse import quote

from seatrial.model import Place
from seatrial.model.result import Subject
from seatrial.report.printable import shown

#: Everything that CommonMark or GitHub gives a meaning inside a line, as entities: safe in tables and headings too.
_MARKED = re.compile(r"[\\`*_{}\[\]<>()#!|~@&]|:(?=//)|(?<=www)\.")

_CODE = re.compile(r"&#96;(.+?)&#96;")


def text(value: str) -> str:
    """Return text of a repository as text of a paragraph, a table cell or a heading."""
    return _MARKED.sub(lambda found: f"&#{ord(found[0])};", shown(value))


def code(value: str) -> str:
    """Return text of a repository as code; an element instead of backticks, which a name may hold itself."""
    return f"<code>{text(value)}</code>"


def coded(value: str) -> str:
    """Return a step with what stands between two backticks as code; all of it is escaped before."""
    return _CODE.sub(r"<code>\1</code>", text(value))


def spot(place: Place) -> str:
    """Return a place as code."""
    return code(place.spot)


def linked(place: Place, site: str, subject: Subject) -> str:
    """Return a place as code that leads to its line on a site, where one is given."""
    if not site:
        return spot(place)
    line = f"#L{place.line}" if place.line else ""
    return f"[{spot(place)}]({site}{quote(subject.from_root(place.path), errors='surrogateescape')}{line})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def details(summary: str, body: str) -> str:
    """Return what is closed at first; both are Markdown already."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def left_out(rows: Sized, most: int) -> str:
    """Return a paragraph that says how many rows are not shown; "" when all are."""
    return f"\n\n{len(rows) - most} more in the report." if len(rows) > most else ""
