"""Which files does a template make, and what stands in them?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Self

from seatrial.blueprint.filling import filled
from seatrial.blueprint.kinds import Blueprint
from seatrial.model.counted import counted
from seatrial.read.reader import Unreadable
from seatrial.read.text import decode, is_binary
from seatrial.repo import Entry, History, Repo, Tags

_LARGEST = 2_000_000  #: bytes of a file that is filled in; a larger one is copied
_LONGEST = 255  #: bytes of a name
_SKIPS = re.compile(r"\{\{-?\s*skip\s+([^}]+?)-?\}\}")


class Made:
    """The project that a template makes by its own answers, as a snapshot: every line where the template has it."""

    def __init__(self, template: Repo, blueprint: Blueprint) -> None:
        self.template = template
        self.reason = blueprint.reason
        self._blueprint = blueprint

    @property
    def made(self) -> Self:
        """Return itself, for whoever asks a snapshot whether a template makes its files."""
        return self

    @property
    def name(self) -> str:
        """Return what the template is called."""
        return self.template.snapshot.name

    @property
    def below(self) -> str:
        """Return where the template lies in its work tree."""
        return self.template.snapshot.below

    @property
    def commit(self) -> str:
        """Return the commit of the template."""
        return self.template.snapshot.commit

    @property
    def dirty(self) -> bool:
        """Tell whether the template differs from its commit."""
        return self.template.snapshot.dirty

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what is judged, and how much of the repository is not."""
        beside = len(self.template.entries) - len(self.origins)
        files = f", and {counted(beside, 'file')} beside it {'is' if beside == 1 else 'are'} not" if beside else ""
        what = f"a template: the project that it makes is judged{files}"
        return (*self.template.snapshot.notes, what)

    @property
    def guessed(self) -> bool:
        """Tell whether ignore rules had to say what is tracked."""
        return self.template.snapshot.guessed

    def history(self) -> History:
        """Return the commits of the template."""
        return self.template.snapshot.history()

    def tags(self) -> Tags:
        """Return the tags of the template."""
        return self.template.snapshot.tags()

    @cached_property
    def origins(self) -> Mapping[str, str]:
        """Return the template's own path of each file that is made."""
        made = {path: own for own, path in sorted(self._copies.items(), key=self._rank, reverse=True)}
        root = self._root(made)
        return {path.removeprefix(root): own for path, own in sorted(made.items())}

    def _rank(self, copy: tuple[str, str]) -> tuple[int, str, str]:
        """Order copies by which counts where two have one name."""
        trees = self._blueprint.trees
        return trees.index(self._tree(copy[0])), *copy

    def _tree(self, own: str) -> str:
        return self._blueprint.tree(own) or ""

    def _root(self, made: Mapping[str, str]) -> str:
        """Return the folder that is the project, with a slash: the only one, where an answer names it."""
        folders = {path.partition("/")[0] if "/" in path else "" for path in made}
        named = all("{{" in own.removeprefix(self._tree(own)).partition("/")[0] for own in made.values())
        return f"{folders.pop()}/" if len(folders) == 1 and "" not in folders and named else ""

    @cached_property
    def _copies(self) -> Mapping[str, str]:
        """Return what each file is called in a project, for those of which one gets a copy."""
        inside = [path for path in self.template.paths if self._blueprint.tree(path) is not None]
        left = self._matching(self._blueprint.left_out, inside)
        copies = {own: self._called(own.removeprefix(self._tree(own))) for own in inside if own not in left}
        skipped = tuple(self._skipped(inside))
        return {own: path for own, path in copies.items() if _is_name(path) and not _is_skipped(path, skipped)}

    def _called(self, path: str) -> str:
        blueprint = self._blueprint
        path = blueprint.named(path)
        stem = next((path.removesuffix(one) for one in blueprint.suffixes if path.endswith(one)), path)
        if "{" not in stem and blueprint.language is None:
            return stem
        return filled(stem, blueprint.spoken_in(stem), blueprint.names).text.strip()

    def _skipped(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield what the template tells its maker to leave out, as Databricks' templates do: where that is reached."""
        if self._blueprint.language is None or self._blueprint.language.marks.statement[0]:
            return
        for path in paths:
            text = self.template.text_or_empty(path)
            if _SKIPS.search(text):
                asked = _SKIPS.sub(lambda found: f"\0{{{{ {found[1]} }}}}\0", text)
                yield from (one.strip() for one in self._filled(asked).split("\0")[1::2] if one.strip())

    def entries(self) -> tuple[Entry, ...]:
        """Return every file that is made, sorted. No blob of git holds its content."""
        known = self.template.entries
        return tuple(replace(known[own], path=path, blob="") for path, own in self.origins.items())

    def read(self, path: str) -> bytes:
        """Return what stands in a file that is made."""
        own = self._own(path)
        data = self.template.snapshot.read(own)
        if not self._fills(own) or len(data) > _LARGEST or is_binary(data):
            return data
        text = self._filled(decode(data))
        if len(text) > _LARGEST:
            raise Unreadable(f"a template that makes more than {_LARGEST:,} characters")
        return text.encode()

    def head(self, path: str, size: int) -> bytes:
        """Return the first bytes of a file that is made."""
        own = self._own(path)
        return self.read(path)[:size] if self._fills(own) else self.template.snapshot.head(own, size)

    def _own(self, path: str) -> str:
        try:
            return self.origins[path]
        except KeyError:
            raise Unreadable("no such file") from None

    def _fills(self, own: str) -> bool:
        if own in self._verbatim:
            return False
        return own.endswith(self._blueprint.suffixes) if self._blueprint.suffixes else True

    @cached_property
    def _verbatim(self) -> frozenset[str]:
        return self._matching(self._blueprint.verbatim, self.template.paths)

    def _filled(self, text: str) -> str:
        text = self._blueprint.named(text)
        return filled(text, self._blueprint.spoken_in(text), self._blueprint.names).text

    def _matching(self, patterns: tuple[str, ...], paths: Iterable[str]) -> frozenset[str]:
        if not patterns:
            return frozenset()
        from pathspec import GitIgnoreSpec  # only templates with such patterns pay for the import

        spec = GitIgnoreSpec.from_lines(patterns)
        return frozenset(path for path in paths if spec.match_file(path.removeprefix(self._tree(path))))


def _is_name(path: str) -> bool:
    """Tell whether a filled name is one: a part that comes out empty is not made, and none leads out of the project."""
    parts = path.split("/")
    plain = all(part.strip() and len(part.encode("utf-8", "replace")) <= _LONGEST for part in parts)
    return plain and not {".", ".."}.intersection(parts) and not re.search(r"[\\\x00-\x1f]", path)


def _is_skipped(path: str, patterns: Iterable[str]) -> bool:
    from fnmatch import fnmatchcase

    return any(path == one or path.startswith(f"{one}/") or fnmatchcase(path, one) for one in patterns)
