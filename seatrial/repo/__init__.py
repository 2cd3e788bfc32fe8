"""What is audited: snapshots, and the repository that can be asked."""

from seatrial.repo.answers import Answers, bound, fact, index
from seatrial.repo.repo import Repo
from seatrial.repo.roles import Role, own_paths, role
from seatrial.repo.snapshot import Change, Entry, History, Memory, Snapshot, Tag, Tags

__all__ = [
    "Answers", "Change", "Entry", "History", "Memory", "Repo", "Role", "Snapshot", "Tag", "Tags", "bound", "fact",
    "index", "own_paths", "role",
]  # fmt: skip
