"""Which function that no test reaches is worth the first test?"""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import outside_tests
from seatrial.facts.code.python_files import python_files
from seatrial.facts.code.terminals import BY_PEOPLE
from seatrial.facts.inference.inference_words import SENDERS
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.near_answers import answering_files, answering_functions
from seatrial.facts.serving.serving import handlers, served
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_IN_BRANCH = frozenset({"if", "else"})

#: Code that draws, sets up, shows, moves tables, fills them or makes data up: pictures are hard to compare, settings
#: are read by their tool, and what stands in for data is no product.
_ASIDE = caseless(
    r"(?:^|[/_.])(?:fake|dummy|mock(?:ed)?|synthetic|plots?|charts?|draw|figures?|visuali\w+|log_images?|show|docs?|docker|demos?|examples?|contrib|bin"
    r"|stubs?|references|seeds?|seed_\w+|download\w*|cli|\w*config)(?=[/_.]|$)|(?:^|/)setup\.py$|(?:^|/)(?:migrations|alembic)/"
)
_PAGES = ("streamlit.", "gradio.", "panel.", "dash.")  #: beginnings of the names of what draws a page
#: Code that takes its input from elsewhere, changes what lies there, or only starts or sets up: a small input cannot be
#: handed to it, or nothing comes back.
_FETCHES = regex(
    r"^_*+(?:from_pretrained|from_hub|(?:(?:re)?load|read|sleep|wait)(?:_\w+)?|download\w*|fetch\w*|upload\w*|send_\w+|crawl\w*|scrape\w*"
    r"|(?:(?:re)?create|init|reset|drop|seed)_(?:db|database|all|tables?)|(?:seed|set_?up|copy|move)(?:_\w+)?"
    r"|\w+_(?:to|from)_(?:s3|gcs|blob|db|database|bucket|bigquery|redis|kafka|minio|mlflow)"
    r"|(?:un)?deploy(?:_\w+)?|\w*life_?span\w*|(?:on_)?start_?up|shut_?down|run_migrations\w*"
    r"|(?:start|run|launch|stop)_(?:\w+_)?(?:server|app|application|worker|scheduler|service|exporter|daemon|ui|consumer|loop|forever)"
    r"|(?:configure|init(?:iali[sz]e)?|get|create|make|build|open|connect|close)_(?:\w+_)?"
    r"(?:logg(?:er|ing)|app|application|clients?|consumers?|producers?|connections?|session(?:_state)?|engine|db|database|settings|config)"
    r"|(?:ask|confirm|prompt)_(?:for_)?(?:user|action|yes_no)\w*|confirm(?:_\w+)?|(?:print|log|signal|write|save|persist)_\w+|set_tags|get_(?:\w+_)?(?:data|data_?loaders?|datasets?)|(?:create|make|ensure)_(?:dir|folder)\w*)$"
)
#: Holders of what lives elsewhere, as a call goes through them: ``self.db_session.query``, ``s3.put_object``.
_CLIENTS = caseless(
    r"(?:^|[._])(?:session|client|conn(?:ection)?|cursor|cur|db|database|bucket|s3|dynamodb|redis|vector_?store|producer"
    r"|consumer|subprocess)(?:\(\))?\."
)
#: Functions that wait for messages for ever; a test would never see them end.
_WAITS = regex(r"^_*(?:listen|consum|poll|subscrib|(?:run|init|start)_(?:worker|consum|loop|forever))\w*$")
_MANGLED = regex(r"__\w*?(?<!__)$")  #: a name that Python hides outside of its class
_NOTHING = "None"  #: the annotation of what hands nothing back: there is no output to expect
_STARTS = frozenset({"main", "cli", "run", "__init__"})
_HEAD = 600  #: bytes in which a file says where it was taken from
_FROM_OTHERS = caseless(
    r"(?:auto-?)?generated (?:automatically )?(?:by|from|with)\b[\s\S]{0,200}\bdo not (?:edit|modify|change)|"
    r"do not (?:edit|modify|change)[\s\S]{0,200}\b(?:auto-?)?generated\b|\(auto-?generated\)|"
    r"(?:shout-?out to|(?:adapted|taken|copied|borrowed|modified|ported) (?:\w+ )?from|based on|credits? to|source:)"
    r":?\s+<?(?:code (?:from|in) )?https?://(?:github|gitlab|huggingface)"
)


