"""What is kept of one document."""

from bisect import bisect_left
from itertools import islice

from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.documents.placeholder import is_placeholder, word_count


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text without its markup."""

    number: int
    text: str
    table: bool = False  #: a row of a table, its cells joined by `` | ``


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image."""

    text: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code, which is never text of its section."""

    language: str  #: "" when the author gave none
    text: str  #: at most 4000 characters
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its own text, without that of the sections below it."""

    heading: str  #: "" for what stands before the first heading
    level: int  #: 1 for the title, 0 before the first heading
    line: int
    within: tuple[str, ...] = ()  #: the headings above it, outermost first
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    fences: tuple[Fence, ...] = ()

    @property
    def text(self) -> str:
        """The text of the section, line by line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> int:
        """How much it says."""
        return word_count(self.text)

    @property
    def placeholder(self) -> bool:
        """Whether nothing is left without the marks of a template."""
        return is_placeholder(self.text) and not self.fences


def _line(section: Section) -> int:
    return section.line


@dataclass(frozen=True, slots=True)
class Document(WholeFile):
    """One document."""

    path: str
    form: str  #: "markdown", "rst" or "asciidoc"; plain text is read as Markdown
    title: str = ""
    sections: tuple[Section, ...] = ()
    front_matter: tuple[tuple[str, tuple[str, ...]], ...] = ()  #: dotted key and its values, in order

    @property
    def what(self) -> str:
        return f"the document {self.title[:80]}" if self.title else "a document"

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of its sections, in order."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def words(self) -> int:
        """How much it says in all."""
        return sum(section.words for section in self.sections)

    def matter(self, key: str) -> tuple[str, ...]:
        """Return the values of a key of the front matter and of the keys below it; () when it is not there."""
        below = key + "."
        return tuple(
            value for name, values in self.front_matter if name == key or name.startswith(below) for value in values
        )

    def within(self, section: Section) -> tuple[Section, ...]:
        """Return a section and those below it, in order."""
        # by lines, which are in order: to compare whole sections takes the square of a long document
        start = bisect_left(self.sections, section.line, key=_line)
        start = self.sections.index(section, start)
        found = [section]
        for follower in islice(self.sections, start + 1, None):
            if follower.level <= section.level:
                break
            found.append(follower)
        return tuple(found)
