"""How is the file kept that answers and waivers go to: each at once, and only if it stays valid?"""

import copy
import datetime as dt
from collections.abc import Mapping
from pathlib import Path as File

from seatrial.atomic_write import write_whole
from seatrial.config import Config, ConfigError, Known, parse
from seatrial.config.source import yaml_source
from seatrial.config.written.insertion import NoPlace, Path, inserted, retired
from seatrial.config.written.yaml_text import Value

_FIRST = (
    "# What only people know about this project. The keys: seatrial config schema; their questions: seatrial interview"
)


class NotKept(Exception):
    """A value cannot stand in the file; the words say why."""


class Kept:
    """The configuration file of a repository, as far as it is answered."""

    def __init__(self, file: File, as_of: dt.date, known: Known) -> None:
        self.file = file
        self.as_of = as_of
        self.known = known
        self.answered = 0  #: values that were added

    def config(self) -> Config:
        """Return what is configured now."""
        return parse(self.file.name, self.content(), self.as_of, self.known)

    def value(self, path: Path) -> object:
        """Return what stands at a path, None when nothing does."""
        return yaml_source(self.file.name, self.content()).value(path)

    def put(self, path: Path, value: Value, comment: str = "", *, anew: bool = False) -> str:
        """Add a value to the file. Returns "" when it stands there, else why the file was left as it is.

        With ``anew`` it takes the place of one that is there, which stays as a comment. Raises ``OSError`` when the
        file cannot be written.
        """
        try:
            after = self.with_value(path, value, comment, anew=anew)
        except NotKept as error:
            return str(error)
        self.write(after)
        self.answered += 1
        return ""

    def with_value(self, path: Path, value: Value, comment: str = "", *, anew: bool = False) -> bytes:
        """Return what the file would hold with one more value; nothing is written. Raises ``NotKept``."""
        try:
            text = self.content().decode("utf-8") or f"{_FIRST}\nschema: 1\n"
        except UnicodeDecodeError:
            raise NotKept(f"{self.file.name} is not UTF-8: write it anew in that encoding first") from None
        try:
            ready = retired(text, path) if anew else text
            after = inserted(ready, path, value, comment).encode()
            parse(self.file.name, after, self.as_of, self.known)
        except NoPlace as error:
            raise NotKept(f"{self.file.name} has no place for it: {error}") from None
        except ConfigError as error:
            raise NotKept(error.problems[0].message) from None
        if not self._only_adds(ready.encode(), after, path):
            what = f"{self.file.name} uses anchors or styles that cannot be added to: write it there by hand"
            raise NotKept(what)
        return after

    def _only_adds(self, before: bytes, after: bytes, path: Path) -> bool:
        """Tell whether everything else in the file means what it meant."""
        old, new = (copy.deepcopy(yaml_source(self.file.name, data).values) for data in (before, after))
        return new != old and _without(new, path, old) == old

    def content(self) -> bytes:
        """Return what stands in the file now; nothing when there is none yet."""
        return self.file.read_bytes() if self.file.exists() else b""

    def write(self, data: bytes) -> None:
        """Put a new file in the place of the one that is there; raises ``OSError``."""
        write_whole(self.file, data, lasting=True)


def _without(new: object, path: Path, old: object) -> object:
    """Return the new values with what was added at a path taken out again, down to where the old ones have a place."""
    step, rest = path[0], path[1:]
    if isinstance(new, dict) and isinstance(step, str) and step in new:
        return _without_key(new, step, rest, old)
    if isinstance(new, list) and isinstance(step, int) and step < len(new):
        if not isinstance(old, list) or step >= len(old):
            return new[:step]
        return [*new[:step], _without(new[step], rest, old[step]) if rest else new[step], *new[step + 1 :]]
    return new


def _without_key(new: Mapping[str, object], key: str, rest: Path, old: object) -> Mapping[str, object]:
    if not isinstance(old, Mapping) or key not in old:
        return {other: value for other, value in new.items() if other != key}
    inner = old[key]
    taken = None if inner is None else _without(new[key], rest, inner) if rest else new[key]
    return {**new, key: taken}
