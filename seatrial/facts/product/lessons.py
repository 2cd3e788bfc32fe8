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
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: What a function is given, or asks the page for, that somebody sends as a file.
_UPLOAD = regex(r"UploadFile|file_uploader$|request\.(?:files|FILES)\b")

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
    come as a file with the request. What reads a file or an address that the code names is its owner's, and so is what
    a program of the owner's, which answers nobody, trains besides: a job of each night makes the model that is served.
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
    handed = any(_takes_upload(repo, *node) for node in way)
    if not (shared or handed) or _starts(repo, fits, doors):
        return
    if shared:
        what = f"{_spelled(site)} learns from rows of {min(shared)[1]}, which users keep here"
        yield Lesson(site, Rows.KEPT, what, _is_labelled(repo, item))
    else:
        what = f"{_spelled(site)} learns from a file that a user hands in"
        yield Lesson(site, Rows.HANDED, what, _is_labelled(repo, item))


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
    waiting = list(seen)
    while waiting:
        after = set(_called(repo, waiting.pop())) - seen
        seen |= after
        waiting.extend(after)
    return frozenset(seen - way)


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
