"""Are folders with an image each the steps of one piece of work, and no products of their own?"""

import posixpath

from seatrial.component.packaged import FRAMEWORKS, below, imported_packages
from seatrial.repo import Repo, Role, role

_FEW = 3  #: folders from which on equal files are no chance
_EQUAL = 2  #: files that each step was given, as its log and its settings
#: Files that stand in folders of any kind.
_EVERYWHERE = frozenset({"__init__.py", "main.py", "app.py", "run.py", "train.py", "predict.py", "setup.py"})


def are_steps_of_one(repo: Repo, roots: tuple[str, ...]) -> bool:
    """Tell whether the folders with a model are steps that were made alike, none of which answers over the network.

    Each holds modules of the same names beside its own work, one of them copied from step to step as it is: products
    that are laid out alike share no text. What is packaged to be installed by others, or serves, is a part of its own
    however it is laid out.
    """
    if len(roots) < _FEW:
        return False
    inside = {root: below(repo, root) for root in roots}
    if any(not FRAMEWORKS.isdisjoint(imported_packages(repo, paths)) for paths in inside.values()):
        return False
    if any(f"{root}/{name}" in inside[root] for root in roots for name in ("pyproject.toml", "setup.py")):
        return False
    alike = frozenset.intersection(*(_modules(repo, root, paths) for root, paths in inside.items()))
    return len(alike) >= _EQUAL and any(_is_copied(repo, roots, name) for name in alike)


def _modules(repo: Repo, root: str, paths: frozenset[str]) -> frozenset[str]:
    """Return the names of a folder's own modules that say something."""
    own = (path for path in paths if path.endswith(".py") and role(repo, path) is Role.OWN)
    return frozenset(path.removeprefix(f"{root}/") for path in own if posixpath.basename(path) not in _EVERYWHERE)


def _is_copied(repo: Repo, roots: tuple[str, ...], name: str) -> bool:
    texts = {repo.text_or_empty(f"{root}/{name}").strip() for root in roots}
    return len(texts) == 1 and texts != {""}
