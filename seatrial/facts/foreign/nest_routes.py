"""Which routes do the controllers of Nest answer, and which guards stand before them?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.route import Declared, ForeignRoute, route_of
from seatrial.facts.foreign.routers import Before
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.repo import Repo

_NEST = {"Get": "GET", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Sse": "GET"}


def nest_routes(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the routes of the controllers of Nest."""
    for cls in file.classes:
        control = next((one for one in cls.decorators if one.last == "Controller"), None)
        for function in file.functions if control else ():
            if function.in_class != cls.name:
                continue
            for mark in function.decorators:
                if control and mark.last in _NEST:
                    before = (
                        *_guards(file, function.decorators),
                        *_guards(file, cls.decorators),
                        *_global_guards(repo),
                    )
                    url = "/" + "/".join(filter(None, (_path_of(control).strip("/"), _path_of(mark).strip("/"))))
                    handler = Value("lambda", name=function.name)
                    place = Place(file.path, function.line)
                    yield route_of(repo, Declared(place, cls.name, "Nest", url, (_NEST[mark.last],), handler, before))


def _path_of(mark: Call) -> str:
    path = mark.keyword("path")
    return mark.args[0].string if mark.args and mark.args[0].string else path.string if path else ""


def _guards(file: ForeignFile, marks: tuple[Call, ...]) -> Iterator[Before]:
    """Yield what decorators put before a method: guards, and decorators of the owner that are about callers."""
    for mark in marks:
        values = mark.args if mark.last in ("UseGuards", "UseInterceptors") else ()
        for value in values:
            yield Before(Place(file.path, mark.line), "", value)
        if not values:
            yield Before(
                Place(file.path, mark.line), "", Value("call", name=mark.name, items=mark.args, text=mark.written)
            )


@fact
def _global_guards(repo: Repo) -> tuple[Before, ...]:
    """Return what Nest puts before every route: ``{provide: APP_GUARD, useClass: JwtGuard}``, ``useGlobalGuards``."""
    return tuple(
        Before(Place(file.path, call.line), call.scope, value)
        for file in followed(repo)
        for call in file.calls
        for value in _provided(call)
    )


def _provided(call: Call) -> Iterator[Value]:
    if call.last == "useGlobalGuards":
        yield from call.args
    providers = call.keyword("providers") if call.last == "Module" else None
    for item in providers.items if providers else ():
        token, guard = item.keyword("provide"), item.keyword("useClass") or item.keyword("useExisting")
        if token and guard and token.text == "APP_GUARD":
            yield guard
