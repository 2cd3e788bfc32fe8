"""Which checks run before a commit, and which tools guard the repository there or in CI?"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.ci.workflows import ci_actions, runs
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.repo import Repo, Role, own_paths, role

CONFIGS = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml")


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook of a configuration of pre-commit or lefthook."""

    id: str
    source: str  #: address of the repository it comes from, "local" for the own one
    command: str  #: entry and arguments as written
    place: Place

    @property
    def what(self) -> str:
        return f"{self.id} runs before every commit"


@fact
def hooks(repo: Repo) -> tuple[Hook, ...]:
    """Return the hooks that run before a commit or a push, manual ones left out, in the order of the file."""
    found = [hook for path in own_paths(repo, lambda path: posix(path).name in CONFIGS) for hook in _hooks(repo, path)]
    hooks_too = (item for item in targets(repo) if item[1].tool == "lefthook")
    stages = ((path, target) for path, target in hooks_too if role(repo, path) is Role.OWN)
    for path, target in stages:
        if target.name in {"pre-commit", "pre-push"}:
            lines = [line for line in target.text.split("\n") if line.strip()]
            found += [Hook(line.split()[0], "local", line, Place(path, target.line)) for line in lines]
    return tuple(found)


def guards(repo: Repo, *names: str) -> tuple[Evidence, ...]:
    """Return where one of these tools can stop a change: as a hook, as a command of CI or as an action.

    A name is found as the id or in the command of a hook, as the name of the repository it comes from, as a program
    of CI ("gitleaks", "semgrep scan"), and as a part of an action's name ("gitleaks/gitleaks-action").
    """
    wanted = {name.lower() for name in names}
    found: list[Evidence] = [as_evidence(hook) for hook in hooks(repo) if _words(hook) & wanted]
    found += [as_evidence(command) for command in runs(repo, *names) if command.guards]
    actions = (action for action in ci_actions(repo) if action.guards)
    found += [as_evidence(action) for action in actions if _parts(action.name) & wanted]
    return tuple(dict.fromkeys(found))


def _words(hook: Hook) -> set[str]:
    source = PurePosixPath(hook.source).name.removesuffix(".git")
    return {hook.id.lower(), source.lower(), *hook.command.lower().split()}


def _parts(action: str) -> set[str]:
    return {part.removesuffix("-action") for part in action.lower().split("/")}


def _hooks(repo: Repo, path: str) -> Iterator[Hook]:
    read = repo.record(YAML, path)
    if isinstance(read, Unread):
        return
    for document in read.documents:
        for source in document.root.at("repos").elements:
            yield from (_hook(path, source, hook) for hook in source.at("hooks").elements if _runs(hook))


def _runs(hook: Node) -> bool:
    stages = hook.at("stages").texts
    return bool(hook.at("id").text) and stages != ("manual",)


def _hook(path: str, source: Node, hook: Node) -> Hook:
    command = " ".join((hook.at("entry").text, *hook.at("args").texts)).strip()
    return Hook(hook.at("id").text, source.at("repo").text, command, Place(path, hook.at("id").line))
