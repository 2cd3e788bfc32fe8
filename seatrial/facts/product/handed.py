"""Does a piece of code fit, load or register what it is handed, so that the model is its callers'?"""

from collections.abc import Iterable

from seatrial.facts.code.code_index import contents
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import ModelLoad
from seatrial.facts.training.origins.model_registry import Registration
from seatrial.facts.training.splits.value_flow import base, bases
from seatrial.facts.training.training import Training
from seatrial.read.code.python_record import Function, PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Calls that bring rows of their own, whatever place or settings they are handed.
_READS = regex(r"(?:^|[._])(?:read|load|open|fetch|get|query|download|connect|from|[Dd]ata[sS]et|DataLoader)(?:_|$|\()")


def fits_for_callers(repo: Repo, item: Training) -> bool:
    """Tell what fits rows or a model that it is given, in a file nobody starts: ``Wrapper.fit(self, x, y)``."""
    file = python_file(repo, item.site.path)
    if file is None or any(call.inside and "main" in call.inside for call in file.calls):
        return False
    if _fits_what_is_handed(file, item):
        return True
    owner = item.site.scope.rpartition(".")[0]
    return any(owner == cls.name or owner.startswith(f"{cls.name}.") for cls in file.classes)


def fits_what_is_handed(repo: Repo, item: Training) -> bool:
    """Tell whether a function fits rows of its own parameters, or those of what it stands in."""
    file = python_file(repo, item.site.path)
    return file is not None and _fits_what_is_handed(file, item)


def _fits_what_is_handed(file: PythonFile, item: Training) -> bool:
    """Tell whether a function fits rows of its own parameters or of those around it, as they are or changed.

    What makes a step for its callers, ``def step(model, optimizer): def update(batch): ... loss.backward()``, fits the
    model that it was handed.
    """
    handed = _parameters(one for one in file.functions if f"{item.site.scope}.".startswith(f"{one.name}."))
    for one in file.assignments:
        if one.scope == item.site.scope and bases(one.value) & handed and not _READS.search(one.value.name):
            handed.add(base(one.target))
    fits = [call for call in file.calls if call.line == item.site.line and call.scope == item.site.scope]
    made = any(item.site.scope.startswith(f"{one.name}.") for one in file.functions)
    owners = {call.written.partition(".")[0] for call in fits} if made else set()
    return bool(owners & handed) or any(bases(value) & handed for call in fits for value in call.values)


def registers_what_is_handed(repo: Repo, one: Registration) -> bool:
    """Tell whether a function, or its object, registers what it is handed: ``OutputModel(name=args.name)``."""
    inside = contents(repo, one.site.path)
    owners = (one.site.scope, f"{one.site.scope.rpartition('.')[0]}.__init__")
    handed = _parameters(inside.functions[owner] for owner in owners if owner in inside.functions)
    calls = (call for call in inside.calls.get(one.site.scope, ()) if call.line == one.site.line)
    given = (value.text.removeprefix("self.") for call in calls for value in call.values if value.kind == "name")
    return any(text.partition(".")[0] in handed for text in given)


def loads_what_is_handed(repo: Repo, load: ModelLoad) -> bool:
    """Tell a load of what a function or an object of the library is handed, ``Backend(model).load()``."""
    file = python_file(repo, load.path)
    if file is None or any(value.kind == "literal" for value in load.call.args[:1] if load.call.last != "pipeline"):
        return False
    makes = f"{load.scope.rpartition('.')[0]}.__init__"
    handed = _parameters(one for one in file.functions if one.name in (load.scope, makes))
    given = (value.text for value in load.call.values if value.kind == "name")
    return any(text.removeprefix("self.") in handed for text in given)


def _parameters(functions: Iterable[Function]) -> set[str]:
    return {parameter.name.lstrip("*") for one in functions for parameter in one.parameters} - {"self", "cls"}
