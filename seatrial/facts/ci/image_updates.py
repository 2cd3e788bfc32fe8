"""Does a bot raise the versions of base images, so that a pinned one does not grow old?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place
from seatrial.repo import Repo

_DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")
_RENOVATE = (
    "renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json",
    ".github/renovate.json5", ".gitlab/renovate.json",
)  # fmt: skip


@fact
def image_updaters(repo: Repo) -> tuple[Evidence, ...]:
    """Return the bots that open changes for newer base images: Dependabot for Docker, and Renovate."""
    return (*_dependabot(repo), *(_renovate(repo)))


def _dependabot(repo: Repo) -> Iterator[Evidence]:
    for path in _DEPENDABOT:
        if path in repo.entries:
            for update in first_document(repo, path).at("updates").elements:
                if update.at("package-ecosystem").text in {"docker", "docker-compose"}:
                    yield Evidence(Place(path, update.line), "Dependabot raises the versions of base images")


def _renovate(repo: Repo) -> Iterator[Evidence]:
    """Renovate watches Dockerfiles unless it is told which managers alone to use."""
    for path in _RENOVATE:
        if path in repo.entries and repo.entries[path].size > 2:
            root = first_document(repo, path) if not posixpath.basename(path).startswith(".") else None
            alone = root.at("enabledManagers").texts if root is not None else ()
            if not alone or "dockerfile" in alone:
                yield Evidence(Place(path), "Renovate raises the versions of base images")
