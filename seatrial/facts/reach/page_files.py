"""Which files does Streamlit run as pages besides the script that it is started with?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.folders import folders
from seatrial.read.code.python_record import PythonFile
from seatrial.repo import Repo

_LIBRARY = "streamlit"
_PAGES = "pages"  #: the folder beside the script whose files are all pages


def pages_beside(repo: Repo, file: PythonFile) -> Iterator[str]:
    """Yield the pages of a script of Streamlit: those in the folder for them, and those that it names."""
    if _LIBRARY not in file.packages:
        return
    here = dirname(file.path)
    if (folder := join(here, _PAGES)) in folders(repo):
        yield from (path for path in repo.paths if path.startswith(f"{folder}/") and path.endswith(".py"))
    for call in file.calls:
        if call.name == f"{_LIBRARY}.Page" and call.args and (named := string_of(call.args[0])):
            path = normpath(join(here, named))
            if path in repo.entries:
                yield path
