"""Where does the process of a system under test begin? The folder is loaded as a package of its own.

Nothing is put on ``sys.path``: neighbours of this folder have names of the standard library.
"""

import importlib.util
import pathlib
import sys


def load(folder: pathlib.Path) -> None:
    """Make the folder importable as the package ``child``."""
    spec = importlib.util.spec_from_file_location(
        "child", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} is no package")
    package = importlib.util.module_from_spec(spec)
    sys.modules["child"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    load(pathlib.Path(__file__).parent)
    importlib.import_module("child.serve").main(sys.argv[1:])
