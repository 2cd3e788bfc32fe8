"""Which commands, that installing a package makes, do its documents show?"""

import re

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.documents.documents import documents
from seatrial.facts.project.dependencies import python_projects
from seatrial.model import Evidence, Place
from seatrial.read.project.project_record import FILES


@fact
def shown_commands(component: Component) -> tuple[Evidence, ...]:
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
