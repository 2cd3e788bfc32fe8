"""Ask git about a repository that may be hostile: nothing it configures is run, fetched or written.

A ``.git/config`` may name programs (file system monitors, clean filters, text converters, signature checkers) that git
would start while it only looks; each of them is switched off by name. ``GIT_NO_LAZY_FETCH`` keeps partial clones from
the network, ``GIT_OPTIONAL_LOCKS`` keeps the index unwritten.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from seatrial.model.record import dataclass
from seatrial.repo.snapshot import Change, History

if TYPE_CHECKING:
    import git

_PROGRAMS = re.compile(r"(filter\..+\.(clean|smudge|process)|diff\..+\.(textconv|command))", re.IGNORECASE)
_QUIET = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "core.quotePath=false",
)
_NO_NETWORK = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_TERMINAL_PROMPT": "0"}
_HISTORY_LIMIT = 500


class NoGit(Exception):
    """Git cannot tell: there is no repository, no git, or the repository is broken; the text says which."""


@dataclass(frozen=True, slots=True)
class TrackedPath:
    """One line of the index or of a tree, relative to the audited folder."""

    path: str
    mode: str  #: git's octal mode: 100644, 100755, 120000 a link, 160000 a submodule
    blob: str
    sparse: bool = False  #: left out of the work tree by a sparse checkout


class Git:
    """Questions to the git repository that a folder lies in. Raises ``NoGit`` when there is none to ask."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._repo = _opened(folder)
        self._command = type(self._repo.git)(folder)
        self._command.update_environment(**_NO_NETWORK, GIT_OPTIONAL_LOCKS="0")
        self._silenced: tuple[str, ...] = ()
        names = self._lines("config", "--local", "--name-only", "-z", "--list")
        self._silenced = tuple(f"{name}=" for name in names if _PROGRAMS.fullmatch(name))
        self._partial = any(name.endswith(".promisor") for name in names)

    @cached_property
    def prefix(self) -> str:
        """Return the path of the audited folder below the work tree, "" for the top, with a closing slash."""
        return self._text("rev-parse", "--show-prefix").removesuffix("\n")

    @cached_property
    def head(self) -> str:
        """Return the id of the current commit, "" when there is none yet."""
        try:
            return self._text("rev-parse", "--verify", "-q", "HEAD^{commit}").strip()
        except NoGit:
            return ""

    def commit(self, revision: str) -> str:
        """Return the id of a commit; raises ``NoGit`` when the revision names none."""
        if revision.startswith("-"):
            raise NoGit(f"{revision!r} is no revision")
        return self._text("rev-parse", "--verify", "-q", f"{revision}^{{commit}}").strip()

    @cached_property
    def remote(self) -> str:
        """Return owner/name of the remote ``origin``, "" when there is none."""
        try:
            url = self._text("config", "--get", "remote.origin.url").strip()
        except NoGit:
            return ""
        match = re.search(r"[/:]([^/:]+/[^/]+?)(\.git)?/?$", url)
        return match[1] if match else ""

    @cached_property
    def shallow(self) -> bool:
        """Tell whether the history was cut off by a shallow clone."""
        return self._text("rev-parse", "--is-shallow-repository").strip() == "true"

    def dirty(self) -> bool:
        """Tell whether the audited folder differs from the commit, untracked files included."""
        return bool(self._text("status", "--porcelain", "-z", "--ignore-submodules=all", "--", ".").strip("\0 "))

    @cached_property
    def tracked(self) -> tuple[TrackedPath, ...]:
        """Return every path of the index below the audited folder; of a conflict the first side."""
        found: dict[str, TrackedPath] = {}
        for line in self._lines("ls-files", "-s", "-t", "-z"):
            facts, _, path = line.partition("\t")
            tag, mode, blob, _ = facts.split(" ")
            found.setdefault(path, TrackedPath(path, mode, blob, sparse=tag == "S"))
        return tuple(found.values())

    def untracked(self) -> tuple[str, ...]:
        """Return the paths that are neither tracked nor ignored; nested repositories end with a slash."""
        return tuple(self._lines("ls-files", "--others", "--exclude-standard", "-z"))

    def tree(self, commit: str) -> Iterator[TrackedPath]:
        """Yield every path of a commit below the audited folder."""
        for line in self._lines("ls-tree", "-r", "-z", commit):
            facts, _, path = line.partition("\t")
            mode, _, blob = facts.split(" ")
            yield TrackedPath(path, mode, blob)

    def sizes(self, blobs: set[str], commit: str) -> dict[str, int]:
        """Return the size in bytes of those blobs of a commit that this clone holds."""
        wanted = "\n".join(sorted(blobs - self._missing(commit))).encode() + b"\n"
        answer = self._bytes("cat-file", "--batch-check", stdin=wanted).decode()
        found = (line.split() for line in answer.splitlines())
        return {parts[0]: int(parts[2]) for parts in found if len(parts) == 3 and parts[1] == "blob"}

    def _missing(self, commit: str) -> set[str]:
        """Return the ids that a partial clone left at its remote; asking for their size would be an error."""
        if not self._partial:
            return set()
        listed = self._text("rev-list", "--objects", "--no-walk", "--missing=print", commit)
        return {line[1:] for line in listed.splitlines() if line.startswith("?")}

    def content(self, blob: str) -> bytes:
        """Return the bytes of a blob; raises ``NoGit`` when it is missing."""
        try:
            return bytes(self._repo.odb.stream(bytes.fromhex(blob)).read())
        except (ValueError, OSError) as error:
            raise NoGit("missing blob") from error

    def history(self, commit: str) -> History:
        """Return the newest commits that touch the audited folder."""
        if not commit:
            return History(complete=False)
        form = "--format=%H%x1f%an%x1f%ae%x1f%ct%x1f%P%x1f%s"
        lines = self._lines("log", "-z", f"-n{_HISTORY_LIMIT}", "--no-show-signature", form, commit, "--", ".")
        return History(tuple(_change(line) for line in lines), complete=not self.shallow)

    def commit_day(self, commit: str) -> date:
        """Return the day of a commit, by its committer's clock in UTC."""
        seconds = int(self._text("log", "-1", "--no-show-signature", "--format=%ct", commit))
        return _day(seconds)

    def _text(self, *arguments: str) -> str:
        return self._bytes(*arguments).decode("utf-8", "surrogateescape")

    def _lines(self, *arguments: str) -> list[str]:
        return [line for line in self._text(*arguments).split("\0") if line]

    def _bytes(self, *arguments: str, stdin: bytes = b"") -> bytes:
        settings = [part for option in (*_QUIET, *self._silenced) for part in ("-c", option)]
        with TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            return _run(self._command, ["git", *settings, *arguments], given)


