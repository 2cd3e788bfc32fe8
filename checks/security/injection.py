"""Can a request, or what a model answers, become code, a command, a query, a path or an address?"""

from collections.abc import Iterable

from seatrial.api import Component, Effort, Evidence, Graded, Severity, Stage, as_evidence, caseless, security
from seatrial.facts.ci.scanning.scanner_names import Subject
from seatrial.facts.ci.scanning.scanners import scans_of
from seatrial.facts.code.code import python_paths
from seatrial.facts.code.programs import unread_code
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import is_only_offered, runs
from seatrial.facts.security.injections.sink_table import Danger
from seatrial.facts.security.injections.sinks import Injection, injections
from seatrial.facts.security.second_opinion import further_injections, unjudged_code

LOOKED_FOR = (
    "eval, exec, os.system, shell=True, queries and templates that are put together, opened paths, fetched addresses "
    "and unpacked archives, followed back to requests and to answers of language models"
)

_PARAMETERS = "pass values as parameters: bound ones for SQL, a list of words for commands"
#: A tool that is there to run what it is handed: commands of a model, cells of a notebook.
_RUNS_COMMANDS = caseless(r"(?:^|[/_.\W])(?:bash|shell|terminal|sandbox|code_?(?:exec|run|interpreter))")
#: What is called after standing in for something serves whoever develops, and only when the settings choose it.
_STANDS_IN = caseless(r"(?:^|[/_])mock(?:s|ed)?(?=[/_.])")
_CONFINED = "run what is handed in where it can do no harm: a container without network, credentials and foreign files"
#: A name of a table or a column cannot be bound, and where it comes from is what was not traced.
_NAMES_OF_TABLES = "hold each name that is put into a query against a closed list, and bind whatever is a value"
_TEMPLATES_BY_NAME = "take the template by its name from one folder of yours, so that nobody hands in its text"
#: What can be chosen from a list; of code, commands and queries the first step says all.
_CHOSEN = frozenset({Danger.PATH, Danger.ADDRESS, Danger.TEMPLATE})
#: What to do instead, where values cannot be passed as parameters.
_WAYS = {
    Danger.CODE: "look names up in a dictionary of what is allowed, and read values with ast.literal_eval or json",
    Danger.PATH: "take the file by its name from one folder: resolve the path, and refuse what lies outside",
    Danger.ADDRESS: "fetch only from hosts that the code or its settings name",
    Danger.TEMPLATE: "keep the template fixed, and hand the text in as a value",
    Danger.ARCHIVE: 'unpack with filter="data", and refuse names that lead out of the folder',
}


def has_python(component: Component) -> bool:
    """Tell whether there is any Python of the component's own."""
    return any(path in component for path in python_paths(component.repo))


@security.conduct(
    "SEC-15",
    question="Can request or model data reach eval, a shell, SQL, a path, an address or a template?",
    severity=Severity.BLOCKER,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="One request is then enough to run commands, read files or query tables with the rights of the service.",
    fix=(
        "In {sink:the handler} {way:pass values as parameters: bound ones for SQL, a list of words for commands}.",
        "Choose paths, addresses and templates from a closed list instead of building them from the request.",
        "Let bandit or semgrep fail CI on new ones.",
    ),
    references=("CWE-94", "CWE-78", "CWE-89", "CWE-22", "CWE-918", "PCI 6.2.4", "LLM05"),
    raised_by=("finance", "healthcare", "retail"),
    when=has_python,
    when_not="there is no Python here",
)
def no_injection_sinks(component: Component) -> Graded:
    repo = component.repo
    found = component.of((*injections(repo), *further_injections(repo)))
    shown = [one for one in found if one.origin]
    running = [one for one in shown if runs(component, one.site) and not _STANDS_IN.search(one.site.path)]
    others = [one for one in found if one not in running]
    weak = [one for one in others if not one.site.role.beside and (one.origin or _is_live(component, one))]
    files = [file for file in unread_code(repo) if file.path in component]
    doubtful = bool(running) and all(is_only_offered(repo, one.site) for one in running)
    graded = Graded.conduct(
        found=_likely(running) if doubtful else running,
        weak=_likely(weak) if doubtful else weak,
        aside=[one for one in others if one.site.role.beside and one.origin],
        guards=[scan for scan in scans_of(component) if scan.subject is Subject.CODE and scan.blocks],
        unread=[*(str(file) for file in files), *unjudged_code(repo)],
        looked_for=LOOKED_FOR,
        message=_message(running, weak) if not doubtful else f"{running[0].what}, in code that no start here reaches",
    )
    first = next(iter([*running, *weak, *found]), None)
    named = graded.naming(
        sink=_alike(first, running or weak or found) if first else None,
        way=_ways(first, running or weak or found) if first else None,
    )
    return named if any(one.danger in _CHOSEN for one in found) else named.having_done(2)


def _likely(found: Iterable[Injection]) -> list[Evidence]:
    return [as_evidence(one).likely() for one in found]


def _alike(first: Injection, found: Iterable[Injection]) -> list[Injection]:
    """Return the first and those in other files about which the same is to be done."""
    found = list(found)
    way = _ways(first, found)
    return [first, *(one for one in found if one.site.path != first.site.path and _ways(one, found) == way)]


def _ways(first: Injection, found: Iterable[Injection]) -> str:
    """Say what to do about each danger in the file of the first: one may reach an address, and a shell below."""
    here = [one for one in found if one.site.path == first.site.path]
    if all(one.danger is Danger.COMMAND and _RUNS_COMMANDS.search(f"{one.site.path} {one.site.scope}") for one in here):
        return _CONFINED
    return "; ".join(dict.fromkeys(_way(one) for one in here))


def _way(one: Injection) -> str:
    """Say what to do about one call; where only parts of a text are not traced, its values may be handed in already."""
    if one.danger is Danger.TEMPLATE and not one.origin:
        return _TEMPLATES_BY_NAME
    if one.danger is Danger.QUERY and not one.origin:
        return _NAMES_OF_TABLES
    return _WAYS.get(one.danger, _PARAMETERS)


def _message(running: list[Injection], weak: list[Injection]) -> str:
    """Say at once how many calls there are of which nothing is shown but that their text is not fixed."""
    if running or len(weak) < 2 or any(one.origin for one in weak):
        return ""
    kinds = " or ".join(sorted({one.danger.value for one in weak}))
    return f"{len(weak)} calls are given {kinds} that is put together when they run, from parts not traced further"


def _is_live(component: Component, one: Injection) -> bool:
    """Tell what serves or is offered to others from what only builds, tests and releases it."""
    known = reach(component.repo)
    entry = known.entry(one.site.path, one.site.scope)
    releases = entry is not None and entry.kind in (Kind.SCHEDULE, Kind.DEPLOY, Kind.CI)
    return known.is_live(one.site.path, one.site.scope) and not releases
