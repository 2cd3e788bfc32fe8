"""Where is what costs much to get again kept on this machine, for this user?"""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """Return our folder in the user's cache, which need not be there.

    ``XDG_CACHE_HOME`` names the cache on every system; a relative one is none, as its specification says: it would lie
    in whatever folder is audited. Where nobody has a home it is a place at which nothing can be kept.
    """
    named, home = os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~")
    if os.path.isabs(named):
        return Path(named, "seatrial")
    if not os.path.isabs(home):
        return Path(os.devnull, "seatrial")
    if sys.platform == "darwin":
        return Path(home, "Library", "Caches", "seatrial")
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path(home, "AppData", "Local"), "seatrial")
    return Path(home, ".cache", "seatrial")
