"""Judge a repository: from a folder or any other snapshot to the result that everything is rendered from."""

from seatrial.audit.terms import Yardstick
from seatrial.audit.whole import audit

__all__ = ["Yardstick", "audit"]
