"""Where do the source lines under a finding come from? From the snapshot that was audited, without its credentials."""

from functools import cache

from seatrial.read.reader import Unreadable
from seatrial.redaction import redacted
from seatrial.repo import Repo, Snapshot
from seatrial.report.terminal.view import SourceLine


def source_of(snapshot: Snapshot) -> SourceLine:
    """Return what gives the lines of a snapshot's files; "" for a line that is not there or cannot be read."""
    repo = Repo(snapshot)

    @cache
    def rows(path: str) -> list[str]:
        try:
            return redacted(path, repo.text(path)).split("\n")
        except Unreadable:
            return []

    def row(path: str, line: int) -> str:
        return rows(path)[line - 1] if 0 < line <= len(rows(path)) else ""

    return row
