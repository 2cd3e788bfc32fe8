"""Which hosted language models are asked for, at which version, and what steps in when a provider fails?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import Program, own_code, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.language_models.hosted_model import DATED, HostedModel, is_hosted
from seatrial.facts.serving.model_references import COUNTS_TOKENS, model_references
from seatrial.facts.testing.tests import Case, real_tests
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import PythonFile, Value
from seatrial.read.regex import caseless, regex

_HOLDS = caseless(r"(^|_)(model|llm|embed\w*|deployment|engine)(_?(name|id))?$")
_LISTS = regex(r"Model(Name|Id|s|Ids|Names)?$")  #: classes that list the models one may ask for
_FALLBACKS = regex(
    r"(^|\.)(with_fallbacks|RunnableWithFallbacks|FallbackModel|FallbackChatModel|ModelFallbackMiddleware)$"
    r"|^litellm\.Router|^portkey"
)
_KEYS = frozenset({"fallbacks", "fallback_models", "context_window_fallbacks", "fallback_model", "fallback_llm"})
_GATEWAYS = regex(r"^(litellm\.|portkey|langchain\.chat_models\.(base\.)?init_chat_model|openrouter|aisuite\.)")
_SAYS = caseless(r"fallback|fail_?over|provider|second_model")


@fact
def hosted_models(component: Component) -> tuple[HostedModel, ...]:
    """Return the hosted models that code which somebody runs asks for, and those that its settings name, by place."""
    live = reach(component.repo)
    found: dict[Place, HostedModel] = {}
    for item in model_references(component):
        if item.hosted and item.named and is_hosted(item.named):
            found[item.place] = HostedModel(item.place, item.named, _stands_there(component, item.place, item.named))
    for program in _asking_programs(component):
        for place, name, scope in component.repo.each(_set_in, [program.file]):
            if is_hosted(name) and live.is_run(program.path, scope):
                found.setdefault(place, HostedModel(place, name))
    if answers_elsewhere(component.repo):
        from seatrial.facts.foreign.models import foreign_hosted_models  # where nothing in Python answers alone

        found |= {item.place: item for item in component.of(foreign_hosted_models(component.repo))}
    meant = _own_names(component) if found else {}
    return tuple(replace(found[place], name=meant.get(found[place].name, found[place].name)) for place in sorted(found))


def _own_names(component: Component) -> dict[str, str]:
    """Return what names of the owner's own stand for, by the tables that give each the name of its provider.

    ``{"claude-v4-opus": "anthropic.claude-opus-4-20250514-v1:0"}``: what is asked for is the latter.
    """
    tables = (item.value for program in _asking_programs(component) for item in program.file.assignments)
    pairs = (pair for table in tables if table.kind == "dict" for pair in table.keywords)
    # a platform puts the maker before the name: ``mistral.mistral-7b-instruct-v0:2``
    named = ((name, value.string, value.string.partition(".")[2]) for name, value in pairs if is_hosted(name))
    return {name: text for name, text, rest in named if is_hosted(text) or is_hosted(rest) or DATED.search(text)}


def _asking_programs(component: Component) -> Iterator[Program]:
    """Yield the component's own files that ask language models, those that these import, and those of settings."""
    repo = component.repo
    own = [item for item in own_code(repo) if item.path in component.own]
    asking = [item for item in own if any(belongs(f"{x.module}.{x.name}", LLM_CLIENTS) for x in item.file.imports)]
    near = {item.path for item in asking} | {path for item in asking for path in own_imports(repo, item)}
    return (item for item in own if item.path in near)


def _stands_there(component: Component, place: Place, name: str) -> bool:
    file = python_file(component.repo, place.path)
    call = (
        next((item for item in file.calls if (item.line, item.column) == (place.line, place.column)), None)
        if file
        else None
    )
    return call is not None and any(value.literal == name for _, value in call.keywords)


def _set_in(file: PythonFile) -> Iterator[tuple[Place, str, str]]:
    """Yield the texts that variables, fields and parameters of such a name are given, with the scope."""
    for line, name, value, scope in _given(file):
        if _HOLDS.search(name):
            yield from ((Place(file.path, line), text, scope) for text in _texts(value))
    for text in file.texts:
        if text.into.rpartition(".")[2][:1].isupper():  # a field of a record that describes a model
            yield Place(file.path, text.line, text.column), text.value, text.scope


def _given(file: PythonFile) -> Iterator[tuple[int, str, Value, str]]:
    """Yield what is given to variables, fields and parameters: line, name, value and scope.

    The members of a class that lists models are called by its name.
    """
    yield from ((item.line, item.target, item.value, item.scope) for item in file.assignments)
    for cls in file.classes:
        for one in cls.attributes:
            if one.value:
                yield one.line or cls.line, "model" if _LISTS.search(cls.name) else one.name, one.value, cls.name
    for function in file.functions:
        for given in function.parameters:
            if given.default and not _counts_tokens(file, function.name, given.name):
                yield function.line, given.name, given.default, function.name


def _counts_tokens(file: PythonFile, scope: str, name: str) -> bool:
    """Tell a name that only says whose tokens are counted: ``from_tiktoken_encoder(model_name=model_name)``."""
    given = [call for call in file.calls if call.scope == scope
             and any(value.text == name for value in call.values)]  # fmt: skip
    return bool(given) and all(COUNTS_TOKENS.search(call.last) for call in given)


def _texts(value: Value) -> Iterator[str]:
    """Yield a text, or the default of a setting: ``os.getenv("MODEL", "x")``, ``Field("x")``."""
    if isinstance(value.literal, str):
        yield value.literal
    elif value.kind in ("call", "operation"):
        for part in (*value.items, *(given for key, given in value.keywords if key == "default")):
            if isinstance(part.literal, str):
                yield part.literal


@fact
def wrappers(component: Component) -> tuple[Evidence, ...]:
    """Return where clients of language models are made, when that is one place: a gateway, or at most two files."""
    live, made = reach(component.repo), []
    for program in _asking_programs(component):
        for call in program.file.calls:
            client = belongs(call.name, LLM_CLIENTS) and call.last[:1].isupper() and call.target
            if (client or _GATEWAYS.search(call.name)) and live.is_run(program.path, call.scope):
                made.append((bool(_GATEWAYS.search(call.name)), program.path, call))
    places = {path for _, path, _ in made}
    few = [one for one in made if one[0] or len(places) <= 2]
    return tuple(Evidence(Place(path, call.line), f"{call.written}() makes the client") for _, path, call in few)


@fact
def fallbacks(component: Component) -> tuple[Evidence, ...]:
    """Return where another model steps in when the first does not answer."""
    calls = ((program.path, call) for program in _asking_programs(component) for call in program.file.calls)
    return tuple(
        Evidence(Place(path, call.line), f"{call.written}() names another model to ask")
        for path, call in calls
        if _FALLBACKS.search(call.name or call.written) or any(key in _KEYS for key, _ in call.keywords)
    )


@fact
def fallback_tests(component: Component) -> tuple[Case, ...]:
    """Return the tests of code that asks language models whose names speak of the fallback or of providers."""
    asking = {item.path for item in _asking_programs(component)}
    imported = {item.path: own_imports(component.repo, item) for item in programs(component.repo) if item.is_test}
    cases = (case for case in real_tests(component.repo) if _SAYS.search(case.name))
    return tuple(case for case in cases if imported.get(case.place.path, frozenset()) & asking)
