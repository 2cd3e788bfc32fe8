"""Which calls and comparisons of a handler refuse a request?"""

import re
from collections.abc import Iterator

from seatrial.facts.code.code import python_file
from seatrial.facts.code.code_index import calls_in, contents, defined, function_at
from seatrial.facts.inference.inference_words import MODEL_NAME
from seatrial.facts.web.request_models import MAKERS, Fields, RequestModel, fields_of, is_model
from seatrial.facts.web.schema_fields import names_in
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Comparison, Function, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Validators of schemas that are no class of the repository.
_VALIDATORS = (
    "jsonschema.validate", "jsonschema.Draft", "fastjsonschema.compile", "cerberus.Validator", "voluptuous.Schema",
    "schema.Schema.validate", "marshmallow.Schema.load", "pandera.DataFrameSchema.validate", "webargs.",
    "flask_restful.reqparse.", "flask_restx.reqparse.", "flask_restplus.reqparse.", "pydantic.TypeAdapter",
    "pydantic.create_model", "msgspec.json.decode", "msgspec.convert", "cattrs.structure", "flask_expects_json.",
    "openapi_core.", "flask_inputs.",
)  # fmt: skip
#: Decorators that check a request before the handler sees it.
_DECORATORS = frozenset({
    "use_args", "use_kwargs", "validate", "expect", "arguments", "input", "validate_json", "expects_json", "body",
    "validate_request", "use_schema", "validate_arguments", "validate_call",
})  # fmt: skip
_FILLING = frozenset({
    "model_validate", "model_validate_json", "parse_obj", "parse_raw", "load", "loads", "validate", "from_dict",
    "from_json", "is_valid", "model_validate_strings", "schema_load",
})  # fmt: skip
#: Those of them by which a class is filled that only a variable names.
_PARSING = frozenset({"model_validate", "model_validate_json", "parse_obj", "parse_raw"})
_REFUSING = regex(
    r"(^|\.)(abort|HTTPException|HTTPError|HTTPBadRequest|BadRequest|HttpError|HttpResponseBadRequest|send_error|ValueError"
    r"|TypeError|KeyError|ValidationError|RequestValidationError|InvalidParam\w*|Invalid\w*(Error|Exception|Request)"
    r"|BadRequestError|UnprocessableEntity|Exception|error_response|bad_request)$"
)
_BODY = regex(r"\bdict\b|\bDict\b|\bBody\b|\bbytes\b")
_REQUEST = regex(r"request\.(get_json|json|form|data|args|values|POST|body)|get_json\(|await request")
#: Answers of frameworks, which refuse when they carry a status that says so.
_ANSWERS = frozenset({
    "JsonResponse", "HttpResponse", "JSONResponse", "PlainTextResponse", "Response", "ORJSONResponse", "make_response",
    "json_response", "set_status",
})  # fmt: skip
#: Calls that only content of the right form gets through, and those on the way to them.
_PARSES = frozenset({
    "open", "loads", "imdecode", "read_csv", "read_json", "b64decode", "verify", "fromisoformat", "strptime", "UUID",
    "int", "float", "BytesIO", "StringIO", "read", "decode", "convert", "frombuffer", "asarray",
})  # fmt: skip
_BENIGN = range(400, 430)
_BESIDE = regex(r"\)\s*,\s*(4\d\d)\b")
_OF_VALIDATION = regex(r"(?:^|\.)\w*(?:Validation|Invalid|Schema)\w*$")
_ORDER = frozenset({"<", "<=", ">", ">="})
_NAMES = regex(r"^set$|\.keys$")  #: all names of a mapping
_OTHER_CAUSE = frozenset({401, 403, 404, 405, 408, 409, 429})
#: What a whole request says of its body; the kind of one uploaded file is looked at for the model's sake.
_KIND = caseless(r"\bheaders\b|\brequest\.(content_type|mimetype|is_json)\b")

#: What may be missing for another cause than the request: the answer of what was called, by its last part, or a caller.
_ABSENT = regex(
    r"(?:^|[._])(?:(?:predict|infer|classif|detect|generat|scor|recogni|transcri|recall|call|run|process|invoke|send|ask)"
    r"\w*|user|account|session)$"
)
#: How often something was tried: whoever gives up has not looked at what was sent.
_TRIES = regex(r"retr(?:y|ies)|attempt|(?:^|[._])\w*_?(?:cnt|counter)\b|max_(?:\w+_)?(?:times|tries)\b")


def declared_checks(repo: Repo, path: str, scope: str) -> Iterator[RequestModel]:
    """Yield the schemas that a function, or a decorator of it, applies."""
    function = function_at(repo, path, scope)
    for mark in function.decorators if function else ():
        if mark.last in _DECORATORS or mark.name.startswith(_VALIDATORS):
            yield _named_in(repo, path, mark) or _foreign(path, mark)
        elif function and (model := _filled_by_own(repo, path, function, mark)):
            yield model
    for call in calls_in(repo, path, scope):
        if call.name.startswith(_VALIDATORS):
            yield _foreign(path, call)
        elif model := _own(repo, path, call) or _made_meanwhile(repo, path, call) or _imported(repo, path, call):
            yield model


