"""Could somebody new bring the service back, and is it settled who does what when harm was done?"""

from datetime import timedelta

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, operations
from seatrial.facts.operations.runbook_contents import Runbook, Topic, runbooks, running_guides

RUNBOOK_LOOKED_FOR = (
    "runbooks, playbooks, operations guides and sections of that name with symptoms, checks, restart, scaling, roll "
    "back, switching the model off, contacts and bad data, and commands that exist in this repository"
)
_ENOUGH = 4
_YEAR = timedelta(days=366)


@operations.practice(
    "MON-07",
    question="Could someone new restore service at night from a document?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="At night the person who knows is asleep, and every minute of searching is a minute of outage.",
    fix=(
        "In {runbook:docs/runbook.md} give for five symptoms the check and the command: restart, scale, roll back.",
        "Name there whom to call, how the model is switched off, and the day on which the commands were last tried.",
        "Link it from the README and from the alerts.",
    ),
    missing="no document tells what to do when the service fails, nor how it is started",
    references=("MG 2.3", "MG 4.3", "42001 A.6.2.6", "AIA 14", "SR VI"),
    raised_by=("finance", "healthcare", "retail"),
)
def runbook(component: Component) -> Graded:
    repo = component.repo
    found = component.of(runbooks(repo))
    full = [item for item in found if item.real and len(item.topics) >= _ENOUGH]
    kept = [item for item in full if item.linked and any(day >= repo.as_of - _YEAR for day in item.days)]
    best = next(iter([*kept, *full, *found]), None)
    links = [Evidence(item.linked, f"leads to {item.place.path}") for item in kept if item.linked]
    guides = component.of(running_guides(repo))
    graded = Graded.best(
        (Grade.IN_USE, [*kept[:2], *links[:2]]),
        (Grade.SUBSTANTIVE, full[:3]),
        (Grade.PRESENT, [*found[:3], *guides[:2]]),
        looked_for=RUNBOOK_LOOKED_FOR,
        message=_told(best, kept=bool(kept)) if best else _only_guides(bool(guides)),
    )
    return graded.naming(runbook=best)


def _told(best: Runbook, *, kept: bool) -> str:
    if kept:
        return ""
    if len(best.topics) < _ENOUGH:
        lacking = ", ".join(topic for topic in Topic if topic not in best.topics)
        return f"the runbook does not tell about {lacking}"
    if best.lost and not best.real:
        return f"the runbook names {best.lost[0]}, which is not in this repository"
    if not best.found:
        return "the runbook holds no command that can be followed to this repository"
    return "the runbook names no day on which it was last tried" if best.linked else "nothing leads to the runbook"


def _only_guides(guides: bool) -> str:
    return "documents tell how it is started, and not what to do when it fails" if guides else ""
