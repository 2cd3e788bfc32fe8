"""What do images and workloads set for downloads from hubs: offline, a mirror, or code from the hub allowed?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.set_variables import set_variables
from seatrial.facts.images.containers import images
from seatrial.model import Evidence, Place
from seatrial.repo import Repo, Role

_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE")
_ALLOWS = "--trust-remote-code"


@fact
def hub_settings(repo: Repo) -> tuple[Evidence, ...]:
    """Return where downloads are switched off, or led to a mirror, in images and workloads."""
    return tuple(
        Evidence(place, f"sets {name}")
        for place, name, value in set_variables(repo)
        if (name in _OFFLINE and value.lower() in ("1", "true", "yes", "on")) or (name == "HF_ENDPOINT" and value)
    )


@fact
def remote_code_commands(repo: Repo) -> tuple[Evidence, ...]:
    """Return the commands of images and workloads that let a hub's code run without naming a commit of it."""
    return tuple(
        Evidence(place, f"starts {text[:80]}")
        for place, text in _commands(repo)
        if _ALLOWS in text and "--revision" not in text and "--code-revision" not in text
    )


def _commands(repo: Repo) -> Iterator[tuple[Place, str]]:
    for image in images(repo):
        if image.role is Role.OWN:
            yield from ((image.start_place or image.place, command.text) for command in image.start)
    for work in workloads(repo):
        for container in work.containers:
            if work.role is Role.OWN:
                yield container.place, " ".join((*container.command, *container.arguments))
