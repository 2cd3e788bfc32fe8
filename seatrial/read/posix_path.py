"""What are the parts of a path of a repository? Worked out once for each path, whoever asks."""

from functools import lru_cache
from pathlib import PurePosixPath


@lru_cache(50_000)  # dozens of facts look at the name and the folders of every path
def posix(path: str) -> PurePosixPath:
    """Return a path of a repository as what can be asked for its name, suffix and folders."""
    return PurePosixPath(path)
