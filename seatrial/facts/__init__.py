"""What can be found out, one module for each kind of thing. A fact joins records and never opens a file."""

from seatrial.repo.answers import fact, index

__all__ = ["fact", "index"]
