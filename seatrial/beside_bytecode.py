"""What is kept from one run to the next? What costs much to make, beside the bytecode, if Python may keep bytecode."""

import marshal
import os
import sys
from typing import Any


def kept(file: str, origin: Any) -> Any:
    """Return what a file holds that was made of exactly this; None when there is no such file."""
    try:
        with open(file, "rb") as opened:
            made_of, content = marshal.loads(opened.read())  # noqa: S302 -- trusted as far as the bytecode beside it
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return content if made_of == origin else None


def keep(file: str, origin: Any, content: Any) -> None:
    """Keep something with what it was made of; where nothing can be written, it is made again the next time."""
    if sys.dont_write_bytecode:
        return
    part = f"{file}.{os.getpid()}"
    try:
        with open(part, "wb") as opened:
            opened.write(marshal.dumps((origin, content)))
        os.replace(part, file)
    except (OSError, ValueError):
        return


__all__ = ["keep", "kept"]
