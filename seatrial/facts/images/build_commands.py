"""Which Dockerfile does a command, or an action of CI, build?"""

import posixpath
from collections.abc import Iterable

from seatrial.facts.ci.workflow import CiAction
from seatrial.facts.deployment.workload import Build
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command
from seatrial.repo import Repo

#: Programs that build a Dockerfile, on this machine or on one of a platform's.
_BUILDERS = (
    ("docker", "build"), ("docker", "buildx", "build"), ("docker", "image", "build"), ("podman", "build"),
    ("buildah", "build"), ("buildah", "bud"), ("nerdctl", "build"), ("flyctl", "deploy"), ("fly", "deploy"),
    ("gcloud", "builds", "submit"), ("az", "acr", "build"), ("railway", "up"), ("depot", "build"),
)  # fmt: skip
_WORDS = {"buildx", "image", "build", "bud", "deploy", "builds", "submit", "acr", "up"}
_VALUED = {"--platform", "--label", "--cache-from", "--cache-to", "--secret", "--ssh", "--network", "-o",
           "--output", "--progress", "--builder", "--add-host", "--build-context", "--iidfile", "--metadata-file", "-m",
           "--memory", "--shm-size", "--ulimit", "--isolation", "--annotation", "--attest", "--registry", "-r", "--app",
           "-a", "--config", "-c", "--project", "--region"}  # fmt: skip
_ACTIONS = ("docker/build-push-action", "redhat-actions/buildah-build", "mr-smithers-excellent/docker-build-push",
            "depot/build-push-action", "aws-actions/amazon-ecr-build")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a builder is told, as written."""

    context: str = "."
    file: str = ""
    target: str = ""
    image: str = ""
    given: tuple[tuple[str, str], ...] = ()  #: build arguments whose values are written out


def of_command(repo: Repo, command: Command, folder: str, place: Place) -> Build | None:
    """Return the build that a command does in a folder; None when it builds nothing of this repository."""
    kaniko = command.program == "executor" and any("--dockerfile" in word for word in command.arguments)
    if not kaniko and not any(command.starts(*words) for words in _BUILDERS):
        return None
    asked = _words_of_build(command)
    root = _joined(folder, asked.context)
    file = _joined(root if kaniko or not asked.file else folder, asked.file or "Dockerfile")
    return _build(repo, place, root, file, asked)


def _words_of_build(command: Command) -> _Asked:
    values: dict[str, str] = {}
    plain: list[str] = []
    given: list[str] = []
    words = iter(command.arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name == "--build-arg":
            given.append(value if equals else next(words, ""))
        elif name in _NAMED:
            values[_NAMED[name]] = value if equals else next(words, "")
        elif word.startswith("-"):
            if not equals and word in _VALUED:
                next(words, "")
        elif plain or word not in _WORDS:
            plain.append(word)
    context = values.get("context", "") or (plain[-1] if plain else ".")
    return _Asked(
        context, values.get("file", ""), values.get("target", ""), values.get("image", ""), _written_out(given)
    )


def _written_out(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the arguments that are given a value which is no variable: ``BASE=python:3.12.1``."""
    pairs = (text.strip("\"'").partition("=") for text in given)
    return tuple((name, value) for name, _, value in pairs if value and "$" not in value and "__" not in value)


_NAMED = {"-f": "file", "--file": "file", "--dockerfile": "file", "-t": "image", "--tag": "image", "--target": "target",
          "--context": "context", "--destination": "image", "--image": "image"}  # fmt: skip


def of_action(repo: Repo, action: CiAction) -> Build | None:
    """Return the build that an action does; its Dockerfile is named from the repository's root."""
    if action.name not in _ACTIONS:
        return None
    given = dict(action.inputs)
    tags = given.get("tags", "").split()
    asked = _Asked(given.get("context", "."), given.get("file", "") or given.get("dockerfile", ""),
                   given.get("target", ""), tags[0] if tags else "",
                   _written_out(given.get("build-args", "").splitlines()))  # fmt: skip
    root = _joined("", asked.context)
    return _build(
        repo, action.place, root, _joined("", asked.file) if asked.file else _joined(root, "Dockerfile"), asked
    )


def _build(repo: Repo, place: Place, root: str, file: str, asked: _Asked) -> Build | None:
    if file not in repo.entries:
        return None
    return Build(file, root, place, f"{place.path} builds {file}", asked.target, asked.image, given=asked.given)


def _joined(folder: str, path: str) -> str:
    """Join as a shell would; an address or a variable stands for the folder itself."""
    outside = path.startswith(("$", "{{", "_", "http", "git", "dir://", "/"))
    joined = posixpath.normpath(posixpath.join(folder, "." if outside else path))
    return "" if joined == "." else joined
