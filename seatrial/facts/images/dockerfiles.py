"""Which files of the repository are Dockerfiles, whatever they are called?"""

import posixpath
import re

from seatrial.facts import fact
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

_NAME = regex(r"(?:.*[._-])?(?:docker|container)file(?:[._-].*)?", re.IGNORECASE)
_OTHER = (".md", ".rst", ".txt", ".py", ".sh", ".yml", ".yaml", ".json", ".html", ".dockerignore", ".j2", ".png",
          ".jinja", ".jinja2", ".tmpl", ".tpl", ".template")  # fmt: skip


@fact
def dockerfile_paths(repo: Repo) -> tuple[str, ...]:
    """Return the Dockerfiles and Containerfiles that are neither vendored nor generated; an empty one is none yet."""
    named = repo.matching(lambda path: _NAME.fullmatch(posixpath.basename(path)) and not path.endswith(_OTHER))
    filled = (path for path in named if repo.entries[path].size or repo.entries[path].problem)
    return tuple(path for path in filled if not role(repo, path).is_foreign)
