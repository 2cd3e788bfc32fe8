"""How is the code of a component laid out: in one program, in scripts, or in modules that import one another?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.product.lessons import lessons
from seatrial.facts.serving.service_files import service_files
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.training.training import training, training_paths
from seatrial.facts.web.endpoints import Door
from seatrial.model import Evidence, Place
from seatrial.repo import Role

_SMALL = 8  #: statements below which a file is no program of its own
_MANY = 3  #: copied functions from which on it is a habit
_SHARE = 0.05  #: of all functions that must be copies for it to be a habit
#: What generators of clients write into each module, the same every time (openapi-python-client).
_GENERATED = frozenset({"sync_detailed", "asyncio_detailed", "_get_kwargs", "_parse_response", "_build_response"})
_ASIDE = ("setup.py", "conftest.py", "noxfile.py", "tasks.py", "__init__.py", "manage.py")


@fact
def own_programs(component: Component) -> tuple[Program, ...]:
    """Return the component's own programs that do something: files and notebooks, tests and set-up left out."""
    found = (item for item in programs(component.repo) if item.role is Role.OWN and item.path in component.own)
    kept = (item for item in found if item.path.rpartition("/")[2] not in _ASIDE)
    return tuple(item for item in kept if item.file.statements >= _SMALL)


@fact
def shared_modules(component: Component) -> tuple[str, ...]:
    """Return the component's own files that other own files or notebooks import."""
    known = imported_files(component.repo)
    targets = {target for path, found in known.items() if path in component for target in found}
    return tuple(sorted(targets & {item.path for item in own_programs(component)} | _small_modules(component, targets)))


def _small_modules(component: Component, targets: set[str]) -> set[str]:
    """Return what is imported and holds a function or a class, however few lines: a step moved out of a script."""
    near = targets & component.own
    found = (item for item in programs(component.repo) if item.path in near and item.role is Role.OWN)
    kept = (item for item in found if item.path.rpartition("/")[2] not in _ASIDE)
    return {item.path for item in kept if item.file.functions or item.file.classes}


@fact
def packages(component: Component) -> tuple[str, ...]:
    """Return the folders that hold at least two modules which other files import, the one with most of them first.

    A folder with an ``__init__.py`` counts by the modules that it holds itself.
    """
    own = {item.path for item in own_programs(component) if not item.notebook}
    marked = {path.rpartition("/")[0] for path in component.own if path.endswith("/__init__.py")}
    modules = {*shared_modules(component), *(path for path in own if path.rpartition("/")[0] in marked)}
    folders: dict[str, int] = {}
    for path in modules:
        folder = path.rpartition("/")[0]
        if folder:
            folders[folder] = folders.get(folder, 0) + 1
    found = [folder for folder, count in folders.items() if count > 1]
    return tuple(sorted(found, key=lambda folder: (-folders[folder], folder)))


@fact
def path_edits(component: Component) -> tuple[Evidence, ...]:
    """Return where code of the service or of the training changes where Python looks for modules."""
    near = {*service_files(component), *training_paths(component.repo)} & component.own
    found = calls_named(component.repo, "sys.path.append", "sys.path.insert", "sys.path.extend")
    edits = ((placed.place, f"{placed.call.written}() tells Python where to look for modules") for placed in found)
    return tuple(Evidence(place, what) for place, what in edits if place.path in near)


@fact
def copied_functions(component: Component) -> tuple[Evidence, ...]:
    """Return the functions whose body stands in several own files, at the second place, when that is a habit."""
    first: dict[str, Place] = {}
    found: dict[str, Evidence] = {}
    files = [item for item in own_programs(component) if not item.notebook]
    for item in files:
        for function in item.file.functions:
            key, place = function.body_hash, Place(item.path, function.line)
            if function.name in _GENERATED:
                continue
            if key and key in first and first[key].path != item.path:
                found.setdefault(key, Evidence(place, f"{function.name} stands in {first[key]} too"))
            first.setdefault(key, place)
    often = len(found) >= max(_MANY, _SHARE * len(first))
    return tuple(sorted(found.values())) if often else ()


@fact
def mixed_modules(component: Component) -> tuple[Evidence, ...]:
    """Return the files that hold a route and train a model, and those of a service that import what trains."""
    return (*_mixed(component), *_training_in_service(component))


def _mixed(component: Component) -> Iterator[Evidence]:
    doors = {item.handler_path for item in network_endpoints(component) if item.door is Door.HTTP}
    for item in training(component.repo):
        if item.site.path in doors:
            yield Evidence(item.place, f"{item.site.path} answers requests and trains")


def _training_in_service(component: Component) -> Iterator[Evidence]:
    doors = {item.handler_path for item in network_endpoints(component)}
    known, files = imported_files(component.repo), service_files(component)
    trains = {item.site.path: item.place for item in reversed(training(component.repo)) if item.site.path in files}
    learns = {lesson.site.path for lesson in lessons(component.repo)}  # where the service is to train, it imports that
    for path in sorted(set(trains) - doors - learns):
        importer = next((one for one in files if path in known.get(one, frozenset()) and one not in trains), "")
        if importer:
            yield Evidence(trains[path], f"{path} trains, and the service imports it by {importer}")


@fact
def used_by_both(component: Component) -> tuple[Evidence, ...]:
    """Return the modules that code which trains imports, and code which serves, too."""
    known = imported_files(component.repo)
    trains = {path for path in training_paths(component.repo) if path in component}
    learned = {target for path in trains for target in known.get(path, frozenset())}
    both = learned & set(service_files(component)) - trains
    return tuple(Evidence(Place(path), f"training and the service both import {path}") for path in sorted(both))
