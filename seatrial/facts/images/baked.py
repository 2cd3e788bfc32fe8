"""Which images does Buildx Bake build, from which Dockerfiles and up to which stages?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.ci.workflow import CiAction, CiCommand
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Build
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.hcl import HCL, Block
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.reader import Unread
from seatrial.repo import Repo

_COMMANDS = (("docker", "buildx", "bake"), ("docker", "bake"), ("depot", "bake"))
_ACTIONS = {"docker/bake-action", "depot/bake-action"}
#: The files that are read where none is named.
_FILES = ("docker-bake.hcl", "docker-bake.override.hcl", "docker-bake.json", "docker-bake.override.json")
_VALUED = {"--set", "--progress", "--builder", "--metadata-file", "--call", "--allow", "--sbom", "--provenance"}
_MOST = 200  #: targets that one call may come to, groups looked into


@dataclass(frozen=True, slots=True)
class _Target:
    """One target or group of a bake file; "" where nothing is said."""

    context: str = ""
    file: str = ""
    stage: str = ""
    tags: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    members: tuple[str, ...] = ()  #: of a group


def baked(repo: Repo, one: CiCommand | CiAction) -> Iterator[Build]:
    """Yield the builds that a command or an action asks Bake for."""
    asked = _of_action(one) if isinstance(one, CiAction) else _of_command(one)
    if asked is None:
        return
    folder, files, names = asked
    known: dict[str, _Target] = {}
    for file in files or _FILES:
        path = _joined(folder, file)
        if path in repo.entries:
            known |= _targets(repo, path)
    for target in _chosen(known, names or ("default",)):
        context = _joined(folder, _said(known, target, "context") or ".")
        path = _joined(context, _said(known, target, "file") or "Dockerfile")
        if path in repo.entries:
            what = f"{one.workflow} builds {path} by bake"
            yield Build(path, context, one.place, what, _said(known, target, "stage"), next(iter(target.tags), ""))


def _of_command(one: CiCommand) -> tuple[str, list[str], tuple[str, ...]] | None:
    """Return the folder, the files and the targets of a call of Bake; None when it is none, or only prints."""
    if not any(one.command.starts(*words) for words in _COMMANDS) or "--print" in one.command.arguments:
        return None
    files: list[str] = []
    plain: list[str] = []
    words = iter(one.command.arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name in {"-f", "--file"}:
            files.append(value if equals else next(words, ""))
        elif word in _VALUED:
            next(words, "")
        elif not word.startswith("-"):
            plain.append(word)
    return one.folder, files, tuple(plain[plain.index("bake") + 1 :])


def _of_action(one: CiAction) -> tuple[str, list[str], tuple[str, ...]] | None:
    if one.name not in _ACTIONS:
        return None
    given = dict(one.inputs)
    return given.get("workdir", ""), _split_words(given.get("files", "")), tuple(_split_words(given.get("targets", "")))


def _split_words(text: str) -> list[str]:
    return text.replace(",", " ").split()


def _targets(repo: Repo, path: str) -> dict[str, _Target]:
    if path.endswith(".hcl"):
        record = repo.record(HCL, path)
        blocks = () if isinstance(record, Unread) else record.blocks
        return {block.labels[0]: _of_block(block) for block in blocks if block.kind in {"target", "group"}
                and block.labels}  # fmt: skip
    root = first_document(repo, path)
    return {name: _of_node(node) for kind in ("target", "group") for name, node in root.at(kind).pairs}


def _of_block(block: Block) -> _Target:
    def several(name: str) -> tuple[str, ...]:
        return tuple(_split_words(block.value(name).strip("[]")))

    return _Target(block.value("context"), block.value("dockerfile"), block.value("target"), several("tags"),
                   several("inherits"), several("targets"))  # fmt: skip


def _of_node(node: Node) -> _Target:
    return _Target(node.at("context").text, node.at("dockerfile").text, node.at("target").text,
                   node.at("tags").texts, node.at("inherits").texts, node.at("targets").texts)  # fmt: skip


def _chosen(known: dict[str, _Target], names: tuple[str, ...]) -> list[_Target]:
    """Return the targets that names come to, those of groups among them, each once; all, where a variable names one."""
    if any("$" in name or name.startswith("__") for name in names):
        return [target for target in known.values() if not target.members][:_MOST]
    seen: dict[str, _Target] = {}
    waiting = list(names)
    while waiting and len(seen) < _MOST:
        name = waiting.pop(0)
        if name in known and name not in seen:
            seen[name] = known[name]
            waiting += known[name].members
    return [target for target in seen.values() if not target.members]


def _said(known: dict[str, _Target], target: _Target, name: str) -> str:
    """Return what a target says of itself, else what the last of those that it inherits from says."""
    line = [target]
    for one in line:
        if value := getattr(one, name):
            return str(value)
        if len(line) < _MOST:
            line += [known[above] for above in reversed(one.inherits) if above in known]
    return ""


def _joined(folder: str, path: str) -> str:
    """Join as a shell would; an address or a variable stands for the folder itself."""
    outside = path.startswith(("$", "{{", "_", "http", "git", "target:", "/"))
    joined = posixpath.normpath(posixpath.join(folder, "." if outside else path))
    return "" if joined == "." else joined
