"""How much of the code that runs do the tests reach?"""

from collections.abc import Iterator, Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import Program, outside_tests, programs
from seatrial.facts.code.python_files import python_files
from seatrial.facts.inference.inference_words import SENDERS
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.below import below
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.serving import handlers, served
from seatrial.facts.serving.watch.endpoint_tests import endpoint_tests
from seatrial.facts.serving.watch.smoke_tests import image_smokes
from seatrial.facts.serving.watch.started_services import started_services
from seatrial.facts.testing.runs_of_tests import run_from
from seatrial.facts.testing.tests import real_tests
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_IN_BRANCH = frozenset({"if", "else"})
_MOST_LIVE = 0.2  #: of what is run, from which on the live code alone is looked at

#: Code that draws, sets up, shows, moves tables or makes data up: pictures are hard to compare, settings are read by
#: their tool, and what stands in for data is no product.
_ASIDE = caseless(
    r"(?:^|[/_.])(?:fake|dummy|mock(?:ed)?|synthetic|plots?|charts?|draw|figures?|visuali\w+|log_images?|show|docs?|docker|demos?|examples?|contrib|bin"
    r"|\w*config)(?=[/_.]|$)|(?:^|/)setup\.py$|(?:^|/)(?:migrations|alembic)/"
)
#: Code that takes its input from elsewhere, or changes what lies there: a small one cannot be handed to it.
_PAGES = ("streamlit.", "gradio.", "panel.", "dash.")  #: beginnings of the names of what draws a page
_FETCHES = regex(
    r"^_?(?:from_pretrained|from_hub|download\w*|fetch\w*|upload\w*|send_\w+|crawl\w*|scrape\w*"
    r"|(?:(?:re)?create|init|reset|drop|seed)_(?:db|database|all|tables?)"
    r"|(?:un)?deploy(?:_\w+)?|\w*life_?span\w*|(?:on_)?start_?up|shut_?down|run_migrations\w*)$"
)
_MANGLED = regex(r"__\w*?(?<!__)$")  #: a name that Python hides outside of its class
_HEAD = 600  #: bytes in which a file says where it was taken from
_FROM_OTHERS = caseless(
    r"(?:auto-?)?generated (?:automatically )?(?:by|from|with)\b[\s\S]{0,200}\bdo not (?:edit|modify|change)|"
    r"do not (?:edit|modify|change)[\s\S]{0,200}\b(?:auto-?)?generated\b|\(auto-?generated\)|"
    r"(?:shout-?out to|(?:adapted|taken|copied|borrowed|modified|ported) (?:\w+ )?from|based on|credits? to|source:)"
    r":?\s+<?(?:code (?:from|in) )?https?://(?:github|gitlab|huggingface)"
)


