"""Which texts of strangers stand where a language model takes orders, and what screens or separates them?"""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.security.prompt_messages import HANDED_ON, PERSON, SYSTEM, messages_in, messages_of
from seatrial.facts.security.prompt_words import (
    AGENTS,
    ASKED,
    BARE_AGENTS,
    BESIDE,
    DOCUMENTS,
    FENCE,
    FOUND,
    HOLE,
    INJECTED,
    LOOP,
    ONE_PIECE,
    ORDER,
    PEOPLE,
    SCREEN_KEYWORDS,
    SCREEN_MODEL,
    SCREEN_NAME,
    SCREENS,
    SWITCH,
)
from seatrial.facts.serving.language_models.hosted import RUNTIMES
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_NEAR = 4  #: imports of own code from a file with orders to what asks the model
_PIECES, _SHORT = 2, 60  #: pieces that make a list of them, and characters up to which a text is one and no attack
_CONSTANT = regex(r"[A-Z][A-Z0-9_]+")
_ORDERS = 60  #: characters of one message beside what a stranger writes, from which on orders stand there


class Defence(StrEnum):
    """What a line does with a stranger's text."""

    MIXED = "stands among the orders"
    APART = "is kept apart from the orders"
    SCREENED = "is screened"
    TOLD = "the model is told to be careful"


@dataclass(frozen=True, slots=True)
class PromptLine(InCode):
    """One line that puts a stranger's text before a model, or defends against one."""

    site: Site
    defence: Defence
    what: str
    documents: bool = False  #: it is about texts that were retrieved, not about what was asked
    confidence: Confidence = Confidence.VERIFIED


@fact
def prompt_lines(repo: Repo) -> tuple[PromptLine, ...]:
    """Return where texts of strangers are put among orders, kept apart or screened, tests apart, by place."""
    found = dict.fromkeys(repo.each(_in_program, programs(repo)))
    kept = (line for line in found if line.defence is not Defence.MIXED or _asks(repo, line.site.path))
    return tuple(sorted(kept, key=lambda line: (line.site, line.defence, line.what)))


def _asks(repo: Repo, path: str) -> bool:
    """Tell whether a file that writes orders down asks a model, or imports what does; a file of examples does not."""
    file = python_file(repo, path)
    if file is not None and _imports_a_client(file):
        return True
    near = {path}
    for _ in range(_NEAR):
        near |= {other for one in near for other in imported_files(repo).get(one, ())}
    return any(call.runs is Runs.LLM for one in near for call in inference_by_path(repo).get(one, ()))


def _in_program(program: Program) -> Iterator[PromptLine]:
    if not program.is_test:
        yield from _screens(program)
        yield from _own_screens(program)
        yield from _orders(program)
        if _imports_a_client(program.file) or _sets_orders(program):  # else the client stands elsewhere
            yield from _roles(program)


def _imports_a_client(file: PythonFile) -> bool:
    framework = any(root.startswith(("langchain", "langgraph", "llama_index")) for root in file.packages)
    known = any(belongs(f"{item.module}.{item.name}", LLM_CLIENTS) for item in file.imports)
    return framework or known or bool(file.packages & RUNTIMES)


def _sets_orders(program: Program) -> bool:
    """Tell whether a file writes a message with orders down, whoever it is handed to."""
    values = [item.value for item in program.file.assignments]
    values += [value for call in program.file.calls for value in call.args]
    return any(role == "system" for value in values for role, _ in messages_in(value))


def _screens(program: Program) -> Iterator[PromptLine]:
    for call in program.file.calls:
        if screen := _screen(call):
            about = " ".join((call.scope, *(value.text for value in call.args)))
            documents = bool(DOCUMENTS.search(about))
            site = program.site_of(call)
            yield PromptLine(site, Defence.SCREENED, screen, documents)
    for function in program.file.functions:
        if any(mark.last in ("input_guardrail", "output_guardrail") for mark in function.decorators):
            screen = f"{function.name} is a guardrail that screens what comes in"
            yield PromptLine(program.site(function.line, function.name), Defence.SCREENED, screen)


def _own_screens(program: Program) -> Iterator[PromptLine]:
    """Yield the functions that decide by pieces of injected orders: ``for word in ("ignore previous", ...)``."""
    pieces = Counter(text.scope for text in program.file.texts if _is_piece(text.value))
    for function in program.file.functions:
        if function.complexity > 1 and pieces[function.name] >= _PIECES:
            what = f"{function.name} looks for injected orders"
            yield PromptLine(program.site(function.line, function.name), Defence.SCREENED, what)


def _is_piece(text: str) -> bool:
    return len(text) <= _SHORT and bool(INJECTED.search(text))


def _screen(call: Call) -> str:
    if any(_names_screen_model(value.literal) for value in call.args) or any(
        _names_screen_model(value.literal) for _, value in call.keywords
    ):
        return f"{call.written} asks a model that recognises injected orders"
    if any(key in SCREEN_KEYWORDS for key, _ in call.keywords):
        return f"{call.written} is given guardrails"
    if call.name.startswith(SCREENS) or _is_named_screen(call.written):
        return f"{call.written} screens the text"
    return ""


def _names_screen_model(literal: object) -> bool:
    return isinstance(literal, str) and len(literal) < 120 and bool(SCREEN_MODEL.search(literal))


@lru_cache(maxsize=100_000)  # the same few thousand names are called a hundred thousand times
def _is_named_screen(written: str) -> bool:
    return bool(SCREEN_NAME.search(written)) and not BESIDE.search(written)


def _orders(program: Program) -> Iterator[PromptLine]:
    for text in program.file.texts:
        if len(text.value) > 60 and not text.into.endswith("HumanMessage") and (found := ORDER.search(text.value)):
            what = f'the model is only told: "{" ".join(found[0].split())[:80]}"'
            yield PromptLine(program.site_of(text), Defence.TOLD, what)


