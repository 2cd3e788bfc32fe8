"""Where does each kind of running start: deployments, CI, people, tests, examples, notebooks?"""

from collections.abc import Iterable, Iterator
from posixpath import dirname

from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.entry_points import EntryPoint, Kind, entry_points
from seatrial.facts.reach.launch_targets import Target
from seatrial.facts.reach.reach_edges import WHOLE, Edges, Node
from seatrial.model import Confidence, Liveness
from seatrial.read.code.python_record import MAIN, PythonFile
from seatrial.repo import Repo, Role, role

#: What a platform calls besides the function that answers, when this stands in the same file under its name.
_BESIDES = {"run": ("init",), "predict_fn": ("model_fn", "input_fn", "output_fn"), "transform_fn": ("model_fn",)}

Seed = tuple[Node, str, EntryPoint | None]  #: where it starts, why in words, and the entry point if it is one


def waves(repo: Repo, edges: Edges) -> Iterator[tuple[Liveness, list[Seed]]]:
    """Yield the starts of each liveness, the strongest first."""
    live = live_entries(repo)
    taken = set(live)
    own = [x for x in entry_points(repo) if x.role is Role.OWN and x not in taken]
    # what starts by itself is told before what a server that somebody starts will call, and that before a package that
    # is one import nearer, and waits for people
    yield Liveness.LIVE, _seeds((x for x in live if not x.offered and x.kind is not Kind.SERVER), edges)
    yield Liveness.LIVE, _seeds((x for x in live if not x.offered and x.kind is Kind.SERVER), edges)
    yield Liveness.LIVE, _seeds((x for x in live if x.offered), edges)
    yield Liveness.CI, _seeds((x for x in own if x.kind is Kind.CI), edges)
    yield Liveness.SCRIPT, _seeds((x for x in own if x.kind not in (Kind.CI, Kind.LIBRARY)), edges)
    yield Liveness.SCRIPT, _seeds((x for x in own if x.kind is Kind.LIBRARY), edges)
    yield Liveness.TEST, list(_whole(repo, Role.TEST))
    yield Liveness.EXAMPLE, [*_whole(repo, Role.EXAMPLE), *_whole(repo, Role.DOCS)]
    yield (
        Liveness.NOTEBOOK,
        [seed for book in notebooks(repo) if book.path.endswith(".ipynb") for seed in _of_notebook(book.code, edges)],
    )


def live_entries(repo: Repo) -> tuple[EntryPoint, ...]:
    """Return the entry points of production: what deployments start, and packages that others import."""
    entries = entry_points(repo)
    return tuple(x for x in entries if x.deployed or (x.kind is Kind.LIBRARY and not _delivered(x, entries)))


def _delivered(library: EntryPoint, entries: Iterable[EntryPoint]) -> bool:
    """Tell whether a package is part of something that is deployed: then what it offers is not why it is there.

    Of a project that describes itself for an index, only the deployed package itself is.
    """
    published = library.confidence is Confidence.VERIFIED
    folder = dirname(library.path if published else library.place.path)
    kinds = {Kind.IMAGE, Kind.WORKLOAD, Kind.PIPELINE, Kind.SERVER}
    return any(x.deployed and x.kind in kinds and x.path.startswith(f"{folder}/" if folder else "") for x in entries)


def _seeds(entries: Iterable[EntryPoint], edges: Edges) -> list[Seed]:
    return [(node, f"{entry.place}: {entry.what}", entry) for entry in entries for node in nodes_of(entry, edges)]


def nodes_of(entry: EntryPoint, edges: Edges) -> Iterator[Node]:
    """Yield the nodes that an entry point starts."""
    if entry.kind is Kind.LIBRARY:
        yield (entry.path, MAIN if entry.main else "")
        yield from edges.offered(entry.path, modules_too=entry.name == WHOLE)
        return
    yield from started_at(entry, edges)
    by_name = entry.kind is Kind.SERVER or entry.name.endswith("_fn")  # a batch transform calls what an endpoint would
    for name in _BESIDES.get(entry.name, ()) if by_name else ():
        yield from edges.named(entry.path, name)


def started_at(goal: EntryPoint | Target, edges: Edges) -> Iterator[Node]:
    """Yield the nodes at which a file, or an object in it, begins to run."""
    yield (goal.path, MAIN if goal.main else "")
    if goal.name:
        yield from edges.named(goal.path, goal.name)


def _whole(repo: Repo, wanted: Role) -> Iterator[Seed]:
    """Yield all files of a role: their runners find what is in them by themselves."""
    for file in python_files(repo):
        if role(repo, file.path) is wanted:
            yield (file.path, WHOLE), f"{file.path} is {wanted} code", None
            yield (file.path, MAIN), f"{file.path} is {wanted} code", None


def _of_notebook(code: PythonFile, edges: Edges) -> Iterator[Seed]:
    for node in dict.fromkeys(edges.within(code)):
        if node[0] != code.path:
            yield node, f"the notebook {code.path} uses it", None
