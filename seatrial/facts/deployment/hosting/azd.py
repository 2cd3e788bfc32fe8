"""What does the Azure Developer CLI put into service: the projects that azure.yaml names, and what starts each?"""

import posixpath
import shlex
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import first_document, single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.bicep import BICEP
from seatrial.read.infrastructure.shell import SHELL, command_words
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths, role

AZD = regex(r"(?:.*/)?azure\.ya?ml")

_PYTHON = frozenset({"py", "python"})
#: Files that App Service looks for by itself, and starts by gunicorn.
_FOUND = ("application.py", "app.py", "index.py", "server.py", "wsgi.py")


def azd_services(repo: Repo, path: str) -> Iterator[Workload]:
    """Yield what Azure builds from a folder: functions, and Python with the command that bicep gives it."""
    told = _command_line(repo)
    for name, service, inside in _named(repo, path):
        host, place = service.at("host").text, Place(path, service.line)
        if host == "function":
            yield single(Platform.SERVERLESS, "function", name, place, _functions(name, inside))
        if host != "appservice" or service.at("language").text not in _PYTHON:
            continue
        words = _started(repo, inside, told) if told else _by_default(repo, inside)
        what = f"App Service runs {name}, which azd builds from {inside}"
        yield single(Platform.APP_PLATFORM, "App Service", name, place, what,
                     command=("sh", "-c", f"cd {inside} && {shlex.join(words)}") if words else ())  # fmt: skip


@fact
def azd_functions(repo: Repo) -> tuple[tuple[Place, str, str], ...]:
    """Return the applications of functions that azure.yaml names: where, what is said of each, and its folder."""
    return tuple(
        (Place(path, service.line), _functions(name, inside), inside)
        for path in own_paths(repo, AZD.fullmatch)
        for name, service, inside in _named(repo, path)
        if service.at("host").text == "function"
    )


def _functions(name: str, inside: str) -> str:
    return f"Azure Functions runs {name}, which azd builds from {inside}"


def _named(repo: Repo, path: str) -> Iterator[tuple[str, Node, str]]:
    """Yield the services of a file, each with the folder that it is built from."""
    folder = posixpath.dirname(path)
    for name, service in first_document(repo, path).at("services").pairs:
        yield name, service, posixpath.normpath(posixpath.join(folder, service.at("project").text or "."))


def _command_line(repo: Repo) -> str:
    """Return the one command that Bicep files give an application as a text; "" where none or several do."""
    owned = [path for path in repo.matching(lambda path: path.endswith(".bicep")) if not role(repo, path).is_foreign]
    values = (
        block.value("appCommandLine")
        for file in repo.records(BICEP, owned)
        for outer in file.blocks
        for block in outer.walk()
    )
    found = {value.strip("'") for value in values if value.startswith("'") and value.strip("'")}
    return found.pop() if len(found) == 1 else ""


def _started(repo: Repo, inside: str, told: str) -> tuple[str, ...]:
    """Return the words of a command; of a script of the project those of its last line, which goes on to serve."""
    path = posixpath.normpath(posixpath.join(inside, told))
    scripts = [*repo.records(SHELL, (path,))] if path in repo.entries and told.endswith(".sh") else []
    return scripts[0].commands[-1].argv if scripts and scripts[0].commands else command_words(told)


def _by_default(repo: Repo, inside: str) -> tuple[str, ...]:
    first = next((name for name in _FOUND if posixpath.normpath(posixpath.join(inside, name)) in repo.entries), "")
    return ("gunicorn", f"{first.removesuffix('.py')}:app") if first else ()
