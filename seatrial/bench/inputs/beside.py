"""Which files beside a model may tell how it is fed, from the nearest folder up to the root?"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

#: Beyond these nobody's settings lie; a tokenizer's vocabulary is the largest of them.
_SETTINGS_BYTES = 2_000_000
_TEXT_BYTES = 256_000
_TOKENIZER_BYTES = 64_000_000
_LEVELS = 6
_FILES = 24


def folders(model: Path, root: Path) -> tuple[Path, ...]:
    """Return the folder of a model and those above it, the root being the last."""
    above = [model.parent, *model.parent.parents][:_LEVELS]
    return tuple(folder for folder in above if folder == root or root in folder.parents)


def named(model: Path, root: Path, name: str) -> Path | None:
    """Return the nearest regular file of a name."""
    found = (folder / name for folder in folders(model, root))
    return next((path for path in found if inside(path, root)), None)


def settings(model: Path, root: Path) -> Iterator[Path]:
    """Yield the YAML files beside and above a model, the nearest first, two dozen at most."""
    found = (
        path
        for folder in folders(model, root)
        for pattern in ("*.yaml", "*.yml")
        for path in sorted(folder.glob(pattern))
    )
    yield from islice((path for path in found if inside(path, root)), _FILES)


def json_object(path: Path | None) -> Mapping[str, object]:
    """Return the object that a JSON file holds; an empty one when there is none, or too much of it."""
    if path is None:
        return {}
    limit = _TOKENIZER_BYTES if path.name == "tokenizer.json" else _SETTINGS_BYTES
    try:
        said = json.loads(path.read_bytes()) if path.stat().st_size <= limit else None
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def text(path: Path) -> str:
    """Return the text of a file of settings, "" when it is too large or cannot be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.stat().st_size <= _TEXT_BYTES else ""
    except OSError:
        return ""


def inside(path: Path, root: Path) -> bool:
    """Tell whether it is a file below the root: a link may lead anywhere."""
    return path.is_file() and root.resolve() in path.resolve().parents
