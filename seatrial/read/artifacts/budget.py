"""How much may be spent on one file, and when is that spent?"""

import time


class Exhausted(Exception):
    """A limit was reached; the text says which, as a phrase: the rest of the part is a gap."""


class Budget:
    """What all parts of one file share. Every limit but time is the same on every host."""

    def __init__(
        self,
        *,
        seconds: float = 120.0,
        unpacked: int = 2_000_000_000,
        opcodes: int = 50_000_000,
        parts: int = 20_000,
        depth: int = 16,
    ) -> None:
        self.unpacked = unpacked  #: bytes that may still come out of compressed data
        self.opcodes = opcodes  #: opcodes of pickles that may still be followed
        self.parts = parts  #: members of archives that may still be looked at
        self.depth = depth  #: archives and pickles inside one another
        self._end = time.monotonic() + seconds

    def unpack(self, count: int) -> None:
        """Take bytes that came out of compressed data; raise ``Exhausted`` when that is more than is left."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise Exhausted("unpacks to more than is read")

    def step(self, count: int = 1) -> None:
        """Take opcodes, or steps of any other walk over structures, and look at the clock; raise ``Exhausted``."""
        self.opcodes -= count
        if self.opcodes < 0:
            raise Exhausted("has more opcodes than are followed")
        if time.monotonic() > self._end:
            raise Exhausted("took longer than may be spent on one file")

    def enter(self) -> None:
        """Take one part; raise ``Exhausted`` when there were too many."""
        self.parts -= 1
        if self.parts < 0:
            raise Exhausted("has more members than are looked at")
        self.step(0)
