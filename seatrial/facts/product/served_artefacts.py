"""Which programs make the very model that the component answers with: they write the file that it loads?"""

from collections.abc import Iterator
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.inference.model_names import named_by
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.training.training import training_paths
from seatrial.read.regex import regex

#: What a file of a model is called; a folder or a bare word is called alike in too many places.
_FILE: Final = regex(r"[^{}$/\\]{1,80}\.[A-Za-z]\w{0,10}")


@fact
def answered_by(component: Component) -> frozenset[str]:
    """Return the files that fit a model and name the file which the service loads, or whatever else runs loads.

    Of several trainings that is the one whose model people meet, whatever the others are called.
    """
    loaded = frozenset(_loaded(component))
    trained = training_paths(component.repo) if loaded else frozenset()
    programs = (one for one in own_code_of(component) if one.path in trained)
    return frozenset(one.path for one in programs if any(file_name(text.value) in loaded for text in one.file.texts))


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
        named = named_by(repo, file, load.call, given)[1] or stored_path(file, load.call, given)
        if _FILE.fullmatch(name := file_name(named)):
            yield name
