"""What does AWS CodeBuild run: by a buildspec of the repository, or by one that its project holds?"""

import posixpath
import re
from collections.abc import Iterator
from textwrap import dedent

from seatrial.facts.ci.workflow import Step
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FILE = regex(r"([\w./-]+\.ya?ml)")
_LIMIT, _LONGEST = 300_000, 400  #: bytes of a file of Terraform, and lines of a buildspec in it
_HELD = regex(r"\s*buildspec\s*=\s*<<[-~]?\s*\"?([A-Za-z_]\w*)\"?[^\n]*\n")
_ENCODED = regex(r"\s*buildspec\s*=\s*(?:yaml|json)encode\(")
_COMMANDS = regex(r"\bcommands\"?\s*[=:]\s*\[([^\]]{1,8000})\]")
_TEXT = regex(r"\"((?:[^\"\\\n]|\\.)*)\"")
USUAL = "buildspec.yml"  #: what a project reads that names no other


def steps_of(repo: Repo, spec: str) -> tuple[Step, ...]:
    """Return what the buildspec at a path runs; () where there is none, or a variable says which."""
    path = spec.removeprefix("./") or USUAL
    return tuple(steps_in(path, first_document(repo, path))) if path in repo.entries else ()


def steps_in(path: str, root: Node, above: int = 0) -> Iterator[Step]:
    """Yield the commands of the phases in order; ``above`` is how many lines of the file stand before the spec."""
    for _, phase in root.at("phases").pairs:
        scripts = phase.at("commands")
        for item in scripts.elements or (scripts,):
            if item.text:
                yield Step(Place(path, item.text_line + above), run=item.text)


def spec_of(project: Block, declared: str) -> str:
    """Return which buildspec a project of Terraform names, "" where it holds one itself; ``declared`` is its file."""
    spec = next((one.value("buildspec") for one in project.blocks if one.kind == "source"), "")
    named = _FILE.search(spec)
    if named is None:
        return "" if spec else USUAL
    beside = "path.module" in spec or "path.root" in spec
    return posixpath.normpath(posixpath.join(posixpath.dirname(declared) if beside else "", named[1].lstrip("/")))


def held_steps(repo: Repo, project: Block, declared: str) -> tuple[Step, ...]:
    """Return what the buildspec runs that a project of Terraform holds itself: as a text, or as an object to encode."""
    lines = repo.text_or_empty(declared, _LIMIT).splitlines(keepends=True)
    source = next((one for one in project.blocks if one.kind == "source"), project)
    before = next((one.line for one in source.blocks if one.kind == "buildspec"), source.line_of("buildspec")) - 1
    text = "".join(lines[before : before + _LONGEST])
    if held := _HELD.match(text):
        closing = re.compile(rf"^[ \t]*{re.escape(held[1])}[ \t]*$", re.MULTILINE).search(text, held.end())
        return inline_steps(declared, dedent(text[held.end() : closing.start()]), before + 2) if closing else ()
    return tuple(_encoded(declared, text, before)) if _ENCODED.match(text) else ()


def _encoded(path: str, text: str, before: int) -> Iterator[Step]:
    """Yield the commands of an object that is written in Terraform's own form, up to the end of its block."""
    end = re.compile(r"^ {0,2}\}", re.MULTILINE).search(text)
    for listed in _COMMANDS.finditer(text, 0, end.start() if end else len(text)):
        for one in _TEXT.finditer(listed[1]):
            line = before + line_number(text, listed.start(1) + one.start())
            yield Step(Place(path, line), run=one[1].replace('\\"', '"'))


def inline_steps(path: str, text: str, line: int) -> tuple[Step, ...]:
    """Return what a buildspec runs that stands as a text in another file, from a line on."""
    documents = read_yaml(path, text.encode()).documents
    return tuple(step for document in documents for step in steps_in(path, document.root, line - 1))
