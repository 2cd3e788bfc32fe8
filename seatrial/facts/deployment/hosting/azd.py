"""What does the Azure Developer CLI put onto App Service: the projects that azure.yaml names, and what starts each?"""

import posixpath
import shlex
from collections.abc import Iterator

from seatrial.facts.deployment.settings_files import first_document, single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.bicep import BICEP
from seatrial.read.infrastructure.shell import SHELL, command_words
from seatrial.repo import Repo, role

_PYTHON = frozenset({"py", "python"})
#: Files that App Service looks for by itself, and starts by gunicorn.
_FOUND = ("application.py", "app.py", "index.py", "server.py", "wsgi.py")


def azd_services(repo: Repo, path: str) -> Iterator[Workload]:
    """Yield the services in Python that App Service builds from a folder, with the command that bicep gives them."""
    folder, told = posixpath.dirname(path), _command_line(repo)
    for name, service in first_document(repo, path).at("services").pairs:
        inside = posixpath.normpath(posixpath.join(folder, service.at("project").text or "."))
        if service.at("host").text != "appservice" or service.at("language").text not in _PYTHON:
            continue
        words = _started(repo, inside, told) if told else _by_default(repo, inside)
        what = f"App Service runs {name}, which azd builds from {inside}"
        yield single(Platform.APP_PLATFORM, "App Service", name, Place(path, service.line), what,
                     command=("sh", "-c", f"cd {inside} && {shlex.join(words)}") if words else ())  # fmt: skip


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
