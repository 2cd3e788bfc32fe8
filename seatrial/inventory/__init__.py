"""Named facts of a repository for platform teams: yes, no, na or unknown, with paths and lines."""

from importlib import import_module

from seatrial.inventory.row import Item, Row, Value
from seatrial.repo import Repo

#: The modules that hold rows, one for each topic.
TOPICS = (
    "serving", "containers", "delivery", "dependencies", "training", "security", "artifacts", "monitoring", "drift",
    "governance",
)  # fmt: skip


def rows() -> tuple[Row, ...]:
    """Return every row, by name."""
    modules = [import_module(f"{__name__}.{topic}") for topic in TOPICS]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Row)]
    return tuple(sorted(found, key=lambda row: row.name))


def inventory(repo: Repo) -> dict[str, Item]:
    """Answer every row; a row that crashes is unknown, with the error's name as the reason."""
    return {row.name: answer(row, repo) for row in rows()}


def answer(row: Row, repo: Repo) -> Item:
    """Answer one row, behind a wall."""
    try:
        return row.answer(repo)
    except Exception as error:  # one broken row must not cost the others; it is shown as unknown
        crashed = f"{type(error).__name__}: {error}"
        return Item(Value.UNKNOWN, reason=f"this question crashed ({crashed})", crashed=crashed)


__all__ = ["Item", "Row", "Value", "answer", "inventory", "rows"]
