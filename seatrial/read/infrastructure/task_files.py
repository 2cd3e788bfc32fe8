"""Which named tasks does a task runner's file hold, and which commands does each run?"""

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from seatrial.read.code.python_tasks import python_tasks
from seatrial.read.infrastructure.makefile import justfile, makefile
from seatrial.read.infrastructure.task_record import Target, Tasks, named
from seatrial.read.infrastructure.toml_document import read_toml
from seatrial.read.infrastructure.yaml_documents import read_yaml
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_SECTION = regex(r"\[([^\]]+)\]\s*")
_KEY = regex(r"([\w-]+)\s*=\s*(.*)")


def read_tasks(path: str, data: bytes) -> Tasks:
    """Read the tasks of one file, by its name. A file whose name is no task runner's is unreadable."""
    name = posixpath.basename(path)
    for pattern, read in _KINDS.items():
        if pattern.fullmatch(name):
            return Tasks(path, tuple(read(path, data)))
    raise Unreadable("no task file")


def is_task_file(path: str) -> bool:
    """Tell whether a path has the name of a task runner's file."""
    name = posixpath.basename(path)
    return any(pattern.fullmatch(name) for pattern in _KINDS)


TASKS = Reader("tasks", 5, read_tasks, limit=500_000)


def _ini(_: str, data: bytes) -> Iterator[Target]:
    """tox.ini and setup.cfg: the commands of every environment."""
    section, key, lines = "", "", []
    environments: dict[str, list[tuple[str, int]]] = {}
    for number, line in enumerate(decode(data).split("\n"), 1):
        if found := _SECTION.match(line):
            section, key = found[1], ""
        elif not line.startswith((" ", "\t")) and (found := _KEY.match(line)):
            key, lines = found[1], [found[2]]
        else:
            lines = [line]
        if key in {"commands", "commands_pre", "commands_post"} and re.match(r"testenv|tox:testenv", section):
            words = [text.strip() for text in lines if text.strip() and not text.strip().startswith(("#", "["))]
            environments.setdefault(section.rpartition("testenv")[2].lstrip(":"), []).extend(
                (f"{word.lstrip('- ')} || true" if word.startswith("-") else word, number) for word in words
            )
    for name, found_lines in environments.items():
        if found_lines:  # an environment for the hand alone says `commands =`, and runs nothing
            text = "\n".join(_continued(word) for word, _ in found_lines)
            yield Target("tox", name, found_lines[0][1], text)


def _continued(word: str) -> str:
    return word.replace("{posargs", "{ posargs")


def _package_json(_: str, data: bytes) -> Iterator[Target]:
    text = decode(data)
    try:
        scripts = json.loads(text).get("scripts")
    except (ValueError, AttributeError, RecursionError):
        return
    for name, script in scripts.items() if isinstance(scripts, dict) else ():
        if isinstance(script, str):
            yield Target("npm", name, text[: max(text.find(f'"{name}"'), 0)].count("\n") + 1, script)


def _toml(path: str, data: bytes) -> Iterator[Target]:
    root = read_toml(path, data).documents[0].root
    tool = root.at("tool")
    hatch = tool.at("hatch") or (root if posixpath.basename(path) == "hatch.toml" else MISSING)
    yield from named("hatch", hatch.at("scripts"))
    for name, environment in hatch.at("envs").pairs:
        for target in named("hatch", environment.at("scripts")):
            yield Target("hatch", f"{name}:{target.name}", target.line, target.text, target.needs)
    yield from named("poe", tool.at("poe", "tasks"))
    yield from named("pdm", tool.at("pdm", "scripts"))
    yield from named("task", tool.at("taskipy", "tasks"))
    yield from named("rye", tool.at("rye", "scripts"))
    pixi = tool.at("pixi") or root
    yield from named("pixi", pixi.at("tasks"))
    for _, feature in pixi.at("feature").pairs:
        yield from named("pixi", feature.at("tasks"))
    yield from named("mise", root.at("tasks"))
    yield from _tox_toml(tool.at("tox") or root)


def _tox_toml(root: Node) -> Iterator[Target]:
    if root.at("legacy_tox_ini").text:
        yield from _ini("", root.at("legacy_tox_ini").text.encode())
    for name, environment in (("", root.at("env_run_base")), *root.at("env").pairs):
        commands = [" ".join(command.texts) for command in environment.at("commands").elements]
        if commands:
            yield Target("tox", name, environment.line, "\n".join(commands))


def _pipfile(path: str, data: bytes) -> Iterator[Target]:
    yield from named("pipenv", read_toml(path, data).documents[0].root.at("scripts"))


def _yaml(path: str, data: bytes) -> Iterator[Target]:
    for document in read_yaml(path, data).documents[:1]:
        yield from named("task", document.root.at("tasks"))
        for repository in document.root.at("repos").elements:
            for hook in repository.at("hooks").elements:
                entry = hook.at("entry").text or hook.at("id").text
                words = " ".join((entry, *hook.at("args").texts))
                manual = set(hook.at("stages").texts) == {"manual"}
                yield Target("pre-commit", "manual" if manual else "", hook.line, words)


def _lefthook(path: str, data: bytes) -> Iterator[Target]:
    """lefthook.yml: what each hook of git runs, by name and in its list of jobs."""
    for document in read_yaml(path, data).documents[:1]:
        for name, hook in document.root.pairs:
            steps = (*(command for _, command in hook.at("commands").pairs), *hook.at("jobs").elements)
            if texts := [step.at("run").text for step in steps if step.at("run").text]:
                yield Target("lefthook", name, hook.line, "\n".join(texts))


_KINDS: Mapping[re.Pattern[str], Callable[[str, bytes], Iterator[Target]]] = {
    regex(r"(GNU)?[Mm]akefile|.*\.mk|Makefile\..*"): makefile,
    regex(r"\.?[Jj]ustfile|.*\.just"): justfile,
    regex(r"tox\.ini|setup\.cfg"): _ini,
    regex(r"noxfile\.py|tasks\.py"): python_tasks,
    regex(r"package\.json"): _package_json,
    regex(r"pyproject\.toml|hatch\.toml|pixi\.toml|\.?mise(\.[\w-]+)?\.toml|tox\.toml"): _toml,
    regex(r"Pipfile"): _pipfile,
    regex(r"\.?lefthook(-local)?\.ya?ml"): _lefthook,
    regex(r"[Tt]askfile(\.dist)?\.ya?ml|\.pre-commit-config\.ya?ml"): _yaml,
}
