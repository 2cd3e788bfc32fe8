"""Which functions of the owner declare a route for what they decorate: ``@json_api(blueprint, "/score")``?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.programs import called, programs
from seatrial.facts.web.route_calls import given_to, verb_of, verbs_of
from seatrial.facts.web.web_frameworks import ROUTE_CALLS, ROUTE_METHODS
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, PythonFile, Value
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class RouteMaker:
    """One such function."""

    file: PythonFile
    function: Function
    declares: Call  #: the call, or the decorator of a function inside, that declares the route
    path: int  #: the place among its parameters of the route's path

    @property
    def owner(self) -> str:
        """What the route is declared on, as written."""
        return self.declares.written.rpartition(".")[0]

    @property
    def methods(self) -> tuple[str, ...]:
        """The verbs that are answered."""
        named = ROUTE_METHODS.get(self.declares.last)
        if named or self.declares.keyword("methods"):
            return named or verbs_of(self.declares)
        return (verb_of(self.declares),)

    def given(self, decorator: Call, name: str) -> Value | None:
        """Return what a use of it gives for one of its parameters."""
        return given_to(self.function, decorator, name)

    def path_of(self, decorator: Call) -> Value | None:
        """Return what a use of it gives as the path."""
        return self.given(decorator, self.function.parameters[self.path].name)


@fact
def route_makers(repo: Repo) -> Mapping[tuple[str, str], RouteMaker]:
    """Return them by file and qualified name, tests apart."""
    found = (*_by_calls(repo), *_by_decorators(repo))
    return {(maker.file.path, maker.function.name): maker for maker in found}


def is_of_maker(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell a declaration that is told by each use of the function around it, whose paths and handlers differ."""
    return any(one.file.path == file.path and one.declares == call for one in route_makers(repo).values())


def _by_calls(repo: Repo) -> Iterator[RouteMaker]:
    for sited in called(repo, *ROUTE_CALLS):
        call = sited.call
        value = call.argument(ROUTE_CALLS[call.last][0], "path") or call.keyword("rule")
        if value is not None and value.kind == "name":
            yield from _around(sited.program.file, call.scope, call, value.text)


def _by_decorators(repo: Repo) -> Iterator[RouteMaker]:
    files = (program.file for program in programs(repo) if not program.is_test)
    inner = ((file, one) for file in files for one in file.functions if "." in one.name)
    for file, one in inner:
        for mark in one.decorators:
            value = mark.argument(0, "path") if mark.last in ROUTE_METHODS and "." in mark.written else None
            if value is not None and value.kind == "name":
                yield from _around(file, one.name.rpartition(".")[0], mark, value.text)


def _around(file: PythonFile, scope: str, call: Call, name: str) -> Iterator[RouteMaker]:
    """Yield the functions around a declaration that are given its path and hold what they decorate inside."""
    for function in file.functions:
        if scope.startswith(f"{function.name}."):
            places = [at for at, one in enumerate(function.parameters) if one.name == name]
            yield from (RouteMaker(file, function, call, at) for at in places)
