"""Which fields of a GraphQL schema does a function of the owner answer?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from seatrial.facts import fact
from seatrial.facts.code.code_index import Defined, defined
from seatrial.facts.code.python_files import python_files
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Place
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Attribute, Call, Function, PythonFile
from seatrial.repo import Repo

#: Packages of GraphQL servers, as people write them, and the calls that put a schema together.
_FRAMEWORKS = {"strawberry": "Strawberry", "graphene": "Graphene", "ariadne": "Ariadne"}
_SCHEMAS = frozenset({"Schema", "make_executable_schema"})
#: What declares a field that a function answers, in Strawberry; and the classes whose methods do, in Graphene.
_FIELDS = frozenset({"field", "mutation", "subscription"})
_OBJECTS = ("graphene.ObjectType", "graphene.Mutation", "graphene.relay.", "graphene_django.")
_MUTATES = frozenset({"mutate", "mutate_and_get_payload"})
GRAPH_SERVERS = frozenset(_FRAMEWORKS.values())
_USUAL = "/graphql"  #: where a schema answers, whatever it is asked, unless its router says otherwise
_ROUTER = "GraphQLRouter"


def graph_endpoints(repo: Repo, files: tuple[PythonFile, ...]) -> Iterator[Endpoint]:
    """Yield what answers the fields of a schema that is put together somewhere: its root, and fields with a resolver.

    What a type works out of its own values, below the root, is no door of its own.
    """
    schemas = [call for file in files for call in file.calls if call.last in _SCHEMAS and _framework(call.name)]
    if not schemas:
        return
    roots, url = frozenset(_type_names(schemas)), _url(files)
    for file in files:
        packages = {item.package for item in file.imports} & _FRAMEWORKS.keys()
        found = _of_strawberry(repo, file, roots) if "strawberry" in packages else ()
        others = (
            _of_graphene(file) if "graphene" in packages else (),
            _of_ariadne(file) if "ariadne" in packages else (),
        )
        yield from (replace(one, url=url) for one in chain(found, *others))


def _url(files: tuple[PythonFile, ...]) -> str:
    """Return where a router of FastAPI puts the one schema, by its own path and by where it hangs."""
    calls = [call for file in files for call in file.calls]
    routers = [call for call in calls if call.last == _ROUTER]
    if len(routers) != 1 or not routers[0].target:
        return _USUAL
    own, name = routers[0].keyword("path"), routers[0].target.rpartition(".")[2]
    hung = [
        call.keyword("prefix")
        for call in calls
        if call.last == "include_router" and call.args and call.args[0].text.rpartition(".")[2] == name
    ]
    parts = (hung[0] if hung else None, own)
    if len(hung) != 1 or any(part is not None and not part.string for part in parts):
        return _USUAL
    return "/" + "".join(part.string for part in parts if part is not None).strip("/")


def _framework(name: str) -> str:
    return _FRAMEWORKS.get(name.partition(".")[0], "")


def _type_names(schemas: list[Call]) -> Iterator[str]:
    """Yield the last parts of the names of the types that schemas are made of."""
    for call in schemas:
        for value in call.values:
            yield (value.text or value.name).rpartition(".")[2]


def _of_strawberry(repo: Repo, file: PythonFile, roots: frozenset[str]) -> Iterator[Endpoint]:
    for field, found in _resolved(repo, file):
        if found.function is not None:
            yield _endpoint(found.path, found.function, field.name, "Strawberry")
    for function in file.functions:
        marked = any(mark.name.startswith("strawberry.") and mark.last in _FIELDS for mark in function.decorators)
        if marked and function.in_class in roots:
            yield _endpoint(file.path, function, function.name.rpartition(".")[2], "Strawberry")


def _resolved(repo: Repo, file: PythonFile) -> Iterator[tuple[Attribute, Defined]]:
    """Yield the fields of types that name a function of the owner as their resolver, each with that function."""
    for cls in file.classes:
        for field in cls.attributes:
            made = field.value
            given = made.keyword("resolver") if made is not None and made.name.startswith("strawberry.") else None
            if given is not None and (found := defined(repo, file.path, given.name, given.text)):
                yield field, found


@fact
def resolver_permissions(repo: Repo) -> Mapping[tuple[str, str], tuple[tuple[Place, str], ...]]:
    """Return the permissions that fields ask before their resolver runs, by its file and name."""
    permissions = (
        ((found.path, found.name), (Place(file.path, field.line), one.name))
        for file in python_files(repo)
        if any(item.package == "strawberry" for item in file.imports)
        for field, found in _resolved(repo, file)
        if field.value is not None and (asked := field.value.keyword("permission_classes"))
        for one in asked.items
    )
    return grouped(permissions)


def _of_graphene(file: PythonFile) -> Iterator[Endpoint]:
    answering = {cls.name for cls in file.classes if any(base.startswith(_OBJECTS) for base in cls.bases)}
    for function in file.functions:
        last = function.name.rpartition(".")[2]
        if function.in_class in answering and (last.startswith("resolve_") or last in _MUTATES):
            field = function.in_class if last in _MUTATES else last.removeprefix("resolve_")
            yield _endpoint(file.path, function, field, "Graphene")


def _of_ariadne(file: PythonFile) -> Iterator[Endpoint]:
    for function in file.functions:
        for mark in function.decorators:
            if mark.last == "field" and mark.args and mark.args[0].string and not mark.name.startswith("pydantic"):
                yield _endpoint(file.path, function, mark.args[0].string, "Ariadne")


def _endpoint(path: str, function: Function, field: str, framework: str) -> Endpoint:
    what = f"the field {field} of the schema in {framework} is answered by {function.name}"
    place = Place(path, function.line)
    return Endpoint(place, what, Door.HTTP, framework, _USUAL, ("POST",), path, function.name)
