"""Which requests does a service take, by its own OpenAPI description?

The operation is the one that the user's address names; else the one whose path sounds most like a prediction. Bodies
are made from its schema with a seed. The description is the service's, so that nothing in it is trusted.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from seatrial.bench.services.requests import DISTINCT, JSON, NoRequest, Request, Requests, encoded, within_limits
from seatrial.bench.services.schema_numbers import Unmakeable
from seatrial.bench.services.schema_values import Maker
from seatrial.model.benchmark import BenchAssumption, Input, Provenance
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex

SOURCE = "/openapi.json"
_MOST = 2_000  #: operations that are looked at
_JSON_BODY = regex(r"application/(?:[\w.+-]{1,60}\+)?json\b")
_PREDICTS = (
    "predict", "infer", "invocations", "score", "classif", "detect", "recogni", "embed", "generat", "rank",
)  # fmt: skip
_MANAGES = caseless(r"health|ready|live|metrics|login|token|admin|reload|train|upload|delete|batch|feedback")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a service that takes JSON."""

    method: str
    path: str  #: with its parameters in braces
    schema: Any  #: of its body; None without one
    parameters: tuple[Mapping[str, Any], ...] = ()

    @property
    def rank(self) -> tuple[int, int, str]:
        """Return how little it sounds like a prediction, to be sorted by."""
        named = next((at for at, word in enumerate(_PREDICTS) if word in self.path.lower()), len(_PREDICTS))
        return int(bool(_MANAGES.search(self.path))), named, self.path


def requests(described: Mapping[str, Any], path: str, seed: int) -> Requests:
    """Return requests to an operation; ``path`` is what the user's address says. Raises NoRequest."""
    operation, why = _chosen(list(_operations(described)), path)
    makers = [Maker(described, Random(seed + at)) for at in range(DISTINCT)]  # noqa: S311 -- values to be sent
    try:
        made = tuple(_request(operation, maker, path) for maker in makers)
    except Unmakeable as problem:
        raise NoRequest(f"no request can be made for {operation.path}: {problem}: give one by --payload FILE") from None
    assumed = {name: text for maker in makers for name, text in maker.assumed.items()}
    assumptions = [BenchAssumption(name, text, Provenance.HEURISTIC, SOURCE) for name, text in assumed.items()]
    chosen = [BenchAssumption(f"{operation.method} {operation.path}", why, Provenance.HEURISTIC, SOURCE)] * bool(why)
    body = Input("body", "application/json", (), Provenance.GRAPH, SOURCE, len({one.body for one in made}))
    return Requests(within_limits(made), (body,), (*chosen, *assumptions))


def _chosen(operations: list[Operation], path: str) -> tuple[Operation, str]:
    """Return an operation, and why if nobody named it."""
    asked = path.partition("?")[0].rstrip("/")
    if asked:
        named = [one for one in operations if _fits(one.path, asked)]
        if not named:
            raise NoRequest(f"{SOURCE} tells of no {asked} that takes JSON: give a payload by --payload FILE")
        return min(named, key=lambda one: one.method != "POST"), ""
    posted = sorted((one for one in operations if one.method == "POST"), key=lambda one: one.rank)
    if not posted:
        raise NoRequest(f"{SOURCE} tells of no operation that takes JSON: give a path and a payload")
    others = ", ".join(one.path for one in posted[1:4])
    return posted[0], f"chosen by its name, before {others}" if others else "the only one that takes JSON"


def _operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    paths = described.get("paths")
    seen = 0
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, one in item.items() if isinstance(item, dict) else ():
            seen += 1
            if seen > _MOST:
                return
            if method in {"post", "put", "get"} and isinstance(one, dict):
                taken, schema = _body(described, one.get("requestBody"))
                if taken or method == "get":
                    yield Operation(method.upper(), str(path), schema, _parameters(described, item, one))


def _body(described: Mapping[str, Any], body: Any) -> tuple[bool, Any]:
    """Tell whether a body is JSON, and return its schema."""
    if isinstance(body, dict) and isinstance(body.get("$ref"), str):
        body = _component(described, "requestBodies", body["$ref"])
    content = body.get("content") if isinstance(body, dict) else None
    for kind, one in content.items() if isinstance(content, dict) else ():
        if _JSON_BODY.match(str(kind)) and isinstance(one, dict):
            return True, {"example": one["example"]} if "example" in one else one.get("schema")
    return False, None


def _parameters(described: Mapping[str, Any], *owners: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    found = []
    for owner in owners:
        listed = owner.get("parameters")
        for one in listed if isinstance(listed, list) else ():
            known = _component(described, "parameters", one["$ref"]) if isinstance(one, dict) and "$ref" in one else one
            if isinstance(known, dict) and isinstance(known.get("name"), str):
                found.append(known)
    return tuple(found)


def _component(described: Mapping[str, Any], kind: str, reference: Any) -> Any:
    components = described.get("components")
    found = components.get(kind) if isinstance(components, dict) else None
    return found.get(str(reference).rpartition("/")[2]) if isinstance(found, dict) else None


def _request(operation: Operation, maker: Maker, asked: str) -> Request:
    given = {"path": {}, "query": {}, "header": {}}  # type: dict[str, dict[str, str]]
    for one in operation.parameters:
        where = str(one.get("in"))
        if where in given and (where == "path" or one.get("required")):
            schema = {"example": one["example"]} if "example" in one else one.get("schema")
            given[where][one["name"]] = str(maker.value(schema, one["name"]))
    path = asked if asked.partition("?")[0].rstrip("/") else operation.path
    for name, value in given["path"].items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    if given["query"] and "?" not in path:
        path = f"{path}?{urlencode(given['query'])}"
    body = encoded(maker.value(operation.schema)) if operation.schema is not None else b""
    return Request(operation.method, path, body, (*JSON.items(), *_sendable(given["header"])))


def _sendable(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the headers that cannot break out of their line."""
    for name, value in headers.items():
        if name.isascii() and name.replace("-", "").isalnum() and value.isascii() and value.isprintable():
            yield name, value


def _fits(template: str, path: str) -> bool:
    """Tell whether a path is one of a template: ``/models/{name}`` fits ``/models/churn``."""
    parts, asked = template.rstrip("/").split("/"), path.split("/")
    return len(parts) == len(asked) and all(
        part == given or ("{" in part and given != "") for part, given in zip(parts, asked, strict=True)
    )
