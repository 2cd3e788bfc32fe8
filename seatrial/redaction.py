"""How does a text that quotes the repository go out without its credentials?"""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from seatrial.facts.security.secrets import credentials
from seatrial.model.grouped import grouped
from seatrial.model.texts import with_texts
from seatrial.read.reader import Unreadable
from seatrial.read.sensitive.secrets import SECRETS, Secret, parse_secrets
from seatrial.repo import Repo

Noun = TypeVar("Noun")

_HEAD = 8  #: characters of a value by which a cut-off piece of it is known
_LEAST = 4  #: characters of a value that is worth hiding
_HIDDEN = "…[hidden]"


class Redactor:
    """The values of credentials, and what is shown in their places."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(sorted(values.items(), key=lambda pair: -len(pair[0])))
        heads = {re.escape(value[:_HEAD]) for value in values} | {re.escape(value[-_HEAD:]) for value in values}
        self._any = re.compile("|".join(sorted(heads))) if heads else None

    def redact(self, text: str) -> str:
        """Return a text with every value, and every piece of one that begins or ends as it does, hidden."""
        if self._any is None or not self._any.search(text):
            return text
        for value, shown in self._values.items():
            text = text.replace(value, f"{shown}{_HIDDEN}") if len(value) >= _HEAD else _short(text, value, shown)
            if len(value) > _HEAD:
                text = _pieces(text, value, shown)
        return text

    def redact_all(self, noun: Noun) -> Noun:
        """Return a noun with all its texts redacted, those of nouns inside of it included."""
        return noun if self._any is None else with_texts(noun, self.redact)


def redactor(repo: Repo) -> Redactor:
    """Return what hides all credentials that were found in a repository."""
    values: dict[str, str] = {}
    for path, found in grouped((one.path, one.secret) for one in credentials(repo)).items():
        try:
            values |= _values(repo.text(path, SECRETS.limit), found)
        except Unreadable:
            continue  # it is gone since it was read, and so is what could be quoted from it
    return Redactor(values)


def redacted(path: str, text: str) -> str:
    """Return the text of one file without its credentials."""
    return Redactor(_values(text, parse_secrets(path, text.encode("utf-8", "surrogateescape")).secrets)).redact(text)


def _values(text: str, found: Iterable[Secret]) -> dict[str, str]:
    """Return the values in a text, of those of several lines each line, with what is shown instead."""
    starts, at = [0], 0
    while (at := text.find("\n", at) + 1) > 0:
        starts.append(at)
    values: dict[str, str] = {}
    for secret in found:
        if 0 < secret.line <= len(starts):
            start = starts[secret.line - 1] + secret.column - 1
            lines = re.split(r"\\n|\n", text[start : start + secret.length])
            parts = lines if len(lines) == 1 else [part for part in lines if len(part) > 2 * _HEAD]
            values |= {part: secret.shown if part is parts[0] else "" for part in parts if len(part) >= _LEAST}
    return values


def _short(text: str, value: str, shown: str) -> str:
    """Hide a short value, which may be a part of any word, only where it stands as a password does."""
    return re.sub(rf"(?<=[:=\"']){re.escape(value)}(?=[@\"'\s]|$)", lambda _: f"{shown}{_HIDDEN}", text)


def _pieces(text: str, value: str, shown: str) -> str:
    """Hide what was cut off from a value, at its end or at its beginning."""
    at = text.find(value[:_HEAD])
    while at >= 0:
        end = at + _HEAD
        while end < len(text) and end - at < len(value) and text[end] == value[end - at]:
            end += 1
        text = f"{text[:at]}{shown}{_HIDDEN}{text[end:]}"
        at = text.find(value[:_HEAD], at + len(shown) + len(_HIDDEN))
    return re.sub(rf"\S*{re.escape(value[-_HEAD:])}", _HIDDEN, text)
