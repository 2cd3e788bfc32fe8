"""Which requests do the generic views of Django REST framework answer by themselves, and who checks these?"""

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from seatrial.facts.code.code_index import calls_in, contents, defined
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.request_models import Fields, RequestModel, request_model
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

NAME = "Django REST framework"
_GENERIC = ("rest_framework.generics.", "rest_framework.mixins.", "rest_framework.viewsets.")
_WORDS = regex(r"List|Create|Retrieve|Update|Destroy")
_SETS = {
    "ModelViewSet": ("List", "Create", "Retrieve", "Update", "Destroy"),
    "ReadOnlyModelViewSet": ("List", "Retrieve"),
}
#: Calls by which a method of a generic view has the serializer of the view look at a request.
_HANDS_OVER = frozenset({"get_serializer", "is_valid", "create", "update", "partial_update"})
_DEEPEST = 4  #: own classes between a view and the framework


@dataclass(frozen=True, slots=True)
class _Action:
    """What a word in the name of a generic view answers."""

    verb: str
    methods: tuple[str, ...]  #: of a view: the first that it has answers instead
    hooks: tuple[str, ...]  #: of a view: the first that it has is where its own work is done


_ACTIONS = {
    "List": _Action("GET", ("get", "list"), ("get_queryset",)),
    "Create": _Action("POST", ("post", "create"), ("perform_create",)),
    "Retrieve": _Action("GET", ("get", "retrieve"), ("get_object", "get_queryset")),
    "Update": _Action("PUT", ("put", "update"), ("perform_update",)),
    "Destroy": _Action("DELETE", ("delete", "destroy"), ("perform_destroy",)),
}


def generic_words(files: tuple[PythonFile, ...]) -> Mapping[str, frozenset[str]]:
    """Return what the views of each class answer by the framework's own methods, by the class's own name."""
    bases = {cls.name: cls.bases for file in files for cls in file.classes}
    return MappingProxyType({name: words for name in bases if (words := _words(bases, name, 0))})


def _words(bases: Mapping[str, tuple[str, ...]], name: str, depth: int) -> frozenset[str]:
    if depth > _DEEPEST:
        return frozenset()
    found = chain.from_iterable(
        _words_of_class(base) or _words(bases, base.rpartition(".")[2], depth + 1)
        for base in bases.get(name, ())
        if base.rpartition(".")[2] != name
    )
    return frozenset(found)


def _words_of_class(base: str) -> tuple[str, ...]:
    """Return the words of a class of the framework: ``ListCreateAPIView`` lists and creates."""
    if not base.startswith(_GENERIC):
        return ()
    last = base.rpartition(".")[2]
    return _SETS.get(last) or tuple(_WORDS.findall(last))


def inherited(cls: Class, words: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield verbs that a view answers by inherited methods, each with the method that works for it, else ""."""
    own, seen = set(cls.methods), set()
    for word, action in _ACTIONS.items():
        if word in words and own.isdisjoint(action.methods) and action.verb not in seen:
            seen.add(action.verb)
            yield action.verb, next((hook for hook in action.hooks if hook in own), "")


def serializer_of(repo: Repo, endpoint: Endpoint) -> RequestModel | None:
    """Return the serializer that refuses what a generic view cannot take, None where nothing is handed to one."""
    inside = contents(repo, endpoint.handler_path)
    function = inside.functions.get(endpoint.handler)
    cls = inside.classes.get(function.in_class if function else endpoint.handler)
    if endpoint.framework != NAME or cls is None or not _hands_over(repo, endpoint):
        return None
    for path, owner in with_bases(repo, endpoint.handler_path, cls):
        for item in owner.attributes:
            if item.name == "serializer_class" and item.value and item.value.name:
                return request_model(repo, path, item.value.name) or _unknown(path, item.line, item.value.name)
        if "get_serializer_class" in owner.methods:
            return _unknown(path, owner.line, "what get_serializer_class chooses")
    return None


def _hands_over(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether the framework's own method answers, or one that hands the request to the serializer."""
    inherits = endpoint.handler.rpartition(".")[2].startswith("perform_")
    inherits = inherits or endpoint.handler in contents(repo, endpoint.handler_path).classes
    return inherits or any(call.last in _HANDS_OVER for call in calls_in(repo, endpoint.handler_path, endpoint.handler))


def _unknown(path: str, line: int, name: str) -> RequestModel:
    last = name.rpartition(".")[2]
    return RequestModel(Place(path, line), f"{last} looks at the request", last, Fields(typed=1))


def with_bases(repo: Repo, path: str, cls: Class) -> Iterator[tuple[str, Class]]:
    """Yield a class with the file it stands in, then those of the repository that it stands on, nearest first."""
    waiting, seen = [(path, cls)], set[tuple[str, str]]()
    while waiting and len(seen) <= _DEEPEST:
        where, one = waiting.pop(0)
        if (where, one.name) in seen:
            continue
        seen.add((where, one.name))
        yield where, one
        ups = (defined(repo, where, base) for base in one.bases)
        waiting += [(up.path, up.cls) for up in ups if up and up.cls]


def names_of(value: Value) -> Iterator[str]:
    """Yield the names in a list of classes, those joined by ``&`` and ``|`` included."""
    if value.kind in ("list", "operation"):
        for item in value.items:
            yield from names_of(item)
    elif value.name:
        yield value.name
