"""Which messages does a call or a value hold, and who speaks in each?"""

from collections.abc import Iterator

from seatrial.facts.security.prompt_words import PEOPLE
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import regex

#: The role of a message that is handed on as it came: ``{"role": message["role"], "content": message["content"]}``.
_OF_A_MESSAGE = regex(r"(?:\.|\[[\"']?)role\b|^role$")
#: Keywords by which a client takes orders, and those under which whole messages are sent.
SYSTEM = ("system", "system_prompt", "instructions", "system_instruction")
_SENT = ("messages", "input", "content", "body", "json", "data")
PERSON = "human"  #: a message of a framework, which may as well be kept in a history
HANDED_ON = "messages are handed on with the roles that their senders give them"


def messages_of(call: Call) -> Iterator[tuple[str, Value]]:
    """Yield each message that a call is given, with the role in which it speaks."""
    if call.last in ("SystemMessage", "SystemMessagePromptTemplate", "SystemMessagePromptTemplate.from_template"):
        if (content := call.argument(0, "content")) is not None:
            yield "system", content
        return
    if call.last == "HumanMessage" and (content := call.argument(0, "content")) is not None:
        yield PERSON, content
        return
    role, content = call.keyword("role"), call.keyword("content")
    if call.last == "ChatMessage" and role is not None and content is not None:  # role=MessageRole.USER, or a text
        spoken = str(role.literal or role.text or role.name)
        yield spoken.rpartition(".")[2].lower(), content
        return
    for name in SYSTEM:
        if (content := call.keyword(name)) is not None:
            yield "system", content
    for value in (*call.args, *(value for key, value in call.keywords if key in _SENT)):
        yield from messages_in(value)


def messages_in(value: Value, depth: int = 4) -> Iterator[tuple[str, Value]]:
    """Yield the messages in a value: ``{"role": ..., "content": ...}`` and ``("system", text)``, in lists too."""
    role, content = value.keyword("role"), value.keyword("content")
    if value.kind == "dict" and role is not None and content is not None:
        handed_on = role.literal is None and _OF_A_MESSAGE.search(role.text)
        yield (HANDED_ON if handed_on else str(role.literal).lower()), content
    elif value.kind == "list" and len(value.items) == 2 and value.items[0].literal in ("system", *PEOPLE):
        yield str(value.items[0].literal), value.items[1]
    elif depth and value.kind in ("list", "operation", "call", "dict"):
        for item in [part for _, part in value.keywords] if value.kind == "dict" else value.items:
            yield from messages_in(item, depth - 1)
