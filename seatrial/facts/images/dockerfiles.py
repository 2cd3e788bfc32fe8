"""Which files of the repository are Dockerfiles, whatever they are called?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.read.regex import regex
from seatrial.repo import Repo, role
from seatrial.repo.roles import role_by_name

#: A word may stand before it or behind it, apart or by its capital: ``gpu.Dockerfile``, ``DockerfileApi``.
_NAME = regex(
    r"(?i:(?:.*[._-])?(?:docker|container)file(?:[._-].*)?)|[A-Za-z][A-Za-z0-9]*(?:Docker|Container)file"
    r"|(?:Docker|Container)file[A-Z0-9][A-Za-z0-9_-]*"
)
_OTHER = (".md", ".rst", ".txt", ".py", ".sh", ".yml", ".yaml", ".json", ".html", ".dockerignore", ".j2", ".png",
          ".jinja", ".jinja2", ".tmpl", ".tpl", ".template")  # fmt: skip


@fact
def dockerfile_paths(repo: Repo) -> tuple[str, ...]:
    """Return the Dockerfiles and Containerfiles that are neither vendored nor generated; an empty one is none yet."""
    return tuple(path for path in _filled(repo) if not role(repo, path).is_foreign)


def copied_dockerfiles(repo: Repo) -> tuple[str, ...]:
    """Return those that came with a project of others which was copied in; what a package manager put here is left out.

    They are tracked, and build nothing of the owner's.
    """
    return tuple(path for path in _filled(repo) if role(repo, path).is_foreign and not role_by_name(path).is_foreign)


def _filled(repo: Repo) -> Iterator[str]:
    for path in repo.matching(lambda path: _NAME.fullmatch(posixpath.basename(path)) and not path.endswith(_OTHER)):
        if repo.entries[path].size or repo.entries[path].problem:
            yield path
