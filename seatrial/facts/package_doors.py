"""Which doors of a package wait for a caller who has what they serve, or are there for who asks for them besides?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.component.packaged import FRAMEWORKS
from seatrial.facts import fact
from seatrial.facts.code.code_index import defined, function_at
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.project.own_package import distributed, handed_out, offered, package, told_to_install
from seatrial.facts.project.releases import uploads
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import served
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.signs import started_doors
from seatrial.read.code.python_record import MAIN
from seatrial.read.regex import caseless
from seatrial.repo import Role

#: How a folder beside a package says that it is there to be taken over by those who use the package.
_TO_TAKE_OVER = caseless(r"(?<![a-z])(?:template|boilerplate|skeleton|starter|example|demo)s?(?![a-z])")
_DEPLOYED = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.DEPLOY})
#: Distributions that serve, called as their packages are.
_SERVERS = FRAMEWORKS | {"ray", "litserve", "bentoml"}


@fact
def doors_wait_for_callers(component: Component) -> bool:
    """Tell whether every door of a package is made by a function that is handed what it serves, and nothing calls one.

    ``get_server(stores)`` of a package for others is a service only in the hands of whoever has stores.
    """
    doors = served(component)
    if not doors or not (distributed(component) and offered(component)) or started_doors(component):
        return False
    started = {path for program in programs(component.repo) for path in _started_by(component, program)}
    return all(
        one.endpoint.handler_path not in started
        and _is_handed(component, one.endpoint.handler_path, one.endpoint.handler)
        for one in doors
    )


def _started_by(component: Component, program: Program) -> Iterator[str]:
    """Yield the files of which a program of the component runs something as soon as it is started itself."""
    if program.path in component.own and program.role is Role.OWN:
        for call in program.file.calls:
            found = defined(component.repo, program.path, call.name) if call.scope in ("", MAIN) else None
            if found is not None:
                yield found.path


def _is_handed(component: Component, path: str, handler: str) -> bool:
    maker = function_at(component.repo, path, handler.rpartition(".")[0]) if "." in handler else None
    point = reach(component.repo).entry(path, handler)
    if maker is None or not (point is None or point.kind is Kind.LIBRARY):
        return False
    return any(one.default is None and not one.name.startswith("*") for one in maker.parameters)


@fact
def serves_as_an_extra(component: Component) -> bool:
    """Tell whether all doors of a package that CI uploads need an extra of it, and CI delivers nothing else.

    Who installs ``gliner[serve]`` may serve; who owns the package hands on a library.
    """
    project, doors = package(component), served(component)
    if project is None or not doors or not (handed_out(component) and uploads(component.repo)):
        return False
    if any(step.brings in (Brings.DEPLOYS, Brings.PUSHES) for step in deliveries(component.repo)):
        return False
    needed = {item.name for item in project.requirements if not item.group}
    extra = {item.name for item in project.requirements if item.group} - needed
    return all(_imports_one_of(component, one.endpoint.handler_path, _SERVERS & extra) for one in doors)


@fact
def serves_as_a_template(component: Component) -> bool:
    """Tell whether all doors of a package that CI uploads stand in a folder whose page offers it to be taken over.

    "Template for your Vision API": its users run that, and the owner runs none.
    """
    doors = served(component)
    if not doors or not (handed_out(component) and uploads(component.repo)):
        return False
    folders = {one.endpoint.handler_path.partition("/")[0] for one in doors if "/" in one.endpoint.handler_path}
    pages = (component.repo.text_or_empty(f"{folder}/README.md") for folder in sorted(folders))
    return bool(folders) and all(_TO_TAKE_OVER.search(page.lstrip().partition("\n")[0]) for page in pages)


def _imports_one_of(component: Component, path: str, packages: frozenset[str]) -> bool:
    file = python_file(component.repo, path) if path else None
    return file is not None and not packages.isdisjoint(file.packages)


@fact
def is_deployed_as_a_page(component: Component) -> bool:
    """Tell a package whose page a deployment starts, and which nobody is told to install: it is packed, not offered."""
    repo = component.repo
    if package(component) is None or is_taken_by_others(component):
        return False
    entries = (reach(repo).entry(page.place.path) for page in ui_apps(repo) if page.place.path in component.own)
    return any(entry is not None and entry.kind in _DEPLOYED for entry in entries)


def is_taken_by_others(component: Component) -> bool:
    """Tell whether CI uploads the package, or the README has its reader install it by its name."""
    project, repo = package(component), component.repo
    return bool(uploads(repo)) or (project is not None and told_to_install(repo, project))
