"""What do the names of fields say about a prediction that is kept?"""

import re
from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from seatrial.read.regex import caseless, regex


class Part(StrEnum):
    """What is needed to look at a prediction again."""

    TIME = "the time"
    MODEL = "the version of the model"
    INPUT = "the input"
    OUTPUT = "the answer"
    ID = "an id"


_PARTS = MappingProxyType({
    Part.TIME: regex(r"(time|date|created|timestamp|_at$|^ts$|^at$|^day$|logged)"),
    Part.MODEL: regex(r"(model|artifact|deployment|llm|version|run_?id|champion)"),
    Part.INPUT: regex(
        r"(feature|input|payload|request|params|query|prompt|question|instance|row|hash|record|transaction|image|document"
        r"|customer|message|content|data$|text|item)"
    ),
    Part.OUTPUT: regex(
        r"(predict|score|prob|label|output|response|answer|result|completion|forecast|decision|class|confidence|verdict"
        r"|risk|price|translation|transcri|segment|recommend)"
    ),
})  # fmt: skip
#: Names of measures and counts over many answers, and of the bounds they are held against: no answer is kept by them.
_MEASURE = regex(
    r"(?:^|_|\W)(?:f\d|r2|auc|roc|accuracy|precision|recall|brier|bleu|rouge|threshold)s?(?:_|\W|$)"
    r"|^(?:total|correct|wrong|num|number_of|n|count_of|all)_\w+s$"
)
_WORKS = caseless(r"(?:predict|forecast|label)[eo]rs?\b|scorers?\b")
#: What holds the words of one message of a conversation, beside whose they are: it keeps what either side said.
_SAID = frozenset({"content", "text", "message"})
_ID = regex(r"(^|_)(id|uuid|key)$|Id$")
_RESULT = caseless(r"(^|_|\.)(predict|scor|prob|forecast|result|label|decision|answer|verdict|output)")
#: Both sides of one turn of a conversation.
_ASKED = frozenset({"question", "query", "prompt", "user_message", "user_input", "user_query"})
_ANSWERED = frozenset({"answer", "response", "completion", "reply", "ai_response", "bot_response", "assistant_message"})


def parts_of(fields: Iterable[str]) -> frozenset[Part]:
    """Return what the names of fields stand for; one name stands for one part, an id of the input also for it."""
    names, found = tuple(fields), set()
    for name in names:
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        if _MEASURE.search(plain):
            continue
        if _ID.search(name) and not _PARTS[Part.MODEL].search(plain):
            found.add(Part.ID)
            if _PARTS[Part.INPUT].search(plain):
                found.add(Part.INPUT)
            continue
        found |= {part for part, words in _PARTS.items() if words.search(plain)}
    bare = {re.sub(r"\W", "", name) for name in names}
    if "role" in bare and bare & _SAID:
        found |= {Part.INPUT, Part.OUTPUT}
    return frozenset(found)


def names_result(name: str) -> bool:
    """Tell whether a name is that of what a model answered: ``prediction``, ``fraud_score``, ``result.label``.

    What answers is none (``forecasters``), nor is a measure over many answers (``results['accuracy_gain']``).
    """
    return bool(_RESULT.search(name)) and not (_WORKS.search(name) or _MEASURE.search(name.lower()))


def holds_a_turn(fields: Iterable[str]) -> bool:
    """Tell a record of what was asked and what was answered, whoever writes it: ``question`` beside ``answer``."""
    names = {name.lower() for name in fields}
    return bool(names & _ASKED and names & _ANSWERED)


def holds_a_message(fields: Iterable[str]) -> bool:
    """Tell a message of a conversation, whose side is kept with its words: ``role`` beside ``content``."""
    names = {name.lower() for name in fields}
    return "role" in names and bool(names & _SAID)
