"""How is a file written so that nobody ever finds half of it, and nothing is left behind when it cannot be?"""

import os
import shutil
from pathlib import Path


def write_whole(file: Path, data: bytes, *, lasting: bool = False) -> None:
    """Write beside a file and put the new one in its place; raises ``OSError``, and then the old one is as it was.

    What stands beside has a name that nobody else uses, so neither a leftover of a killed process nor a link is in the
    way. A file that is there keeps who may read it. With ``lasting`` the disk has it before this returns.
    """
    part = file.with_name(f".{file.name}.{os.urandom(4).hex()}.part")
    try:
        with part.open("xb") as written:
            written.write(data)
            if lasting:
                written.flush()
                os.fsync(written.fileno())
        if file.exists():
            shutil.copymode(file, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