def _has_system(program: Program) -> bool:
    """Tell whether a file keeps orders in a message, or a keyword, of their own."""
    calls = program.file.calls
    named = any("SystemMessage" in call.last or any(call.keyword(name) for name in SYSTEM) for call in calls)
    return named or any(role == "system" for call in calls for role, _ in messages_of(call)) or _sets_orders(program)


def _roles(program: Program) -> Iterator[PromptLine]:
    alone = not _has_system(program)
    given = {item.name: item.value for cls in program.file.classes for item in cls.attributes if item.value}
    given |= {item.target: item.value for item in program.file.assignments}
    yield from _single(program, given)
    for call in program.file.calls:
        site = program.site_of(call)
        if call.last in AGENTS and (call.last not in BARE_AGENTS or _has_orders(call)):
            yield PromptLine(site, Defence.APART, f"{call.last} keeps what people write in a message of its own")
        for role, content in messages_of(call):
            yield from _of_message(site, role, _known(given, content), alone=alone)
    for item in program.file.assignments:
        for role, content in messages_in(item.value):
            yield from _of_message(program.site_of(item), role, _known(given, content), alone=alone)


def _has_orders(call: Call) -> bool:
    return any(call.keyword(name) is not None for name in ("instructions", "system_prompt"))


def _single(program: Program, given: dict[str, Value]) -> Iterator[PromptLine]:
    """Yield prompts of one piece, in which orders, questions and retrieved texts follow one another."""
    for call in program.file.calls:
        if call.last not in ONE_PIECE or "HumanMessage" in call.name or "SystemMessage" in call.name:
            continue
        text = call.argument(0, "template")
        body = _known(given, text) if text is not None else None
        names = _strangers(body) if body is not None else []
        if body is not None and names:
            fenced = bool(FENCE.search(str(body.literal or body.text)))
            what = f"one prompt holds the orders and {' and '.join(names[:3])}, without roles or marks"
            defence = Defence.APART if fenced else Defence.MIXED
            documents = not any(ASKED.search(name) for name in names)
            yield PromptLine(program.site_of(call), defence, what, documents, Confidence.LIKELY)


def _known(given: dict[str, Value], value: Value) -> Value:
    """Follow a name, or a field of an object of settings, to what the file gives it."""
    known = given.get(value.text) or given.get(value.text.rpartition(".")[2]) or value
    if known.kind != "operation":
        return known
    return known._replace(items=tuple(given.get(item.text) or item for item in known.items))


def _of_message(site: Site, role: str, content: Value, *, alone: bool) -> Iterator[PromptLine]:
    """Yield what a message does with texts of strangers; ``alone`` where the file keeps no orders apart."""
    if role == HANDED_ON:
        yield PromptLine(site, Defence.APART, HANDED_ON)
    elif role in PEOPLE:
        if alone and (names := _strangers(content)) and _is_long(content):
            yield _in_one_message(site, content, names)
            return
        if alone and role == PERSON:
            return  # it stands beside no orders that are known here
        fixed = content.kind == "literal" and not _strangers(content) and not HOLE.search(str(content.literal or ""))
        if fixed:
            return  # a constant that no stranger wrote: a name of a role, a text to fall back on
        yield PromptLine(
            site, Defence.APART, "what is asked stands in a message of its own, apart from the orders of the system"
        )
    elif role == "system" and (names := _strangers(content)):
        documents = not any(ASKED.search(name) for name in names)
        source = "what was retrieved" if documents else "what people write"
        fenced = bool(FENCE.search(content.text or str(content.literal or "")))
        if fenced:
            yield PromptLine(site, Defence.APART, f"{source} stands between marks in the system prompt", documents)
        else:
            shown = (" ".join(name.split())[:60] for name in names[:3])
            what = f"{source} is put into the system prompt, by {', '.join(shown)}"
            yield PromptLine(site, Defence.MIXED, what, documents, Confidence.LIKELY)


def _is_long(content: Value) -> bool:
    """Tell whether a message holds sentences of the owner's beside what is put into it."""
    pieces = [content.template, *(part.string for part in content.items)]
    return sum(len(HOLE.sub("", piece).replace("{}", "")) for piece in pieces) >= _ORDERS


def _in_one_message(site: Site, content: Value, names: list[str]) -> PromptLine:
    documents = not any(ASKED.search(name) for name in names)
    if FENCE.search(content.text or content.string):
        return PromptLine(site, Defence.APART, "texts of strangers stand between marks in the message", documents)
    what = f"one message holds the orders and {' and '.join(names[:3])}, without roles or marks"
    return PromptLine(site, Defence.MIXED, what, documents, Confidence.LIKELY)


def _strangers(content: Value) -> list[str]:
    """Return the names of values in a system prompt that strangers decide on."""
    if content.kind == "literal":
        body = content.string
        names = [*HOLE.findall(body), *LOOP.findall(body)]
    else:
        parts = [*content.parts]
        held = [hole for part in parts if part.kind == "literal" for hole in HOLE.findall(part.string)]
        names = [part.text or part.name for part in parts] + [key for key, _ in content.keywords]
        names = held + [name for name in names if not _CONSTANT.fullmatch(name.rpartition(".")[2])]  # the owner's own
    short = [re.sub(r"\(.*|\[.*", "", name) for name in names]
    lasts = [name.rpartition(".")[2] if not name.endswith((".format", ".join")) else "" for name in short]
    named = [name for name in dict.fromkeys(lasts) if name and not SWITCH.search(name)]
    return [name for name in named if ASKED.search(name) or FOUND.search(name)]
