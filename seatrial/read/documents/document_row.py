"""What is one line of a document, before lines are joined to sections?"""

from enum import StrEnum

from seatrial.model.record import dataclass


class Form(StrEnum):
    """The markup language of a document."""

    MARKDOWN = "markdown"
    RST = "rst"
    ASCIIDOC = "asciidoc"


class Kind(StrEnum):
    """What a row of a document is."""

    TEXT = "text"
    TABLE = "table"
    HEADING = "heading"
    FENCE = "fence"


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or one block of code."""

    kind: Kind
    number: int  #: counted from 1
    text: str
    level: int = 0  #: of a heading
    language: str = ""  #: of a block of code
