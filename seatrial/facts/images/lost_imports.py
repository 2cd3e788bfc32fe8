"""Which module of the owner's can what an image starts not import, since no folder where it looks holds it?"""

import posixpath
import sys
from collections import deque

from seatrial.facts.code.missing_modules import at_import, is_called_like_a_library
from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_file
from seatrial.facts.images.image import Image
from seatrial.facts.images.image_files import repository_path
from seatrial.facts.images.import_path import import_path
from seatrial.facts.project.dependencies import declared_names
from seatrial.facts.reach.launch import Launch
from seatrial.facts.reach.launch_targets import Target
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Import, PythonFile
from seatrial.read.infrastructure.shell import Command
from seatrial.read.project.requirement import normal
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: What adds folders while a program runs: then it is not known where it looks.
_ADDS = regex(r"sys\.path|\bsite\.|chdir\(|rootutils|importlib|__path__|syspath|runpy|autoroot")
_NAME = regex(r"[\[=<>~!;@ ]")


class _Search:
    """What the program of an image finds by the folders in which it looks for modules."""

    def __init__(self, repo: Repo, image: Image, path: tuple[str, ...]) -> None:
        self._repo, self._image, self.path = repo, image, path

    def find(self, module: str) -> str | None:
        """Return the file, or the folder, of the repository that a dotted name leads to as far as it is there."""
        parts = module.split(".")
        for folder in self.path:
            top = posixpath.join(folder, parts[0])
            if self._at(top) is not None or self._leads_down(top):
                names = ("/".join(parts[:end]) for end in range(len(parts), 0, -1))
                return next(filter(None, (self._at(posixpath.join(folder, name)) for name in names)), None)
        return None

    def _leads_down(self, folder: str) -> bool:
        """Tell whether something is copied to a place below a folder that is no copy itself."""
        return any(copy.target.startswith(f"{folder}/") for copy in self._image.contents)

    def elsewhere(self, module: str) -> str:
        """Return the folder of the image that would have to be on the path; "" for none that a copy fills."""
        inside = module.replace(".", "/")
        targets = (copy.target if copy.target.endswith("/") else posixpath.join(copy.target, "")
                   for copy in self._image.contents)  # fmt: skip
        below = {
            posixpath.normpath(folder) for target in targets for folder in (target, posixpath.dirname(target[:-1]))
        }
        below |= {posixpath.join(folder, "src") for folder in below}
        return min((one for one in below if self._at(posixpath.join(one, inside)) is not None), default="")

    def _at(self, inside: str) -> str | None:
        context, contents = self._image.context, self._image.contents
        for end in ("/__init__.py", ".py", ""):
            found = repository_path(self._repo, context, contents, inside + end)
            if found:
                return found
        return None


def lost_import(repo: Repo, image: Image, started: Command, launch: Launch, goal: Target) -> Evidence | None:
    """Return the first import that is sure to fail, or that what is started is not where it is looked for; else None.

    Where a file on the way may add a folder, or a step of the build may bring a module, nothing is said.
    """
    path = import_path(repo, image, started, launch)
    if path is None or role(repo, goal.path) is not Role.OWN:
        return None
    search = _Search(repo, image, path)
    if launch.module and not _is_foreign(repo, image, launch.module) and search.find(launch.module) is None:
        return _told(image, image.start_place or image.place, image.path, launch.module, search)
    package = len(launch.module.split(".")) - 1 if not goal.path.endswith("__init__.py") else len(launch.module)
    return _on_the_way(repo, image, search, goal.path, 0 if launch.file else package)


def _on_the_way(repo: Repo, image: Image, search: _Search, start: str, package: int) -> Evidence | None:
    waiting, seen, lost = deque([start]), {start}, None
    while waiting:
        path = waiting.popleft()
        file = python_file(repo, path)
        if file is None or file.broken or _ADDS.search(repo.text_or_empty(path)):
            return None
        for one in at_import(file):
            if path == start and one.level > package:
                what = f"{path} imports from the package around it, and {image.path} starts it outside of that"
                lost = lost or Evidence(Place(path, one.line), what)
                continue
            found = _of_package(repo, file, one) if one.level else search.find(one.module)
            if found and found.endswith(".py") and found not in seen:
                seen.add(found)
                waiting.append(found)
            elif found is None and not one.level and _is_own(repo, image, file, one):
                lost = lost or _told(image, Place(path, one.line), path, one.module, search)
    return lost


def _told(image: Image, place: Place, who: str, module: str, search: _Search) -> Evidence:
    there = search.elsewhere(module)
    lies = f", which lies in {there}" if there else ""
    asks = "starts" if who == image.path else "imports"
    looks = "and looks" if who == image.path else f"and {image.path} starts it where Python looks"
    return Evidence(place, f"{who} {asks} {module}{lies}, {looks} for modules in {', '.join(search.path)} alone")


def _of_package(repo: Repo, file: PythonFile, one: Import) -> str | None:
    found = modules(repo).find(one.dotted, file.path)
    return found.path if found else None


def _is_own(repo: Repo, image: Image, file: PythonFile, one: Import) -> bool:
    """Tell whether a name leads to a module of the owner's, and to no library."""
    found = modules(repo).find(one.module, file.path)
    if not found or found.rest or not found.path.endswith(".py") or role(repo, found.path) is not Role.OWN:
        return False
    held = one.name in ("", "*") or not found.path.endswith("/__init__.py")
    known = held or modules(repo).find(one.dotted, file.path) != found or modules(repo).gives(found.path, one.name)
    return known and not _is_foreign(repo, image, one.module)


def _is_foreign(repo: Repo, image: Image, module: str) -> bool:
    """Tell what is installed, or may be: a name that is declared, or asked for in a step, alone or as part of one."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or is_called_like_a_library(top):
        return True
    asked = {normal(_NAME.split(word)[0]) for run, _ in image.runs if "install" in run.text for word in run.arguments}
    return any(f"-{normal(top)}-" in f"-{name}-" for name in declared_names(repo) | asked)
