"""What does the start file of Azure's App Service start, where a document says that the project goes there?"""

from collections.abc import Iterator

from seatrial.facts.code.scripts import is_shell
from seatrial.facts.documents.documents import documents
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import in_their_folders, launches
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.model import Place
from seatrial.read.infrastructure.shell import SHELL
from seatrial.read.regex import caseless
from seatrial.repo import Repo, role

_START_FILE = "startup.sh"
_APP_SERVICE = caseless(r"\bapp[ -]service\b|\baz webapp\b|azurewebsites\.net")


def of_start_files(repo: Repo) -> Iterator[EntryPoint]:
    """Yield what ``startup.sh`` at the root starts: App Service is told of it in the portal, or by its command line."""
    given = _START_FILE in repo.entries and is_shell(repo, _START_FILE) and _on_app_service(repo)
    for record in repo.records(SHELL, (_START_FILE,) if given else ()):
        for item in in_their_folders(record.commands):
            for goal in targets_of(repo, launches(item)):
                what = f"{record.path}, the start file of App Service, starts {' '.join(item.text.split())[:100]}"
                place = Place(record.path, item.line)
                yield EntryPoint(Kind.WORKLOAD, goal.path, goal.name, place, what, goal.main, role(repo, goal.path))


def _on_app_service(repo: Repo) -> bool:
    lines = (line.text for document in documents(repo) for section in document.sections for line in section.lines)
    return any(map(_APP_SERVICE.search, lines))
