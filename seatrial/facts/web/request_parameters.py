"""What do the annotations of a handler declare about its request?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.code_index import contents, defined, value_at
from seatrial.facts.code.python_files import python_file
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.graph_fields import GRAPH_SERVERS
from seatrial.facts.web.request_models import Fields, counted, is_enum, request_model
from seatrial.facts.web.schema_fields import Strictness, names_in, strictness
from seatrial.model import Place
from seatrial.read.code.python_record import Function, Parameter
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Frameworks that refuse by themselves what does not fit the annotations of a handler.
_TYPED = frozenset({
    "FastAPI", "Litestar", "Django Ninja", "BlackSheep", "BentoML", "FastMCP", "Cog", "FastStream", "web framework",
    "Strawberry", "Modal", "LitServe",
})  # fmt: skip
#: What a framework hands to a handler of its own accord.
_GIVEN = regex(
    r"(^|\.)(Request|Response|WebSocket|BackgroundTasks|HTTPConnection|SecurityScopes|AsyncSession|Session|State|Context"
    r"|ServicerContext|HttpRequest|Header|Cookie)$"
)
#: What Litestar hands over by the name of a parameter, whatever its type is called.
_BY_NAME = frozenset({"state", "request", "socket", "scope", "headers", "cookies"})
_FILE = regex(r"UploadFile|fastapi\.File|UploadedFile")
_ANNOTATED = frozenset({"typing.Annotated[]", "typing_extensions.Annotated[]"})
_ALIAS = regex(r"[A-Za-z_][\w.]*")
_DEPENDS = regex(r"(^|\.)(Depends|Security|Provide|Inject)$")
_DEPENDS_ON = regex(r"\b(?:Depends|Security|Provide|Inject)\(\s*([\w.]*)")


#: Servers of GraphQL whose schema, which stands elsewhere, types each argument of a field; and what they hand over.
_BY_SCHEMA = frozenset({"Graphene", "Ariadne"})
_OF_GRAPH = frozenset({"root", "parent", "obj", "info", "_", "_info"})


def declared_fields(repo: Repo, endpoint: Endpoint, function: Function) -> tuple[Fields, str, Place]:
    """Count the fields that the annotations of a handler declare, and name the first model among them."""
    total, name, place = Fields(), "", endpoint.place
    if endpoint.framework in _BY_SCHEMA:
        return Fields(typed=sum(1 for _ in _filled_by_request(endpoint, function))), name, place
    if endpoint.framework not in _TYPED:
        return total, name, place
    plain = function._replace(
        parameters=tuple(_unaliased(repo, endpoint.handler_path, one) for one in function.parameters)
    )
    for parameter in _filled_by_request(endpoint, plain):
        fields, model, where = _parameter(repo, endpoint.handler_path, parameter)
        total = total.plus(fields)
        if model and not name:
            name, place = model, where or place
    return total, name, place


def _unaliased(repo: Repo, path: str, parameter: Parameter) -> Parameter:
    """Return a parameter with what its type stands for, as ``User = Annotated[Row, Depends(current_user)]``."""
    stands = next(_stood_for(repo, path, parameter.annotation), "")
    return parameter._replace(annotation=stands) if stands else parameter


def _stood_for(repo: Repo, path: str, annotation: str) -> Iterator[str]:
    """Yield what an alias stands for; one of the own file is read as its maker, so that any of them may be meant."""
    here = annotation in _ANNOTATED
    held = value_at(repo, path, annotation) if _ALIAS.fullmatch(annotation) else None
    home = python_file(repo, path) if here else held[0] if held else None
    for item in home.assignments if home else ():
        if item.value.name in _ANNOTATED and not item.scope and (here or (held and item.target == held[1])):
            yield item.value.text


def names_only_a_thing(endpoint: Endpoint, function: Function) -> bool:
    """Tell whether a request only names something by its path, ``/models/{model_id}/start``, and brings nothing."""
    brings = (one for one in function.parameters if f"{{{one.name}}}" not in endpoint.url)
    return all(is_handed_in(one) or _is_scenery(one) for one in brings)


def _is_scenery(parameter: Parameter) -> bool:
    return parameter.name in ("self", "cls") or "BackgroundTasks" in parameter.annotation


def takes_file(function: Function) -> bool:
    """Tell whether a handler takes an upload."""
    return any(map(_is_file, function.parameters))


def _is_file(parameter: Parameter) -> bool:
    default = parameter.default
    marked = default is not None and default.kind == "call" and bool(_FILE.search(default.name))
    return marked or bool(_FILE.search(parameter.annotation))


def _filled_by_request(endpoint: Endpoint, function: Function) -> Iterator[Parameter]:
    """Yield the parameters that a request fills."""
    for position, parameter in enumerate(function.parameters):
        given = any(_GIVEN.search(name) for name in names_in(parameter.annotation))
        own = position == 0 and parameter.name in ("self", "cls", "ctx", "context")
        own = own or (endpoint.framework == "Litestar" and parameter.name in _BY_NAME)
        own = own or (endpoint.framework in GRAPH_SERVERS and parameter.name in _OF_GRAPH)
        if not given and not own and not parameter.name.startswith("*") and f"{{{parameter.name}}}" not in endpoint.url:
            yield parameter


def _parameter(repo: Repo, path: str, parameter: Parameter) -> tuple[Fields, str, Place | None]:
    names = names_in(parameter.annotation)
    if is_handed_in(parameter):
        return _of_dependency(repo, path, parameter)
    if made := _of_form(repo, path, parameter):
        return made
    for name in names:
        if is_enum(repo, path, name):
            return Fields(bounded=1), "", None
        if model := request_model(repo, path, name):
            return model.fields, model.name, model.place
    if _is_injected(parameter):
        return _of_constructor(repo, path, names)
    if _is_file(parameter):
        return counted(Strictness.TYPED), "", None
    return counted(strictness(parameter.annotation, parameter.default)), "", None


def _of_dependency(repo: Repo, path: str, parameter: Parameter) -> tuple[Fields, str, Place | None]:
    """Count what a function takes of the request that is called before the handler, ``Depends(read_request)``.

    Only models and lists of names count: what else it takes is mostly who asks, or a piece of the service.
    """
    found = defined(repo, path, name) if (name := _depends_on(parameter)) else None
    total, first, place = Fields(), "", None
    if found is None or found.function is None:
        return total, first, place
    for taken in found.function.parameters:
        for given in names_in(taken.annotation) if not _is_injected(taken) else ():
            if is_enum(repo, found.file.path, given):
                total = total.plus(Fields(bounded=1))
            elif model := request_model(repo, found.file.path, given):
                total, first, place = total.plus(model.fields), first or model.name, place or model.place
    return total, first, place


def _of_form(repo: Repo, path: str, parameter: Parameter) -> tuple[Fields, str, Place | None] | None:
    """Count the parameters of the method by which a class is filled: ``Depends(Params.as_form)``; None of no such."""
    given = _depends_on(parameter) if _is_injected(parameter) else ""
    found = defined(repo, path, given) if "." in given else None
    if found is None or found.function is None or not found.function.in_class:
        return None
    total = Fields()
    for taken in found.function.parameters:
        if taken.annotation:
            total = total.plus(counted(strictness(taken.annotation, taken.default)))
    return total, found.function.in_class, Place(found.path, found.function.line)


def _of_constructor(repo: Repo, path: str, names: Iterable[str]) -> tuple[Fields, str, Place | None]:
    """Count the parameters by which a plain class is filled from the request: ``Query``, ``Form`` and the like."""
    lasts = [name.rpartition(".")[2] for name in names]
    inside = contents(repo, path).functions
    made = next((one for key, one in inside.items() for last in lasts if f".{key}".endswith(f".{last}.__init__")), None)
    total = Fields()
    for parameter in made.parameters[1:] if made else ():
        total = total.plus(counted(strictness(parameter.annotation, parameter.default)))
    return total, lasts[0] if made else "", Place(path, made.line) if made else None


def is_handed_in(parameter: Parameter) -> bool:
    """Tell what a function of the service gives a handler, as its settings, from what the request fills."""
    return _is_injected(parameter) and not _fills(parameter)


def _is_injected(parameter: Parameter) -> bool:
    default = parameter.default
    marked = bool(default and default.kind == "call" and _DEPENDS.search(default.name))
    return marked or any(_DEPENDS.search(name) for name in names_in(parameter.annotation))


def _fills(parameter: Parameter) -> bool:
    """Tell whether an injected parameter is filled from the request: ``Depends()``, ``Depends(Form.as_form)``."""
    annotation = parameter.annotation
    if within := _DEPENDS_ON.search(annotation):
        annotation = annotation[: within.start()]
    given = _depends_on(parameter)
    return not given or bool({given, given.rpartition(".")[0]} & set(names_in(annotation)))


def _depends_on(parameter: Parameter) -> str:
    """Return the name of the function that is called first, also of ``Annotated[Settings, Depends(get_settings)]``."""
    if within := _DEPENDS_ON.search(parameter.annotation):
        return within[1]
    default = parameter.default
    return default.items[0].name if default and default.kind == "call" and default.items else ""