def _own(repo: Repo, path: str, call: Call) -> RequestModel | None:
    """Recognise a schema of the repository that is filled: ``Order(**request.json)``, ``OrderSchema().load(data)``."""
    owner = call.name.rpartition(".")[0] if call.last in _FILLING else call.name
    found = defined(repo, path, owner)
    if found is None or found.cls is None or found.name.rpartition(".")[2] != owner.rpartition(".")[2]:
        return None
    takes_request = any(_REQUEST.search(value.text) for value in call.values)
    if is_model(repo, found):
        if call.last not in _FILLING and not takes_request and not any(name == "**" for name, _ in call.keywords):
            return None
        fields = fields_of(repo, found)
    elif takes_request:
        fields = Fields(typed=1)
    else:
        return None
    return RequestModel(Place(found.path, found.cls.line), f"{found.cls.name} is filled", found.cls.name, fields)


def _made_meanwhile(repo: Repo, path: str, call: Call) -> RequestModel | None:
    """Recognise a model that is made when the service starts, kept and filled: ``state.model_of_input(**row)``."""
    parses = call.last in _PARSING
    owner = call.written.rpartition(".")[0] if parses else call.written
    file = python_file(repo, path)
    if file is None or not (parses or any(name == "**" for name, _ in call.keywords)):
        return None
    if not any(item.target == owner and _makes_model(repo, path, item.value) for item in file.assignments):
        return None
    return RequestModel(Place(path, call.line), f"{owner} is filled", owner, Fields(typed=1))


def _imported(repo: Repo, path: str, call: Call) -> RequestModel | None:
    """Recognise a model of another package that is filled with a request: ``Prompt.model_validate(request.json)``.

    What a model answered is parsed by the same call, so the text has to come from the request.
    """
    owner = call.name.rpartition(".")[0]
    file = python_file(repo, path)
    known = call.last in _PARSING and owner.rpartition(".")[2][:1].isupper() and defined(repo, path, owner) is None
    if file is None or not known or not any(owner.startswith(f"{item.module}.") for item in file.imports):
        return None
    texts = [value.text or value.name for value in call.values]
    set_here = (item.value.text for item in file.assignments if item.scope == call.scope and item.target in texts)
    if not any(_REQUEST.search(text) for text in (*texts, *set_here)) and not _is_body(repo, path, call, texts):
        return None
    what = owner.rpartition(".")[2]
    return RequestModel(Place(path, call.line), f"{what} of another package is filled", what, Fields())


def _is_body(repo: Repo, path: str, call: Call, texts: list[str]) -> bool:
    """Tell a body that a handler takes as a dictionary: what a model answered is a text, and no such parameter."""
    function = function_at(repo, path, call.scope)
    taken = {one.name for one in function.parameters if _BODY.search(one.annotation)} if function else set()
    return not taken.isdisjoint(texts)


def _makes_model(repo: Repo, path: str, value: Value) -> bool:
    """Tell whether a call, or a function of the owner's that is called, makes a model of fields it is given."""
    if value.kind != "call" or value.name in MAKERS:
        return value.name in MAKERS
    maker = defined(repo, path, value.name)
    return maker is not None and any(one.name in MAKERS for one in calls_in(repo, maker.file.path, maker.name))


def fills_from_request(call: Call) -> bool:
    """Tell whether a call is given what a request holds: ``AskSerializer(data=context.request.data)``."""
    made = call.last[:1].isupper() or call.last in _FILLING
    return made and any(_REQUEST.search(value.text) for value in call.values)


def _named_in(repo: Repo, path: str, mark: Call) -> RequestModel | None:
    """Return the schema class that a decorator is given, else the one that the handler's annotations name."""
    for value in mark.values:
        found = defined(repo, path, value.name) if value.name else None
        if found and found.cls and is_model(repo, found):
            what = f"{found.cls.name} is expected"
            return RequestModel(Place(found.path, found.cls.line), what, found.cls.name, fields_of(repo, found))
    return None


def _filled_by_own(repo: Repo, path: str, function: Function, mark: Call) -> RequestModel | None:
    """Return the model of a handler's annotations, where a decorator of the owner fills what the handler declares."""
    maker = defined(repo, path, mark.name, mark.written)
    if maker is None or maker.function is None or not any(_fills_within(maker.name, call) for call in maker.file.calls):
        return None
    names = (name for one in function.parameters for name in names_in(one.annotation))
    for found in filter(None, (defined(repo, path, name) for name in names)):
        if found.cls and is_model(repo, found):
            what = f"{found.cls.name} is filled by {mark.written}"
            return RequestModel(Place(found.path, found.cls.line), what, found.cls.name, fields_of(repo, found))
    return None


