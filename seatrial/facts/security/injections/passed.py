"""Which names of a function passed a check, under whatever name their path goes?"""

from collections.abc import Iterable


class Passed:
    """Names that passed a check, with those that stand for the same path in another form.

    Names of one path form a set with one of them as its root (R. Tarjan, Efficiency of a good but not linear set union
    algorithm, 1975), so that a function of thousands of lines costs no more for each.
    """

    def __init__(self) -> None:
        self._above: dict[str, str] = {}  #: a name of the same path that is nearer to the root
        self._checked: set[str] = set()  #: roots

    def __contains__(self, name: str) -> bool:
        return self._root(name) in self._checked

    def add(self, names: Iterable[str]) -> None:
        """Let names pass."""
        self._checked.update(map(self._root, names))

    def alike(self, one: str, other: str) -> None:
        """Let two names stand for the same path from now on."""
        upper, lower = self._root(one), self._root(other)
        if upper != lower:
            self._above[lower] = upper
            if lower in self._checked:
                self._checked.add(upper)

    def _root(self, name: str) -> str:
        while (above := self._above.get(name)) is not None:
            self._above[name] = self._above.get(above, above)  # the way is half as long the next time
            name = above
        return name
