"""How much may one request hold, and who refuses a larger one?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import Defined, contents, defined, function_on
from seatrial.facts.code.programs import Program, Site, own_code_of
from seatrial.facts.deployment.front_doors import front_rules
from seatrial.facts.deployment.front_rule import Does
from seatrial.facts.deployment.proxies import ingress_notes, proxy_rules
from seatrial.facts.serving.behind import takes_part
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.web.called_first import dependencies, validating, validators
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.request_models import is_model
from seatrial.facts.web.request_parameters import is_handed_in
from seatrial.facts.web.schema_fields import names_in
from seatrial.model import Evidence, as_evidence
from seatrial.read.code.python_record import Call, Comparison, Parameter, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Settings of frameworks by which a larger body is refused.
_SETTINGS = regex(
    r"MAX_CONTENT_LENGTH|DATA_UPLOAD_MAX_MEMORY_SIZE|MAX_IMAGE_PIXELS|client_max_size|max_request_body_size"
    r"|max_upload_size|max_body_size|request_max_size|REQUEST_MAX_SIZE|max_receive_message_length|max_buffer_size"
)
_LARGE = regex(r"HTTP_413|ENTITY_TOO_LARGE|CONTENT_TOO_LARGE|PAYLOAD_TOO_LARGE")
_SIZE = regex(
    r"\blen\b|content.length|\.size\b|file_size|n_?rows|num_?(?:rows|items|images|pages)|\bsize\b"
    r"|size_(?:bytes|[km]b|in_)"
)
_NOTES = regex(r"proxy-body-size|max-body-size|maxrequestbodybytes")
_OUT = ("raise ", "return", "flask.abort", "abort")
#: What takes as much as a caller sends; a number does not.
_OPEN = frozenset({
    "str", "list", "dict", "bytes", "any", "sequence", "mapping", "tuple", "set", "iterable", "uploadfile", "ndarray",
})  # fmt: skip
_CAPS = regex(r"max_length|max_items|\ble=|\blt=|pattern=|regex=|max_size|choices|enum")
_CLOSED = frozenset({
    "literal", "constr", "conlist", "uuid", "uuid4", "date", "datetime", "emailstr", "httpurl", "enum",
})  # fmt: skip
_IN_BODY = regex(r"(^|\.)(Body|Form|File)$")
_VALIDATORS = frozenset({"validator", "field_validator", "validates"})
#: Doors whose platform or engine refuses what is too large by itself.
_BOUNDED = {
    Door.FUNCTION: "the platform refuses larger requests", Door.ENGINE: "the engine refuses what is too large",
}  # fmt: skip
_WORD = regex(r"\w+")
_DEEPEST = 4
#: Functions between a handler and what looks at a size, and functions that are looked at.
_STEPS = 2
_WIDEST = 40
_CHECKS = regex(r"(?:^|_)(?:check|valid|verif|ensure|assert|guard|limit|allow|accept|too_)")


@fact
def size_limits(component: Component) -> tuple[Evidence, ...]:
    """Return what refuses large requests whatever their fields: settings, comparisons that lead to 413, proxies."""
    own = own_code_of(component)
    in_code = component.repo.each(_in_code, own)
    found = [limit for limit, site in in_code if site is None or takes_part(component, site)]
    found += _in_other_languages(component)
    found += [
        as_evidence(rule)
        for rule in component.of(proxy_rules(component.repo))
        if rule.directive.name == "client_max_body_size" and rule.directive.words[:1] != ("0",)
    ]
    found += [as_evidence(front) for front in component.of(front_rules(component.repo)) if front.does is Does.MEASURES]
    found += [
        as_evidence(note)
        for note in component.of(ingress_notes(component.repo))
        if _NOTES.search(note.key) and note.value not in {"0", "0m"}
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.what)))


def _in_code(program: Program) -> Iterator[tuple[Evidence, Site | None]]:
    """Yield what refuses large requests, each with the site that must take part in an answer."""
    for call in program.file.calls:
        key = next((key for key, value in call.keywords if _SETTINGS.search(key) and value.literal is not None), "")
        if key or _refuses(call):
            what = (
                f"{call.written} sets {key}" if key else f"{call.scope or 'the module'} answers 413 to a large request"
            )
            yield program.evidence(call, what), program.site_of(call)
    for item in program.file.assignments:
        # a constant of the owner's own refuses nothing by itself: the framework reads it from its configuration
        read = any(sign in item.target for sign in (".", "[")) or "settings" in program.path or "config" in program.path
        set_ = bool(_SETTINGS.search(item.target)) and item.value.literal not in (False, None, -1)
        if read and (set_ or (item.value.kind == "operation" and _SETTINGS.search(item.target))):
            yield program.evidence(item, f"{item.target} refuses larger requests"), None


def _refuses(call: Call) -> bool:
    given = call.values
    asked = "if" in call.inside and "except" not in call.inside
    return asked and any(value.literal == 413 or _LARGE.search(value.name) for value in given)


def _in_other_languages(component: Component) -> tuple[Evidence, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.limits import foreign_size_limits  # where nothing in Python answers alone

    return component.of(foreign_size_limits(component.repo))


def is_bounded(repo: Repo, endpoint: Endpoint) -> str:
    """Say why requests of an endpoint have an end: by its door, its fields, its own lines; "" when they have none."""
    if endpoint.door in _BOUNDED:
        return _BOUNDED[endpoint.door]
    if endpoint.in_another_language:
        from seatrial.facts.foreign.limits import bounds_fields  # where nothing in Python answers alone

        return bounds_fields(repo, endpoint.handler_path, endpoint.handler)
    if _compares(repo, endpoint):
        return f"{endpoint.handler} refuses what is too large"
    fields = tuple(_fields(repo, endpoint))
    if not fields and endpoint.takes_body:
        return ""
    return "" if any(open_ for _, open_ in fields) else f"every field that {endpoint.handler} takes has an end"


def open_fields(repo: Repo, endpoint: Endpoint) -> tuple[str, ...]:
    """Return the names of the fields of an endpoint's requests that may hold as much as the caller likes."""
    return tuple(dict.fromkeys(name for name, open_ in _fields(repo, endpoint) if open_))


