"""Which folders with a model are the steps of one piece of work, and no products of their own?"""

import posixpath
from collections.abc import Iterator

from seatrial.component.packaged import FRAMEWORKS, below, importable, imported_packages
from seatrial.read.code.python import PYTHON
from seatrial.repo import Repo, Role, role

_FEW = 3  #: folders from which on equal files are no chance
_EQUAL = 2  #: files that each step was given, as its log and its settings
#: Files that stand in folders of any kind.
_EVERYWHERE = frozenset({"__init__.py", "main.py", "app.py", "run.py", "train.py", "predict.py", "setup.py"})
#: What marks a function as a step, and what marks the pipelines that put steps together, by package.
_STEPS = {"kfp": "component", "zenml": "step", "clearml": "component", "azure": "command_component"}
_PIPELINES = {"kfp": "pipeline", "zenml": "pipeline", "clearml": "pipeline", "azure": "pipeline"}


def beside_their_steps(repo: Repo, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield the folders with a model, without those that only define steps for the pipelines of another one.

    Nobody installs or deploys such a folder for itself: whoever compiles the pipelines takes the steps in.
    """
    paths = {root: below(repo, root) for root in roots}
    defining = [root for root in roots if _marks(repo, paths[root], _PIPELINES)]
    wanted = {root: imported_packages(repo, paths[root]) for root in defining}
    for root in roots:
        asked = frozenset[str]().union(*(wanted[one] for one in defining if one != root))
        steps = root not in defining and not asked.isdisjoint(importable(repo, root))
        if not (steps and _marks(repo, paths[root], _STEPS) and not _serves(repo, paths[root])):
            yield root


def _marks(repo: Repo, paths: frozenset[str], marks: dict[str, str]) -> bool:
    """Tell whether own code marks a function by one of the decorators."""
    files = (path for path in sorted(paths) if path.endswith(".py") and role(repo, path) is Role.OWN)
    names = (
        mark.name
        for file in repo.records(PYTHON, files)
        if not file.packages.isdisjoint(marks)
        for function in file.functions
        for mark in function.decorators
    )
    return any(marks.get(name.partition(".")[0]) == name.rpartition(".")[2] for name in names)


def _serves(repo: Repo, paths: frozenset[str]) -> bool:
    return not FRAMEWORKS.isdisjoint(imported_packages(repo, paths))


def are_steps_of_one(repo: Repo, roots: tuple[str, ...]) -> bool:
    """Tell whether the folders with a model are steps that were made alike, none of which answers over the network.

    Each holds modules of the same names beside its own work, one of them copied from step to step as it is: products
    that are laid out alike share no text. What is packaged to be installed by others, or serves, is a part of its own
    however it is laid out.
    """
    if len(roots) < _FEW:
        return False
    inside = {root: below(repo, root) for root in roots}
    if any(_serves(repo, paths) for paths in inside.values()):
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