def _run(git_command: "git.Git", command: list[str], stdin: BinaryIO) -> bytes:
    from git.exc import GitError

    try:
        output = git_command.execute(command, istream=stdin, stdout_as_string=False, strip_newline_in_stdout=False)
    except GitError as error:
        said = str(getattr(error, "stderr", "") or error).strip().removeprefix("stderr:").strip(" '\n")
        raise NoGit(said.splitlines()[0] if said else "git failed") from error
    return output


def _opened(folder: Path) -> "git.Repo":
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    try:
        import git
        from git.exc import GitError, InvalidGitRepositoryError, NoSuchPathError
    except ImportError as error:
        raise NoGit("GitPython is not installed") from error
    try:
        found = git.Repo(folder, search_parent_directories=True, odbt=git.GitCmdObjectDB)
        if found.working_tree_dir is None:
            raise NoGit("a bare repository")
        return found
    except NoSuchPathError as error:
        raise NoGit("no such folder") from error
    except InvalidGitRepositoryError as error:
        raise NoGit("not under git") from error
    except GitError as error:
        raise NoGit(str(error)) from error


def _change(line: str) -> Change:
    number, author, email, seconds, parents, subject = line.split("\x1f", 5)
    return Change(number, author, email, _day(int(seconds)), subject, merge=" " in parents)


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, tz=UTC).date()
