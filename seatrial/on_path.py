"""Where is a program that the user has set up, and never one of the folder that is audited?"""

import os
import shutil


def on_path(name: str) -> str | None:
    """Return the absolute path of a program on PATH; None when there is none.

    Parts of PATH that are relative are passed over: they lead into whatever folder one stands in, which may be hostile.
    So is that folder itself, which Windows would search first.
    """
    os.environ.setdefault("NoDefaultCurrentDirectoryInExePath", "1")
    folders = [folder for folder in os.get_exec_path() if os.path.isabs(folder)]
    return shutil.which(name, path=os.pathsep.join(folders)) if folders else None
