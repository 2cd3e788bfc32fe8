"""Which files of a folder outside git count: all of an export, and of a workshop those that no ignore rule names."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from seatrial.repo.names import for_the_system, from_the_system

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

#: Folders that no repository tracks: version control, environments, caches.
_NEVER = frozenset(
    {".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache",
     ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints", ".DS_Store"}
)  # fmt: skip
#: What comes into being where somebody works, and that no export holds: outside git, its ignore rules are needed.
_WORKED = _NEVER - {".DS_Store"}
#: What says what a project is belongs to it, whatever the ignore rules name: git keeps it once it is tracked.
_ALWAYS = frozenset({"pyproject.toml", "setup.py", "setup.cfg"})

#: Files whose only use is that git keeps their folder; who puts one into a folder that is ignored tracks it.
_KEEPERS = (".gitkeep", ".keep", ".gitignore")
_LARGEST_KEEPER = 10_000  # bytes


def is_export(root: Path) -> bool:
    """Tell whether a folder outside git holds what git tracked and nothing else, as far as can be seen.

    Archives of a forge and trees that are checked out elsewhere are such. What an ignore rule names there was tracked
    all the same: a model or its pointer, a lock, a file of settings that somebody forced in.
    """
    if any((folder / ".git").exists() for folder in root.parents):
        return False  # a part of a repository, of which git could not be asked
    return not any(_WORKED.intersection((*folders, *files)) for _, folders, files in os.walk(root))


def plain_paths(root: Path, *, export: bool) -> Iterator[str]:
    """Return the posix path of every file that no ``.gitignore`` on the way names, and of an export those that it does.

    A folder that may not be listed stands for itself, since nobody knows what is in it.
    """
    return _below(root, "", None if export else ())


def _below(root: Path, folder: str, rules: "tuple[tuple[str, GitIgnoreSpec], ...] | None") -> Iterator[str]:
    try:
        found = sorted(os.scandir(root / for_the_system(folder)), key=lambda entry: entry.name)
    except OSError:
        if folder:
            yield folder.removesuffix("/")
        return
    ignore = next((entry for entry in found if entry.name == ".gitignore" and entry.is_file()), None)
    if ignore is not None and rules is not None:
        from pathspec import GitIgnoreSpec

        with suppress(PermissionError):  # it is named as a file that may not be read
            text = Path(ignore.path).read_text(encoding="utf-8", errors="replace")
            rules = (*rules, (folder, GitIgnoreSpec.from_lines(text.splitlines())))
    for entry in found:
        path, is_folder = f"{folder}{from_the_system(entry.name)}", entry.is_dir(follow_symlinks=False)
        stays = entry.name in _ALWAYS and not is_folder
        if entry.name in _NEVER:
            continue
        if rules and _ignored(path, is_folder=is_folder, rules=rules) and not stays:
            yield from _keepers(root, path) if is_folder else ()
        elif is_folder:
            yield from _below(root, f"{path}/", rules)
        else:
            yield path


def _keepers(root: Path, folder: str) -> Iterator[str]:
    """Yield what keeps an ignored folder in git; a rule that ignores all was put there by the tool that fills it."""
    for name in _KEEPERS:
        path = f"{folder}/{name}"
        with suppress(OSError, UnicodeDecodeError):
            found = root / for_the_system(path)
            about = found.lstat()
            if not S_ISREG(about.st_mode) or about.st_size > _LARGEST_KEEPER:
                continue
            if "*" not in map(str.strip, found.read_text(encoding="utf-8").splitlines()):
                yield path


def _ignored(path: str, *, is_folder: bool, rules: "tuple[tuple[str, GitIgnoreSpec], ...]") -> bool:
    """Apply the rules from the outermost folder inwards; the last word is the innermost's, as in git."""
    verdict = False
    for folder, spec in rules:
        said = spec.check_file(path[len(folder) :] + ("/" if is_folder else "")).include
        verdict = verdict if said is None else said
    return verdict
