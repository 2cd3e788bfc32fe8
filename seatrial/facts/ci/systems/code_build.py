"""What does AWS CodeBuild run: by a buildspec of the repository, or by one that its project holds?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.ci.workflow import Step
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FILE = regex(r"([\w./-]+\.ya?ml)")
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


def inline_steps(path: str, text: str, line: int) -> tuple[Step, ...]:
    """Return what a buildspec runs that stands as a text in another file, from a line on."""
    documents = read_yaml(path, text.encode()).documents
    return tuple(step for document in documents for step in steps_in(path, document.root, line - 1))
