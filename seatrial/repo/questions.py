"""Is a question about a repository answered as it was in an earlier state?"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

from seatrial.repo.traces import Question, identified

if TYPE_CHECKING:
    from seatrial.repo.traced import TracedRepo


def same(repo: "TracedRepo", question: Question, then: object) -> bool:
    """Tell whether the answer is still the same. Raises whatever a fact raises, and KeyError for what is gone."""
    kind, *about = question
    now = _NOW[kind](repo, *about)
    return now is then or (type(now) is type(then) and bool(now == then) and _ordered(now) == _ordered(then))


def _ordered(answer: object) -> list[object]:
    """Return the keys of a mapping: whoever walks through it sees their order, which ``==`` does not."""
    return list(answer) if isinstance(answer, Mapping) else []


def _file(repo: "TracedRepo", path: str) -> object:
    entry = repo.files.get(path)
    return entry if entry is None or identified(entry) else object()  # never the same


def _table(repo: "TracedRepo", key: str) -> Mapping[str, object]:
    return cast(Mapping[str, object], repo.noted[""].now(key))


#: How each kind of question is answered now; the kinds are those of ``TracedRepo``, ``Watched`` and ``WatchedSet``.
_NOW: Final[Mapping[str, Callable[..., object]]] = {
    "fact": lambda repo, about, key: repo.noted[about].now(key),
    "file at": _file,
    "file in": lambda repo, path: path in repo.files,
    "file all": lambda repo: tuple(repo.files),
    "table at": lambda repo, key, row: _table(repo, key).get(row),
    "table in": lambda repo, key, row: row in _table(repo, key),
    "table all": lambda repo, key: tuple(_table(repo, key)),
    "set in": lambda repo, name, item: item in repo.sets[name],
    "set all": lambda repo, name: repo.sets[name],
    "given": lambda repo, name: repo.given(name),
}
