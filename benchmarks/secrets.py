"""Measure the search for credentials: print the table of docs/secrets.md, and exit 1 when a bound does not hold.

    python -m benchmarks.secrets [--clean PATH]

PATH is a repository without credentials, such as a work tree of huggingface/diffusers: what is found there is counted.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.planted_secrets import DECOYS, KINDS, Planted
from benchmarks.strange_secrets import STRANGE
from seatrial.facts.security.secrets import credentials, doubtful_files
from seatrial.repo import Memory, Repo
from seatrial.repo.folder import Folder
from seatrial.scanners.scanning import KINGFISHER, scanning

LISTS = {"K": "kingfisher", "D": "detect-secrets", "P": "where projects keep them"}
LEAST_FOUND, MOST_DECOYS, MOST_FALSE = 0.9, 2, 5


def main() -> int:
    """Plant, search, print, and tell by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description="Measure the search for credentials.")
    parser.add_argument("--clean", type=Path, help="a repository that holds no credentials")
    clean = parser.parse_args().clean
    with tempfile.TemporaryDirectory() as folder:
        found, alone = _found(Path(folder))
    print("| kind | from the list of | seatrial | kingfisher alone |\n|---|---|---|---|")
    for one in KINDS:
        lists = ", ".join(LISTS[letter] for letter in one.source)
        print(f"| {one.kind} | {lists} | {_word(one, found)} | {_word(one, alone)} |")
    got, mistaken = _count(KINDS, found), _count(DECOYS, found)
    print(
        f"\nfound {got} of {len(KINDS)} (kingfisher alone {_count(KINDS, alone)}), decoys {mistaken} of {len(DECOYS)}"
    )
    for text in ("api_key = '@@'\n", "x = '@@'\n"):
        both, single = _strange(text)
        print(f"{len(STRANGE)} other kinds in {text.strip()}: found {both} (kingfisher alone {single})")
    false = len(_searched(clean)) if clean else 0
    print(f"found in the clean repository: {false}" if clean else "no clean repository was given")
    return int(got < LEAST_FOUND * len(KINDS) or mistaken > MOST_DECOYS or false > MOST_FALSE)


def _found(folder: Path) -> tuple[set[str], set[str]]:
    """Return the paths in which seatrial, and kingfisher on all files, find something."""
    for one in (*KINDS, *DECOYS):
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.content)
    with scanning(Repo(Folder(folder))) as begun:
        begun.start(KINGFISHER, tuple(one.path for one in (*KINDS, *DECOYS)))
        alone = {seen.path for seen in begun.scans()["kingfisher"].seen}
    return set(_searched(folder)), alone


def _strange(text: str) -> tuple[int, int]:
    """Return how many kinds that no rule of ours was made for are found in a text, and how many kingfisher finds."""
    files = {f"{number}.py": text.replace("@@", value) for number, value in enumerate(STRANGE.values())}
    repo = Repo(Memory(files))
    with scanning(repo) as begun:
        begun.start(KINGFISHER, repo.paths)
        alone = {seen.path for seen in begun.scans()["kingfisher"].seen}
    with scanning(repo) as begun:
        begun.start(KINGFISHER, doubtful_files(repo))
        repo.scans = begun.scans()
    return len({credential.path for credential in credentials(repo)}), len(alone)


def _searched(folder: Path) -> list[str]:
    """Search a folder as an audit does, and return a path for each credential."""
    repo = Repo(Folder(folder))
    with scanning(repo) as begun:
        begun.start(KINGFISHER, doubtful_files(repo))
        repo.scans = begun.scans()
    return [credential.path for credential in credentials(repo)]


def _word(one: Planted, found: set[str]) -> str:
    return "found" if one.path in found else "missed"


def _count(planted: tuple[Planted, ...], found: set[str]) -> int:
    return sum(one.path in found for one in planted)


if __name__ == "__main__":
    raise SystemExit(main())
