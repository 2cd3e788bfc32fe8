"""How does the repository tell, or do, what is to be done when the running system fails?"""

import re
from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Fence
from seatrial.read.line_number import line_number
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_RUNBOOK = caseless(
    r"(?<!benchmark[-_ ])(?<!benchmarking[-_ ])(?<!experiment[-_ ])"
    r"run[-_ ]?books?\b|(?<!ansible )\bplay[-_ ]?books?\b|\bon[-_ ]call\b|"
    r"incident[-_ ](?:response|handling|management|procedures?)|"
    r"operat(?:ions|ing) (?:manual|procedures?|guide)|emergency procedures?|procedimientos? (?:operativ|de incidente)|"
    r"betriebshandbuch|notfallplan"
)
#: What was lost is brought back: a runbook where it gives the command for it.
_RECOVERY = caseless(
    r"disaster[-_ ]recovery|back[-_ ]?ups?(?: and |[ ]?[&/][ ]?)restor(?:e|ing|ation)|"
    r"restor\w+ (?:a |the )?(?:back|dump)"
)
_BRINGS_BACK = caseless(
    r"restor|recover|\btar\s+(?:-?\w*x\w*|--extract)\b|\bcp\s[^\n]*?back\S*\s|\b(?:psql|mysql|sqlite3)\b[^\n]*<\s*\S"
)
#: What is done day by day while the system runs: a runbook where it gives the commands.
_OPERATING = caseless(r"^(?:[\d.]+\s+)?(?:operational|maintenance) (?:procedures?|tasks?|guide|runbook)\b")
_ROLLBACK = caseless(
    r"roll(?:ing)?[-_ ]?backs?\b|revert(?:ing)? (?:a |the |to )?(?:release|deploy|version|model|previous)|"
    r"restor(?:e|ing) (?:the |a )?previous|volver atrás|reversión|zurückrollen|retour arrière|回滚"
)
_COMMAND = regex(
    r"\bkubectl\b.*\brollout undo\b|\bhelm rollback\b|\brollouts undo\b|\bupdate-traffic\b.*--to-revisions|"
    r"\b(?:service|services|deployments?|deploy|releases?|model|apps?) rollback\b|^[ \t]*#\s*roll[- ]?back\b|"
    r"^[ \t]*(?:\$ )?(?:helm|kubectl|gcloud|aws|az|docker|mlflow|argocd)\s[^#\n]*#[^\n]*\broll[- ]?back\b|"
    r"\bheroku (?:releases:)?rollback\b|\bdocker service rollback\b|\bmake rollback\b",
    re.IGNORECASE | re.MULTILINE,
)
#: A script that says in its head that it rolls back, and what takes a release away or sends its users elsewhere.
_SAYS = caseless(r"\A(?:[ \t]*(?:#[^\n]*)?\n){0,15}?[ \t]*#[^\n]*\broll(?:s|ing)?[- ]?back\b")
_TAKES_BACK = regex(
    r"^[^#\n]*\bkubectl\b[^\n]*\b(?:delete|patch|scale|set image|rollout undo)\b"
    r"|^[^#\n]*\bhelm (?:rollback|uninstall)\b|^[^#\n]*\b(?:update-service|update-traffic|update-alias|swap)\b",
    re.MULTILINE,
)
_TYPED = regex(
    r"^\s*(?:\$ )?(?:sudo )?(?:docker|kubectl|systemctl|journalctl|helm|aws|gcloud|az|curl|tail|tar|pg_dump|psql|make"
    r"|\./|python3?)\b",
    re.MULTILINE,
)
#: In programs ``# Rollback`` tells what a function does, and no operator what to type.
_PROGRAMMING = {"python", "py", "javascript", "js", "typescript", "ts", "java", "go", "ruby", "r", "sql", "c", "cpp"}
_TARGET = regex(r"^rollback[\w-]*\s*:(?!=)", re.MULTILINE)
_ROLLS_BACK = caseless(r"roll[-_]?back")
_SCRIPTS = {".sh", ".py", ".yml", ".yaml", ".ps1"}
_OF_DATABASES = caseless(r"alembic|migrations?|liquibase|transaction")
_NO_INSTRUCTION = caseless(r"changelog|changes|history|roadmap|backlog|release[-_ ]?notes")


class GuideKind(StrEnum):
    """What a guide is for."""

    RUNBOOK = "runbook"
    ROLLBACK = "rollback procedure"


@dataclass(frozen=True, slots=True)
class Guide(AtLine):
    """A passage, a script or a target that tells or does it."""

    kind: GuideKind
    path: str
    line: int
    text: str  #: what it says, with its commands
    commands: int = 0  #: blocks of code in it
    runs: bool = False  #: it is a program, not a text

    @property
    def what(self) -> str:
        if self.runs:
            return f"a {self.kind} that can be run"
        blocks = "1 block" if self.commands == 1 else f"{self.commands} blocks"
        return f"a {self.kind} with {blocks} of commands" if self.commands else f"a {self.kind} in words"


