"""Where do the prompts of programs in TypeScript, JavaScript and Go stand?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.asks import foreign_asks
from seatrial.facts.foreign.programs import followed
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.prompts import Kept, Prompt
from seatrial.model import Place
from seatrial.read.code.python_record import Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_FILES = caseless(r"(?:^|/)[\w-]*(?:prompts?|templates?|instructions?|constants?)[\w.-]*(?:\.[cm]?[jt]s$|\.go$|/)")
_NAMES = caseless(r"prompt|instruction|system_?(?:message|msg|text)|persona")
_ORDERS = frozenset({"system", "instructions", "systemInstruction", "System", "prompt", "content", "Content"})
_LONG = 100  #: characters from which on a text is a prompt and no short message


@fact
def foreign_written_prompts(repo: Repo) -> tuple[Prompt, ...]:
    """Return the prompts that variables are named after, and those that stand in calls of language models, by place."""
    found = [one for file in followed(repo) for one in _in_variables(file)]
    asked = (one for one in foreign_asks(repo) if one.runs is Runs.LLM)
    inside = ((one.place, value) for one in asked for key, value in one.call.keywords for value in _texts(key, value))
    found += [_prompt(place, value, Kept.INLINE, "inside the call") for place, value in inside]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (-one.kept, one.place)))


def _in_variables(file: ForeignFile) -> Iterator[Prompt]:
    apart = bool(_FILES.search(file.path))
    for one in file.assignments:
        if _NAMES.search(one.target) and _is_long(one.value):
            kept = Kept.CONSTANT if apart else Kept.INLINE
            where = "as a constant" if apart else f"inside {one.scope or 'the module'}"
            yield _prompt(Place(file.path, one.line), one.value, kept, where)


def _prompt(place: Place, value: Value, kept: Kept, where: str) -> Prompt:
    return Prompt(place, f"a prompt of {len(value.template)} characters or more {where}", kept)


def _texts(key: str, value: Value) -> Iterator[Value]:
    """Yield the long texts of an entry that holds orders, those of its messages included."""
    if key in _ORDERS and _is_long(value):
        yield value
    for item in value.items if key in ("messages", "Messages") else ():
        yield from (inner for name, inner in item.keywords if name in _ORDERS and _is_long(inner))


def _is_long(value: Value) -> bool:
    text = value.template
    return len(text) >= _LONG and text.count(" ") > _LONG // 8
