"""Who asks for newer dependencies by itself, of which kind, and of which folders?"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.given_up import sealed
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
_RENOVATE = regex(r"(?:\.github/|\.gitlab/)?(?:renovate\.json5?|\.renovaterc(?:\.json5?)?)")
_PYUP = ".pyup.yml"


class Kind(StrEnum):
    """What is kept new."""

    PYTHON = "Python packages"
    IMAGES = "base images"
    ACTIONS = "actions of CI"
    OTHER = "other packages"


_ECOSYSTEMS = {
    "pip": Kind.PYTHON, "uv": Kind.PYTHON, "conda": Kind.PYTHON, "docker": Kind.IMAGES, "docker-compose": Kind.IMAGES,
    "helm": Kind.IMAGES, "github-actions": Kind.ACTIONS,
}  # fmt: skip
_MANAGERS = {
    Kind.PYTHON: ("pip_requirements", "pip_setup", "pip-compile", "poetry", "pep621", "pipenv", "setup-cfg", "pixi"),
    Kind.IMAGES: ("dockerfile", "docker-compose", "kubernetes", "helm-values"),
    Kind.ACTIONS: ("github-actions",),  # whose actions are code of others; other CI systems name images
}
#: What a rule about a whole language calls it, and patterns that every package matches.
_CATEGORIES = {
    **dict.fromkeys(_MANAGERS[Kind.PYTHON], "python"), **dict.fromkeys(_MANAGERS[Kind.IMAGES][:2], "docker"),
    **dict.fromkeys(_MANAGERS[Kind.ACTIONS], "ci"),
}  # fmt: skip
_PATTERNS = frozenset({"matchPackageNames", "matchPackagePatterns", "matchDepNames", "matchDepPatterns"})
_EVERY = frozenset({"*", "**", ".*", "^.*$", "/.*/", "/^.*$/"})
#: Commands that write newer versions into a lock file, for whoever starts them.
_UPGRADES = (
    (("uv", "lock"), ("--upgrade", "-U")), (("uv", "sync"), ("--upgrade", "-U")), (("poetry", "update"), ()),
    (("pdm", "update"), ()), (("pipenv", "update"), ()), (("pip-compile",), ("--upgrade", "-U")),
    (("uv", "pip", "compile"), ("--upgrade", "-U")), (("conda-lock",), ("--update",)), (("pixi", "update"), ()),
    (("renovate",), ()), (("pcu",), ()), (("pip-upgrade",), ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Watch:
    """One kind of dependency, in some folders, that somebody is told about when it has a newer version."""

    tool: str
    kind: Kind
    place: Place
    folders: tuple[str, ...]  #: patterns, "" for the root
    below: bool  #: the folders below count too
    off: str = ""  #: why nothing comes of it, "" when something does

    @property
    def what(self) -> str:
        where = ", ".join(f"/{folder}" for folder in self.folders[:3]) if not self.below else "the repository"
        return f"{self.tool} asks for newer {self.kind} of {where}{', but ' * bool(self.off)}{self.off}"

    def covers(self, manifest: str) -> bool:
        """Tell whether a manifest is looked at: in a named folder, or a list of requirements directly below it.

        So does Dependabot read folders: text files of packages one level down belong to the folder above.
        """
        if self.below:
            return True
        folder = posixpath.dirname(manifest)
        near = (folder, posixpath.dirname(folder)) if manifest.endswith((".txt", ".in")) else (folder,)
        return any(_matches(pattern, one) for pattern in self.folders for one in near)


@fact
def update_watches(repo: Repo) -> tuple[Watch, ...]:
    """Return what bots, and scheduled runs of CI that upgrade a lock, keep new; nothing does in an archived one."""
    found = (*_dependabot(repo), *_renovate(repo), *_pyup(repo), *_scheduled(repo))
    return tuple(replace(one, off="the repository is archived") for one in found) if sealed(repo) else found


def _matches(pattern: str, folder: str) -> bool:
    expression = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return bool(re.fullmatch(expression, folder))


def _dependabot(repo: Repo) -> Iterator[Watch]:
    for path in _DEPENDABOT:
        if path not in repo.entries:
            continue
        for node in first_document(repo, path).at("updates").elements:
            ecosystem = node.at("package-ecosystem").text
            given = node.at("directories").texts or node.at("directory").texts
            folders = tuple(folder.strip("/") for folder in given)
            limit = node.at("open-pull-requests-limit").number
            off = "it may open no pull request" if limit == 0 else ""
            if ecosystem and folders:
                kind = _ECOSYSTEMS.get(ecosystem, Kind.OTHER)
                yield Watch("Dependabot", kind, Place(path, node.line), folders, below=False, off=off)


def _renovate(repo: Repo) -> Iterator[Watch]:
    for path in repo.matching(_RENOVATE.fullmatch):
        root = first_document(repo, path)
        off = "it is switched off" if root.at("enabled").flag is False else ""
        for kind, managers in _MANAGERS.items():
            if _is_on(root, managers):
                yield Watch("Renovate", kind, Place(path, root.line), ("",), below=True, off=off)


def _is_on(root: Node, managers: tuple[str, ...]) -> bool:
    """Tell whether any of the managers is asked for; all are, unless some are named or switched off."""
    named = root.at("enabledManagers").texts
    asked = [name for name in managers if not named or name in named]
    return any(root.at(name, "enabled").flag is not False and _is_let(root, name) for name in asked)


def _is_let(root: Node, manager: str) -> bool:
    """Tell whether the last rule about all packages of a manager leaves it on; one about some of them says nothing."""
    on = True
    for rule in root.at("packageRules").elements:
        narrowing = [key for key in rule.keys if key.startswith(("match", "exclude")) and not _is_of_all(rule, key)]
        about = (
            manager in rule.at("matchManagers").texts or _CATEGORIES.get(manager) in rule.at("matchCategories").texts
        )
        flag = rule.at("enabled").flag
        if flag is not None and ((about and len(narrowing) == 1) or not narrowing):
            on = flag
    return on


def _is_of_all(rule: Node, key: str) -> bool:
    return key in _PATTERNS and any(text in _EVERY for text in rule.at(key).texts)


def _pyup(repo: Repo) -> Iterator[Watch]:
    if _PYUP in repo.entries:
        root = first_document(repo, _PYUP)
        off = "it is told to update nothing" if root.at("update").flag is False else ""
        yield Watch("PyUp", Kind.PYTHON, Place(_PYUP, root.line), ("",), below=True, off=off)


def _scheduled(repo: Repo) -> Iterator[Watch]:
    """Yield the upgrades that the clock starts: whoever maintains the repository sees what comes of them."""
    for one in ci_commands(repo):
        for start, options in _UPGRADES:
            asked = not options or any(word.startswith(options) for word in one.command.arguments)
            if (one.scheduled or one.stopped) and asked and one.command.starts(*start):
                off = one.stopped.what if one.stopped else ""
                yield Watch(one.what, Kind.PYTHON, one.place, (one.folder,), below=not one.folder, off=off)
    for action in ci_actions(repo):
        if action.name == "renovatebot/github-action":
            yield from (Watch("Renovate", kind, action.place, ("",), below=True) for kind in _MANAGERS)