def _fills_within(name: str, call: Call) -> bool:
    return call.last in _PARSING and f"{call.scope}.".startswith(f"{name}.")


def _foreign(path: str, call: Call) -> RequestModel:
    return RequestModel(Place(path, call.line), f"{call.written} checks the request", call.written, Fields(bounded=1))


def rejections(repo: Repo, path: str, scope: str) -> int:
    """Count the places where a function refuses a request: raised or returned errors that a condition leads to."""
    calls = calls_in(repo, path, scope)
    refused = {call.line for call in calls if call.inside and _refuses(call) and _is_asked_for(repo, path, call)}
    inner = f"{scope}."
    for item in contents(repo, path).comparisons:
        if (item.scope == scope or item.scope.startswith(inner)) and _leads_out(item) and _is_of_content(item):
            refused.add(item.line)
    answered = {call.line for call in calls if _answers_beside(repo, path, call)}
    refused |= {line for line in answered if refused.isdisjoint(range(line - 2, line))}  # its branch is counted
    return len(refused)


def bounds_by_hand(repo: Repo, path: str, scope: str) -> int:
    """Count the places where a function refuses what is too much or too little: ``if len(text) > LONGEST: raise``.

    Other names than a model takes are either: ``if set(row) != columns: raise``.
    """
    asked = (item for item in contents(repo, path).comparisons if item.scope == scope and _bounds(item))
    # what returns early answers another way, and only an error says no
    raising = (any(step.startswith("raise ") and _REFUSING.search(step) for step in item.leads_to) for item in asked)
    return sum(raising)


def _bounds(item: Comparison) -> bool:
    names = any(side.kind == "call" and _NAMES.search(side.text) for side in (item.left, item.right))
    return item.operator in _ORDER or (item.operator == "!=" and names)


def _answers_beside(repo: Repo, path: str, call: Call) -> bool:
    """Tell an answer of Flask in a branch that is given its status beside it: ``return jsonify(error=...), 400``.

    After an error it is one where that is of a validation, by its name.
    """
    if call.last != "jsonify" or not call.inside:
        return False
    lines = repo.text_or_empty(path).splitlines()[call.end_line - 1 : call.end_line]
    status = _BESIDE.search(lines[0]) if lines else None
    if status is None or int(status[1]) not in _BENIGN or int(status[1]) in _OTHER_CAUSE | {406, 415}:
        return False
    if "except" not in call.inside:
        return True
    file = python_file(repo, path)
    around = [item for item in (file.handlers if file else ()) if item.line <= call.line <= item.end_line]
    return any(_OF_VALIDATION.search(name) for item in around[-1:] for name in item.catches)


def _is_of_content(item: Comparison) -> bool:
    """Tell a look at what was sent from one at its kind, ``Content-Type``, and at whether a model answers at all."""
    sides = " ".join(side.text or side.name for side in (item.left, item.right))
    if _KIND.search(sides) or _TRIES.search(sides):
        return False
    no_value = any(side.is_none for side in (item.left, item.right))
    said = [side.name or side.text for side in (item.left, item.right)]
    return not (no_value and any(MODEL_NAME.search(name) or _ABSENT.search(name) for name in said))


def _is_asked_for(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether what a refusal answers is the request: after an error, that only its content was read before."""
    if "except" not in call.inside:
        return True
    file = python_file(repo, path)
    around = [item for item in (file.handlers if file else ()) if item.line <= call.line <= item.end_line]
    tried = {name.rpartition(".")[2] for item in around[-1:] for name in item.tries}
    return bool(tried) and tried <= _PARSES and call.last in _ANSWERS


def _refuses(call: Call) -> bool:
    answers = call.last in _ANSWERS
    if not (answers or _REFUSING.search(call.name or call.written)):
        return False
    given = (*call.args[: 2 if answers else 1], call.keyword("status_code"), call.keyword("status"))
    statuses = [value.literal for value in given if value]
    numbers = [number for number in statuses if isinstance(number, int) and not isinstance(number, bool)]
    if numbers or answers:
        other = _OTHER_CAUSE | {406, 415} if answers else _OTHER_CAUSE  # the kind of body, and no look at it
        return bool(numbers) and all(number in _BENIGN and number not in other for number in numbers)
    named = " ".join(value.name for _, value in call.keywords if value.name)
    return not re.search(r"HTTP_(401|403|404|405|409|429|5\d\d)", named)


def _leads_out(item: Comparison) -> bool:
    """Tell whether a request that is so gets no answer: one of several commands, ``== "stop"``, gets its own."""
    words = (side.literal for side in (item.left, item.right) if isinstance(side.literal, str))
    command = item.operator == "==" and any(words)  # what is empty is refused
    return any(
        (step == "return" and not command) or (step.startswith("raise ") and _REFUSING.search(step))
        for step in item.leads_to
    )
