"""A repository holds one or more components; checks judge a component."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from seatrial.component.component import Component
from seatrial.component.images import carried, copied_code, deployed
from seatrial.component.neighbours import neighbours
from seatrial.component.packaged import (
    below,
    does_ml,
    foreign_folders,
    has_packaged_root,
    orchestrated_folders,
    packaged_folders,
    roots_with_models,
    serves,
)
from seatrial.component.steps import are_steps_of_one, beside_their_steps
from seatrial.repo import Repo, Role, bound, role

_TELLING = 5  #: letters of a word that tells one part from another


@bound
def components(repo: Repo) -> tuple[Component, ...]:
    """Return the components, at least one, sorted by name.

    The whole repository is one, unless at least two folders are packaged apart and each does machine learning of
    its own. Steps of one pipeline that were laid out alike are no parts, nor are steps that the pipelines of one
    import. What stands outside them is shared, unless the root is packaged too and does machine learning itself, or
    is a server with an image of its own: a product beside the models that it asks, whose code, notebooks and
    packaged folders are its own, and those parts too that its image copies and that have none. Code outside that
    the image of a part copies is its own: one server around several models makes each of them a service. So is a
    folder that is packaged apart and has no image, where the image of another copies it: a library beside the
    server that it is made for. A packaged folder without a model is shared by the parts in which it takes part;
    where it takes part in none it stands apart, and is no matter of theirs.
    """
    roots = tuple(beside_their_steps(repo, tuple(deployed(repo, tuple(roots_with_models(repo))))))
    if len(roots) < 2:
        return _whole(repo, roots)
    if are_steps_of_one(repo, roots):
        return _whole(repo, ())
    roots = tuple(beside_their_steps(repo, tuple(sorted((*roots, *orchestrated_folders(repo, roots))))))
    owned = {root: below(repo, root) for root in roots}
    outside = frozenset(repo.paths).difference(*owned.values())
    if has_packaged_root(repo) and (does_ml(repo, outside) or serves(repo, outside)):
        apart = {root: own for root, own in owned.items() if root not in carried(repo, roots, outside)}
        product = frozenset(repo.paths).difference(*apart.values())
        return (_component(repo, ".", "", product, frozenset()), *_beside_whole(repo, apart, product))
    beside = neighbours(repo, roots)
    folders = {folder: below(repo, folder) for folder in beside}
    withheld = {root: _union(folders[one] for one, taken in beside.items() if root not in taken) for root in roots}
    idle = [_apart(repo, folder, folders[folder]) for folder, taken in beside.items() if not taken]
    parts = _parts(repo, owned, {root: outside - withheld[root] for root in roots})
    return tuple(sorted((*parts, *idle), key=attrgetter("name")))


def _whole(repo: Repo, roots: tuple[str, ...]) -> tuple[Component, ...]:
    """Return the whole repository, without the services that take no part in what its one folder with a model does."""
    alone = roots and not has_packaged_root(repo)
    outside = frozenset(repo.paths) - below(repo, roots[0]) if alone else frozenset[str]()
    beside = neighbours(repo, roots) if alone and not does_ml(repo, outside) else {}
    apart = [_apart(repo, folder, below(repo, folder)) for folder, taken in beside.items() if not taken]
    own = frozenset(repo.paths).difference(*(one.own for one in apart))
    return (_component(repo, ".", "", own, frozenset()), *apart)


def _beside_whole(repo: Repo, owned: Mapping[str, frozenset[str]], outside: frozenset[str]) -> Iterator[Component]:
    """Yield the parts beside a product at the root, which holds all other packaged folders, its code and notebooks."""
    stacks = _stack_folders(repo)  # whatever runs the parts, in one program for all of them
    held = (*packaged_folders(repo), *foreign_folders(repo))
    folders = tuple(f"{folder}/" for folder in held if not f"{folder}/".startswith(stacks))
    shared = frozenset(
        path
        for path in outside
        if path.startswith(stacks) or not (path.startswith(folders) or _is_of_product(repo, path))
    )
    yield from _parts(repo, owned, dict.fromkeys(owned, shared))


def _parts(
    repo: Repo, owned: Mapping[str, frozenset[str]], outside: Mapping[str, frozenset[str]]
) -> Iterator[Component]:
    """Yield the parts with models: of what stands outside each holds what its image copies, and shares what is left."""
    copied = {root: copied_code(repo, root, own, outside[root]) for root, own in owned.items()}
    taken = _union(copied.values())  # by somebody; a part without such an image may use it all the same
    for root, own in owned.items():
        shared = outside[root] - _called_after_others(root, owned, outside[root])
        yield _component(repo, root, root, own | copied[root], shared - (taken if copied[root] else frozenset()))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _stack_folders(repo: Repo) -> tuple[str, ...]:
    """Return the folders in which tools for infrastructure as a program are started, each with a slash at its end."""
    names = ("Pulumi.yaml", "cdk.json", "cdktf.json")
    return tuple(path.rpartition("/")[0] + "/" for path in repo.paths if "/" in path and path.endswith(names))


def _is_of_product(repo: Repo, path: str) -> bool:
    """Tell code and notebooks of a product at the root from its documents, its pipelines and its tests of all parts."""
    return path.endswith(".ipynb") or (path.endswith(".py") and role(repo, path) is Role.OWN)


def _component(repo: Repo, name: str, root: str, own: frozenset[str], shared: frozenset[str]) -> Component:
    paths = (repo.some(f"{name}'s own", own), repo.some(f"shared with {name}", shared))
    return Component(name, repo, root, *paths, answers=repo.answers.of(name))


def _apart(repo: Repo, folder: str, own: frozenset[str]) -> Component:
    """Return a folder that takes part in no part with a model."""
    return replace(_component(repo, folder, folder, own, frozenset()), apart=True)


def _called_after_others(root: str, roots: Iterable[str], shared: frozenset[str]) -> frozenset[str]:
    """Return the shared files whose name says that they belong to other parts: ``k8s/fraud.yaml`` beside ``churn/``."""
    words = {one: _words(one) for one in roots}
    ours = words[root].difference(*(words[one] for one in words if one != root))
    theirs = set().union(*(words[one] for one in words if one != root)) - words[root]
    named = {path: _words(path.rpartition("/")[2].partition(".")[0]) for path in shared}
    return frozenset(path for path, asked in named.items() if _meets(asked, theirs) and not _meets(asked, ours))


def _words(name: str) -> frozenset[str]:
    """Return the words of a name that are long enough to tell one part from another."""
    return frozenset(word for word in re.split(r"[\W_]+", name.lower()) if len(word) >= _TELLING)


def _meets(named: Iterable[str], words: Iterable[str]) -> bool:
    return any(one.startswith(word) or word.startswith(one) for one in named for word in words)
