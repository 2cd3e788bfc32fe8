"""Does anybody learn that a request failed, and is nonsense stopped before and after the model?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, operations
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import unread_code
from seatrial.facts.operations.answer_paths import answering_scopes
from seatrial.facts.operations.error_reports import error_reports
from seatrial.facts.operations.guard_proofs import counted_guards, odd_tests
from seatrial.facts.operations.value_guards import hidden_faults, input_bounds, output_bounds
from seatrial.facts.operations.vanished import Fate, Vanished, vanished
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.people.conversions import judges
from seatrial.facts.serving.people.perception import perceives
from seatrial.facts.serving.serving import served

from .. import acts
from ..unread import where_code_is_read

ERRORS_LOOKED_FOR = (
    "except clauses for everything around models and data that neither log, count nor raise, or that give a default "
    "as an answer; Sentry, Rollbar, recorded exceptions, metrics of errors"
)
GUARDS_LOOKED_FOR = (
    "bounds on the fields of requests, rules about the rows of a job, checks that an answer is finite, within its "
    "range and sure enough, moderation of what language models answer, counters and tests of what is refused"
)
_SHOWN = 8
_PERCEIVED = "where the model reads images, sound or text"


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
    live = [item for item in own if item.site.counts and _matters(component, item)]
    silent = [item for item in live if item.fate is Fate.SILENT]
    noisy = [item for item in live if item.fate is not Fate.SILENT]
    idle = [item for item in own if item not in live and item.site.counts and item.fate is Fate.SILENT]
    graded = Graded.conduct(
        found=silent[:_SHOWN],
        weak=[*noisy[:_SHOWN], *(_aside(component, item) for item in idle[:3])],
        guards=component.of(error_reports(repo))[:3],
        aside=[item for item in own if not item.site.counts][:3],
        unread=[str(file) for file in unread_code(repo) if file.path in component],
        looked_for=ERRORS_LOOKED_FOR,
        message=_told_message(silent, noisy),
    )
    return graded.naming(clause=next(iter([*silent, *noisy, *idle]), None))


def _matters(component: Component, item: Vanished) -> bool:
    """Tell whether it hits whoever is served: in a service, on the way of an answer or in what a deployment starts."""
    if not served(component):
        return runs(component, item.site)
    site = item.site
    return (site.path, site.scope) in answering_scopes(component) or reach(component.repo).is_live(
        site.path, site.scope
    )


def _aside(component: Component, item: Vanished) -> Evidence:
    started = "only people start" if runs(component, item.site) else "nothing here starts"
    return Evidence(item.place, f"{item.what}, in code that {started}", item.confidence)


def _told_message(silent: list[Vanished], gone: list[Vanished]) -> str:
    if silent or not gone:
        return ""
    if any(item.fate is Fate.TOLD for item in gone):
        return "what failed is logged, and whoever asked gets a default that looks like an answer"
    return "what failed leaves nothing behind that tells why"


def answers_somebody(component: Component) -> bool:
    """Tell whether there is a service, a page or a job that gives answers of a model; research code only could."""
    taken = archetype(component).archetype not in (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)
    return taken or bool(served(component) or jobs_of(component))


@operations.practice(
    "MON-09",
    question="Are impossible inputs and outputs caught at serve time?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="A model answers for a house of minus three rooms as readily as for any other.",
    act=acts.INPUTS,
    act_when={Archetype.BATCH_JOB: ""},
    fix=(
        "Refuse in {app:the service} what training never saw: bounds on each field, closed lists, a limit of missing.",
        "Look at the answer too: finite, within its range, and sure enough, else abstain and say so.",
        "Count what is refused, and test it with not-a-number and with values out of range.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Hold the rows that {app:the job} reads against a schema with ranges, and stop on a breach.",
            "Look at the predictions before they are written: finite, within their range, as many as rows came in.",
            "Count what is left out, and test it with not-a-number and with values out of range.",
        ),
        Archetype.LLM_APP: (
            "Bound the length of what comes into {app:the service}, and refuse what moderation flags.",
            "Hold the answer against a schema or its sources before it goes out, else say that there is none.",
            "Count what is refused, and test it with empty, endless and forbidden input.",
        ),
    },
    fix_when={
        _PERCEIVED: (
            "Refuse in {app:the service} what the model cannot read: other formats, empty, too small, large or long.",
            "Look at the answer too: not empty, within its range, and sure enough, else abstain and say so.",
            "Count what is refused, and test it with an empty, a broken and a huge input.",
        )
    },
    missing="whatever comes in goes to the model, and whatever it answers goes out",
    references=("MTS-Mon2", "MTS-Mon5", "ML01", "ML09", "AIA 15", "AML.M0015"),
    raised_by=("finance", "healthcare"),
    when=answers_somebody,
    when_not="nothing here answers requests or predicts in a job",
)
def live_input_output_guards(component: Component) -> Graded:
    before, after = input_bounds(component), output_bounds(component)
    hidden = hidden_faults(component)
    both = [*before[:3], *after[:3]] if before and after else []
    counted, tried = counted_guards(component), odd_tests(component)
    graded = Graded.best(
        (Grade.IN_USE, [*both, *counted[:1], *tried[:2]] if both and counted and tried else []),
        (Grade.SUBSTANTIVE, both),
        (Grade.PRESENT, [*before[:3], *after[:3], *hidden[:2]]),
        looked_for=GUARDS_LOOKED_FOR,
        message=_half(before, after, counted, tried) if before or after else _only_caught(hidden),
    )
    graded = where_code_is_read(component, graded)
    named = graded.naming(app=answering_programs(component))
    named = named.having_done_if(before, after, counted and tried)
    serves = archetype(component).archetype not in (Archetype.LLM_APP, Archetype.BATCH_JOB)
    read = perceives(component) or not judges(component)
    return named.in_case(_PERCEIVED if serves and read else "")


def _half(
    before: tuple[Evidence, ...],
    after: tuple[Evidence, ...],
    counted: tuple[Evidence, ...],
    tried: tuple[Evidence, ...],
) -> str:
    if not after:
        return "inputs have bounds, and whatever the model answers goes out"
    if not before:
        return "answers are looked at, and whatever comes in goes to the model"
    if not tried:
        return "no test tries what cannot be"
    return "" if counted else "what is refused is not counted"


def _only_caught(hidden: object) -> str:
    return "failures are caught, and no value is looked at" if hidden else ""
