"""What do the steps of a GitHub job run, actions of the repository and values of the matrix put in?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.ci.systems.github_calls import defaults_of, in_checkout, with_inputs
from seatrial.facts.ci.workflow import Step
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

NEVER = regex(r"\$?\{?\{?\s*(?:false|0)\s*\}?\}?")
_MATRIX = regex(r"\$\{\{\s*matrix\.([\w.-]+)\s*\}\}")
_ENV = regex(r"\$\{\{\s*env\.(\w+)\s*\}\}")
#: Inputs of actions that hold shell text. github-script's is JavaScript.
_SHELL_INPUTS = ("command", "run", "cmd", "commands", "script", "inlineScript", "runCmd")
#: A line that goes into a folder of the matrix: what follows works there, once for each of them.
_MOVES = regex(r"(?m)^\s*(?:cd|pushd)\s[^\n]*?\$\{\{\s*matrix\.([\w.-]+)\s*\}\}")
_VALUES = 8  # of one variable of a matrix


def steps_of(repo: Repo, path: str, job: Node, root: Node) -> Iterator[Step]:
    """Yield the steps of a job in order; one that works in a folder of the matrix comes once for each folder."""
    defaults = job.at("defaults", "run") or root.at("defaults", "run")
    matrix = job.at("strategy", "matrix")
    variables = {key: value.text for source in (root, job) for key, value in source.at("env").pairs}
    for node in job.at("steps").elements:
        for step in _steps(repo, path, node, defaults, depth=2):
            folder = _ENV.sub(lambda found: variables.get(found[1], found[0]), step.folder)
            yield from _expanded(replace(step, folder=in_checkout(folder)), matrix)


def handed_over(repo: Repo, path: str, job: Node) -> Iterator[Step]:
    """Yield the shell text that a job hands to another repository's workflow, which runs it."""
    for step in _steps(repo, path, job, MISSING, depth=0):
        if step.run:
            yield from _expanded(replace(step, uses=""), job.at("strategy", "matrix"))


def _steps(repo: Repo, path: str, node: Node, defaults: Node, depth: int) -> Iterator[Step]:
    if NEVER.fullmatch(node.at("if").text):
        return
    uses, given, run = node.at("uses").text, node.at("with"), node.at("run")
    if not run and "github-script" not in uses:
        run = next((given.at(key) for key in _SHELL_INPUTS if given.at(key)), run)
    shell = (node.at("shell") or defaults.at("shell")).text
    folder = (node.at("working-directory") or defaults.at("working-directory")).text
    step = Step(
        Place(path, run.text_line if run else (node.at("uses") or node).line), node.at("name").text, run.text, uses,
        given.texts_by_key, in_checkout(folder),
        node.at("continue-on-error").flag is not True, shell == "bash" or "pipefail" in shell, node.at("if").text,
    )  # fmt: skip
    yield step
    if uses.startswith("./") and depth:
        yield from _composite(repo, step, depth)


def _composite(repo: Repo, step: Step, depth: int) -> Iterator[Step]:
    """Look into an action of the repository itself."""
    for name in ("action.yml", "action.yaml"):
        path = posixpath.normpath(posixpath.join(step.uses, name))
        if path not in repo.entries:
            continue
        record = repo.record(YAML, path)
        if isinstance(record, Unread) or not record.documents:
            continue
        root = record.documents[0].root
        given = {**defaults_of(root.at("inputs")), **dict(step.inputs)}
        for node in root.at("runs", "steps").elements:
            for inner in _steps(repo, path, node, MISSING, depth - 1):
                yield replace(
                    with_inputs(inner, given),
                    can_fail=inner.can_fail and step.can_fail,
                    condition=inner.condition or step.condition,
                )


def _expanded(step: Step, matrix: Node) -> Iterator[Step]:
    """Put the values of the matrix in: a copy of the step for each folder, else a copy of a line for each value."""
    name = next(iter((*_MATRIX.findall(step.folder), *_MOVES.findall(step.run))), "")
    values = _values(matrix, name) if name else ()
    for value in values:
        yield replace(step, folder=_with(step.folder, name, value), run=_filled(_with(step.run, name, value), matrix))
    if not values:
        yield replace(step, folder="" if _MATRIX.search(step.folder) else step.folder, run=_filled(step.run, matrix))


def _filled(text: str, matrix: Node) -> str:
    names = set(_MATRIX.findall(text))
    name = names.pop() if len(names) == 1 else ""
    values = _values(matrix, name) if name else ()
    if not values:
        return text
    lines = []
    for line in text.split("\n"):
        whole = _MATRIX.search(line) and not line.rstrip().endswith("\\")
        copies = [_with(line, name, value) for value in values] if whole else [line]
        lines.append(" ; ".join(copies))
    return "\n".join(lines)


def _with(text: str, name: str, value: str) -> str:
    return _MATRIX.sub(lambda found: value if found[1] == name else found[0], text)


def _values(matrix: Node, name: str) -> tuple[str, ...]:
    first, *rest = name.split(".")
    listed = [item.at(*rest).text for item in matrix.at(first).elements]
    listed += [item.at(first, *rest).text for item in matrix.at("include").elements]
    return tuple(dict.fromkeys(text for text in listed if text))[:_VALUES]
