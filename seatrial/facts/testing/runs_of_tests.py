"""What runs, at the latest, when a test runs which imports files that only list functions or hand them to a model?"""

from collections.abc import Iterator, Mapping

from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.reach.below import reached
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.repo import Repo

#: Decorators that hand a function to a language model: no test calls it by importing its file.
_TOOLS = frozenset({"tool", "function_tool"})


def run_from(repo: Repo, starts: frozenset[Node]) -> frozenset[Node]:
    """Return what is reached from the tests and fixtures.

    A file that only tests import, and that defines nothing, calls what it calls: the functions that it lists are not
    run. Nor is a tool of an agent run by the import of its file.
    """
    edges, listing, tools = reach(repo).edges, _listing(repo), _tools(repo)

    def after(node: Node) -> Iterator[Node]:
        path, scope = node
        for other in edges.of(node):
            listed = not scope and path in listing and other[1] and other[1].rpartition(".")[2] not in listing[path]
            offered = not scope and other[0] == path and other in tools
            if not (listed or offered):
                yield other

    return reached(starts, after)


def _listing(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return the files that define nothing and that nothing but tests imports, each with the names that it calls."""
    imported = frozenset[str]().union(*imported_files(repo).values())
    bare = (one for one in outside_tests(repo) if not (one.file.functions or one.file.classes or one.path in imported))
    return {one.path: frozenset(_used(one)) for one in bare}


def _used(program: Program) -> Iterator[str]:
    """Yield the last names of what a file calls, and of what it gives to such a call: ``include_router(router)``."""
    for call in program.file.calls:
        yield call.last
        waiting = list(call.values)
        while waiting:
            value = waiting.pop()
            yield value.name.rpartition(".")[2]
            waiting += value.parts


def _tools(repo: Repo) -> frozenset[Node]:
    return frozenset(
        (program.path, item.name)
        for program in outside_tests(repo)
        for item in program.file.functions
        if any(mark.last in _TOOLS for mark in item.decorators)
    )