def uploads(repo: Repo, endpoint: Endpoint) -> tuple[str, ...]:
    """Return the names of the files that an endpoint is sent: their size is bounded, and not the length of a field."""
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    return tuple(item.name for item in (function.parameters if function else ()) if _is_file(item))


def _is_file(parameter: Parameter) -> bool:
    words = {word.rpartition(".")[2].lower() for word in names_in(parameter.annotation)}
    default = parameter.default
    return "uploadfile" in words or (default is not None and default.name.endswith(("File", "UploadFile")))


def _compares(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether a handler, or a check that it calls, leaves when what it was given is too large."""
    first = (endpoint.handler_path, endpoint.handler)
    function = function_on(repo, *first, endpoint.place.line)
    path = endpoint.handler_path
    before = (*dependencies(repo, path, function), *validators(repo, path, function)) if function else ()
    return any(
        item.scope == scope and _is_too_large(item) and _leaves(item, scope, mere=(path, scope) != first)
        for path, scope in _called_by(repo, first, *before)
        for item in contents(repo, path).comparisons
    )


def _is_too_large(item: Comparison) -> bool:
    """Tell a size that is held against a largest one; one or none asks whether there are several, or any."""
    if item.operator in {">", ">="}:
        size, bound = item.left, item.right
    elif item.operator in {"<", "<="}:
        size, bound = item.right, item.left
    else:
        return False
    return bool(_SIZE.search(f"{size.text} {size.name}")) and bound.literal not in (0, 1)


def _leaves(item: Comparison, scope: str, *, mere: bool) -> bool:
    """Tell whether it refuses: a function below a handler may also return the part that it took, but not a check."""
    steps = item.leads_to
    if mere and not _CHECKS.search(scope.rpartition(".")[2]):
        return any(step.startswith("raise ") for step in steps)
    return any(step.startswith(_OUT) for step in steps)


def _called_by(repo: Repo, *first: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return a handler, what looks at a request before it, the own functions that they call, and those these call."""
    found = dict.fromkeys(first)
    for _ in range(_STEPS):
        known = tuple(found)[:_WIDEST]
        found |= dict.fromkeys((one.path, one.scope) for key in known for one in callees(repo, *key) if one.sure)
    return tuple(found)[:_WIDEST]


def _fields(repo: Repo, endpoint: Endpoint) -> Iterator[tuple[str, bool]]:
    """Yield the fields that a request fills, each with whether it is without an end."""
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    for parameter in function.parameters if function else ():
        if is_handed_in(parameter):
            continue
        found = _model_in(repo, endpoint.handler_path, parameter.annotation)
        if found:
            yield from _of_model(repo, found)
        elif _from_body(endpoint, parameter):
            yield parameter.name, _is_open(parameter.annotation, parameter.default)


def _from_body(endpoint: Endpoint, parameter: Parameter) -> bool:
    """Tell a parameter that a body fills from one of the path or the query, which servers bound."""
    default = parameter.default
    if default and default.kind == "call":
        return bool(_IN_BODY.search(default.name))
    words = {word.rpartition(".")[2].lower() for word in names_in(parameter.annotation)}
    return endpoint.takes_body and bool(words & {"uploadfile", "list", "dict", "bytes", "any", "body", "file"})


def _model_in(repo: Repo, path: str, annotation: str) -> Defined | None:
    for name in names_in(annotation):
        found = defined(repo, path, name)
        if found and found.cls and is_model(repo, found):
            return found
    return None


def _of_model(repo: Repo, found: Defined, depth: int = 0) -> Iterator[tuple[str, bool]]:
    cls = found.cls
    if cls is None or depth > _DEEPEST:
        return
    for base in cls.bases:
        up = defined(repo, found.path, base)
        if up and up.cls and up.cls is not cls:
            yield from _of_model(repo, up, depth + 1)
    checked = _held(found) | {
        value.literal
        for function in found.file.functions
        if function.in_class == cls.name
        for mark in function.decorators
        if mark.last in _VALIDATORS
        for value in mark.args
    }
    for field in cls.attributes:
        if not field.annotation or field.name.startswith("_") or field.name == "model_config":
            continue
        inner = _model_in(repo, found.path, field.annotation)
        listed = inner is not None and "list" in field.annotation.lower()
        if inner and inner.cls is not cls and not listed:
            yield from _of_model(repo, inner, depth + 1)
        else:
            yield field.name, field.name not in checked and _is_open(field.annotation, field.value)


def _held(found: Defined) -> frozenset[str]:
    """Return the names in the comparisons by which validators of a whole model refuse what is too large."""
    scopes = {method.name for method in validating(found)}
    sizes = (item for item in found.file.comparisons if item.scope in scopes and _is_too_large(item))
    refused = (item for item in sizes if any(step.startswith("raise ") for step in item.leads_to))
    sides = (side for item in refused for side in (item.left, item.right))
    measured = (one.text for side in sides for one in (side, *side.items))
    return frozenset(word for text in measured for word in _WORD.findall(text))


def _is_open(annotation: str, value: Value | None) -> bool:
    words = {word.rpartition(".")[2].lower() for word in names_in(annotation)}
    text = f"{annotation} {value.text if value else ''}"
    bounded = bool(_CAPS.search(text)) or bool(words & _CLOSED)
    given = value is not None and any(_CAPS.search(f"{key}=") for key, _ in value.keywords)
    return bool(words & _OPEN) and not bounded and not given
