"""Which images build on another image of the same repository, and what do they take from it?"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace

from seatrial.facts.deployment.workload import Build
from seatrial.facts.images.image import Base, Image


def joined(images: tuple[Image, ...], builds: Iterable[Build], own: frozenset[str]) -> tuple[Image, ...]:
    """Put the repository's own image in the place of a base that is built from a Dockerfile beside it.

    ``own`` are the names of the repository's packages: what is published as ``ghcr.io/owner/NAME`` is its image.
    """
    named = {_last_name(build.image): build.dockerfile for build in builds if build.image}
    named |= {name: path for name in own - set(named) if (path := _only_one(images, name))}
    return tuple(_joined(image, images, named, 4) for image in images)


def _joined(image: Image, images: tuple[Image, ...], named: dict[str, str], depth: int) -> Image:
    base = image.outermost
    found = _behind(image, base, images, named) if base is not None and depth else None
    if found is None:
        return image
    local = _joined(found, images, named, depth - 1)
    return replace(
        image,
        bases=(*(one for one in image.bases if one != base), *local.bases),
        outermost=local.outermost,
        user=image.user or local.user,
        user_place=image.user_place or local.user_place,
        entrypoint=image.entrypoint or local.entrypoint,
        command=image.command if image.command or image.entrypoint else local.command,
        start=image.start or local.start,
        start_place=image.start_place or local.start_place,
        copies=(*image.copies, *local.copies),
        runs=(*local.runs, *image.runs),
    )


def _behind(image: Image, base: Base, images: tuple[Image, ...], named: dict[str, str]) -> Image | None:
    """Find the Dockerfile of a base: by what somebody calls its image, else by its name.

    ``app-base`` stands in ``Dockerfile.base``, and ``owner/speech-server`` in ``Dockerfile.speech-server`` or in
    ``speech-server.Containerfile`` beside it.
    """
    name = _last_name(base.name)
    path = named.get(name, "")
    for other in images:
        if other.path == image.path:
            continue
        if other.path == path:
            return other
        file, near = posixpath.basename(other.path).lower(), posixpath.dirname(other.path)
        same_folder = near == posixpath.dirname(image.path)
        if same_folder and "-" in name and set(file.split(".")) in ({"dockerfile", name}, {"containerfile", name}):
            return other
        beside = same_folder and "/" not in base.name
        words = set(re.split(r"[._-]", file)) - {"dockerfile", "containerfile"}
        if beside and len(words) == 1 and name.rpartition("-")[2] in words and "-" in name:
            return other
    return None


def _only_one(images: tuple[Image, ...], name: str) -> str:
    """Return the one Dockerfile of the product beside those that build on its published image; "" if there are more."""
    bases = {one.path: one.outermost for one in images if not one.helper}
    others = [path for path, base in bases.items() if base is None or _last_name(base.name) != name]
    return others[0] if len(others) == 1 else ""


def _last_name(image: str) -> str:
    return posixpath.basename(image.partition("@")[0]).partition(":")[0].lower()