@fact
def guides(repo: Repo) -> tuple[Guide, ...]:
    """Return runbooks and rollback procedures, by path; guides to installation and to errors of use are none."""
    found = repo.each(_guides_in, documents(repo))
    return tuple(sorted((*found, *_done(repo)), key=lambda guide: (guide.path, guide.line)))


@fact
def runbook_passages(repo: Repo) -> tuple[Passage, ...]:
    """Return the documents and sections that are called runbooks, or guides to incidents, shallowest first."""
    return tuple(repo.each(_runbooks, documents(repo)))


def _guides_in(document: Document) -> Iterator[Guide]:
    if _NO_INSTRUCTION.search(posix(document.path).stem):
        return
    yield from (_guide(GuideKind.RUNBOOK, passage) for passage in _runbooks(document))
    rollbacks = [_guide(GuideKind.ROLLBACK, passage) for passage in passages_of(document, _ROLLBACK) if _says(passage)]
    yield from rollbacks
    yield from () if rollbacks else _commands(document)


def _runbooks(document: Document) -> Iterator[Passage]:
    pure = posix(document.path)
    if _NO_INSTRUCTION.search(pure.stem):
        return
    if _RUNBOOK.search(pure.stem) or _RUNBOOK.search(pure.parent.name) or _RUNBOOK.search(document.title):
        whole = Passage(document.path, document.sections)
        if whole.words >= 40 and not whole.placeholder:
            yield whole
    else:
        yield from (passage for passage in passages_of(document, _RUNBOOK) if _says(passage))
        yield from (passage for passage in passages_of(document, _RECOVERY) if _commands_of(passage, _BRINGS_BACK))
        yield from (passage for passage in passages_of(document, _OPERATING) if _commands_of(passage, _TYPED))


def _says(passage: Passage) -> bool:
    return not passage.placeholder and (passage.words >= 15 or any(section.fences for section in passage.sections))


def _commands_of(passage: Passage, wanted: re.Pattern[str]) -> bool:
    """Tell whether the blocks of a passage that are typed into a shell hold a command of this kind."""
    fences = [fence for section in passage.sections for fence in section.fences]
    shell = (fence.text for fence in fences if fence.language.lower() not in _PROGRAMMING)
    return not passage.placeholder and any(map(wanted.search, shell))


def _commands(document: Document) -> Iterator[Guide]:
    for section in document.sections:
        for fence in section.fences:
            match = None if fence.language.lower() in _PROGRAMMING else _COMMAND.search(fence.text)
            if match and not _OF_DATABASES.search(fence.text):
                line = fence.line + 1 + fence.text.count("\n", 0, match.start())
                yield Guide(GuideKind.ROLLBACK, document.path, line, fence.text, 1)


def _guide(kind: GuideKind, passage: Passage) -> Guide:
    fences: list[Fence] = [fence for section in passage.sections for fence in section.fences]
    below = (section.heading for section in passage.sections[1:])
    text = "\n".join((passage.heading, passage.text, *below, *(fence.text for fence in fences)))
    return Guide(kind, passage.path, passage.sections[0].line, text, len(fences))


def _done(repo: Repo) -> Iterator[Guide]:
    """Programs that bring an older version back: a script by its name, a target of make, a command of a script."""
    modules = {file.path for file in python_files(repo) if file.functions and not file.main_guard}
    for path in repo.matching(lambda path: _is_called_back(path) or _holds_commands(path)):
        if role(repo, path) is not Role.OWN or _OF_DATABASES.search(path):
            continue
        if _is_called_back(path) and path not in modules:
            yield Guide(GuideKind.ROLLBACK, path, 0, "", runs=True)
        elif _holds_commands(path):
            yield from repo.texts(_in_script, [path], 200_000)


def _taken_back(path: str, text: str) -> re.Match[str] | None:
    """Find the command by which a shell script that calls itself a way back takes a release away."""
    return _TAKES_BACK.search(text) if path.endswith(".sh") and _SAYS.search(text) else None


def _is_called_back(path: str) -> bool:
    pure = posix(path)
    return pure.suffix in _SCRIPTS and bool(_ROLLS_BACK.search(pure.stem))


def _holds_commands(path: str) -> bool:
    pure = posix(path)
    known = pure.name in ("Makefile", "justfile", "Taskfile.yml") or pure.suffix == ".sh"
    return known or ".github/workflows" in path


def _in_script(path: str, text: str) -> Iterator[Guide]:
    if match := _COMMAND.search(text) or _TARGET.search(text) or _taken_back(path, text):
        yield Guide(GuideKind.ROLLBACK, path, line_number(text, match.start()), match[0], runs=True)
