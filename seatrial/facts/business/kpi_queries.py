"""Is the figure of the business worked out from what the system records, and is it shown against its target?"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.programs import own_code, own_code_of, programs
from seatrial.facts.documents.declared_kpis import declared_kpis
from seatrial.facts.documents.documents import documents, lines_that
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.code.python_record import PythonFile
from seatrial.read.documents.document_record import Document
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_NAMED = caseless(r"(?:^|[/_-])(?:kpis?|business[_-]metrics?|okrs?)(?:[/_.-]|$)")
_SELECTS = caseless(r"\bselect\b[\s\S]{1,2000}\bfrom\b")
_KPI = caseless(r"\bKPIs?\b|business metric|north[- ]star")
_BOARD = caseless(r"dashboard|looker|tableau|power ?bi|metabase|grafana|superset")
_CALL = regex(r"\b\w+_\w+\([^()]{0,80}\)")
_EXPERIMENT_TOOLS = (
    "growthbook", "statsig", "optimizely", "eppo_client", "unleash", "UnleashClient", "ldclient", "launchdarkly",
    "posthog", "flagsmith", "split",
)  # fmt: skip
_DESIGN = {
    "the metric": caseless(r"primary metric|success metric|\bmetric\b|conversion|revenue|retention"),
    "the size": caseless(
        r"sample size|\bpower\b|\d ?% (?:of|hold)|\d[\d,.]{0,30} ?(?:k )?(?:users|customers|members|people|patients|"
        r"visitors|accounts|stores|orders|sessions|requests)"
    ),
    "the duration": caseless(r"\b(?:\d+|one|two|three|four|six|eight|ten|twelve) (?:days?|weeks?|months?)\b"),
    "the guardrails": caseless(r"guard-?rail|stop (?:if|when|criteria)|abort"),
}
_ABOUT = caseless(r"a/?b[- ]test|experiment design|hold-?out|switchback|uplift|online experiment|randomi[sz]ed")
#: The page that the steps name.
_PAGE = caseless(r"(?:^|[-_])(?:experiment|ab[-_]?test)$")
_ABOUT_USERS = caseless(r"control|treatment|variant|hold-?out|assignment|randomi[sz]")
_RESULT = caseless(r"\bresult|outcome|\buplift of|\blift of|confidence interval|p[- ]value|significant")
_DECIDED = caseless(r"decid|decision|rolled out|shipped|kept|stopped|adopted")


@fact
def kpi_queries(component: Component) -> tuple[Evidence, ...]:
    """Return the queries and programs that work out a figure of the business from stored events."""
    repo = component.repo
    declared = [
        Evidence(Place(kpi.kpi.measured_by.removeprefix("./"), 1), f"measures {kpi.kpi.name}")
        for kpi in component.of(declared_kpis(repo))
        if kpi.resolves
    ]
    return (*declared, *_queries_by_name(component))


def _queries_by_name(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    for path in own_paths(repo, lambda path: path.endswith(".sql") and _NAMED.search(path)):
        if path in component:
            try:
                text = repo.text(path, 200_000)
            except Unreadable:
                continue
            if _SELECTS.search(text):
                yield Evidence(Place(path, 1), "works out a figure of the business from tables")
    for program in own_code(repo):
        if program.path in component and _NAMED.search(program.path):
            query = next((text for text in program.file.texts if _SELECTS.search(text.value)), None)
            if query:
                yield program.evidence(query, "works out a figure of the business from tables")


@fact
def scheduled_queries(component: Component) -> tuple[Evidence, ...]:
    """Return what starts one of these queries by the clock: a command of CI, or a program with a schedule."""
    names = {PurePosixPath(one.place.path).name for one in kpi_queries(component)}
    commands = (one for one in ci_commands(component.repo) if one.scheduled)
    by_ci = [
        as_evidence(one) for one in commands if any(PurePosixPath(word).name in names for word in one.command.argv)
    ]
    return (*by_ci, *(_in_pipelines(component, names) if names else ()))


def _in_pipelines(component: Component, names: set[str]) -> Iterator[Evidence]:
    for program in programs(component.repo):
        if program.path in component and any(_scheduled(keys) for keys in _keywords(program.file)):
            for text in program.file.texts:
                if PurePosixPath(text.value).name in names:
                    yield program.evidence(text, f"starts {text.value} by the clock")


def _keywords(file: PythonFile) -> Iterator[tuple[str, ...]]:
    for call in file.calls:
        yield tuple(key for key, _ in call.keywords)
    for function in file.functions:
        for decorator in function.decorators:
            yield tuple(key for key, _ in decorator.keywords)


def _scheduled(keys: tuple[str, ...]) -> bool:
    return bool({"schedule", "schedule_interval", "cron", "cron_schedule", "timetable"} & set(keys))


@fact
def named_boards(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of documents that name a dashboard of business figures."""
    return lines_that(repo, "names a dashboard", _names_a_board)


def _names_a_board(heading: str, text: str) -> bool:
    bare = _CALL.sub("", text)  # `kpi_slide(metrics)` is a function, whatever it draws
    return bare == text and bool(_BOARD.search(text) and _KPI.search(f"{heading} {text}"))


@fact
def experiment_designs(repo: Repo) -> tuple[tuple[Evidence, tuple[str, ...], bool], ...]:
    """Return the designs of experiments on users: where, what they do not give, and whether a result was decided on."""
    return tuple(repo.each(_designs, documents(repo)))


def _designs(document: Document) -> Iterator[tuple[Evidence, tuple[str, ...], bool]]:
    page = bool(_PAGE.search(PurePosixPath(document.path).stem))
    for number, section in enumerate(document.sections):
        if _ABOUT.search(section.heading) or (page and number == 0):
            whole = "\n".join(part.text for part in document.within(section))
            if _ABOUT_USERS.search(whole):
                lacking = tuple(name for name, pattern in _DESIGN.items() if not pattern.search(whole))
                decided = bool(_RESULT.search(whole) and _DECIDED.search(whole) and re.search(r"\d", whole))
                place = Place(document.path, section.line)
                yield Evidence(place, f"designs an experiment: {section.heading[:60]}"), lacking, decided


@fact
def assignment_tools(component: Component) -> tuple[Evidence, ...]:
    """Return the imports of tools that give each user a variant."""
    return tuple(
        program.evidence(found, f"imports {found.module}")
        for program in own_code_of(component)
        for found in program.file.imports
        if found.package in _EXPERIMENT_TOOLS and found.used
    )
