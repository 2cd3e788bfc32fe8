"""Which trainings does the running product do itself, on rows that its users keep in it or hand in?"""

from collections.abc import Iterable, Iterator, Set
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.callees import callees, overrides
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.programs import InCode, Site
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.operations.records.record_sinks import table_of
from seatrial.facts.reach.below import leading
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.training.training import Training, training
from seatrial.facts.web.rest_views import with_bases
from seatrial.model.record import dataclass
from seatrial.read.code.python_annotations import named_class
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: What a function is given, or asks the page for, that somebody sends as a file.
_UPLOAD = regex(r"UploadFile|file_uploader$|request\.(?:files|FILES)\b")
#: What makes rows up, brings some that a library holds, or asks others for them.
_BRINGS = regex(
    r"(?:^|\.)random\.(?:rand\w*|normal|uniform|choice|default_rng|RandomState|multivariate_normal|gauss|sample)$"
    r"|(?:^|\.)datasets\.|(?:^|[._])(?:make|generate|simulate|synthesi[sz]e)_(?:\w+_)?(?:data|dataset|rows|samples|records)$"
    r"|(?:^|[._])(?:cursor|conn|connection|session|engine|db|database|requests|httpx|client|yfinance|s3|minio|storage|collection)"
    r"\.(?:execute|fetch\w*|get\w*|download\w*|find\w*|query|scalars?|post)$"
)
#: The type of a field that holds many of something.
_MANY = regex(r"(?:^|[.\[ ])(?:[lL]ist|[sS]equence|[dD]ict|DataFrame|ndarray|NDArray)(?:\[|$)")

_MAKES = ".__init__"
#: Methods by which a library asks a class of rows for them.
_GIVES_ROWS = ("setup", "prepare_data", "train_dataloader", "__getitem__", "__iter__")


class Rows(StrEnum):
    """Whose rows a running product learns from."""

    KEPT = "what its users keep"
    HANDED = "what its users hand in"


@dataclass(frozen=True, slots=True)
class Lesson(InCode):
    """One training that an endpoint, a task or a page of the product starts, on rows of those who use it."""

    site: Site  #: of the call that fits
    rows: Rows
    what: str
    labelled: bool  #: it is given what the answers should be, too, and not only rows to group or to go on with

    @property
    def learns_from_users(self) -> bool:
        """Whether users teach the product by what they keep and set right in it."""
        return self.rows is Rows.KEPT and self.labelled


@fact
def lessons(repo: Repo) -> tuple[Lesson, ...]:
    """Return the trainings that the running product does on rows of its users, by place.

    Rows are theirs that a training takes from a table which other ways into the product write or show as well, or that
    come with the request: as a file, or in its body where nothing that it makes run reads any other. What reads a file
    or an address that the code names is its owner's, and so is what a program of the owner's, which answers nobody,
    trains besides: a job of each night makes the model that is served.
    """
    found = [item for item in training(repo) if item.site.counts]
    doors = _doors(repo) if found else frozenset()
    return tuple(one for item in found for one in _lesson(repo, item, doors))


def _doors(repo: Repo) -> frozenset[Node]:
    """Return the functions that answer requests and tasks, and the pages."""
    asked = {(one.handler_path, one.handler) for one in endpoints(repo) if one.handler_path}
    pages = {(page.place.path, "") for page in ui_apps(repo)}
    return frozenset(node for node in asked | pages if role(repo, node[0]) is Role.OWN)


def _lesson(repo: Repo, item: Training, doors: frozenset[Node]) -> Iterator[Lesson]:
    site = item.site
    fits = reach(repo).node(site.path, site.scope)
    way = leading(doors, lambda node: _called(repo, node), {fits})
    fed = way | _feeding(repo, way, fits)
    read = _read(repo, fed)
    if not way or any(read):
        return
    kept = _tables(repo, fed) if not read else frozenset()  # a row may only name the file that is read
    shared = kept & _tables(repo, _others(repo, doors, fed)) if kept else kept
    handed = "a file" if any(_takes_upload(repo, *node) for node in way) else _in_the_request(repo, doors & way)
    if not (shared or handed) or _starts(repo, fits, doors):
        return
    if shared:
        what = f"{_spelled(site)} learns from rows of {min(shared)[1]}, which users keep here"
        yield Lesson(site, Rows.KEPT, what, _is_labelled(repo, item))
    else:
        what = f"{_spelled(site)} learns from {handed} that a user hands in"
        yield Lesson(site, Rows.HANDED, what, _is_labelled(repo, item))


def _in_the_request(repo: Repo, doors: Set[Node]) -> str:
    """Say which rows come with a request: all that a door makes run reads, asks for and makes up none of its own."""
    if not doors or not all(_takes_body(repo, *door) for door in doors):
        return ""
    run = _all_of(repo, doors)
    made_up = any(_BRINGS.search(call.name) for node in run for call in calls_in(repo, *node))
    return "" if made_up or any(_read(repo, run)) or _tables(repo, run) else "rows"


def _takes_body(repo: Repo, path: str, scope: str) -> bool:
    """Tell a handler that is given a message of the owner's, as ``request: FitRequest``."""
    function = function_at(repo, path, scope)
    return any(_holds_rows(repo, path, one.annotation) for one in (function.parameters if function else ()))


