"""Does a call belong to an object of somebody else's package, whose methods only sound like the owner's?"""

from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import meaning
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.repo import Repo


def is_foreign(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether the object is a module of others, or was made by a class of theirs: ``Report().run()``."""
    root, owner = call.written.partition(".")[0], call.name.rpartition(".")[0]
    if any(taken.alias == root for taken in file.imports):
        return meaning(repo, file.path, call.name) is None
    made = any(taken.name and taken.dotted == owner for taken in file.imports)
    return made and owner.partition(".")[0] not in _own_names(repo) and meaning(repo, file.path, call.name) is None


@fact
def _own_names(repo: Repo) -> frozenset[str]:
    """Return the folders and modules of the repository, by name: what is imported from one need not be found."""
    return frozenset(part.removesuffix(".py") for file in python_files(repo) for part in file.path.split("/"))
