"""Where is data on vulnerabilities kept on this machine?"""

from pathlib import Path

from seatrial.cache_folder import cache_folder


def kept() -> Path:
    """Return where data is kept: the file need not be there."""
    return cache_folder() / "advisories.gz"
