"""Below which path does a handler of Litestar answer: that of its controller, and of the router that lists it?"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.web.mounts import joined
from seatrial.facts.web.routers import text_of
from seatrial.read.code.python_record import Function
from seatrial.repo import Repo

_ROUTERS = frozenset({"litestar.Router", "litestar.router.Router", "starlite.Router"})


def path_above(repo: Repo, path: str, function: Function) -> str:
    """Return the path that stands before a handler's own: "" where neither a class nor a router gives one."""
    cls = contents(repo, path).classes.get(function.in_class)
    fields = cls.attributes if cls else ()
    own = next((one.value.literal for one in fields if one.name == "path" and one.value is not None), "")
    above = _prefixes(repo).get((path, function.in_class or function.name), "")
    return joined(above, own if isinstance(own, str) else "") if above or own else ""


@fact
def _prefixes(repo: Repo) -> Mapping[tuple[str, str], str]:
    """Return the path of the router that lists a controller or a handler, by file and name."""
    return MappingProxyType(dict(_listed(repo)))


def _listed(repo: Repo) -> Iterator[tuple[tuple[str, str], str]]:
    for file in files_outside_tests(repo):
        for call in file.calls:
            handlers = call.keyword("route_handlers") if call.name in _ROUTERS else None
            prefix = text_of(repo, file, call, call.argument(0, "path"))
            for value in handlers.items if handlers and prefix else ():
                if found := defined(repo, file.path, value.name, value.text):
                    yield (found.path, found.name), prefix
