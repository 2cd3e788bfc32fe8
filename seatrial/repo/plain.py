"""Which files of a folder outside git count: all but those that ignore rules or plain sense leave out."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from seatrial.repo.names import for_the_system, from_the_system

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Folders that no repository tracks: version control, environments, caches.
_NEVER = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache",
     ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", ".DS_Store"}
)  # fmt: skip
#: What says what a project is belongs to it, whatever the ignore rules name: git keeps it once it is tracked.
_ALWAYS = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})


def plain_paths(root: Path) -> Iterator[str]:
    """Yield the posix path of every file below a folder, under the ``.gitignore`` of each folder on the way.

    A folder that may not be listed is yielded itself, since nobody knows what is in it.
    """
    yield from _below(root, "", ())


def _below(root: Path, folder: str, rules: "tuple[tuple[str, GitIgnoreSpec], ...]") -> Iterator[str]:
    try:
        found = sorted(os.scandir(root / for_the_system(folder)), key=lambda entry: entry.name)
    except OSError:
        if folder:
            yield folder.removesuffix("/")
        return
    ignore = next((entry for entry in found if entry.name == ".gitignore" and entry.is_file()), None)
    if ignore is not None:
        from pathspec import GitIgnoreSpec

        with suppress(PermissionError):  # it is named as a file that may not be read
            text = Path(ignore.path).read_text(encoding="utf-8", errors="replace")
            rules = (*rules, (folder, GitIgnoreSpec.from_lines(text.splitlines())))
    for entry in found:
        path, is_folder = f"{folder}{from_the_system(entry.name)}", entry.is_dir(follow_symlinks=False)
        stays = entry.name in _ALWAYS and not is_folder
        if entry.name in _NEVER or (_ignored(path, is_folder=is_folder, rules=rules) and not stays):
            continue
        if is_folder:
            yield from _below(root, f"{path}/", rules)
        else:
            yield path


def _ignored(path: str, *, is_folder: bool, rules: "tuple[tuple[str, GitIgnoreSpec], ...]") -> bool:
    """Apply the rules from the outermost folder inwards; the last word is the innermost's, as in git."""
    verdict = False
    for folder, spec in rules:
        said = spec.check_file(path[len(folder) :] + ("/" if is_folder else "")).include
        verdict = verdict if said is None else said
    return verdict
