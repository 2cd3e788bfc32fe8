"""Does a load of torch take in more than tensors, so that ``weights_only`` refuses what is stored so far?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.model_loading import Load
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.repo import Repo

#: What a module has and neither a dictionary nor a tensor.
_OF_A_MODULE = frozenset({
    "eval", "parameters", "named_parameters", "forward", "modules", "named_modules", "children", "state_dict",
    "load_state_dict",
})  # fmt: skip
_LIGHTNING = frozenset({"pytorch_lightning", "lightning"})


def reads_a_whole_module(repo: Repo, load: Load) -> bool:
    """Tell whether what a load returns is asked as a module: ``act = torch.load(path); act.eval()``."""
    file = python_file(repo, load.site.path)
    call = _call_of(file, load) if file else None
    if not file or not call:
        return False
    near = [one for one in file.calls if one.scope == call.scope and call.line <= one.line]
    if any(one.last in _OF_A_MODULE and one.written.startswith(f"{call.written}(") for one in near):
        return True
    used = (one.written for one in near if call.target)
    return any(one == call.target or _asks(one, call.target) for one in used)


def reads_a_checkpoint_of_lightning(repo: Repo, load: Load) -> bool:
    """Tell whether a load takes ``state_dict`` out of what Lightning stores here, with its callbacks by their class."""
    file = python_file(repo, load.site.path)
    return bool(file and _trains_by_lightning(repo) and any(one.value == "state_dict" for one in file.texts))


@fact
def _trains_by_lightning(repo: Repo) -> bool:
    return any(_LIGHTNING & set(program.file.packages) for program in own_code(repo))


def _call_of(file: PythonFile, load: Load) -> Call | None:
    found = (one for one in file.calls if one.line == load.site.place.line and one.name == load.call)
    return next(found, None)


def _asks(written: str, target: str) -> bool:
    owner, _, last = written.rpartition(".")
    return owner == target and last in _OF_A_MODULE
