"""Which documents does a repository hold, and where do they speak about a subject?"""

import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from seatrial.facts import fact
from seatrial.facts.documents.excerpts import excerpt
from seatrial.facts.documents.literature import tells_of_others
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.documents.document import DOCUMENT
from seatrial.read.documents.document_record import Document, Line, Section
from seatrial.read.documents.placeholder import is_placeholder, marks, word_count
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_MARKUP = {".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc"}
_PLAIN_NAME = caseless(
    r"(?:readme|runbook|playbook|maintainers|authors|owners|contributors|contributing|changelog|changes|history|"
    r"security|support|governance|notice|model[-_ ]?card|data[-_ ]?card|architecture|charter)(?:[-_.].*)?"
)
#: Pages in which a service tells its users what it does with their data, and on which terms.
_NOTICE = caseless(
    r"privacy|data[-_]?protection|datenschutz|privacidad|confidentialit|terms[-_](?:of|and)[-_]|^terms\.|cookie[-_]?policy"
)
_PAGES = (".html", ".htm", ".tsx", ".jsx", ".vue", ".svelte", ".astro")
_NAMELESS = ("index", "page", "+page")  #: pages that are called after their folder
_TEMPLATE = caseless(r"template|boilerplate|skeleton|\{\{|cookiecutter")
_CARD_TEMPLATE = caseless(r"^(?:docs?/)?(?:model|data)[-_ ]?card[-_ ]template\.\w+$")
#: A figure that a program printed, which nobody makes up for a template.
_MEASURED = regex(r"(?<![\d.])\d?\d\.\d{3,18}(?![\d.])")
_ENOUGH_MEASURED = 3
#: Folders of what was said once, and holds no more, and of what a course told those who made this.
_ARCHIVED = caseless(
    r"(?:^|/)(?:histor(?:y|ical)|archived?|deprecated|superseded|obsolete)(?:[-_][\w-]*)?/|^docs?/(?:course|lectures?)/"
)
_NOT_PROSE = {".github/issue_template", ".github/pull_request_template"}
#: Folders of orders to programs that write code, and of their notes: what they shall do says nothing about what is.
_ORDERS = {
    ".claude", ".cursor", ".codex", ".gemini", ".windsurf", ".continue", ".aider", ".opencode", ".kiro", ".planning",
    ".agents", ".specify", ".roo", ".cline", ".junie", ".taskmaster", ".trae", ".qwen", ".bmad-core", "superpowers",
}  # fmt: skip
_OF_GITHUB = ("skills/", "prompts/", "instructions/", "agents/", "chatmodes/", "copilot-instructions.")
_ORDERS_OF_GITHUB = tuple(f".github/{name}" for name in _OF_GITHUB)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section of a document together with the sections below it."""

    path: str
    sections: tuple[Section, ...]  #: the section itself first

    @property
    def heading(self) -> str:
        """The heading of the section, "" for what stands before the first one."""
        return self.sections[0].heading

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, those of the sections below included."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> int:
        """How much it says, in words."""
        return word_count(self.text)

    @property
    def placeholder(self) -> bool:
        """Whether nothing is left of it without the marks of a template."""
        return is_placeholder(self.text) and not any(section.fences for section in self.sections)

    @property
    def place(self) -> Place:
        """Where it starts."""
        return Place(self.path, self.sections[0].line)

    @property
    def what(self) -> str:
        return f'the section "{self.heading[:80]}"' if self.heading else "the opening of the document"


@fact
def documents(repo: Repo) -> tuple[Document, ...]:
    """Return the documents that can be read in which the owner speaks, templates left out, shallowest first."""
    read = (*repo.records(DOCUMENT, _paths(repo)), *_filled_cards(repo))
    found = (document for document in read if not tells_of_others(document))
    return tuple(sorted(found, key=lambda document: (document.path.count("/"), document.path)))


@fact
def example_documents(repo: Repo) -> tuple[Document, ...]:
    """Return the documents of examples: what they say is said of the examples."""
    paths = (path for path in repo.matching(_is_document) if role(repo, path) is Role.EXAMPLE)
    return repo.records(DOCUMENT, tuple(path for path in paths if not _is_template(path)))


def documents_of_tests(repo: Repo, folders: re.Pattern[str]) -> tuple[Document, ...]:
    """Return the documents of tests in some folders, found in the path: what a load test's page says holds for all."""
    kept = (path for path in repo.matching(_is_document) if role(repo, path) is Role.TEST and folders.search(path))
    return repo.records(DOCUMENT, tuple(kept))


