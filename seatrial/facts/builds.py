"""Who builds which Dockerfile, from which folder and up to which stage?"""

import posixpath
from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.compose import compose_services
from seatrial.facts.image_files import missing_sources
from seatrial.facts.image_stages import copies_of
from seatrial.facts.task_targets import targets
from seatrial.facts.workflows import CiAction, ci_actions, ci_commands
from seatrial.facts.workload import Build
from seatrial.model import Place
from seatrial.read.dockerfile import Dockerfile
from seatrial.read.shell import Command, commands
from seatrial.repo import Repo

_BUILDERS = (("docker", "build"), ("docker", "buildx", "build"), ("docker", "image", "build"), ("podman", "build"),
             ("buildah", "build"), ("buildah", "bud"), ("nerdctl", "build"))  # fmt: skip
_VALUED = {"--build-arg", "--platform", "--label", "--cache-from", "--cache-to", "--secret", "--ssh", "--network", "-o",
           "--output", "--progress", "--builder", "--add-host", "--build-context", "--iidfile", "--metadata-file", "-m",
           "--memory", "--shm-size", "--ulimit", "--isolation", "--annotation", "--attest"}  # fmt: skip
_ACTIONS = ("docker/build-push-action", "redhat-actions/buildah-build", "mr-smithers-excellent/docker-build-push")
_CODE = (".py", ".js", ".ts", ".go", ".rs", ".toml", "requirements.txt")


@fact
def builds(repo: Repo) -> tuple[Build, ...]:
    """Return every build of an image that Compose, CI or a task asks for."""
    services = (container.build for service in compose_services(repo) for container in service.containers)
    return (*(build for build in services if build is not None), *ci_builds(repo), *_of_tasks(repo))


@fact
def ci_builds(repo: Repo) -> tuple[Build, ...]:
    """Return the builds that CI does, by a command or by an action."""
    by_command = (_asked(repo, found.command, found.folder, found.place) for found in ci_commands(repo))
    by_action = (_of_action(repo, action) for action in ci_actions(repo) if action.name in _ACTIONS)
    return tuple(build for build in (*by_command, *by_action) if build is not None)


def _of_tasks(repo: Repo) -> Iterator[Build]:
    for path, target in targets(repo):
        for command in commands(target.text):
            build = _asked(repo, command, posixpath.dirname(path), Place(path, target.line))
            if build is not None:
                yield build


def is_build(command: Command) -> bool:
    """Tell whether a command builds an image from a Dockerfile."""
    return any(command.starts(*words) for words in _BUILDERS)


def _asked(repo: Repo, command: Command, folder: str, place: Place) -> Build | None:
    if not is_build(command):
        return None
    values = {"-f": "", "--file": "", "-t": "", "--tag": "", "--target": ""}
    plain: list[str] = []
    words = iter(command.arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name in values:
            values[name] = value if equals else next(words, "")
        elif word.startswith("-"):
            if not equals and word in _VALUED:
                next(words, "")
        else:
            plain.append(word)
    plain = [word for word in plain if word not in {"buildx", "image", "build", "bud"}]
    context = plain[-1] if plain else "."
    file = values["-f"] or values["--file"]
    image = values["-t"] or values["--tag"]
    return _build(repo, place, folder, (context, file, values["--target"], image))


def _of_action(repo: Repo, action: CiAction) -> Build | None:
    given = dict(action.inputs)
    file = given.get("file", "") or given.get("dockerfile", "")
    tags = given.get("tags", "").split()
    asked = (given.get("context", "."), file, given.get("target", ""), tags[0] if tags else "")
    return _build(repo, action.place, "", asked, file_from_root=True)


def _build(
    repo: Repo, place: Place, folder: str, asked: tuple[str, str, str, str], *, file_from_root: bool = False
) -> Build | None:
    context, file, target, image = asked
    context = "" if context.startswith(("$", "{{", "http", "git")) else context
    root = posixpath.normpath(posixpath.join(folder, context or "."))
    root = "" if root == "." else root
    start = folder if file or file_from_root else root
    dockerfile = posixpath.normpath(posixpath.join(start, file or "Dockerfile"))
    if file_from_root and not file:
        dockerfile = posixpath.join(root, "Dockerfile")
    if dockerfile not in repo.entries:
        return None
    return Build(dockerfile, root, place, f"{place.path} builds {dockerfile}", target, image)


def context_of(repo: Repo, file: Dockerfile, wanted: Iterable[Build]) -> str:
    """Return the folder that an image is built from: as somebody builds it, else where most of its sources are."""
    candidates = list(dict.fromkeys(build.context for build in wanted)) or _parents(file.path)
    copies = [copy for stage in file.stages for copy in copies_of(file.path, stage)]
    if len(candidates) == 1 or not any(not copy.origin for copy in copies):
        return candidates[0]
    lacking = {context: len(missing_sources(repo, file.path, context, copies)) for context in candidates}
    coded = {context: any(path.startswith(context) and path.endswith(_CODE) for path in repo.paths)
             for context in candidates}  # fmt: skip
    return min(candidates, key=lambda context: (lacking[context], not coded[context], candidates.index(context)))


def _parents(path: str) -> list[str]:
    """Return the folder of a Dockerfile and those above it, down to the repository's root."""
    folder = posixpath.dirname(path)
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found
