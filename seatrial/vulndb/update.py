"""How does new data on vulnerabilities come onto this machine?"""

import tempfile
import urllib.request
from pathlib import Path

from seatrial.model.advisories import Advisories
from seatrial.vulndb.compact import write_compact
from seatrial.vulndb.https import pieces
from seatrial.vulndb.kept import kept
from seatrial.vulndb.problem import AdvisoryError
from seatrial.vulndb.sources import of_archive, read

#: All entries of OSV about packages of this ecosystem, written anew several times a day.
ARCHIVE = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip"
_MOST = 1_000_000_000  #: bytes
_SECONDS = 900.0


def update(address: str = ARCHIVE, path: Path | None = None) -> Advisories:
    """Fetch an archive of OSV, keep what it says, and return it; what was kept before stays until then.

    Raises ``AdvisoryError`` when the archive cannot be had, is none, or cannot be kept.
    """
    if "://" not in address:  # urllib has no sentence for it
        raise AdvisoryError(f"{address} is no https address")
    path = path or kept()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part") as fetched:
            for piece in pieces(urllib.request.Request(address), _MOST, _SECONDS):  # noqa: S310 -- asked of `pieces`
                fetched.write(piece)
            fetched.flush()
            data = of_archive(Path(fetched.name), "OSV")
        write_compact(data, path)
    except OSError as error:
        raise AdvisoryError(f"{path} cannot be written: {error.strerror or error}") from None
    return read(path)