def _holds_rows(repo: Repo, path: str, annotation: str, depth: int = 3) -> bool:
    """Tell a message of the owner's that has room for rows, in itself or in what it holds; settings have none."""
    name = named_class(annotation)
    found = defined(repo, path, name, name.rpartition(".")[2]) if name and depth else None
    owners = with_bases(repo, found.path, found.cls) if found is not None and found.cls is not None else ()
    fields = ((where, one.annotation) for where, owner in owners for one in owner.attributes)
    return any(_MANY.search(kind) or _holds_rows(repo, where, kind, depth - 1) for where, kind in fields)


def _feeding(repo: Repo, way: Set[Node], fits: Node) -> frozenset[Node]:
    """Return what gives a training its rows: what it calls, what made the object that trains, data sets that it makes.

    A trainer is often handed its session when it is made, reads in a method that its heirs write, or hands on a class
    of rows which the library asks for one after the other.
    """
    called = callees(repo, *fits)
    heirs = (heir for one in called for heir in overrides(repo, one))
    made = (one for node in way for one in callees(repo, *node) if one.scope.endswith(_MAKES))
    sets = (defined(repo, fits[0], call.name, call.written) for call in calls_in(repo, *fits))
    rows = ((one.path, f"{one.name}.{name}") for one in sets if one and one.cls for name in _GIVES_ROWS)
    known = (node for node in rows if function_at(repo, *node))
    return frozenset({*((one.path, one.scope) for one in (*called, *heirs, *made)), *known})


def started_by_a_program(repo: Repo, site: Site) -> bool:
    """Tell whether something that answers nobody gets to a training: a script, a task, a job."""
    return _starts(repo, reach(repo).node(site.path, site.scope), _doors(repo))


def _starts(repo: Repo, fits: Node, doors: frozenset[Node]) -> bool:
    """Tell whether a program that answers nobody trains, too: a script, a task, a job."""
    answering = {path for path, _ in doors}
    programs = {(one.path, one.name) for one in entry_points(repo) if one.role is Role.OWN} - doors
    begins = {node for node in programs if node[0] not in answering}
    return not begins.isdisjoint(leading(begins, lambda node: _called(repo, node), {fits}))


def _spelled(site: Site) -> str:
    return f"{site.scope} in {site.path}" if site.scope else site.path


def _is_labelled(repo: Repo, item: Training) -> bool:
    """Tell ``fit(rows, labels)`` from ``fit(rows)``."""
    calls = (call for call in calls_in(repo, item.site.path, item.site.scope) if call.line == item.site.line)
    fits = (call for call in calls if item.call in (call.name, call.written))
    return any(len(call.args) > 1 or call.keyword("y") for call in fits)


def _called(repo: Repo, node: Node) -> tuple[Node, ...]:
    return tuple((one.path, one.scope) for one in callees(repo, *node))


def _others(repo: Repo, doors: Iterable[Node], way: Set[Node]) -> frozenset[Node]:
    """Return what the other doors make run: also the class around a handler, which says what it shows."""
    seen = {(path, scope.rpartition(".")[0] or scope) for path, scope in doors} | set(doors)
    return _all_of(repo, seen) - way


def _all_of(repo: Repo, starts: Set[Node]) -> frozenset[Node]:
    """Return some pieces of code, and all that they make run."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        after = set(_called(repo, waiting.pop())) - seen
        seen |= after
        waiting.extend(after)
    return frozenset(seen)


def _read(repo: Repo, nodes: Set[Node]) -> list[str]:
    """Return what some pieces of code read their data from; "" where that is set elsewhere."""
    return [one.location for one in data_loads(repo) if (one.site.path, one.site.scope) in nodes]


def _tables(repo: Repo, nodes: Iterable[Node]) -> frozenset[Node]:
    """Return the classes of rows that some pieces of code ask for or make, by file and name."""
    calls = ((path, call) for path, scope in nodes for call in calls_in(repo, path, scope))
    return frozenset(row for path, call in calls for row in _rows_of(repo, path, call))


def _rows_of(repo: Repo, path: str, call: Call) -> Iterator[Node]:
    given = (value for value in call.args if value.kind == "name")
    for name, written in ((call.name, call.written), *((value.name, value.text) for value in given)):
        if (row := _row_in(name)) and (found := table_of(repo, path, row, _row_in(written))):
            yield found.path, found.name


def _row_in(dotted: str) -> str:
    """Return a dotted name as far as its first class: ``shop.models.Order`` of ``shop.models.Order.objects.all``."""
    parts = dotted.partition("(")[0].split(".")
    end = next((index for index, part in enumerate(parts) if part[:1].isupper()), None)
    return "" if end is None else ".".join(parts[: end + 1])


def _takes_upload(repo: Repo, path: str, scope: str) -> bool:
    function = function_at(repo, path, scope)
    typed = any(_UPLOAD.search(one.annotation) for one in function.parameters) if function else False
    return typed or any(_is_upload(call) for call in calls_in(repo, path, scope))


def _is_upload(call: Call) -> bool:
    values: tuple[Value, ...] = call.values
    return bool(_UPLOAD.search(call.written)) or any(_UPLOAD.search(value.text) for value in values)
