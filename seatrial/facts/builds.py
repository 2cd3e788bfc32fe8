"""Who builds which Dockerfile, from which folder and up to which stage?"""

import posixpath
from collections.abc import Iterable

from seatrial.facts import fact
from seatrial.facts.compose import compose_services
from seatrial.facts.image_files import missing_sources
from seatrial.facts.image_stages import copies_of
from seatrial.facts.workload import Build
from seatrial.read.dockerfile import Dockerfile
from seatrial.repo import Repo


@fact
def builds(repo: Repo) -> tuple[Build, ...]:
    """Return every build that Compose asks for."""
    services = (container.build for service in compose_services(repo) for container in service.containers)
    return tuple(build for build in services if build is not None)


def context_of(repo: Repo, file: Dockerfile, wanted: Iterable[Build]) -> str:
    """Return the folder that a Dockerfile is built from: as somebody builds it, else where most of its sources are."""
    candidates = list(dict.fromkeys(build.context for build in wanted)) or _parents(file.path)
    copies = [copy for stage in file.stages for copy in copies_of(file.path, stage)]
    sources = sum(len(copy.sources) for copy in copies if not copy.origin)
    if len(candidates) == 1 or not sources:
        return candidates[0]
    lacking = {context: len(missing_sources(repo, file.path, context, copies)) for context in candidates}
    coded = {context: any(_is_code(path, context) for path in repo.paths) for context in candidates}
    return min(candidates, key=lambda context: (lacking[context], not coded[context], candidates.index(context)))


def _is_code(path: str, context: str) -> bool:
    """Tell whether a file in a context is something to run, so that a folder of Dockerfiles alone is not chosen."""
    return path.startswith(context) and path.endswith((".py", ".js", ".ts", ".go", ".rs", ".toml", "requirements.txt"))


def _parents(path: str) -> list[str]:
    """Return the folder of a Dockerfile and those above it, down to the repository's root."""
    folder = posixpath.dirname(path)
    found = [folder]
    while folder:
        folder = posixpath.dirname(folder)
        found.append(folder)
    return found