@dataclass(frozen=True, slots=True)
class Tested:
    """How many functions of the code that runs are reached from tests."""

    functions: int
    reached: int
    first_missed: Place | None = None  #: the largest function that no test reaches, one that takes an input first
    missed: str = ""  #: its name

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when there is no function at all."""
        return self.reached / self.functions if self.functions else 0.0


@fact
def nodes_of_tests(repo: Repo) -> frozenset[Node]:
    """Return what runs, at the latest, when the real tests run: the files as "", functions and classes by name.

    It is what could be reached: a class that is named is taken to be made, and all of its methods to be called.
    """
    return run_from(repo, frozenset[Node]().union(*starts_of_tests(repo).values()))


@fact
def tested(component: Component) -> Tested:
    """Return how many functions of the live code are reached.

    When hardly anything is live, as with scripts that people start, all that is run counts; else all there is.
    """
    run, known = code_to_test(component), nodes_of_tests(component.repo) | _behind_started(component)
    missed = [(path, item) for path, item in run if (path, item.name) not in known]
    largest = max(missed, key=lambda found: _worth(component, *found), default=None)
    if largest is None:
        return Tested(len(run), len(run))
    return Tested(len(run), len(run) - len(missed), Place(largest[0], largest[1].line), largest[1].name)


def _behind_started(component: Component) -> frozenset[Node]:
    """Return what runs behind the answers of a service that tests start on its own, or that CI starts before them."""
    asked = handlers(served(component)) if started_services(component) else _asked_in_ci(component)
    return below(frozenset(asked), reach(component.repo).edges) if asked else frozenset()


def _asked_in_ci(component: Component) -> list[Node]:
    """Return the handlers that tests ask whose run stands in CI behind the start of the container that answers."""
    runs = image_smokes(component)
    asking = [one for one in endpoint_tests(component.repo) if one.endpoint.handler and not one.mocked] if runs else ()
    return [
        (one.endpoint.handler_path, one.endpoint.handler)
        for one in asking
        if any(run in runs for run in guarding_runs(component, one.place.path))
    ]


@fact
def code_to_test(component: Component) -> tuple[tuple[str, Function], ...]:
    """Return the functions by which tests are measured, each with its file; see ``tested``."""
    repo, own = component.repo, _owned(component)
    run = [(path, item) for path, item in own if reach(repo).is_run(path, item.name)] or own
    live = [(path, item) for path, item in run if reach(repo).is_live(path, item.name)]
    return tuple(live if len(live) >= _MOST_LIVE * len(run) else run)


def _worth(component: Component, path: str, function: Function) -> tuple[bool, bool, bool, bool, bool, int, str]:
    """Order functions by what a first test is worth: what answers comes first, then own code before what draws.

    What only a branch of its own file calls comes last: it may be that nobody takes it.
    """
    fetches = bool(_FETCHES.search(function.name.rpartition(".")[2]))
    inner = "." in function.name and not function.in_class  # what stands in another function no test can call
    inner = inner or bool(_MANGLED.match(function.name.rpartition(".")[2]))
    aside = fetches or inner or bool(_ASIDE.search(path) or _ASIDE.search(function.name) or stands_beside(path))
    aside = aside or path in _taken_over(component.repo)
    answers = (path, function.name) in _answering(component) and not (fetches or inner) and _takes_input(function)
    aside = aside or _only_draws(component.repo, path, function) or _asks_others(component.repo, path, function)
    main = (path, function.name) not in _branches(component.repo)
    return path in component.own, answers, not aside, _takes_input(function), main, function.statements, path


@fact
def _branches(repo: Repo) -> frozenset[Node]:
    """Return the functions that nothing calls but branches of their own file: it may be that nobody takes those."""
    calls = grouped(
        (call.last, (one.path, call)) for one in outside_tests(repo) for call in one.file.calls if call.last
    )

    def is_one(path: str, name: str) -> bool:
        found = calls.get(name.rpartition(".")[2], ())
        return bool(found) and all(other == path and _IN_BRANCH & {*call.inside} for other, call in found)

    return frozenset(node for node in _defined(repo) if is_one(*node))


def _defined(repo: Repo) -> Iterator[Node]:
    return ((one.path, item.name) for one in outside_tests(repo) for item in one.file.functions)


def _only_draws(repo: Repo, path: str, function: Function) -> bool:
    """Tell a function that mostly calls what draws a page: there is no output that a test could expect."""
    calls = [call for call in calls_in(repo, path, function.name) if call.name]
    drawn = [call for call in calls if call.name.startswith(_PAGES)]
    return len(drawn) * 2 > len(calls)


def _asks_others(repo: Repo, path: str, function: Function) -> bool:
    """Tell a function that itself asks a service which lives elsewhere: what it answers is not the same each day."""
    return any(call.name.startswith(SENDERS) for call in calls_in(repo, path, function.name) if call.name)


@fact
def _taken_over(repo: Repo) -> frozenset[str]:
    """Return the files whose head says that they come from elsewhere, or from a tool: nobody here tests those first."""
    heads = ((file.path, repo.head(file.path, _HEAD)) for file in python_files(repo))
    return frozenset(path for path, head in heads if _FROM_OTHERS.search(head.decode("utf-8", "replace")))


@fact
def _answering(component: Component) -> frozenset[Node]:
    """Return the handlers of the endpoints that give a model's answer, and the functions that ask it there."""
    ways = [item for item in served(component) if item.way is not None and not item.trains]
    first = [item for item in ways if not stands_beside(item.place.path)]
    asking = {(item.way.call.path, item.way.call.call.scope) for item in first if item.way is not None}
    return frozenset(handlers(tuple(first))) | asking


def _takes_input(function: Function) -> bool:
    """Tell what a test can give an input from a start, which reads its own: ``main()``, ``run_all()``."""
    given = [item for item in function.parameters if item.name.lstrip("*") not in {"self", "cls", "args", "kwargs"}]
    return bool(given) and function.name.rpartition(".")[2] not in {"main", "cli", "run", "__init__"}


def own_functions(component: Component) -> tuple[Node, ...]:
    """Return all functions of a component's own code, live or not."""
    return tuple((path, item.name) for path, item in _owned(component))


def _owned(component: Component) -> list[tuple[str, Function]]:
    files = (file for file in python_files(component.repo) if file.path in component)
    return [
        (file.path, item)
        for file in files
        if role(component.repo, file.path) is Role.OWN
        for item in file.functions
        if not item.is_stub
    ]


@fact
def starts_of_tests(repo: Repo) -> Mapping[str, frozenset[Node]]:
    """Return, by file, what its real tests start: themselves, their fixtures, and what is set up around them."""
    cases = [case for case in real_tests(repo) if case.language == "Python"]
    held = {case.site.path for case in cases}
    known = {program.path: program for program in programs(repo) if program.is_test or program.path in held}
    fixtures = {
        item.name: (program.path, item.name)
        for program in known.values()
        for item in program.file.functions
        if item.is_fixture
    }
    found: dict[str, set[Node]] = {}
    for case in cases:
        if case.site.path in known:
            around = _around(known[case.site.path], case.name, fixtures)
            found.setdefault(case.site.path, set()).update([(case.site.path, case.name), *around])
    return {path: frozenset(nodes) for path, nodes in found.items()}


def _around(program: Program, name: str, fixtures: dict[str, Node]) -> Iterator[Node]:
    owner, _, _ = name.rpartition(".")
    for item in program.file.functions:
        if item.name == name:
            yield from (fixtures[parameter.name] for parameter in item.parameters if parameter.name in fixtures)
        elif item.name.rpartition(".")[2].lower().startswith(("setup", "asyncsetup")) and item.in_class in {"", owner}:
            yield (program.path, item.name)
