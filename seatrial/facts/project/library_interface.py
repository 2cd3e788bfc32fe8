"""What does a library offer to whoever imports it, and do its documents and tests speak of it?"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from posixpath import basename, dirname, join

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.modules import import_root
from seatrial.facts.code.programs import programs
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.reach.entry_libraries import offered_names
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.project.project_record import FILES
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_STARTS = 4  #: characters of a name, by which most lines are seen to hold none
#: The name of a file, as a page writes it.
_FILE = regex(r"[^\s/()\[\]<>\"'`|]{1,200}\.(?:py|ipynb)\b")
_WORD = regex(rf"\w{{{_STARTS},}}")


@fact
def public_packages(component: Component) -> tuple[Evidence, ...]:
    """Return the installable packages, whether their ``__init__`` offers names or leaves all to their modules."""
    bare = {dirname(found.place.path): found for found in _without_init(component)}
    inside = tuple(f"{folder}/" for folder in bare)
    found = (point for point in component.of(entry_points(component.repo)) if point.path in component.own)
    offered = (point for point in found if point.kind is Kind.LIBRARY and not point.path.startswith(inside))
    return (*bare.values(), *(Evidence(Place(point.path), point.what, point.confidence) for point in offered))


def offers_names(component: Component) -> bool:
    """Tell whether some package offers names at its top, where others leave who imports them to know the modules."""
    points = component.of(entry_points(component.repo))
    return any(point.kind is Kind.LIBRARY and point.name != "*" for point in points) or any(_without_init(component))


def _without_init(component: Component) -> Iterator[Evidence]:
    """Find packages without an ``__init__`` at their top: called as the project is, or with a module that starts."""
    repo = component.repo
    for project in python_projects(repo):
        module = _of_project(component, project.path, project.name) if project.path in component.own else ""
        if module:
            yield _bare(dirname(module), Place(module), Confidence.VERIFIED)
    for point in component.of(entry_points(repo)):
        package = dirname(point.path)
        bare = package == import_root(repo, point.path) and package.rpartition("/")[2] not in ("", "src")
        if point.kind is Kind.CONSOLE and point.path in component.own and bare:
            yield _bare(package, Place(point.path), point.confidence)


def _of_project(component: Component, path: str, name: str) -> str:
    """Return the first module of the folder that a project is named after, "" when it has an ``__init__`` or none."""
    called = name.replace("-", "_").replace(".", "_")
    for folder in (join(dirname(path), called), join(dirname(path), "src", called)) if called else ():
        inside = [own for own in component.own if dirname(own) == folder and own.endswith(".py")]
        if inside:
            return "" if f"{folder}/__init__.py" in inside else min(inside)
    return ""


def _bare(package: str, place: Place, confidence: Confidence) -> Evidence:
    what = f"{package} has no __init__.py: whoever imports it has to know its modules"
    return Evidence(place, what, confidence)


@fact
def documented_names(component: Component) -> tuple[Evidence, ...]:
    """Return the places where a document names something that a package offers, one for each document."""
    offered = frozenset(_offered(component))
    written = (*_documented(component.repo, offered), *_imported(component), *_by_hub(component))
    found = (*written, *_shown_commands(component), *_examples_told(component))
    return tuple({item.place.path: item for item in component.of(reversed(found))}.values())


def _by_hub(component: Component) -> Iterator[Evidence]:
    """Find samples that load what hubconf.py offers, which is the interface of a repository to torch.hub."""
    if not any(path.rpartition("/")[2] == "hubconf.py" for path in component.own):
        return
    for document in documents(component.repo):
        fences = (fence for section in document.sections for fence in section.fences)
        shown = next((fence for fence in fences if "torch.hub.load(" in fence.text), None)
        if shown:
            yield Evidence(Place(document.path, shown.line), f"{document.path} shows torch.hub.load")


def _offered(component: Component) -> Iterator[str]:
    for package in public_packages(component):
        file = python_file(component.repo, package.place.path)
        if file:
            yield from offered_names(component.repo, file)


def _documented(repo: Repo, offered: frozenset[str]) -> Iterator[Evidence]:
    """Find names in samples of code; in a sentence only such as are no plain word: ``train`` may be any training."""
    names = sorted(name for name in offered if len(name) >= _STARTS)
    if not names:
        return
    called = [re.escape(name) + r"(?=\()" for name in names]
    telling = [re.escape(name) for name in names if not (name.isalpha() and name.islower())]
    sampled = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b")
    calls = re.compile(r"\b(" + "|".join([*telling, *called]) + ")")
    starts = _by_start(names)
    for document in documents(repo):
        for section in document.sections:
            said = ((line.number, _found(calls, line.text, starts)) for line in section.lines)
            shown = ((fence.line, _found(sampled, fence.text, starts)) for fence in section.fences)
            named = next(((number, match[1]) for number, match in chain(said, shown) if match), None)
            if named:
                yield Evidence(Place(document.path, named[0]), f"{document.path} speaks of {named[1]}")
                break


def _by_start(names: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        found[name[:_STARTS]] = (*found.get(name[:_STARTS], ()), name)
    return found


def _found(names: re.Pattern[str], text: str, starts: Mapping[str, tuple[str, ...]]) -> re.Match[str] | None:
    """Search a text for the names, unless no word begins with one of them: hundreds of names are slow to search for."""
    for word in _WORD.findall(text):
        if word.startswith(starts.get(word[:_STARTS], ())):
            return names.search(text)
    return None


def _imported(component: Component) -> Iterator[Evidence]:
    """Find samples that import from packages which leave everything to their modules."""
    packages = {_name(package) for package in public_packages(component) if not _exports(component, package)}
    named = "(" + "|".join(map(re.escape, sorted(packages))) + r")\b"
    taken = re.compile(rf"\b(?:from|import) {named}")
    shows = re.compile(rf">>> *(?:from|import) {named}|(?<![\w./]){named}\.\w+(?:\.[A-Z]\w|\()")
    for document in documents(component.repo) if packages else ():
        sections = document.sections
        samples = [(fence.line, taken.search(fence.text)) for section in sections for fence in section.fences]
        samples += [(line.number, shows.search(line.text)) for section in sections for line in section.lines]
        shown = next(((number, match[match.lastindex or 0]) for number, match in samples if match), None)
        if shown:
            yield Evidence(Place(document.path, shown[0]), f"{document.path} shows how to import {shown[1]}")


def _exports(component: Component, package: Evidence) -> bool:
    """Tell whether the top of a package offers names; one without an ``__init__`` is told by a module of its own."""
    if not package.place.path.endswith("/__init__.py"):
        return False
    file = python_file(component.repo, package.place.path)
    return file is not None and bool(offered_names(component.repo, file))


def _examples_told(component: Component) -> Iterator[Evidence]:
    """Find pages that send their reader to a notebook or an example which imports the package."""
    packages = {_name(package) for package in public_packages(component)}
    examples = {
        basename(program.path): program.path
        for program in programs(component.repo)
        if program.notebook or program.role is Role.EXAMPLE
        if any(item.package in packages and not item.level for item in program.file.imports)
    }
    for document in documents(component.repo) if examples else ():
        said = ((line.number, line.text) for section in document.sections for line in section.lines)
        linked = ((link.line, link.target) for section in document.sections for link in section.links)
        hits = ((line, name) for line, text in chain(said, linked) for name in _FILE.findall(text.replace("%20", " ")))
        told = next(((line, name) for line, name in hits if name in examples), None)
        if told:
            yield Evidence(Place(document.path, told[0]), f"{document.path} sends its reader to {examples[told[1]]}")


def _name(package: Evidence) -> str:
    return package.place.path.rpartition("/")[0].rpartition("/")[2]


@fact
def tests_of_package(component: Component) -> tuple[Evidence, ...]:
    """Return the tests that import a package: by its name, as whoever installs it would, or from their place in it."""
    roots = tuple(package.place.path.removesuffix("__init__.py") for package in public_packages(component))
    names = {_name(package) for package in public_packages(component)}
    return tuple(
        Evidence(Place(file.path, found.line), f"{file.path} imports {found.module}")
        for file in python_files(component.repo)
        if role(component.repo, file.path) is Role.TEST and file.path in component
        for found in file.imports[:200]
        if found.package in names or (found.level and file.path.startswith(roots))
    )[:20]


@fact
def _shown_commands(component: Component) -> tuple[Evidence, ...]:
    """Return the first sample of each page that calls such a command with an argument, as ``tool run config.yml``."""
    repo = component.repo
    own = [project for project in python_projects(repo) if project.path in component]
    names = sorted(
        {item.name for project in own for item in project.scripts if item.group in ("console_scripts", FILES)}
    )
    if not names:
        return ()
    known = "|".join(map(re.escape, names))
    calls = re.compile(rf"^[ \t]*(?:[$>%] ?)?(?:uv run |uvx |poetry run )?({known})[ \t]+[\w./-]", re.MULTILINE)
    found = []
    for document in documents(repo):
        fences = (fence for section in document.sections for fence in section.fences)
        shown = next(((fence.line, match[1]) for fence in fences if (match := calls.search(fence.text))), None)
        if shown:
            found.append(Evidence(Place(document.path, shown[0]), f"{document.path} shows the command {shown[1]}"))
    return tuple(found)
