"""Where do the prompts for language models stand, and has each a version by which it can be named?"""

import posixpath
import re
from collections.abc import Iterator
from enum import IntEnum

from seatrial.facts import fact
from seatrial.facts.code.code_index import meaning
from seatrial.facts.code.programs import Program, called, programs
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Text
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_FILE = caseless(
    r"(?:.*/)?(?:[\w-]*prompts?(?:_templates?)?/(?:.*/)?[\w.-]+\.(?:md|txt|j2|jinja2?|ya?ml|json|toml|mustache|tmpl)|"
    r"[\w.-]+\.(?:prompty?|prompt\.(?:md|txt|ya?ml|j2|json))|"
    r"[\w-]*prompts?(?:[-_.][\w.-]*)?\.(?:md|txt|j2|jinja2?|ya?ml|json|toml))"
)
#: Pages that are orders to a model where a text of the code names them.
_ORDERS = caseless(r"(?:.*/)?(?:system[-_]?)?(?:instructions?|system|persona)\.(?:md|txt)")
#: Words by which a prompt asks that the answer tells where it comes from.
_SOURCES = caseless(
    r"\bcit(?:e[sd]?|ing|ations?)\b|\b(?:add|include|list|give|provide|mention|end with)\b[^.\n]{0,40}"
    r"(?<!image )(?<!photo )(?<!video )(?<!picture )(?<!logo )\b(?:links?|urls?|sources?|references?)\b"
)
#: What turns the order round, and the clause in which it does: two of them ask again, "never answer without citing".
_NOT = caseless(r"\b(?:not|never|no|without|don['’]t)\b")
_CLAUSE = regex(r"[^.,;:!?\n]{0,40}$")
_NO_PROMPT = caseless(
    r"(?:^|/)(?:readme|index|changelog|license)\b|(?:^|/)(?:notes?|plans?|\.\w+)/|promptfoo|/node_modules/"
)
_VERSION = regex(r"^[^\S\n]*[\"']?(?:version|prompt_version|revision|id)[\"']?\s*[:=]", re.MULTILINE | re.IGNORECASE)
_NAMED = caseless(r"[-_.]v\d+")
_PLACE_OF_CONSTANTS = caseless(r"(?:^|/)[\w-]*(?:prompts?|templates?|instructions?|constants?)[\w-]*(?:\.py$|/)")
_TARGET = caseless(r"prompt|instruction|system_?(?:message|msg|text)|=_?system$|persona")
_INTO = regex(
    r"(?:PromptTemplate|ChatPromptTemplate|SystemMessage\w*|HumanMessagePromptTemplate|AIMessage|from_template|"
    r"from_messages|system_prompt|create_agent|create_react_agent|Agent|completions\.create|messages\.create|"
    r"responses\.create|generate_content|acompletion|completion|ainvoke|invoke|GenerativeModel|GenerateContentConfig)$"
)
_FETCHES = ("pull_prompt", "get_prompt", "load_prompt", "pull")
_FROM = caseless(r"langfuse|langsmith|mlflow|hub\.pull|langchainhub|promptlayer|client|prompt")
_LONG = 200  #: characters from which a text that is handed to a model is a prompt and no short message
_NAMED_LONG = 100  #: the same, where a name says that it is one


class Kept(IntEnum):
    """How a prompt is kept, the loosest first."""

    INLINE = 0  #: in the middle of the code that uses it
    CONSTANT = 1  #: as a constant in a module for prompts
    FILE = 2  #: in a file of its own, without a version
    VERSIONED = 3  #: in a file with a version, or in a registry


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt, or one fetch of prompts from a registry."""

    place: Place
    what: str
    kept: Kept
    asks_for_sources: bool = False  #: the answer is to say where it comes from


@fact
def prompts(repo: Repo) -> tuple[Prompt, ...]:
    """Return the prompts of the owner's code, the best kept first; tests, examples and descriptions of tools apart."""
    found = [*_files(repo), *_fetched(repo)]
    found += [item for program in programs(repo) if program.role is Role.OWN for item in _in_code(program)]
    return tuple(sorted(found, key=lambda item: (-item.kept, item.place)))


def _files(repo: Repo) -> Iterator[Prompt]:
    for path in (*repo.matching(_FILE.fullmatch), *_named_orders(repo)):
        asks_people = posixpath.join(posixpath.dirname(path), "cookiecutter.json") in repo.entries
        if not (asks_people or _NO_PROMPT.search(path)) and role(repo, path) is Role.OWN:
            try:
                whole = repo.text(path, limit=300_000)
            except Unreadable:
                continue
            if head := whole[:2_000].strip():
                versioned = bool(_NAMED.search(path) or _VERSION.search(head))
                kept = Kept.VERSIONED if versioned else Kept.FILE
                what = f"a prompt in a file of its own{', with a version' * versioned}"
                yield Prompt(Place(path), what, kept, _asks_for_sources(whole))


def _named_orders(repo: Repo) -> Iterator[str]:
    """Yield the pages of orders to a model whose names stand in the owner's code."""
    paths = [path for path in repo.matching(_ORDERS.fullmatch) if not _FILE.fullmatch(path)]
    own = [program.file for program in programs(repo) if program.role is Role.OWN] if paths else []
    named = {posixpath.basename(text.value.rpartition(":")[2]) for file in own for text in file.texts}
    yield from (path for path in paths if posixpath.basename(path) in named)


def _fetched(repo: Repo) -> Iterator[Prompt]:
    for found in called(repo, *_FETCHES):
        call = found.call
        named = call.argument(0, "name")
        if not found.site.counts or named is None or not _FROM.search(f"{call.name} {call.written}"):
            continue
        if meaning(repo, found.program.path, call.name):  # a function of the owner's own, which may read a file
            continue
        if call.last == "pull" and not call.name.startswith(("langchain.hub", "langchainhub", "hub")):
            continue
        yield Prompt(found.site.place, f"{call.last} fetches a prompt by its name from a registry", Kept.VERSIONED)


def _in_code(program: Program) -> Iterator[Prompt]:
    constants = bool(_PLACE_OF_CONSTANTS.search(program.path))
    for text in program.file.texts:
        if _is_prompt(text):
            apart = not text.scope and (constants or text.into.startswith("="))
            kept = Kept.CONSTANT if apart and constants else Kept.INLINE
            where = "as a constant" if apart else f"inside {text.scope or 'the module'}"
            what = f"a prompt of {len(text.value)} characters or more {where}"
            yield Prompt(program.place_of(text), what, kept, _asks_for_sources(text.value))


def _asks_for_sources(text: str) -> bool:
    """Tell whether a prompt asks that the answer tells where it comes from; "do not cite them" does not."""
    return any(not _is_denied(text[max(0, found.start() - 60) : found.start()]) for found in _SOURCES.finditer(text))


def _is_denied(before: str) -> bool:
    clause = _CLAUSE.search(before)
    return clause is not None and len(_NOT.findall(clause[0])) % 2 == 1


def _is_prompt(text: Text) -> bool:
    if text.into.startswith("="):
        return _speaks(text, _NAMED_LONG) and bool(_TARGET.search(text.into))
    return _speaks(text, _LONG) and bool(_INTO.search(text.into) or _TARGET.search(text.scope.rpartition(".")[2]))


def _speaks(text: Text, length: int) -> bool:
    """Tell whether a text is long enough, and made of words."""
    return len(text.value) >= length and text.value.count(" ") > length // 8
