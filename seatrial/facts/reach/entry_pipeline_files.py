"""What do the files of pipeline tools run: DVC, Snakemake, Nextflow, CWL, MLflow, Ploomber, Prefect?"""

import re
from collections.abc import Callable, Iterator, Mapping
from posixpath import basename, dirname
from typing import TypeAlias

from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.images.containers import own_images
from seatrial.facts.images.handed_programs import command_of_tool
from seatrial.facts.images.image import Image
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import Launch, handler, launches
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.model import Place
from seatrial.read.infrastructure.shell import commands
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

Run: TypeAlias = tuple[int, str, tuple[Launch, ...]]  #: line, text, what it starts
Reading: TypeAlias = Callable[[Repo, str], Iterator[Run]]

_PYTHON_LINE = regex(r"^[^\n]*?(\bpython[\d.]*\s+[^\n\"']+)", re.MULTILINE)
_SCRIPT_LINE = regex(r"^[ \t]*script:\s*+[rf]?[\"']([^\"']+\.py)[\"']", re.MULTILINE)


def _reader(path: str) -> "Reading | None":
    return _READERS.get(basename(path)) or _BY_ENDING.get(path.rpartition(".")[2])


def of_pipeline_files(repo: Repo) -> Iterator[EntryPoint]:
    """Yield what the stages, rules and jobs of pipeline tools start."""
    for path in repo.matching(_reader):
        read = _reader(path)
        if read is None or role(repo, path).is_foreign:
            continue
        try:
            found = tuple(read(repo, path))
        except Unreadable:
            continue
        for line, text, starts in found:
            yield from _entries(repo, Place(path, line), text, starts)


def _entries(repo: Repo, place: Place, text: str, starts: tuple[Launch, ...]) -> Iterator[EntryPoint]:
    """Yield the entries of one start, in the folder of its file or at the root; else where an image keeps its code."""
    for folder, image in (*((folder, None) for folder in dict.fromkeys((dirname(place.path), ""))), *_inside(repo)):
        goals = tuple(targets_of(repo, starts, folder, image))
        for goal in goals:
            standing = weakest(role(repo, place.path), role(repo, goal.path))
            what = f"{place.path} runs {text[:100]}"
            yield EntryPoint(Kind.PIPELINE, goal.path, goal.name, place, what, goal.main, standing)
        if goals:
            return


def _inside(repo: Repo) -> Iterator[tuple[str, Image]]:
    return (("", image) for image in own_images(repo))


def _shell(node: Node) -> Iterator[Run]:
    for item in node.elements or (node,):
        for found in commands(item.text):
            yield item.line, found.text, launches(found)


def _dvc(repo: Repo, path: str) -> Iterator[Run]:
    for _, stage in first_document(repo, path).at("stages").pairs:
        yield from _shell(stage.at("cmd") or stage.at("do", "cmd"))


def _mlflow(repo: Repo, path: str) -> Iterator[Run]:
    text = repo.text(path)
    for found in re.finditer(r"^[ \t]*command:\s*[\"']?([^\n\"']+)", text, re.MULTILINE):
        line = line_number(text, found.start(1))
        for item in commands(found[1]):
            yield line, item.text, launches(item)


def _ploomber(repo: Repo, path: str) -> Iterator[Run]:
    for task in first_document(repo, path).at("tasks").elements:
        source = task.at("source")
        if source.text.endswith((".py", ".ipynb")):
            yield source.line, source.text, (Launch(file=source.text, main=True),)
        elif "." in source.text:
            yield source.line, source.text, (handler(source.text),)


def _prefect(repo: Repo, path: str) -> Iterator[Run]:
    for deployment in first_document(repo, path).at("deployments").elements:
        start = deployment.at("entrypoint")
        if start.text:
            yield start.line, start.text, (handler(start.text),)


def _cwl(repo: Repo, path: str) -> Iterator[Run]:
    """Read a tool of the Common Workflow Language, which runs its command in an image."""
    root = first_document(repo, path)
    for item in command_of_tool(root):
        yield root.at("baseCommand").line, item.text, launches(item)


def _lines(repo: Repo, path: str) -> Iterator[Run]:
    """Read rules whose language is not ours by the lines that start Python."""
    text = repo.text(path, 200_000)
    for found in _PYTHON_LINE.finditer(text):
        line = line_number(text, found.start(1))
        for item in commands(found[1]):
            yield line, item.text, launches(item)
    for found in _SCRIPT_LINE.finditer(text):
        yield line_number(text, found.start(1)), found[1], (Launch(file=found[1], main=True),)


_READERS: Mapping[str, Reading] = {
    "dvc.yaml": _dvc, "MLproject": _mlflow, "pipeline.yaml": _ploomber, "prefect.yaml": _prefect, "Snakefile": _lines,
}  # fmt: skip
_BY_ENDING: Mapping[str, Reading] = {"smk": _lines, "nf": _lines, "cwl": _cwl}
