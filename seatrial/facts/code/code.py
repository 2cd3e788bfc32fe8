"""Which calls stand in the Python code of the repository, and where do the names lead that they use?"""

from collections.abc import Mapping
from typing import NamedTuple

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file, python_files, python_paths, unread_python
from seatrial.facts.code.resolution import Definition, resolve
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo


class PlacedCall(NamedTuple):
    """A call, and the file in which it stands. A named tuple, since a large repository has hundreds of thousands."""

    path: str
    call: Call

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.call.line, self.call.column)

    @property
    def what(self) -> str:
        """Say what is called, and from where."""
        name = self.call.name.lstrip(".") or self.call.written
        return f"{self.call.scope} calls {name}" if self.call.scope else f"calls {name}"


@fact
def calls(repo: Repo) -> tuple[PlacedCall, ...]:
    """Return every call of the roles own, test, example and docs, by path and in the order of the text."""
    return tuple([PlacedCall(file.path, call) for file in python_files(repo) for call in file.calls])


@fact
def _calls_by_last(repo: Repo) -> Mapping[str, tuple[PlacedCall, ...]]:
    return grouped((placed.call.last, placed) for placed in calls(repo))


def calls_named(repo: Repo, *names: str) -> tuple[PlacedCall, ...]:
    """Return the calls of these resolved names, in the order of ``calls``.

    A name without a dot is the last part of any name: ``predict`` finds ``joblib.load.predict`` and ``predict``.
    ``sklearn.*.fit`` stands for any name that begins with sklearn and ends with fit.
    """
    by_last = _calls_by_last(repo)
    found: dict[tuple[str, int, int, str], PlacedCall] = {}
    for name in names:
        head, _, last = name.rpartition(".")
        for placed in by_last.get(last, ()):
            if _fits(placed.call.name, name, head):
                call = placed.call
                found[placed.path, call.line, call.column, call.written] = placed
    return tuple(found[key] for key in sorted(found))


def _fits(resolved: str, name: str, head: str) -> bool:
    if head.endswith(".*"):
        return resolved.startswith(head[:-1])
    return not head or resolved == name


__all__ = [
    "Definition", "PlacedCall", "calls", "calls_named", "python_file", "python_files", "python_paths", "resolve",
    "unread_python",
]  # fmt: skip
