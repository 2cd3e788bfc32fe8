"""Does one page lead an auditor to everything that is asked for, and do its links lead anywhere?"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.ci.hooks import guards
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.folders import folders
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, as_evidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Line
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: What Annex IV of the EU AI Act asks for, and the words by which headings and links name it.
SUBJECTS: Mapping[str, re.Pattern[str]] = MappingProxyType({
    "general description": caseless(r"overview|general description|introduction|intended (?:use|purpose)|^about"),
    "design": caseless(r"architect|\bdesign\b|development process|\badrs?\b|decision records?|pipeline|how it works"),
    "data": caseless(r"\bdata\b|data ?sets?|data[-_ ]card|provenance|datos|daten"),
    "model": caseless(r"model[-_ ]card|\bmodels?\b|training|algorithm"),
    "human oversight": caseless(r"oversight|human[-_ ]in|manual review|override"),
    "tests and performance": caseless(
        r"\btests?\b|testing|validation|evaluation|metrics|performance|benchmark|results"
    ),
    "risks": caseless(r"\brisks?\b|impact assessment|\bdpia\b|limitations|hazard|threat model"),
    "monitoring": caseless(r"monitor|observab|drift|logging|alert|dashboard|\bslo\b"),
    "security": caseless(r"security|cyber|hardening|privacy|access control"),
    "changes": caseless(r"change ?log|changes|release|version(?:ing|s)\b|roadmap|lifecycle|retire|deprecat"),
    "operation": caseless(r"runbook|deploy|operat|incident|on[-_ ]call|instructions for use|user[-_ ]guide|rollback"),
    "standards": caseless(r"standard|complian|conformity|annex iv|iso[-_ /]?\d|regulat|ai act|applicability"),
})  # fmt: skip
_RECORDS = caseless(r"changelog|changes|history|backlog|roadmap|release[-_ ]?notes|contributing")
ENOUGH = 7  #: subjects that an index covers
_WORTH = 15  #: words from which on a section says something itself
_LABEL = 60  #: characters of what stands before a colon, and is no sentence
_CHECKERS = frozenset({"lychee", "linkchecker", "markdown-link-check", "muffet", "linkinator", "markdown-linkcheck"})


@dataclass(frozen=True, slots=True)
class Index(AtLine):
    """A page with what it covers."""

    path: str
    covered: tuple[str, ...]  #: subjects that it describes, or leads to by a link that resolves
    linked: int  #: how many of them by a link
    dead: tuple[str, ...] = ()  #: targets inside the repository that are not there
    line: int = 0

    @property
    def what(self) -> str:
        return f"a page that covers {', '.join(self.covered)}, {self.linked} of them by links"

    @property
    def full(self) -> bool:
        """Whether it covers enough, and is more than one long page: most of it stands behind links."""
        return len(self.covered) >= ENOUGH and self.linked * 2 >= ENOUGH

    @property
    def missing(self) -> tuple[str, ...]:
        """The subjects that it leaves out."""
        return tuple(subject for subject in SUBJECTS if subject not in self.covered)


@fact
def indexes(repo: Repo) -> tuple[Index, ...]:
    """Return the pages that cover at least three subjects, the fullest first, and the navigation of MkDocs."""
    leading = (document for document in documents(repo) if _may_lead(posix(document.path)))
    found = [_of_document(repo, document) for document in leading]
    settings = repo.matching(lambda path: posix(path).name in ("mkdocs.yml", "mkdocs.yaml"))
    found += [index for path in settings if (index := _of_mkdocs(repo, path))]
    kept = (index for index in found if len(index.covered) >= 3)
    return tuple(sorted(kept, key=lambda item: (not item.full, -len(item.covered), item.path.count("/"), item.path)))


def _may_lead(pure: PurePosixPath) -> bool:
    """Tell a page for readers from records of changes, and from orders to tools in hidden folders."""
    return not _RECORDS.search(pure.stem) and not any(part.startswith(".") for part in pure.parts)


@fact
def link_checks(repo: Repo) -> tuple[Evidence, ...]:
    """Return where CI or a hook fails for a link that leads nowhere."""
    found = []
    for run in ci_commands(repo):
        words = run.command.argv
        strict = ("mkdocs" in words and "--strict" in words) or ("sphinx-build" in words and "-W" in words)
        if run.guards and (strict or run.command.program in _CHECKERS):
            found.append(as_evidence(run))
    names = ("lychee", "github-action-markdown-link-check", "markdown-link-check", "linkchecker")
    return (*found, *guards(repo, *names))


def _of_document(repo: Repo, document: Document) -> Index:
    described, linked, dead = set[str](), set[str](), []
    for section in document.sections:
        if section.level > 1 and (subjects := _subjects(section.heading)):
            says = section.words >= _WORTH and not section.placeholder
            described.update(subjects if says else ())
        labels = {line.number: _label(line) for line in section.lines}
        for link in section.links:
            target = _target(document.path, link.target)
            if target is None:
                continue
            if not _exists(repo, target):
                dead.append(link.target)
            elif target != document.path:
                name = PurePosixPath(target).stem.replace("-", " ").replace("_", " ")
                said = labels.get(link.line, "")
                linked.update((*_subjects(link.text), *_subjects(name), *_subjects(said)))
    covered = tuple(subject for subject in SUBJECTS if subject in described | linked)
    return Index(document.path, covered, len(linked), tuple(dict.fromkeys(dead)))


def _label(line: Line) -> str:
    """Return what a line says its links are for: the first cell of a row, or what stands before a colon."""
    if line.table:
        return line.text.partition(" | ")[0]
    before, colon, _ = line.text.partition(":")
    return before if colon and len(before) < _LABEL else ""


@lru_cache(maxsize=20_000)  # headings and links are the same on many pages
def _subjects(text: str) -> tuple[str, ...]:
    return tuple(subject for subject, pattern in SUBJECTS.items() if pattern.search(text)) if text else ()


def _target(path: str, target: str) -> str | None:
    """Return the path that a link leads to; None for addresses, mails and places on the same page."""
    bare = target.partition("#")[0].partition("?")[0]
    if not bare or ":" in bare or bare.startswith("//"):
        return None
    whole = bare.lstrip("/") if bare.startswith("/") else posixpath.join(posixpath.dirname(path), bare)
    return posixpath.normpath(whole)


def _exists(repo: Repo, target: str) -> bool:
    if target.startswith(".."):
        return True  # it leaves what is audited, which nobody can judge here
    return target in repo.entries or f"{target}.md" in repo.entries or target in folders(repo)


def _of_mkdocs(repo: Repo, path: str) -> Index | None:
    root = first_document(repo, path)
    folder = posixpath.join(posixpath.dirname(path), root.at("docs_dir").text or "docs")
    pages = list(_pages(root.at("nav")))
    known = [(title, page) for title, page in pages if posixpath.join(folder, page) in repo.entries]
    linked = {s for title, page in known for s in (*_subjects(title), *_subjects(PurePosixPath(page).stem))}
    dead = tuple(page for title, page in pages if (title, page) not in known)
    covered = tuple(subject for subject in SUBJECTS if subject in linked)
    return Index(path, covered, len(linked), dead, root.at("nav").line) if pages else None


def _pages(nav: Node) -> Iterator[tuple[str, str]]:
    for steps, node in nav.walk(500):
        if node.text.endswith((".md", ".rst", ".ipynb")):
            yield " ".join(map(str, steps)), node.text
