"""Which files of the repository are Dockerfiles, whatever they are called?"""

import posixpath

from seatrial.facts import fact
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

#: A word may stand before it, apart or by its capital: ``gpu.Dockerfile``, ``Dockerfile-gpu``, ``BaseDockerfile``.
_NAME = regex(r"(?i:(?:.*[._-])?(?:docker|container)file(?:[._-].*)?)|[A-Za-z][A-Za-z0-9]*(?:Docker|Container)file")
_OTHER = (".md", ".rst", ".txt", ".py", ".sh", ".yml", ".yaml", ".json", ".html", ".dockerignore", ".j2", ".png",
          ".jinja", ".jinja2", ".tmpl", ".tpl", ".template")  # fmt: skip


@fact
def dockerfile_paths(repo: Repo) -> tuple[str, ...]:
    """Return the Dockerfiles and Containerfiles that are neither vendored nor generated; an empty one is none yet."""
    named = repo.matching(lambda path: _NAME.fullmatch(posixpath.basename(path)) and not path.endswith(_OTHER))
    filled = (path for path in named if repo.entries[path].size or repo.entries[path].problem)
    return tuple(path for path in filled if not role(repo, path).is_foreign)
