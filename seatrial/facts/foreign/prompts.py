"""Which texts of strangers do programs in TypeScript, JavaScript and Go put where a language model takes orders?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.foreign.asks import foreign_asks
from seatrial.facts.foreign.foreign_prompt import ForeignPrompt
from seatrial.facts.foreign.programs import followed
from seatrial.facts.foreign.spots import insides
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.security.prompt_defences import Defence
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Names by which what people write gets into a prompt.
_PEOPLE = caseless(
    r"^(?:req(?:uest)?\.|ctx\.|c\.|body\.|input\b|params\.)|(?:^|\.)(?:question|query|prompt|message|user_?(?:input|message|prompt|query)|user_?text|topic|content|text|body)$"
)
#: Names of what the owner wrote, and of what the program itself knows.
_OWN = caseless(
    r"(?:^|\.)(?:date|today|now|name|locale|language|schema|format|instructions?|system\w*|template|config\w*|rules?|examples?)$|^[A-Z_]+$"
)
#: What screens texts before or after a model.
_SCREENS = caseless(
    r"moderations?\.create$|(?:^|\.)(?:moderate\w*|guardrails?\w*|screen(?:prompt|input)\w*|detect(?:prompt)?injection\w*|sanitize(?:prompt|input)\w*|applyguardrail\w*)$"
    r"|@lakera|llm-guard|@openai/guardrails|prompt-?injection|rebuff|nemo-?guardrails"
)
#: Entries by which an answer is held to a shape.
_SHAPES = frozenset(
    {"schema", "output", "response_format", "responseFormat", "responseSchema", "ResponseFormat", "ResponseSchema"}
)
_SHAPED = frozenset({"generateObject", "streamObject", "withStructuredOutput", "parse", "zodResponseFormat"})


@fact
def foreign_prompts(repo: Repo) -> tuple[ForeignPrompt, ...]:
    """Return where texts of strangers stand among the orders, are kept apart or are screened, by place."""
    found = [line for call in foreign_asks(repo) if call.runs is Runs.LLM for line in _of_call(repo, call)]
    found += [line for file in followed(repo) for line in _screened(file.path, file.calls)]
    return tuple(sorted(dict.fromkeys(found), key=lambda line: (line.place, line.defence)))


def _screened(path: str, calls: tuple[Call, ...]) -> Iterator[ForeignPrompt]:
    for call in calls:
        if _SCREENS.search(call.name) or _SCREENS.search(call.written):
            yield ForeignPrompt(Place(path, call.line), Defence.SCREENED, f"{call.written} screens texts")


def _of_call(repo: Repo, asked: InferenceCall) -> Iterator[ForeignPrompt]:
    call, place = asked.call, asked.place
    keywords = dict(call.keywords)
    orders = [
        keywords[key] for key in ("system", "instructions", "systemInstruction", "System", "System_") if key in keywords
    ]
    spoken = [keywords[key] for key in ("prompt", "Prompt", "input", "contents") if key in keywords]
    for message in _messages(repo, asked, keywords.get("messages") or keywords.get("Messages")):
        role = message.keyword("role") or message.keyword("Role")
        content = message.keyword("content") or message.keyword("Content")
        is_order = role is not None and (
            role.string in ("system", "developer") or role.name.endswith(("RoleSystem", "SystemRole"))
        )
        (orders if is_order else spoken).extend([content] if content else [])
    mixed = next((name for value in orders for name in _strangers(repo, asked, value)), "")
    if mixed:
        yield ForeignPrompt(place, Defence.MIXED, f"{call.written} puts {mixed} among the orders of its system prompt")
    elif not orders and (mixed := next((name for value in spoken for name in _put_in(repo, asked, value)), "")):
        yield ForeignPrompt(place, Defence.MIXED, f"{call.written} puts {mixed} into one text with its orders")
    elif orders:
        yield ForeignPrompt(place, Defence.APART, f"{call.written} keeps orders in a message of their own")


def _messages(repo: Repo, asked: InferenceCall, value: Value | None) -> tuple[Value, ...]:
    """Return the messages of a call: written there, or in the variable that it names."""
    if value is None:
        return ()
    if value.kind == "name":
        given = insides(repo)[asked.path].assignments.get((asked.scope, value.text))
        value = given.value if given else value
    return tuple(one for item in value.items for one in (item, *(item.items if item.kind == "list" else ())))


def _strangers(repo: Repo, asked: InferenceCall, value: Value) -> Iterator[str]:
    """Yield the names of what people write that is put into orders."""
    if value.kind == "name":
        given = insides(repo)[asked.path].assignments.get((asked.scope, value.text))
        value = given.value if given and given.value.kind in ("fstring", "operation") else value
    if value.kind in ("fstring", "operation") or (value.kind == "call" and value.name == "fmt.Sprintf"):
        for item in value.items:
            if item.kind == "name" and _PEOPLE.search(item.text) and not _OWN.search(item.text):
                yield item.text


def _put_in(repo: Repo, asked: InferenceCall, value: Value) -> Iterator[str]:
    """Yield what people write that stands in one text with much else: orders, most probably."""
    if value.kind == "name":
        given = insides(repo)[asked.path].assignments.get((asked.scope, value.text))
        value = given.value if given else value
    long = len(value.text) > _LONG and value.kind == "fstring"
    for item in value.items if long else ():
        if item.kind == "name" and _PEOPLE.search(item.text):
            yield item.text


_LONG = 60  #: characters of a text with fillings from which on it holds orders of its own


@fact
def foreign_shapes(repo: Repo) -> tuple[ForeignPrompt, ...]:
    """Return the calls whose answer is held to a shape, where that of every call is."""
    asked = [call for call in foreign_asks(repo) if call.runs is Runs.LLM]
    shaped = [one for one in asked if one.call.last in _SHAPED or any(key in _SHAPES for key, _ in one.call.keywords)]
    what = "{0} holds the answer to a shape"
    found = (ForeignPrompt(one.place, Defence.SCREENED, what.format(one.call.written)) for one in shaped)
    return tuple(found) if len(shaped) == len(asked) else ()
