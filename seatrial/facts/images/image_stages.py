"""What do the stages of one Dockerfile come to: bases, copied files, user, programs?"""

import posixpath
import re
from collections.abc import Iterator

from seatrial.facts.deployment.workload import Probe
from seatrial.facts.images.image import Base, Copy
from seatrial.model import Place
from seatrial.read.infrastructure.dockerfile import Dockerfile, Stage
from seatrial.read.infrastructure.shell import Command, command, command_words, commands


def chain_of(file: Dockerfile, final: Stage) -> tuple[Stage, ...]:
    """Follow FROM through earlier stages; the first is the final stage."""
    chain = [final]
    while len(chain) <= len(file.stages) and (base := stage_named(file, chain[-1].base, chain[-1])):
        chain.append(base)
    return tuple(chain)


def stage_named(file: Dockerfile, name: str, before: Stage) -> Stage | None:
    """Return the earlier stage of a name or number; None when it is an image from outside."""
    earlier = tuple(stage for stage in file.stages if stage.line < before.line)
    if name.isdecimal() and len(name) < 6 and int(name) < len(earlier):
        return earlier[int(name)]
    return next((stage for stage in reversed(earlier) if stage.name and stage.name == name.lower()), None)


def needed_for(file: Dockerfile, chain: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Return the stages that anything in the final image comes from, in the order of the file."""
    needed = list(chain)
    for stage in needed:
        for origin in (*_origins(stage), stage.base):
            found = stage_named(file, origin, stage)
            if found and found not in needed:
                needed.append(found)
    return tuple(sorted(needed, key=lambda stage: stage.line))


def _origins(stage: Stage) -> Iterator[str]:
    for step in stage.all("COPY", "ADD", "RUN"):
        if step.flag("from"):
            yield step.flag("from")
        for key, value in step.flags:
            if key == "mount" and (found := re.search(r"\bfrom=([^,]+)", value)):
                yield found[1]


def bases_of(file: Dockerfile, needed: tuple[Stage, ...]) -> Iterator[Base]:
    """Yield every external image that the stages start from or copy from."""
    for stage in needed:
        if not stage_named(file, stage.base, stage) and stage.base.lower() != "scratch":
            yield _base(stage.base, Place(file.path, stage.line), copied=False)
        for step in stage.all("COPY", "ADD"):
            origin = step.flag("from")
            if origin and not origin.isdecimal() and not stage_named(file, origin, stage):
                yield _base(origin, Place(file.path, step.line), copied=True)


def _base(written: str, place: Place, *, copied: bool) -> Base:
    image, _, digest = written.partition("@")
    name, colon, tag = image.rpartition(":")
    if not colon or "/" in tag:
        name, tag = image, ""
    verb = "copies from" if copied else "builds on"
    return Base(name, tag, digest, place, f"{place.path} {verb} {written}", copied, resolved="$" not in written)


def last_user(path: str, chain: tuple[Stage, ...]) -> tuple[str, Place | None]:
    """Return the user that is set last, the nearest stage first, with its place; "" when there is none."""
    for stage in chain:
        if step := stage.last("USER"):
            return step.text.strip("\"'"), Place(path, step.line)
    return "", None


def start_of(path: str, chain: tuple[Stage, ...]) -> tuple[tuple[str, ...], tuple[str, ...], bool, Place | None]:
    """Return entrypoint, command, whether a shell is process 1, and where it is decided."""
    for stage in chain:
        entry, given = stage.last("ENTRYPOINT"), stage.last("CMD")
        if not (entry or given):
            continue
        if entry is None:
            inherited, _, shell_form, _ = start_of(path, chain[chain.index(stage) + 1 :])
            entrypoint = inherited
        else:
            shell_form = entry.words is None
            entrypoint = command_words(entry.text) if entry.words is None else entry.words
        step = given or entry
        words = () if given is None else given.words if given.words is not None else command_words(given.text)
        shell_form = shell_form or (not entrypoint and given is not None and given.words is None)
        return entrypoint, words, shell_form, Place(path, step.line) if step else None
    return (), (), False, None


def copies_in(path: str, chain: tuple[Stage, ...]) -> Iterator[Copy]:
    """Yield the files that the stages of a chain copy, the last first; each begins where the one below it ended."""
    for stage, folder in zip(chain, begun_in(chain), strict=True):
        yield from copies_of(path, stage, folder)


def begun_in(chain: tuple[Stage, ...]) -> list[str]:
    """Return the folder in which each stage of a chain begins: where the one below it ended."""
    folders = ["/"]
    for stage in chain[:0:-1]:
        folders.append(workdir_of((stage,), folders[-1]))
    return folders[::-1]


def copies_of(path: str, stage: Stage, folder: str = "/") -> Iterator[Copy]:
    """Yield the files that a stage copies, targets made absolute by WORKDIR, its own or that in which it begins."""
    for step in stage.instructions:
        if step.name == "WORKDIR":
            folder = posixpath.join(folder, step.text.strip("\"'"))
        elif step.name in {"COPY", "ADD"} and not step.heredocs:
            words = step.words if step.words is not None else tuple(word.strip("\"'") for word in step.text.split())
            if len(words) > 1:
                target = posixpath.join(folder, words[-1])
                yield Copy(tuple(map(_in_context, words[:-1])), target, Place(path, step.line), step.flag("from"))


def _in_context(source: str) -> str:
    """Return what BuildKit looks for: a path cannot climb out of the context, so ``../src`` is ``src``.

    The builder before it refused such a path; BuildKit is the default since Docker 23.
    """
    return posixpath.normpath(f"/{source}")[1:] if source.startswith("../") else source


def workdir_of(chain: tuple[Stage, ...], folder: str = "/") -> str:
    """Return the folder in which the process starts."""
    for stage in reversed(chain):
        for step in stage.all("WORKDIR"):
            folder = posixpath.join(folder, step.text.strip("\"'"))
    return posixpath.normpath(folder)


def runs_of(path: str, stage: Stage) -> Iterator[tuple[Command, Place]]:
    """Yield the commands that a stage executes while it is built."""
    for step in stage.all("RUN"):
        found = command(step.words) if step.words is not None else commands("\n".join((step.text, *step.heredocs)))
        for item in found:
            yield item, Place(path, step.line + item.line - 1)


def probe_of(path: str, chain: tuple[Stage, ...]) -> Probe | None:
    """Return the HEALTHCHECK that counts, None when there is none or it is switched off."""
    for stage in chain:
        if (step := stage.last("HEALTHCHECK")) and not step.text.upper().startswith("NONE"):
            text = re.sub(r"^\s*CMD\s+", "", step.text, flags=re.IGNORECASE)
            address = re.search(r"https?://[^/\s'\"]+(/[^\s'\"?);]*)?", text)
            asked = (address[1] or "/") if address else ""
            port = re.search(r"https?://[^/\s'\"]+?:(\d+)", text)
            return Probe("healthcheck", Place(path, step.line), f"the image asks {asked or text[:60]} for its health",
                         asked, port[1] if port else "", tuple(text.split()))  # fmt: skip
    return None
