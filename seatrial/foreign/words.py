"""In which of our words is a result of another tool told, and what of its own text may be shown?"""

from collections.abc import Mapping
from typing import Any

from seatrial.model.grades import Severity
from seatrial.read.regex import regex
from seatrial.read.sensitive.secrets import parse_secrets

_LEVELS = {"error": Severity.HIGH, "warning": Severity.MEDIUM, "note": Severity.LOW}
_MESSAGE = 300  #: letters
_ARGUMENT = regex(r"\{(\d{1,2})\}")
_HELD = "(its text is left out: it holds a credential)"


def text_of(value: object, most: int) -> str:
    """Return a value as one bounded line of text, "" when it is no text."""
    line = " ".join(value[: 4 * most].split()) if isinstance(value, str) else ""
    return line if len(line) <= most else f"{line[: most - 3]}..."


def message_of(result: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    """Return what a result says, else what its rule says; a text with a credential in it is left out."""
    own = result.get("message")
    given = _filled(own) if isinstance(own, dict) else ""
    texts = (given, *(_text(rule.get(key)) for key in ("shortDescription", "fullDescription")), rule.get("name"))
    message = next((line for text in texts if (line := text_of(text, _MESSAGE))), "")
    return _HELD if message and parse_secrets("message.txt", message.encode("utf-8", "replace")).secrets else message


def severity_of(result: Mapping[str, Any], rule: Mapping[str, Any]) -> Severity:
    """Return our word for how bad a result is: by its score in security, else by its level.

    The bounds are those by which GitHub shows scores: 9 critical, 7 high, 4 medium.
    """
    scores = (_score(part.get("properties")) for part in (result, rule))
    if score := next((one for one in scores if one), 0.0):
        bounds = ((9.0, Severity.BLOCKER), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM))
        return next((severity for bound, severity in bounds if score >= bound), Severity.LOW)
    usual = rule.get("defaultConfiguration")
    level = result.get("level") or (usual.get("level") if isinstance(usual, dict) else None)
    return _LEVELS.get(str(level), Severity.MEDIUM)


def _score(properties: object) -> float:
    given = properties.get("security-severity") if isinstance(properties, dict) else None
    try:
        score = float(str(given)[:10]) if given is not None else 0.0
    except ValueError:
        return 0.0
    return score if 0 < score <= 10 else 0.0


def _filled(message: Mapping[str, Any]) -> str:
    arguments = message.get("arguments")
    values = [str(one)[:_MESSAGE] for one in arguments[:100]] if isinstance(arguments, list) else []
    text = _text(message)[: 4 * _MESSAGE]
    return _ARGUMENT.sub(lambda found: values[int(found[1])] if int(found[1]) < len(values) else found[0], text)


def _text(message: object) -> str:
    text = message.get("text") if isinstance(message, dict) else None
    return text if isinstance(text, str) else ""
