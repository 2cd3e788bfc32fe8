"""What is a language model asked for here: does it write, and which files and pages get to it?"""

import re

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files, with_imports
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.code.terminals import QUESTIONS
from seatrial.facts.inference.inference import Runs
from seatrial.facts.operations.records.record_sinks import Sink, sink_of
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.signs import PREPARES, inferences, llm_doors, pages
from seatrial.facts.web.endpoints import Door
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

#: Libraries that hand on what people write in a chat; those that only send a message through a hook are none.
_OF_BOTS = r"aiogram|discord|disnake|nextcord|slack_bolt|telebot|telegram\.ext"
_CHATS = regex(rf"^(?:chainlit|{_OF_BOTS})(?:\.(?!\w*Webhook)|$)")
_BOTS = regex(rf"^(?:{_OF_BOTS})(?:\.(?!\w*Webhook)|$)")
#: Of such a library a hook, which only posts, and what hears people.
_HOOK = regex(r"\.\w*Webhook\b")
_HEARS = regex(r"(?:Client|Bot)$")
#: Calls that write a file by their names alone.
_WRITERS = frozenset({
    "write_text", "writelines", "writerow", "writerows", "to_csv", "to_json", "to_parquet", "to_excel", "write_csv",
    "write_parquet",
})  # fmt: skip
_TO_WRITE = regex(r"[wax][bt+]*$")  #: a mode of ``open``
#: What a terminal asks for beside questions: a yes, a key to go on, a secret.
_NO_QUESTION = caseless(r"\by(?:es)?\s*/\s*n|^\W*press (?:enter|return|any)|api.?key|token|password")


def prepares(call: Evidence) -> bool:
    """Tell a call that only turns texts into numbers, or orders them, from one that is answered."""
    return _is_called_to_prepare(call.what.rpartition(" ")[2])


@fact
def only_embeds(component: Component) -> bool:
    """Tell whether a provider is asked for numbers that stand for texts, and nothing here is seen to write any."""
    asked = [one for one in inferences(component) if one.runs is Runs.LLM]
    managed = any(door.door is Door.MANAGED for door in endpoints(component.repo))
    return bool(asked) and not managed and all(_is_called_to_prepare(one.call.written) for one in asked)


def _is_called_to_prepare(written: str) -> bool:
    return bool(PREPARES.search(".".join(written.rsplit(".", 2)[-2:])))


@fact
def behind_pages(component: Component) -> frozenset[str]:
    """Return the files of the pages, and all that they import."""
    return with_imports(component.repo, *(page.place.path for page in pages(component)))


@fact
def files_that_ask(component: Component) -> frozenset[str]:
    """Return the files that ask a language model or look texts up for it, those that they import, or import them."""
    asking = {call.path for call in inferences(component) if call.runs in (Runs.LLM, Runs.RETRIEVAL)}
    known = imported_files(component.repo)
    above = {path for path, targets in known.items() if targets & asking}
    return frozenset(asking | above | {target for path in asking for target in known.get(path, frozenset())})


@fact
def asked_by_people(component: Component) -> bool:
    """Tell whether people write to a language model: by an endpoint, a page, a chat or a terminal."""
    return bool(llm_doors(component) or pages(component) or chats(component))


@fact
def chats(component: Component) -> tuple[Evidence, ...]:
    """Return where people write to a language model in a chat or at a terminal."""
    asking = {call.path for call in inferences(component) if call.runs is Runs.LLM}
    return tuple(
        Evidence(Place(one.path, line), "asks a person what to put to a language model")
        for one in own_code_of(component)
        if one.path in component.own
        and (line := _talks(one)) is not None
        and (one.path in files_that_ask(component) or asking & with_imports(component.repo, one.path))
    )


@fact
def bots(component: Component) -> tuple[Evidence, ...]:
    """Return the chats in which a bot hears people: by a connection to somebody's platform, and no page of its own."""
    paths = {one.place.path for one in chats(component)}
    hearing = {one.path for one in own_code_of(component) if one.path in paths and _hears(one, _BOTS)}
    return tuple(one for one in chats(component) if one.place.path in hearing)


def _talks(program: Program) -> int | None:
    """Return the line by which a program hears what people write, None where it does not."""
    heard = [*_hears(program, _CHATS), *(call.line for call in program.file.calls if _asks_a_person(call))]
    return min(heard, default=None)


def _hears(program: Program, libraries: re.Pattern[str]) -> list[int]:
    named = ((one, f"{one.module}.{one.name}".rstrip(".")) for one in program.file.imports)
    taken = (one for one, name in named if libraries.match(name))
    return [one.line for one in taken if one.name or not _only_posts(program, one.module)]


def _only_posts(program: Program, library: str) -> bool:
    """Tell whether a library that is imported whole is called for a hook, and for nothing that hears people."""
    called = [call.name for call in program.file.calls if call.name.startswith(f"{library}.")]
    used = (*called, *(base for cls in program.file.classes for base in cls.bases))
    return any(map(_HOOK.search, called)) and not any(map(_HEARS.search, used))


def _asks_a_person(call: Call) -> bool:
    asks = call.name in QUESTIONS or call.name == call.written == "input"
    return asks and not any(_NO_QUESTION.search(one.template) for one in call.args)


@fact
def keeps_what_it_is_told(component: Component) -> bool:
    """Tell whether code around the call of a language model writes a file, or puts something into a store."""
    near = files_that_ask(component)
    around = (one for one in own_code_of(component) if one.path in near)
    return any(_keeps(one, call, component) for one in around for call in one.file.calls)


def _keeps(program: Program, call: Call, component: Component) -> bool:
    opens = call.last == "open" and any(_TO_WRITE.match(value.string) for value in call.values)
    return opens or call.last in _WRITERS or sink_of(component.repo, program.path, call) is Sink.STORE
