"""What does git know of the repository that a folder lies in: its files, commits, tags, renames and contents?"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from seatrial.repo.git_log import MOST, changes, log_of, tags, tags_before
from seatrial.repo.git_process import NoGit
from seatrial.repo.git_questions import Questions
from seatrial.repo.objects import Objects, TrackedPath
from seatrial.repo.snapshot import History, Tags

_FEW = 20  #: processes that take less than an import of GitPython; objects that an open git gives faster than a new one
_INDEX = ("ls-files", "-s", "-t", "-z")
_STATE = (
    "status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--no-renames", "--untracked-files=all",
    "--ignore-submodules=all", "-z", "--", ".",
)  # fmt: skip


class Git:
    """The git repository that a folder lies in. Raises ``NoGit`` when there is none to ask."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._commits: set[str] = set()  #: ids that git named as those of commits
        self._sizes: dict[str, int] = {}  #: of blobs that were asked for
        self._asked = 0  #: how often git was started to look at objects
        self._objects = Objects(folder)
        self._ask = Questions(folder)
        self.shallow, self.prefix = self._ask.shallow, self._ask.prefix

    def look_ahead(self) -> None:
        """Start what an audit of the work tree is going to ask, so that git answers while Python imports."""
        for question in (_INDEX, _STATE, log_of("HEAD"), tags_before("HEAD")):
            self._ask.start(question)

    def look_ahead_at(self, commit: str) -> None:
        """Start what an audit of a commit asks at its end, so that git answers while it is judged.

        Whoever starts it has to ask for it: another process, a fork, would not see whether git failed.
        """
        self._ask.start(log_of(commit))
        if self._is_tagged:
            self._ask.start(tags_before(commit))

    def stay_open(self) -> None:
        """Look at objects by one git that stays open, from now on, since many commits are going to be asked for."""
        self._asked = _FEW + 1

    @cached_property
    def head(self) -> str:
        """Return the id of the current commit, "" when there is none yet."""
        state = next(line for line in self._state if line.startswith("# branch.oid "))
        return state.removeprefix("# branch.oid ").replace("(initial)", "")

    def commit(self, revision: str) -> str:
        """Return the id of a commit; raises ``NoGit`` when the revision names none."""
        if revision.startswith("-"):
            raise NoGit(f"{revision!r} is no revision")
        if revision in self._commits:
            return revision
        found = self._ask.text("rev-parse", "--verify", "-q", f"{revision}^{{commit}}").strip()
        self.remember((found,))
        return found

    def remember(self, commits: Iterable[str]) -> None:
        """Remember ids that git gave as those of commits, so that it is not asked what they are."""
        self._commits.update(commits)

    @cached_property
    def remote(self) -> str:
        """Return owner/name of the remote ``origin``, "" when there is none."""
        url = next((value for name, value in reversed(self._ask.settings) if name == "remote.origin.url"), "")
        match = re.search(r"[/:]([^/:]+/[^/]+?)(\.git)?/?$", url.strip())
        return match[1] if match else ""

    @cached_property
    def dirty(self) -> bool:
        """Tell whether the audited folder differs from the commit, untracked files included."""
        return any(not line.startswith("# ") for line in self._state)

    @cached_property
    def tracked(self) -> tuple[TrackedPath, ...]:
        """Return every path of the index below the audited folder; of a conflict the first side."""
        found: dict[str, TrackedPath] = {}
        for line in self._ask.lines(*_INDEX):
            facts, _, path = line.partition("\t")
            tag, mode, blob, _ = facts.split(" ")
            found.setdefault(path, TrackedPath(path, mode, blob, sparse=tag == "S"))
        return tuple(found.values())

    def untracked(self) -> tuple[str, ...]:
        """Return the paths that are neither tracked nor ignored; nested repositories end with a slash."""
        paths = [line.removeprefix("? ") for line in self._state if line.startswith("? ")]
        return tuple(path.removeprefix(self.prefix) for path in paths)

    @cached_property
    def _state(self) -> tuple[str, ...]:
        return tuple(self._ask.lines(*_STATE))

    def lines(self, *arguments: str) -> list[str]:
        """Return the answer to any question whose words end with a zero byte."""
        return self._ask.lines(*arguments)

    def tree(self, commit: str) -> Iterator[TrackedPath]:
        """Yield every path of a commit below the audited folder."""
        if self._often():
            with suppress(NoGit):
                yield from self._objects.tree(commit, self.prefix)
                return
        for line in self._ask.lines("ls-tree", "-r", "-z", commit):
            facts, _, path = line.partition("\t")
            mode, _, blob = facts.split(" ")
            yield TrackedPath(path, mode, blob)

    def versions(self, oldest: str, newest: str) -> Iterator[tuple[str, str]]:
        """Yield path and blob of all files of a commit, and of every change on the line of first parents after it."""
        yield from ((one.path, one.blob) for one in self.tree(oldest))
        rows = iter(
            self._ask.lines(
                "log", "-z", "--raw", "--no-abbrev", "--no-renames", "--format=", "-m", "--first-parent", "--relative",
                "--no-show-signature", "--no-ext-diff", f"{oldest}..{newest}", "--", ".",
            )
        )  # fmt: skip
        for change, path in zip(rows, rows, strict=False):
            blob, kind = change.split(" ")[3:5]
            if kind != "D":
                yield path, blob

    def sizes(self, blobs: set[str], commit: str) -> dict[str, int]:
        """Return the size in bytes of those blobs of a commit that this clone holds."""
        if new := blobs - self._sizes.keys():
            self._sizes |= self.known_sizes(sorted(new - self._missing(commit)))
        return {blob: self._sizes[blob] for blob in blobs if blob in self._sizes}

    def known_sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Return the size in bytes of those blobs, whatever commit holds them; those that are missing are left out."""
        blobs = tuple(blobs)
        if not blobs:
            return {}
        if self._often(len(blobs)):
            with suppress(NoGit):  # then one of them is missing, or no blob
                return {blob: self._objects.size(blob) for blob in blobs}
        asked = "".join(f"{blob}\n" for blob in blobs).encode()
        found = (line.split() for line in self._ask.raw("cat-file", "--batch-check", stdin=asked).decode().splitlines())
        return {parts[0]: int(parts[2]) for parts in found if len(parts) == 3 and parts[1] == "blob"}

    def contents(self, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield blobs with their bytes, all asked for at once; nothing where git was asked for none."""
        blobs = tuple(blobs)
        if not blobs:
            return
        if self._often(len(blobs)):
            with suppress(NoGit):
                yield from [(blob, self._objects.content(blob)) for blob in blobs]
                return
        answer = self._ask.raw("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in blobs).encode())
        at = 0
        while (end := answer.find(b"\n", at)) >= 0:
            words = answer[at:end].decode("ascii", "replace").split(" ")
            at = end + 1
            if len(words) == 3:
                size = int(words[2])
                yield words[0], answer[at : at + size]
                at += size + 1

    def _missing(self, commit: str) -> set[str]:
        """Return the ids that a partial clone left at its remote; asking for their size would be an error."""
        if not any(name.endswith(".promisor") for name, _ in self._ask.settings):
            return set()
        listed = self._ask.text("rev-list", "--objects", "--no-walk", "--missing=print", commit)
        return {line[1:] for line in listed.splitlines() if line.startswith("?")}

    def content(self, blob: str) -> bytes:
        """Return the bytes of a blob; raises ``NoGit`` when it is missing."""
        found = dict(self.contents((blob,)))
        if blob not in found:
            raise NoGit("missing blob")
        return found[blob]

    def _often(self, objects: int = 1) -> bool:
        """Tell whether git is asked for objects so often that it had better stay open, and for not too many now."""
        self._asked += 1
        return self._is_open and objects <= _FEW

    @property
    def _is_open(self) -> bool:
        return self._asked > _FEW

    def history(self, commit: str) -> History:
        """Return the newest commits that touch the audited folder."""
        return History(tuple(changes(self._ask.lines(*log_of(commit)))), complete=not self.shallow)

    def tags(self, commit: str) -> Tags:
        """Return the tags on the way to a commit, newest first; a shallow clone may have left tags out."""
        text = self._ask.text(*tags_before(commit)) if not self._is_open or self._is_tagged else ""
        return Tags(tuple(tags(text)), complete=not self.shallow)

    @cached_property
    def _is_tagged(self) -> bool:
        return bool(self._ask.text("for-each-ref", "--count=1", "refs/tags"))

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit where two lines parted; raises ``NoGit`` when none is known: unrelated, or cut off."""
        return self._ask.text("merge-base", one, other).strip()

    def renames(self, old: str, new: str = "") -> dict[str, str]:
        """Return the new path of every file below the audited folder that was renamed, by its old path.

        Without a later commit the files of the work tree are meant, as far as git tracks them.
        """
        rows = self._ask.lines("diff", "--no-ext-diff", "--name-status", "-z", "-M", "--diff-filter=R", "--relative",
                           old, *filter(None, (new,)), "--", ".")  # fmt: skip
        return {rows[at + 1]: rows[at + 2] for at in range(0, len(rows) - 2, 3) if rows[at].startswith("R")}

    def renaming(self, old: str, new: str) -> Iterator[tuple[str, str]]:
        """Yield old and new path of every rename in the newest 500 commits from one to another, the oldest first.

        A file that is renamed in one commit and rewritten in others is followed, where the two ends look unlike each
        other.
        """
        rows = self._ask.lines("log", "-z", f"-n{MOST}", "--topo-order", "--reverse", "--no-merges", "--format=",
                          "--no-show-signature", "--no-ext-diff", "--name-status", "-M", "--diff-filter=R",
                          "--relative", f"{old}..{new}", "--", ".")  # fmt: skip
        words = iter(rows)
        yield from ((next(words, ""), next(words, "")) for word in words if word.lstrip("\n").startswith("R"))
