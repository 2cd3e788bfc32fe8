"""What are the parts of a path of a repository, worked out once for each, and what does its name tell?"""

from functools import lru_cache
from pathlib import PurePosixPath


@lru_cache(50_000)  # dozens of facts look at the name and the folders of every path
def posix(path: str) -> PurePosixPath:
    """Return a path of a repository as what can be asked for its name, suffix and folders."""
    return PurePosixPath(path)


def is_python(path: str) -> bool:
    """Tell whether a file is called like a module of Python."""
    return path.endswith(".py")


def has_no_ending(path: str) -> bool:
    """Tell whether a file is called like a program, without a dot."""
    return "." not in path.rpartition("/")[2]


def is_yaml(path: str) -> bool:
    """Tell whether a file is called like one in YAML."""
    return path.endswith((".yaml", ".yml"))
