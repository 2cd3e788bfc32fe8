"""What of the build context do copies between the stages of a Dockerfile put into the image, and where?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.images.image import Copy
from seatrial.facts.images.image_stages import chain_of, copies_of, stage_named, workdir_of
from seatrial.read.infrastructure.dockerfile import Dockerfile, Stage

_DEEPEST = 8  #: stages that hand something on to one another


def contents_of(file: Dockerfile, chain: tuple[Stage, ...]) -> tuple[Copy, ...]:
    """Return the copies from the build context that end in an image, also those that came through other stages.

    ``chain`` is the final stage and what it builds on. ``COPY . /src`` in a stage and ``COPY --from=it /src /app``
    in the final one are ``COPY . /app``. What a stage makes itself, and images from outside, bring none.
    """
    return tuple(_contents(file, chain, _DEEPEST))


def _contents(file: Dockerfile, chain: tuple[Stage, ...], depth: int) -> Iterator[Copy]:
    for position, stage in enumerate(chain):
        for copy in copies_of(file.path, stage, workdir_of(chain[position + 1 :])):
            if not copy.origin:
                yield copy
            elif depth and (origin := stage_named(file, copy.origin, stage)):
                brought = tuple(_contents(file, chain_of(file, origin), depth - 1))
                yield from (through for source in copy.sources for through in _through(copy, source, brought))


def _through(copy: Copy, source: str, brought: tuple[Copy, ...]) -> Iterator[Copy]:
    """Yield what one source of a copy between stages takes of what was brought into the stage that it is in."""
    source = posixpath.normpath(posixpath.join("/", source))
    for earlier in brought:
        target = posixpath.normpath(earlier.target)
        if target == source or _is_below(target, source):  # the whole of it, at the same place below the new target
            end = "/" if earlier.target.endswith("/") else ""
            inner = posixpath.relpath(target, source)
            moved = posixpath.join(copy.target, "" if inner == "." else inner).rstrip("/") + end
            yield replace(copy, sources=earlier.sources, target=moved, origin="")
        elif _is_below(source, target) and len(earlier.sources) == 1:  # a part of it
            part = posixpath.join(earlier.sources[0], posixpath.relpath(source, target))
            yield replace(copy, sources=(part,), origin="")


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")