def first_to_test(component: Component, missed: Iterable[tuple[str, Function]]) -> tuple[str, Function] | None:
    """Return of functions that no test reaches the one to test first; None where none is worth to be named.

    What answers comes first, then own code of a size. What fetches, starts, draws or asks people can be handed no small
    input: where nothing else is left, no name helps.
    """
    worth = (found for found in missed if _is_worth(component, *found))
    return max(worth, key=lambda found: _worth(component, *found), default=None)


def _is_worth(component: Component, path: str, function: Function) -> bool:
    hands_back = not _is_inner(function) and function.returns != _NOTHING
    answers = hands_back and (path, function.name) in answering_functions(component)
    return answers or (_takes_input(function) and not _is_aside(component.repo, path, function))


def _worth(component: Component, path: str, function: Function) -> tuple[bool, bool, bool, bool, bool, int, str]:
    """Order functions by what a first test is worth: what only a branch of its own file calls comes last.

    It may be that nobody takes that branch. A job that reads its input by itself comes after what can be handed one.
    """
    answers = (path, function.name) in answering_functions(component)
    called = bool(_given(function)) or (path, function.name) in handlers(served(component))  # by a client of tests
    called = called and not _WAITS.search(function.name.rpartition(".")[2])
    main = (path, function.name) not in _branches(component.repo)
    near = answers and path in answering_files(component)  # and not in a copy of it
    return path in component.own, answers and called, near, called, main, function.statements, path


def _is_aside(repo: Repo, path: str, function: Function) -> bool:
    """Tell what no small input can be handed to, or what nobody here tests first."""
    last = function.name.rpartition(".")[2]
    named = _FETCHES.search(last) or _WAITS.search(last) or _ASIDE.search(path) or _ASIDE.search(function.name)
    if named or function.returns == _NOTHING or _is_inner(function):
        return True
    if stands_beside(path) or path in _taken_over(repo):
        return True
    calls = [call for call in calls_in(repo, path, function.name) if call.name]
    drawn = [call for call in calls if call.name.startswith(_PAGES)]
    return len(drawn) * 2 > len(calls) or any(map(_asks_others, calls))


def _asks_others(call: Call) -> bool:
    """Tell a call of what lives elsewhere, or of a person: what comes back is not the same each day."""
    return call.name.startswith(SENDERS) or call.name in BY_PEOPLE or bool(_CLIENTS.search(call.written))


def _is_inner(function: Function) -> bool:
    """Tell what no test can call: it stands in another function, or its name is hidden."""
    nested = "." in function.name and not function.in_class
    return nested or bool(_MANGLED.match(function.name.rpartition(".")[2]))


def _given(function: Function) -> list[str]:
    names = (item.name.lstrip("*") for item in function.parameters)
    return [name for name in names if name not in {"self", "cls", "args", "kwargs"}]


def _takes_input(function: Function) -> bool:
    """Tell what a test can give an input from a start, which reads its own: ``main()``, ``run_all()``."""
    return bool(_given(function)) and function.name.rpartition(".")[2] not in _STARTS


@fact
def _branches(repo: Repo) -> frozenset[Node]:
    """Return the functions that nothing calls but branches of their own file: it may be that nobody takes those."""
    calls = grouped((call.last, (one.path, call)) for one in outside_tests(repo) for call in one.file.calls)
    homes = {
        name: found[0][0]
        for name, found in calls.items()
        if all(path == found[0][0] and not _IN_BRANCH.isdisjoint(call.inside) for path, call in found)
    }
    return frozenset((path, name) for path, name in _defined(repo) if homes.get(name.rpartition(".")[2]) == path)


def _defined(repo: Repo) -> Iterator[Node]:
    return ((one.path, item.name) for one in outside_tests(repo) for item in one.file.functions)


@fact
def _taken_over(repo: Repo) -> frozenset[str]:
    """Return the files whose head says that they come from elsewhere, or from a tool: nobody here tests those first."""
    heads = ((file.path, repo.head(file.path, _HEAD)) for file in python_files(repo))
    return frozenset(path for path, head in heads if _FROM_OTHERS.search(head.decode("utf-8", "replace")))
