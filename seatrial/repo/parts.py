"""What was made of single records before, in another state of the same repository?"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar, cast

Part = TypeVar("Part")
Noun = TypeVar("Noun")


class Parts:
    """What functions made of records, kept by the very record: of an unchanged file it is the same object again."""

    def __init__(self) -> None:
        #: by function, id of the item and what else was told; it holds the item, so that the id stays its own
        self._made: dict[tuple[Hashable, ...], tuple[object, tuple[Any, ...]]] = {}
        self._of_texts: dict[tuple[Hashable, str, str], tuple[Any, ...]] = {}  #: by function, path and content
        self._nouns: dict[tuple[Hashable, ...], object] = {}

    def of(self, function: Callable[..., Iterable[Part]], item: object, *more: Hashable) -> tuple[Part, ...]:
        """Return what a function makes of an item, asked at most once."""
        key = (function, id(item), *more)
        if key not in self._made:
            self._made[key] = (item, tuple(function(item, *more)))
        return cast("tuple[Part, ...]", self._made[key][1])

    def of_text(
        self, function: Callable[[str, str], Iterable[Part]], path: str, blob: str, text: Callable[[], str]
    ) -> tuple[Part, ...]:
        """Return what a function makes of a file with this content, asked at most once."""
        key = (function, path, blob)
        if key not in self._of_texts:
            self._of_texts[key] = tuple(function(path, text()))
        return cast("tuple[Part, ...]", self._of_texts[key])

    def same(self, noun: Noun) -> Noun:
        """Return the first noun that was made of the very same parts; a noun holds its parts, so their ids stay."""
        slots: tuple[str, ...] = noun.__slots__  # type: ignore[attr-defined]
        key = (type(noun), *(id(getattr(noun, name)) for name in slots))
        return cast(Noun, self._nouns.setdefault(key, noun))
