"""What of the build context do copies between the stages of a Dockerfile put into the image, and where?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import TypeAlias

from seatrial.facts.images.image import Copy
from seatrial.facts.images.image_stages import begun_in, chain_of, copies_of, stage_named
from seatrial.read.infrastructure.dockerfile import Dockerfile, Stage

_DEEPEST = 8  #: stages that hand something on to one another
_MOST = 2_000  #: copies that end in one stage
_Known: TypeAlias = dict[tuple[int, int], tuple[Copy, ...]]  #: by the line of a stage, and the depth that is left


def contents_of(file: Dockerfile, chain: tuple[Stage, ...]) -> tuple[Copy, ...]:
    """Return the copies from the build context that end in an image, also those that came through other stages.

    ``chain`` is the final stage and what it builds on. ``COPY . /src`` in a stage and ``COPY --from=it /src /app``
    in the final one are ``COPY . /app``. What a stage makes itself, and images from outside, bring none.
    """
    return _contents(file, chain[0], _DEEPEST, {})


def _contents(file: Dockerfile, final: Stage, depth: int, known: _Known) -> tuple[Copy, ...]:
    """Return them for one stage: many that take all of one another are worked out once each, and not without end."""
    key = (final.line, depth)
    if key not in known:
        known[key] = tuple(islice(_brought(file, chain_of(file, final), depth, known), _MOST))
    return known[key]


def _brought(file: Dockerfile, chain: tuple[Stage, ...], depth: int, known: _Known) -> Iterator[Copy]:
    for stage, folder in zip(chain, begun_in(chain), strict=True):
        for copy in copies_of(file.path, stage, folder):
            if not copy.origin:
                yield copy
            elif depth and (origin := stage_named(file, copy.origin, stage)):
                brought = _contents(file, origin, depth - 1, known)
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
