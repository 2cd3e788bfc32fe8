"""Which programs make the very model that the component answers with: they write the file that it loads?"""

from collections.abc import Iterator, Set

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.inference.model_names import named_by
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.training.training import training_paths
from seatrial.facts.training.training_calls import KEEPS
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_TELLING = 6  #: letters before the part of a name that varies, from which on they tell it from others
#: What a file of a model is called; a folder or a bare word is called alike in too many places.
_FILE = regex(r"[^{}$/\\]{1,80}\.[A-Za-z]\w{0,10}")


@fact
def answered_by(component: Component) -> frozenset[str]:
    """Return the files that fit a model and name the file which the service loads, or whatever else runs loads.

    Of several trainings that is the one whose model people meet, whatever the others are called. What such a file
    imports, and fits a model too, does its work.
    """
    loaded, repo = frozenset(_loaded(component)), component.repo
    trained = training_paths(repo) if loaded else frozenset()
    own = (one for one in programs(repo) if one.role is Role.OWN and one.path in component and one.path in trained)
    naming = {one.path for one in own if any(_is_one_of(name, loaded) for name in _written(repo, one))}
    return trained & naming.union(*(files_led_to(repo).get(path, frozenset()) for path in naming))


def _written(repo: Repo, program: Program) -> Iterator[str]:
    """Yield the names of files that a program mentions, and those that it stores a model in: ``f"best_{name}.h5"``."""
    yield from (file_name(text.value) for text in program.file.texts)
    for call in program.file.calls:
        if call.last in KEEPS:
            given = call.values
            yield from (_file_of_argument(repo, program.file, call, value) for value in given)


def _is_one_of(name: str, loaded: Set[str]) -> bool:
    """Tell whether a name is one of those, or may become one where a part of it varies and its beginning tells it."""
    first, *rest = name.split("{}")
    if not rest:
        return name in loaded
    if len(first) < _TELLING:
        return False
    return any(one.startswith(first) and one.endswith(rest[-1]) for one in loaded)


def _loaded(component: Component) -> Iterator[str]:
    """Yield the names of the files of models that are loaded: behind endpoints, else in other code that runs."""
    repo = component.repo
    trained = training_paths(repo)
    loads = [item.load for item in load_moments(component)]
    loads = loads or [load for load in component.of(model_loads(repo)) if load.path not in trained]
    for load in loads:
        file, given = python_file(repo, load.path), next(iter(load.call.args), None)
        if file is None or given is None:
            continue
        if _FILE.fullmatch(name := _file_of_argument(repo, file, load.call, given)):
            yield name


def _file_of_argument(repo: Repo, file: PythonFile, call: Call, value: Value) -> str:
    """Return the name of the file that an argument stands for, by constants of other modules, too."""
    return file_name(named_by(repo, file, call, value)[1] or stored_path(file, call, value))
