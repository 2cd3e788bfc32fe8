"""What is kept from one run to the next? What costs much to make, beside the bytecode, if Python may keep bytecode."""

import os
import sys


def kept(file: str, origin: bytes) -> bytes | None:
    """Return what a file holds that was made of exactly this; None when there is no such file."""
    try:
        with open(file, "rb") as opened:
            found = opened.read()
    except OSError:
        return None
    length, start = len(origin).to_bytes(8, "little"), 8 + len(origin)
    return found[start:] if found[:start] == length + origin else None


def keep(file: str, origin: bytes, content: bytes) -> None:
    """Keep something with what it was made of; where nothing can be written, it is made again the next time."""
    if sys.dont_write_bytecode:
        return
    part = f"{file}.{os.getpid()}"
    try:
        with open(part, "wb") as opened:
            opened.writelines((len(origin).to_bytes(8, "little"), origin, content))
        os.replace(part, file)
    except OSError:
        return


__all__ = ["keep", "kept"]
