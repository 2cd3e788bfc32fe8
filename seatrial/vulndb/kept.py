"""Where is data on vulnerabilities kept on this machine?"""

import os
import sys
from pathlib import Path


def kept() -> Path:
    """Return where data is kept: the file need not be there."""
    if sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return folder / "seatrial" / "advisories.gz"
