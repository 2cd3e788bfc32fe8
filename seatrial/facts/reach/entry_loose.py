"""Which code waits to be started, though nothing in the repository says who does it?"""

from collections.abc import Iterator

from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.hosting.batch_transforms import batch_transforms
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.model_servers import model_servers
from seatrial.facts.web.unasked_functions import unasked_functions
from seatrial.facts.web.web_frameworks import app_framework
from seatrial.model import Confidence, Place
from seatrial.read.code.python_record import PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_FOUND_BY_PLATFORM = {Door.MODEL_SERVER, Door.FUNCTION}
#: Platforms whose functions are found in the same way whether somebody asks or something happens.
_SENDS_EVENTS = frozenset({"AWS Lambda", "Azure Functions"})
#: Files that tools find by their names, and of which they use what they need.
_FOUND_BY_NAME = regex(
    r"(?:^|/)(?:hubconf|locustfile|fabfile|noxfile|gunicorn[._]conf(?:ig)?|sitecustomize|alembic/env"
    r"|alembic/versions/[^/]+|migrations/(?:env|versions/[^/]+|\d{4}_\w+))\.py$"
)


def of_servers(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the code that model servers and function platforms find by their conventions."""
    for found in model_servers(repo):
        if found.framework == "SageMaker" and (goes := batch_transforms(repo)):
            yield EntryPoint(
                Kind.PIPELINE, found.handler_path, found.handler, goes[0].place,
                f"a batch transform of SageMaker starts {found.handler}", role=role(repo, found.handler_path),
                confidence=Confidence.LIKELY,
            )  # fmt: skip
            continue
        by_platform = found.door in _FOUND_BY_PLATFORM or found.framework in _SENDS_EVENTS
        kind = Kind.SERVER if by_platform else Kind.APP
        path = found.handler_path
        yield EntryPoint(
            kind, path, found.handler, found.place, found.what, role=role(repo, path), confidence=found.confidence
        )
    for one in unasked_functions(repo):
        yield EntryPoint(Kind.PIPELINE, one.path, one.name, one.place, one.what, role=role(repo, one.path))


def of_apps(repo: Repo) -> Iterator[EntryPoint]:
    """Yield web applications and pages, by the call or the import that makes them; tests hold none."""
    for file in python_files(repo):
        standing = role(repo, file.path)
        for call in file.calls if standing is not Role.TEST else ():
            if call.target and (framework := app_framework(call.name)):
                name = call.scope or call.target
                what = f"{call.target} is a {framework.name} application"
                yield EntryPoint(Kind.APP, file.path, name, Place(file.path, call.line), what, role=standing)
    for page in ui_apps(repo):
        path = page.place.path
        yield EntryPoint(Kind.UI, path, "", page.place, page.what, main=True, role=role(repo, path))


def of_scripts(repo: Repo) -> Iterator[EntryPoint]:
    """Yield files that do something when they are run: by a main guard, or at their top while nobody imports them."""
    imported = _imported(repo)
    for file in python_files(repo):
        standing = role(repo, file.path)
        if standing is Role.TEST or file.path.endswith("__init__.py"):
            continue
        if _FOUND_BY_NAME.search(file.path):
            yield EntryPoint(
                Kind.SCRIPT, file.path, "*", Place(file.path), f"{file.path}: tools find it by its name", role=standing
            )
            continue
        if file.main_guard:
            what, line = "it has a main guard", file.main_guard
        elif file.path not in imported and (first := _acts(file)):
            what, line = "it acts when it is run, and nobody imports it", first
        else:
            continue
        place = Place(file.path, line)
        yield EntryPoint(Kind.SCRIPT, file.path, "", place, f"{file.path}: {what}", main=True, role=standing)


def _acts(file: PythonFile) -> int:
    """Return the line of the first call at the top of a file whose result is thrown away, 0 when there is none."""
    top = (call for call in file.calls if not call.scope and not call.target)
    return next((call.line for call in top if not {"decorator", "default"} & set(call.inside)), 0)


def _imported(repo: Repo) -> set[str]:
    known, found = modules(repo), set[str]()
    for file in python_files(repo):
        for taken in file.imports:
            whole = known.find(taken.dotted, file.path)
            if whole:
                found.add(whole.path)
    return found
