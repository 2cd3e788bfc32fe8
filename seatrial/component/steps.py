"""Are folders with an image each the steps of one piece of work, and no products of their own?"""

from seatrial.component.packaged import FRAMEWORKS, imported_packages
from seatrial.repo import Repo, Role, role

_FEW = 3  #: folders from which on equal files are no chance
_EQUAL = 2  #: files that each step was given, as its log and its settings
#: Files that stand in folders of any kind.
_EVERYWHERE = frozenset({"__init__.py", "main.py", "app.py", "run.py", "train.py", "predict.py", "setup.py"})


def are_steps_of_one(repo: Repo, roots: tuple[str, ...]) -> bool:
    """Tell whether the folders with a model are steps that were made alike, none of which answers over the network.

    Each holds the same modules beside its own work: they were copied from step to step. What is packaged to be
    installed by others, or serves, is a part of its own however it is laid out.
    """
    if len(roots) < _FEW:
        return False
    inside = {root: frozenset(path for path in repo.paths if path.startswith(f"{root}/")) for root in roots}
    if any(not FRAMEWORKS.isdisjoint(imported_packages(repo, paths)) for paths in inside.values()):
        return False
    if any(f"{root}/{name}" in inside[root] for root in roots for name in ("pyproject.toml", "setup.py")):
        return False
    modules = (_modules(repo, root, paths) for root, paths in inside.items())
    return len(frozenset.intersection(*modules)) >= _EQUAL


def _modules(repo: Repo, root: str, paths: frozenset[str]) -> frozenset[str]:
    """Return the names of a folder's own modules that say something."""
    names = (path.removeprefix(f"{root}/") for path in paths if path.endswith(".py") and role(repo, path) is Role.OWN)
    return frozenset(names) - _EVERYWHERE
