"""Does anybody learn that a request failed, and is nonsense stopped before and after the model?"""

from seatrial.api import Component, Effort, Evidence, Graded, Severity, Stage, operations
from seatrial.facts.code.programs import unread_code
from seatrial.facts.operations.error_reports import error_reports
from seatrial.facts.operations.vanished import Fate, Vanished, vanished
from seatrial.facts.reach.running import runs

ERRORS_LOOKED_FOR = (
    "except clauses for everything around models and data that neither log, count nor raise, or that give a default "
    "as an answer; Sentry, Rollbar, recorded exceptions, metrics of errors"
)
_SHOWN = 8


@operations.conduct(
    "MON-11",
    question="Do failures reach a log, metric or caller instead of vanishing?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="A model that could not be asked and a score of zero look the same to whoever decides by it.",
    fix=(
        "Catch in {clause:the except clause} only what you can mend; log the rest and raise it, in a service as 503.",
        "Report what is not caught to an error tracker, or count it in a metric that an alert watches.",
    ),
    references=("CWE-390", "MS 2.6", "AIA 15"),
)
def errors_surface(component: Component) -> Graded:
    repo = component.repo
    own = component.of(vanished(repo))
    live = [item for item in own if item.site.counts and runs(component, item.site)]
    silent = [item for item in live if item.fate is Fate.SILENT]
    told = [item for item in live if item.fate is not Fate.SILENT]
    idle = [item for item in own if item not in live and item.site.counts and item.fate is Fate.SILENT]
    graded = Graded.conduct(
        found=silent[:_SHOWN],
        weak=[*told[:_SHOWN], *(_unreached(item) for item in idle[:3])],
        guards=component.of(error_reports(repo))[:3],
        aside=[item for item in own if not item.site.counts][:3],
        unread=[f"{file.path}: {file.reason}" for file in unread_code(repo) if file.path in component],
        looked_for=ERRORS_LOOKED_FOR,
        message=_told_message(silent, told),
    )
    return graded.naming(clause=next(iter([*silent, *told, *idle]), None))


def _unreached(item: Vanished) -> Evidence:
    return Evidence(item.place, f"{item.what}, in code that nothing here starts", item.confidence)


def _told_message(silent: list[Vanished], told: list[Vanished]) -> str:
    if silent:
        return ""
    return "what failed is told in part, and whoever asked gets a default that looks like an answer" if told else ""
