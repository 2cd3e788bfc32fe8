"""Do the files of settings name the models that are loaded at fixed commits?"""

from collections.abc import Iterator
from typing import TypeAlias

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.model import Place
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: How a version of a model is called, where commits stand for versions.
_VERSION = caseless(r"(?:\w+_)?(?:revision|version|commit(?:_?(?:hash|sha|id))?)")
_HUB_ID = regex(r"[\w.-]+/[\w.-]+")
_COMMIT = regex(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NODES = 20_000
_Entry: TypeAlias = tuple[str, str, int]  #: key, text and line


def asks_settings(call: Call) -> bool:
    """Tell a load that is told its revision by a variable: ``from_pretrained(name, revision=self.version)``."""
    given = call.keyword("revision") or call.keyword("commit_hash")
    return given is not None and given.kind in ("name", "item", "call") and not given.is_none


@fact
def settings_commits(repo: Repo) -> tuple[Place, ...]:
    """Return where settings hold models of a hub to commits; nothing where one of the same key may move.

    A file names models where an entry has an address of a hub beside its version.
    """
    held: list[Place] = []
    for path, root in documents_of(repo, own_yaml(repo)):
        for entries in _of_models(root):
            commits = {key for key, text, _ in entries if _VERSION.fullmatch(key) and _COMMIT.fullmatch(text)}
            of_key = [(text, line) for key, text, line in entries if key in commits]
            if not all(_COMMIT.fullmatch(text) for text, _ in of_key):
                return ()
            held += [Place(path, line) for _, line in of_key]
    return tuple(held)


def _of_models(root: Node) -> Iterator[list[_Entry]]:
    """Yield the texts that stand beside one another, those of a list together, where one is an address of a hub."""
    beside: dict[tuple[str, ...], list[_Entry]] = {}
    for steps, node in root.walk(_NODES):
        if steps and node.text:
            beside.setdefault(tuple(steps[:-1]), []).append((steps[-1], node.text, node.line))
    for entries in beside.values():
        if any(_HUB_ID.fullmatch(text) and not _VERSION.fullmatch(key) for key, text, _ in entries):
            yield entries
