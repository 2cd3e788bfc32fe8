"""What does a document say, section by section, in Markdown, reStructuredText, AsciiDoc, HTML or plain text?"""

from collections.abc import Iterator, Mapping

import yaml

from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Fence, Line, Link, Section
from seatrial.read.documents.document_row import Form, Kind, Row
from seatrial.read.documents.document_rows import rows
from seatrial.read.documents.html_page import as_markdown, page_of
from seatrial.read.documents.inline_markup import links, plain
from seatrial.read.posix_path import posix
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_FORMS = {".rst": Form.RST, ".adoc": Form.ASCIIDOC, ".asciidoc": Form.ASCIIDOC}
_PAGES = {".html", ".htm"}
_COMPONENTS = {".tsx", ".jsx", ".vue", ".svelte", ".astro"}
_BY_INDENT = {".md", ".markdown"}  # in plain text an indent sets prose apart as well
_MOST_SECTIONS = 2000
Matter = tuple[tuple[str, tuple[str, ...]], ...]
_MOST_LINES = 2000
_MOST_VALUES = 2000


def read_document(path: str, data: bytes) -> Document:
    """Split a document into sections; code and comments are kept out of their text. Never fails on content."""
    suffix = posix(path).suffix.lower()
    text = decode(data)
    text = as_markdown(text) if suffix in _PAGES else page_of(text) if suffix in _COMPONENTS else text
    form = _FORMS.get(suffix, Form.MARKDOWN)
    matter, start = _front_matter(text) if form is Form.MARKDOWN else ((), 0)
    sections = tuple(_sections(rows(text, form, start, by_indent=suffix in _BY_INDENT)))[:_MOST_SECTIONS]
    title = next((section.heading for section in sections if section.level == 1), "")
    title = title or next((section.heading for section in sections if section.heading), "")
    return Document(path, form.value, title, sections, matter)


DOCUMENT = Reader("document", 8, read_document)


@dataclass
class _Open:
    """The section that is being read."""

    heading: str = ""
    level: int = 0
    line: int = 1
    within: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        self.lines: list[Line] = []
        self.links: list[Link] = []
        self.fences: list[Fence] = []

    def closed(self) -> Section:
        headings = tuple(heading for _, heading in self.within)
        rest = (tuple(self.lines), tuple(self.links), tuple(self.fences))
        return Section(self.heading, self.level, self.line, headings, *rest)

    def below(self, row: Row) -> "_Open":
        """Start the section of a heading, below the headings that it is a part of."""
        above = self.within + (((self.level, self.heading),) if self.heading else ())
        kept = tuple((level, heading) for level, heading in above if level < row.level)
        return _Open(plain(row.text), row.level, row.number, kept)

    def take(self, row: Row) -> None:
        if row.kind is Kind.FENCE:
            self.fences.append(Fence(row.language, row.text, row.number))
            return
        self.links.extend(Link(text, target, row.number) for text, target in links(row.text))
        if said := plain(row.text):
            self.lines.append(Line(row.number, said, row.kind is Kind.TABLE))


def _sections(found: Iterator[Row]) -> Iterator[Section]:
    current = _Open()
    for row in found:
        if row.kind is Kind.HEADING:
            if current.heading or current.lines or current.fences or current.links:
                yield current.closed()
            current = current.below(row)
        else:
            current.take(row)
    yield current.closed()


def _front_matter(text: str) -> tuple[Matter, int]:
    """Return the keys, dotted, with their values, and how many lines the head takes; nothing when there is none."""
    if not text.startswith("---\n"):
        return (), 0
    lines = text.split("\n", _MOST_LINES)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return (), 0
    try:
        document = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError):
        return (), end + 1
    return tuple(_grouped(document)), end + 1


def _grouped(document: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    values: dict[str, list[str]] = {}
    for count, (key, value) in enumerate(_flat(document, "", 0)):
        if count >= _MOST_VALUES:
            break
        values.setdefault(key, []).append(value)
    yield from ((key, tuple(found)) for key, found in values.items())


def _flat(node: object, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Walk to the scalars. Anchors can make a small head endless: the depth and the number of values are limited."""
    if depth > 12:
        return
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from _flat(inner, f"{key}.{name}" if key else str(name), depth + 1)
    elif isinstance(node, list):
        for inner in node:
            yield from _flat(inner, key, depth + 1)
    elif node is not None and key:
        yield key, str(node)[:500]
