"""Which folders lie above the one that a command runs in?"""

import posixpath
from collections.abc import Iterator


def upwards(folder: str) -> Iterator[str]:
    """Yield a folder and each one above it, the repository's root ("") last.

    What CI says may be a folder of the machine, as ``/home/ci/project`` or ``//srv``: it ends at the root all the same.
    """
    while folder:
        yield folder
        above = posixpath.dirname(folder)
        folder = "" if above == folder else above
    yield ""
