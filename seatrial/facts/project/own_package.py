"""Is a component a package, and is it meant for others?"""

import re

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import programs
from seatrial.facts.documents.documents import readme
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.project.releases import is_uploaded, uploads
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach_pieces import WHOLE
from seatrial.read.project.project_record import Project
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

#: Forms that say what has to be installed, and declare nothing that could be.
_ENVIRONMENTS = frozenset({"conda", "pipfile", "pixi"})
_INSTALLS = r"\b(?:pip3?|uv|pipx|poetry|pdm) (?:pip )?(?:install|add)"


@fact
def package(component: Component) -> Project | None:
    """Return the project by which the component is distributed: with a name, and a version or a build system.

    An environment in the same folder often bears the name of the package, and declares none. Of several that stand
    equally deep the one speaks that tests import.
    """
    named = [one for one in python_projects(component.repo) if one.place.path in component.own and one.name]
    tested = tested_packages(component.repo) if len(named) > 1 else frozenset[str]()

    def order(one: Project) -> tuple[int, bool, bool]:
        return one.path.count("/"), one.form in _ENVIRONMENTS, _modules(one).isdisjoint(tested)

    return min(named, key=order, default=None)


@fact
def tested_packages(repo: Repo) -> frozenset[str]:
    """Return the packages that tests import, by the first part of their names in small letters."""
    tests = (program for program in programs(repo) if program.is_test)
    return frozenset(found.module.split(".")[0].lower() for program in tests for found in program.file.imports)


def _modules(project: Project) -> frozenset[str]:
    """Return the names by which a project is likely imported."""
    return frozenset({project.name.replace("-", "_").lower(), project.name.replace("-", "").lower()})


@fact
def distributed(component: Component) -> bool:
    """Tell whether the package is made for others: versioned, built, and published or imported by its own tests."""
    project = package(component)
    # a setup.py that computes its version tells it to nobody who only reads
    if project is None or not (project.version or "version" in project.dynamic or project.form == "setup.py"):
        return False
    built = project.build_backend or project.form in {"setup.py", "setup.cfg", "poetry"}
    if not built and not is_uploaded(component.repo, project):
        return False
    tested = not _modules(project).isdisjoint(tested_packages(component.repo))
    return for_an_index(project) or tested or _is_published(component.repo, project)


def _is_published(repo: Repo, project: Project) -> bool:
    """Tell whether CI hands the outermost package to an index, whatever name its tests import it by."""
    return "/" not in project.path and bool(uploads(repo))


def offered(component: Component) -> bool:
    """Tell whether a package is meant for others: classified, uploaded, to be installed, or its top offers names."""
    if handed_out(component):
        return True
    offering = (point for point in entry_points(component.repo) if point.kind is Kind.LIBRARY and point.name != WHOLE)
    return any(point.path in component.own for point in offering)


def handed_out(component: Component) -> bool:
    """Tell whether others get the package by its name: it is classified, told to be installed, or published by CI."""
    project, repo = package(component), component.repo
    return project is not None and (
        for_an_index(project) or told_to_install(repo, project) or _is_published(repo, project)
    )


def for_an_index(project: Project) -> bool:
    """Tell whether a project is classified for an index; versions of Python are what templates write for anybody."""
    return any(not one.startswith(("Programming Language ::", "Private ::")) for one in project.classifiers)


def told_to_install(repo: Repo, project: Project) -> bool:
    """Tell whether the README has its reader install the project by its name: ``pip install shop-prices``."""
    page, words = readme(repo), re.split(r"[-_.]+", project.name)
    if page is None or not project.name:
        return False
    named = "[-_.]".join(map(re.escape, words))
    installs = caseless(rf"{_INSTALLS} [^\n#]*?(?<![\w./-]){named}(?![\w/-])")
    return any(installs.search(fence.text) for section in page.sections for fence in section.fences)


@fact
def works_for_scripts(component: Component) -> bool:
    """Tell a package that is offered to nobody from a library: programs and notebooks beside it import it to work.

    A study keeps what its scripts share in a package, so that they and its tests find it.
    """
    project, repo = package(component), component.repo
    if project is None or offered(component):
        return False
    names = _modules(project)
    beside = (one for one in programs(repo) if one.path in component.own and one.role is Role.OWN)
    outside = (one for one in beside if names.isdisjoint(one.path.lower().split("/")[:-1]))
    return any(found.module.partition(".")[0].lower() in names for one in outside for found in one.file.imports)
