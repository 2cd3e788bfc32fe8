"""Which images does the repository build, and what does each start, as which user, from which base?"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.workload import Build
from seatrial.facts.images.base_starts import base_entrypoint, base_start
from seatrial.facts.images.builds import builds, context_of
from seatrial.facts.images.dockerfiles import dockerfile_paths
from seatrial.facts.images.image import Base, Copy, Image, Pin
from seatrial.facts.images.image_files import repository_path
from seatrial.facts.images.image_mounts import kept_mounts_of
from seatrial.facts.images.image_stages import (
    bases_of,
    chain_of,
    copies_in,
    copies_of,
    last_user,
    needed_for,
    probe_of,
    runs_of,
    start_of,
    workdir_of,
)
from seatrial.facts.images.image_standing import standing
from seatrial.facts.images.image_start import started
from seatrial.facts.images.local_bases import joined
from seatrial.facts.images.stage_copies import contents_of
from seatrial.facts.images.written_scripts import written_scripts
from seatrial.facts.project.dependencies import python_projects
from seatrial.model import Place
from seatrial.read.infrastructure.dockerfile import DOCKERFILE, Dockerfile, Stage, substituted
from seatrial.read.reader import Unread
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_HELPERS = {".devcontainer": "dev container", "docs": "documentation", "doc": "documentation", "ci": "ci", "dev": "dev"}
_HELPER_WORDS = caseless(r"(?:^|[._-])(dev|devel|development|test|tests|testing|debug|docs?|ci|lint)(?:$|[._-])")


@fact
def images(repo: Repo) -> tuple[Image, ...]:
    """Return what each Dockerfile builds: its last stage, or those that Compose or a pipeline asks for.

    A stage for development that a task asks for is not what is delivered: the last stage is. Of several stages that
    are asked for by name, the first comes first, and of the others those that start something.
    """
    alone = (image for file in repo.records(DOCKERFILE, dockerfile_paths(repo)) for image in _images(repo, file))
    own = frozenset(project.name.lower() for project in python_projects(repo) if project.name)
    return joined(tuple(alone), builds(repo), own)


@fact
def own_images(repo: Repo) -> tuple[Image, ...]:
    """Return those of the product: images of tests, of examples and for tools apart."""
    return tuple(image for image in images(repo) if image.role is Role.OWN and not image.helper)


@fact
def unread_dockerfiles(repo: Repo) -> tuple[Unread, ...]:
    """Return the Dockerfiles that cannot be read, with the reason; whoever needs them must say unknown."""
    return repo.unread(DOCKERFILE, dockerfile_paths(repo))


def _images(repo: Repo, file: Dockerfile) -> Iterator[Image]:
    wanted = [build for build in builds(repo) if build.dockerfile == file.path]
    file = replace(file, stages=tuple(replace(stage, base=_given(stage.base, wanted)) for stage in file.stages))
    first, *others = _finals(file, wanted)
    yield _image(repo, file, wanted, first)
    for final in others:
        if (image := _image(repo, file, wanted, final)).argv:
            yield image


def _image(repo: Repo, file: Dockerfile, wanted: list[Build], final: Stage) -> Image:
    chain = chain_of(file, final)
    needed = needed_for(file, chain)
    name, user_place = last_user(file.path, chain)
    user = _given(name, wanted)
    entrypoint, words, shell_form, start_place = start_of(file.path, chain)
    context = context_of(repo, file, wanted)
    copies = tuple(copies_in(file.path, chain))
    contents = contents_of(file, chain)
    sent = tuple(copy for stage in needed for copy in copies_of(file.path, stage) if not copy.origin)
    mounted = tuple(mount for stage in needed for mount in kept_mounts_of(file.path, stage))
    workdir = workdir_of(chain)
    bases = tuple(dict.fromkeys(bases_of(file, needed)))
    outermost = next((base for base in bases if not base.copied and base.place.line == chain[-1].line), None)
    if not (entrypoint or words):
        words = base_start(outermost, dict(final.environment), partial(_holds, repo, context, contents))
    return Image(
        file.path, Place(file.path, final.line), f"{file.path} builds an image from {final.base}", context, chain,
        bases, outermost, user=user, user_place=user_place, entrypoint=entrypoint,
        command=words, shell_form=shell_form, start_place=start_place, copies=copies, contents=contents,
        sent=sent, mounted=mounted,
        start=started(
            repo, context, contents, workdir, entrypoint or base_entrypoint(outermost), words, written_scripts(chain)
        ),
        runs=tuple(run for stage in needed for run in runs_of(file.path, stage)), probe=probe_of(file.path, chain),
        variables=final.environment, workdir=workdir, role=role(repo, file.path),
        helper=_helper(file.path, final, starts=bool(entrypoint or words)),
    )  # fmt: skip


def _given(written: str, wanted: list[Build]) -> str:
    """Put in what the builds of an image give for an argument without a default; the first that gives something."""
    if "$" not in written:
        return written
    written_out = (substituted(written, dict(build.given)) for build in wanted if build.given)
    return next((one for one in written_out if one and "$" not in one), written)


def _holds(repo: Repo, context: str, copies: tuple[Copy, ...], name: str) -> bool:
    """Tell whether an image holds a file of the repository at a path."""
    return repository_path(repo, context, copies, name) in repo.entries


def _finals(file: Dockerfile, wanted: list[Build]) -> tuple[Stage, ...]:
    targets = [build.target.lower() for build in wanted if build.target]
    named = [stage for target in targets for stage in file.stages if stage.name == target]
    live = [stage for stage in named if not _HELPER_WORDS.search(stage.name)]
    return tuple(dict.fromkeys(live or map(partial(_before_helpers, file), file.stages[-1:])))


def _before_helpers(file: Dockerfile, last: Stage) -> Stage:
    """Return the stage that starts something, below those for development that a file may end with."""
    if not _HELPER_WORDS.search(last.name):
        return last
    below = (stage for stage in chain_of(file, last) if not _HELPER_WORDS.search(stage.name))
    return next((stage for stage in below if stage.last("CMD") or stage.last("ENTRYPOINT")), last)


def _helper(path: str, final: Stage, *, starts: bool) -> str:
    """Say why an image is no unit of delivery, as its place and its name tell, or that it only hands files out."""
    if final.base == "scratch" and not starts:
        return "files"
    folders = posixpath.dirname(path).lower().split("/")
    for folder in folders:
        if folder in _HELPERS:
            return _HELPERS[folder]
    names = (posixpath.basename(path), final.name, folders[-1])
    found = next(filter(None, map(_HELPER_WORDS.search, names)), None)
    return found[1].lower() if found else ""


@fact
def serving_image(component: Component) -> Image | None:
    """Return the image that the component is delivered in: one that starts a server, else one that starts anything.

    Examples, documentation, user interfaces and images for development come last. Of several parts each has the image
    in its own folder, where there is one.
    """
    choice = component.of(images(component.repo))
    own = [image for image in choice if component.root and image.path in component.own and not image.helper]
    return _likeliest(component.repo, own or choice)


@fact
def main_image(repo: Repo) -> Image | None:
    """Return the image that the repository as a whole is delivered in, as ``serving_image`` chooses."""
    return _likeliest(repo, images(repo))


def _likeliest(repo: Repo, choice: Iterable[Image]) -> Image | None:
    return min(choice, key=lambda image: standing(repo, image), default=None)


__all__ = [
    "Base", "Copy", "Image", "Pin", "dockerfile_paths", "images", "main_image", "repository_path", "serving_image",
    "unread_dockerfiles",
]  # fmt: skip
