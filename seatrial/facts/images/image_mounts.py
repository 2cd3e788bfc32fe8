"""What of the build context does a step of a Dockerfile mount, and does its code stay in the image?"""

from collections.abc import Iterator

from seatrial.facts.images.image import Copy
from seatrial.model import Place
from seatrial.read.infrastructure.dockerfile import Stage
from seatrial.read.infrastructure.dockerfile_instructions import Instruction
from seatrial.read.regex import regex

#: Commands that install or copy what is mounted: packages, wheels, folders.
_KEEPS = regex(
    r"(?<![\w-])(?:uv\s+sync|(?:pip3?|pipx|poetry|pdm|pipenv|conda|mamba)\s+(?:\S+\s+){0,3}?(?:install|sync|wheel)"
    r"|python3?\s+(?:-m\s+build|setup\.py)|hatch\s+build|uv\s+build|flit\s+install|cp|rsync|install|mv|tar|unzip)(?![\w-])"
)
#: Options by which an installer takes the packages of others alone.
_ONLY_OTHERS = regex(r"--(?:no-install-(?:project|workspace)|no-root|no-self|only-deps)(?![\w-])")


def mounts_of(path: str, stage: Stage) -> Iterator[Copy]:
    """Yield what the steps of a stage mount of the build context."""
    for step in stage.all("RUN"):
        for _, value in step.flags:
            if (source := _of_context(value)) is not None:
                yield Copy((source,), "", Place(path, step.line))


def kept_mounts_of(path: str, stage: Stage) -> Iterator[Copy]:
    """Yield those of the mounts whose step installs or copies what they hold, so that it stays in the image."""
    keeping = {step.line for step in stage.all("RUN") if _keeps(step)}
    return (mount for mount in mounts_of(path, stage) if mount.place.line in keeping)


def _of_context(mount: str) -> str | None:
    """Return the folder or file of the context that ``--mount`` names, None when it mounts something else.

    A mount is a bind when no type is given, and the whole of the context when no source is.
    """
    options = {name: value for name, _, value in (part.partition("=") for part in mount.split(","))}
    if (
        options.get("type", "bind") != "bind"
        or "from" in options
        or not {"target", "dst", "destination"} & set(options)
    ):
        return None
    return options.get("source") or options.get("src") or "."


def _keeps(step: Instruction) -> bool:
    text = " ".join((step.text, *step.heredocs))
    return bool(_KEEPS.search(text)) and not _ONLY_OTHERS.search(text)
