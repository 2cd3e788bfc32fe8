"""Does a command that asks a container for its health run a program that its image does not hold?"""

from collections.abc import Iterator, Mapping, Sequence

from seatrial.facts import fact
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Probe
from seatrial.facts.images.containers import images
from seatrial.facts.images.image import Base, Image
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FETCH = frozenset({"curl", "wget"})
#: Official images of languages in their small forms, and of systems: none holds curl, and those of Alpine alone wget.
_BARE = regex(
    r"(?:(?:docker\.io/)?library/|(?:public\.ecr\.aws/docker/library|mirror\.gcr\.io/library)/)?"
    r"(?:(?:python|pypy|node|openjdk|eclipse-temurin|ruby|rust|golang):\S*(?:slim|alpine)|(?:debian|ubuntu|alpine)(?::\S*)?)\S*"
    r"|ghcr\.io/astral-sh/uv:\S*(?:slim|alpine)\S*|gcr\.io/distroless/\S+"
)
#: How a step may bring programs that it does not name.
_UNSEEN = regex(r"\.sh\b|xargs|\$\(|`|\binstall\b[^\n;&|]*(?:<|@)|\bplaywright\b")
_HOLD_PROGRAMS = frozenset({"/", "/usr", "/usr/bin", "/bin"})
_ASKED_OF_A_SHELL = frozenset({"CMD", "CMD-SHELL", "sh", "/bin/sh", "bash", "/bin/bash", "-c", "-lc"})
_ELSE = regex(r"\|\||&&|[;|]")


@fact
def vain_probes(repo: Repo) -> Mapping[Probe, Evidence]:
    """Return the probes of images and of Compose that no container can pass, each with the program that it lacks."""
    return {probe: Evidence(probe.place, _told(probe, image, lost))
            for probe, image in _asked(repo) if (lost := missing_program(image, probe.command))}  # fmt: skip


def _told(probe: Probe, image: Image, lost: str) -> str:
    return f"{probe.place.path} asks by {lost}, which the image of {image.path} does not hold"


def _asked(repo: Repo) -> Iterator[tuple[Probe, Image]]:
    built = {image.path: image for image in images(repo)}
    yield from ((image.probe, image) for image in built.values() if image.probe)
    for work in workloads(repo):
        for one in work.containers:
            image = built.get(one.build.dockerfile) if one.build else None
            yield from ((probe, image) for probe in one.probes if image)


def missing_program(image: Image, command: Sequence[str]) -> str:
    """Return the program by which a probe asks, where it is surely not in the image; "" where it is, or may be.

    It is asked for by name in the image when any step names it, and who asks by another program besides gets through.
    """
    text = " ".join(word for word in command if word not in _ASKED_OF_A_SHELL)
    programs = [part.split()[0].rpartition("/")[2] for part in _ELSE.split(text) if part.strip()]
    lost = [one for one in programs if one in _FETCH and _lacks(image, one)]
    others = {"python", "python3", "node", "nc"} | _FETCH
    return programs[0] if lost and programs[0] in lost and not others.intersection(programs) - {*lost} else ""


def _lacks(image: Image, program: str) -> bool:
    base = image.outermost
    if base is None or not _is_bare(base, program):
        return False
    steps = [step for stage in image.stages for step in stage.instructions if step.name in {"RUN", "COPY", "ADD"}]
    texts = ["\n".join((step.text, *step.heredocs)) for step in steps]
    hidden = any(step.name == "RUN" and _UNSEEN.search(text) for step, text in zip(steps, texts, strict=True))
    taken = any(
        _HOLD_PROGRAMS.intersection(text.split()) for step, text in zip(steps, texts, strict=True) if step.flag("from")
    )
    below = any(program in command.argv for command, _ in image.runs)  # also in the image of our own that it builds on
    return not (hidden or taken or below or any(program in text for text in texts))


def _is_bare(base: Base, program: str) -> bool:
    name = f"{base.name}:{base.tag}".lower().rstrip(":")
    return bool(_BARE.fullmatch(name)) and not (program == "wget" and "alpine" in name)