@fact
def unread_documents(repo: Repo) -> tuple[Unread, ...]:
    """Return the documents that could not be read: what they say is unknown."""
    return repo.unread(DOCUMENT, _paths(repo))


@fact
def document_templates(repo: Repo) -> tuple[Place, ...]:
    """Return where templates of documents stand, which are no evidence of anything."""
    filled = {document.path for document in _filled_cards(repo)}
    return tuple(Place(path) for path in repo.matching(_is_document) if _is_template(path) and path not in filled)


@fact
def _filled_cards(repo: Repo) -> tuple[Document, ...]:
    """Return the cards that kept the name of the template: what was measured stands in them, as no template has it."""
    named = (path for path in repo.matching(_is_document) if _CARD_TEMPLATE.search(path) and "{{" not in path)
    own = tuple(path for path in named if role(repo, path) in (Role.OWN, Role.DOCS))
    return tuple(document for document in repo.records(DOCUMENT, own) if _is_filled(document))


def _is_filled(document: Document) -> bool:
    fences = (fence.text for section in document.sections for fence in section.fences)
    text = "\n".join((*(line.text for line in document.lines), *fences))
    return not marks(text) and len(set(_MEASURED.findall(text))) >= _ENOUGH_MEASURED


def is_archived(path: str) -> bool:
    """Tell whether a document stands in a folder of what holds no more, or is another's: ``docs/archive/``."""
    return bool(_ARCHIVED.search(path))


def readme(repo: Repo, folder: str = "") -> Document | None:
    """Return the README of a folder, of the root where none is named; None when there is none that can be read."""
    found = (document for document in documents(repo) if posixpath.dirname(document.path) == folder)
    return next((one for one in found if posixpath.basename(one.path).lower().startswith("readme")), None)


def passages(repo: Repo, heading: re.Pattern[str]) -> tuple[Passage, ...]:
    """Return the passages whose heading matches anywhere and that are more than a template's rest."""
    found = repo.each(passages_of, documents(repo), heading)
    return tuple(passage for passage in found if not passage.placeholder)


def passages_of(document: Document, heading: re.Pattern[str]) -> Iterator[Passage]:
    """Yield the passages of one document whose heading matches; one inside another is not repeated."""
    covered = 0
    for number, section in enumerate(document.sections):
        if number >= covered and section.heading and heading.search(section.heading):
            passage = Passage(document.path, document.within(section))
            covered = number + len(passage.sections)
            yield passage


def with_headers(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Yield the lines; each row of a table says the heads of its columns, as a reader sees them."""
    heads: list[str] = []
    for line in lines:
        cells = line.text.split(" | ")
        if not line.table:
            heads = []
            yield line
        elif not heads:
            heads = cells
            yield line
        else:
            said = [f"{head} {cell}" for head, cell in zip_longest(heads, cells, fillvalue="")]
            yield Line(line.number, " | ".join(part.strip() for part in said), table=True)


def lines_that(repo: Repo, does: str, matches: Callable[[str, str], object]) -> tuple[Evidence, ...]:
    """Return the lines of documents of which a test holds, given the heading above and the line as a reader sees it.

    ``does`` says what such a line does: "says how fast the job is". The test is a function of a module.
    """
    return tuple(repo.each(_lines_that, documents(repo), does, matches))


def _lines_that(document: Document, does: str, matches: Callable[[str, str], object]) -> Iterator[Evidence]:
    for section in document.sections:
        for line in with_headers(section.lines):
            if matches(section.heading, line.text):
                yield Evidence(Place(document.path, line.number), f"{does}: {excerpt(line.text, 80)}")


@fact
def _paths(repo: Repo) -> tuple[str, ...]:
    kept = (path for path in repo.matching(_is_document) if not _is_template(path))
    return tuple(path for path in kept if role(repo, path) in (Role.OWN, Role.DOCS))


def _is_document(path: str) -> bool:
    pure = posix(path)
    if not _ORDERS.isdisjoint(pure.parts[:-1]) or path.lower().startswith(_ORDERS_OF_GITHUB):
        return False
    if pure.suffix.lower() in _MARKUP:
        return True
    if pure.suffix.lower() in _PAGES:
        name = pure.parent.name if pure.stem.lower() in _NAMELESS else pure.name
        return _NOTICE.search(name) is not None
    return pure.suffix.lower() in ("", ".txt") and _PLAIN_NAME.fullmatch(pure.name) is not None


def _is_template(path: str) -> bool:
    lowered = path.lower()
    return bool(_TEMPLATE.search(path)) or any(lowered.startswith(start) for start in _NOT_PROSE)
