"""Which files of the repository are shell scripts?"""

import posixpath

from seatrial.repo import Repo


def may_be_shell(path: str) -> bool:
    """Tell whether a file is called like a shell script, or without an ending like a program."""
    name = posixpath.basename(path)
    return name.endswith((".sh", ".bash")) or "." not in name


def is_shell(repo: Repo, path: str) -> bool:
    """Tell whether a tracked file is a shell script, by its name or by its first line."""
    entry = repo.entries.get(path)
    if entry is None or entry.problem:
        return False
    name = posixpath.basename(path)
    if name.endswith((".sh", ".bash")):
        return True
    if "." in name or entry.size > 100_000:
        return False
    first = repo.read(path)[:60].split(b"\n")[0].rstrip()
    return first.startswith(b"#!") and first.endswith(b"sh")
