"""Does each scanner answer on this machine, in words that are understood? It is asked about a file of nothing."""

from seatrial.model.scan import Scan
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Memory
from seatrial.scanners.scanning import KINGFISHER, scanning

_NOTES = "notes.txt"
_FILES = {
    "nothing.py": "NOTHING = 0\n",
    ".github/workflows/nothing.yml": "on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: ls}]}}\n",
    _NOTES: "nothing\n",
}


def tried() -> tuple[Scan, ...]:
    """Return what each scanner says, by name. One that never ran here needs some seconds."""
    with scanning(Repo(Memory(_FILES))) as begun:
        begun.start(KINGFISHER, (_NOTES,))
        scans = begun.scans()
    return tuple(scans[name] for name in sorted(scans))
