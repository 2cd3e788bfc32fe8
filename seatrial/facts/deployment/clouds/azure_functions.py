"""Which files describe a function of Azure in its older model, and what do they say?"""

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo, own_paths


@fact
def function_settings(repo: Repo) -> tuple[tuple[str, Node], ...]:
    """Return the owner's files of settings with the bindings of each, which say what starts a function.

    A tool of a language model is described in a file of the same name, and is bound to nothing.
    """
    described = documents_of(repo, own_paths(repo, _is_named_so))
    return tuple((path, root) for path, root in described if root.at("bindings").elements)


def _is_named_so(path: str) -> bool:
    return path.rpartition("/")[2] == "function.json"
