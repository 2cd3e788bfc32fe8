"""Which program reads what the main training learns from?"""

from collections.abc import Iterable
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import part_of
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.main_training import equal_trainings, program_of
from seatrial.facts.training.training import Training, training_paths
from seatrial.facts.training.training_program import calling, with_its_class
from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_STEPS = 4  #: calls between a fit and what reads for it
#: Programs that read rows to judge a model or to answer, and none that it learns from.
_READS_OTHERS = caseless(
    r"(?:^|[/_.-])(?:eval\w*|test\w*|infer\w*|predict\w*|serv\w+|scor\w+|monitor\w*|drift\w*)[/_.-]"
)
#: Files that are there to read: a net, or tools of all kinds, may read something else too.
_READS = caseless(
    r"data|load|read|ingest|extract|fetch|download|prepar|preproc|corpus|(?:^|[/_])(?:rows?|etl|tables?)[/_.]"
)

#: What draws a whole table: who shuffles or chooses by chance has rows.
_DRAWN = regex(r"numpy\.random\.(?:\w{1,40}\.)?(?:randn?|random|normal|standard_normal|uniform|multivariate_normal)$")


_Reader: TypeAlias = DataLoad | Training | Place


def training_reader(component: Component) -> _Reader | None:
    """Return what reads for the main training; None where nothing is trained."""
    return next(iter(training_readers(component)), None)


@fact
def training_readers(component: Component) -> tuple[_Reader, ...]:
    """Return what reads for each training that its owner would name first, that for the main one first."""
    programs = {_path_of(program_of(component, one)): one for one in reversed(equal_trainings(component))}
    found = [_reader_of(component, one) for one in programs.values()]
    return tuple(reversed({_path_of(one): one for one in found}.values()))


def _path_of(one: _Reader) -> str:
    return one.path if isinstance(one, Place) else one.site.path


def _reader_of(component: Component, main: Training) -> _Reader:
    """Return a training where its file reads data itself, else what reads data and starts it, or for it.

    A class that trains is handed its rows: the program that makes it has read them, or a file which that imports. A
    pipeline that only says which script each step runs reads none, and the first of these scripts that does has them.
    """
    loads = [one for one in component.of(data_loads(component.repo)) if not one.made]
    repo, path = component.repo, main.site.path
    if any(one.site.path == path for one in loads):
        return main
    led_to, served = files_led_to(repo), part_of(repo, path, main.site.scope).in_service
    starts = [one for one in loads if one.site.counts and path in led_to.get(one.site.path, ())]
    fitting, fit = training_paths(repo), with_its_class(repo, main)  # what fits for itself reads for itself
    apart = {one for one in fitting.intersection(load.site.path for load in starts) if not any(calling(repo, one, fit))}
    starts = [one for one in starts if one.site.path not in apart]
    if served:  # what people start beside it reads other rows
        starts = [one for one in starts if part_of(repo, one.site.path, one.site.scope).in_service]
    found = _read_by_it(repo, main, loads) or min(starts, key=lambda one: one.aside, default=None)
    found = found or _read_for_it(repo, main, loads)
    return found or _fitted_on_rows(component, main, loads) or program_of(component, main)


def _fitted_on_rows(component: Component, main: Training, loads: Iterable[DataLoad]) -> Training | None:
    """Return the training that reads its rows beside a main one that fits a stand-in on rows drawn by chance."""
    calls = contents(component.repo, main.site.path).calls.get(main.site.scope, ())
    if not any(call.name == main.call and call.args and _DRAWN.match(call.args[0].name) for call in calls):
        return None
    reading = {one.site.path for one in loads if one.site.counts and not one.aside}
    return next((one for one in own_trainings(component) if one.site.counts and one.site.path in reading), None)


def _read_by_it(repo: Repo, main: Training, loads: Iterable[DataLoad]) -> DataLoad | Training | None:
    """Return what the fit reads by the functions that it calls, or that other methods of its class call.

    Where it calls a function that reads whatever it is told to, it says itself what is read.
    """
    reading = {(one.site.path, one.site.scope): one for one in reversed([*loads]) if one.site.scope}
    nodes, seen = with_its_class(repo, main), set[Node]()
    for step in range(_STEPS):
        seen |= nodes
        after = {(one.path, one.scope) for path, scope in nodes for one in callees(repo, path, scope) if one.sure}
        nodes = after - seen
        if found := sorted(nodes & reading.keys()):
            load = reading[found[0]]
            return load if load.location or step else main
    return None


def _read_for_it(repo: Repo, main: Training, loads: Iterable[DataLoad]) -> DataLoad | None:
    """Return what reads for a training: in a file that it or its program imports, or in a script that it names.

    Where it calls a function that reads whatever it is told to, it says itself what is read.
    """
    led_to, path = files_led_to(repo), main.site.path
    asked = {call.last for calls in contents(repo, path).calls.values() for call in calls}
    reading = {
        one.site.path: one
        for one in reversed([*loads])
        if one.site.counts and not one.aside and not _READS_OTHERS.search(one.site.path)
        if one.location or one.site.scope.rpartition(".")[2] not in asked
    }
    programs = sorted(one for one, led in led_to.items() if path in led and not _READS_OTHERS.search(one))
    near = (led_to.get(path, frozenset()), *(led_to[one] for one in programs))
    imported = [[one for one in sorted(paths) if _READS.search("/".join(one.split("/")[-2:]))] for paths in near]
    groups = (imported[0], _named_by(repo, path, reading), *imported[1:])
    return next((reading[one] for group in groups for one in group if one in reading), None)


def _named_by(repo: Repo, path: str, reading: Iterable[str]) -> tuple[str, ...]:
    """Return the scripts beside a program that its texts name, in the order in which it names them."""
    file = python_file(repo, path)
    folder = path.rpartition("/")[0]
    near = {one.rpartition("/")[2]: one for one in reading if one.rpartition("/")[0].startswith(folder)}
    said = [text.value.rpartition("/")[2] for text in sorted(file.texts, key=lambda one: one.line)] if file else []
    return tuple(dict.fromkeys(near[name] for name in said if name in near))
