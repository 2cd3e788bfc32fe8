"""What does a template answer itself when nobody is asked?"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from seatrial.blueprint.filling import filled
from seatrial.blueprint.language import GO, JINJA, Language
from seatrial.blueprint.values import Unknown, Value
from seatrial.read.infrastructure.yaml_node import Node

_MOST = 500  #: questions
_DEEPEST = 4  #: mappings inside of an answer


def of_cookiecutter(asked: object) -> Mapping[str, Value]:
    """Return the answers of a ``cookiecutter.json``: of a list the first, and of a text what it is filled in with."""
    known: dict[str, Value] = {}
    names: Mapping[str, Value] = {"cookiecutter": known}
    for name, given in islice(asked.items(), _MOST) if isinstance(asked, dict) else ():
        known[str(name)] = _plain(given, JINJA, names)
    return names


def of_copier(asked: Node, language: Language) -> Mapping[str, Value]:
    """Return the answers of a ``copier.yml``: the defaults, else the first choice, and for a yes or no: no."""
    known: dict[str, Value] = {}
    for name, question in islice(asked.pairs, _MOST):
        if not name.startswith("_"):
            known[name] = _copied(name, question, language, known)
    return known


def _copied(name: str, question: Node, language: Language, known: Mapping[str, Value]) -> Value:
    if question.kind != "mapping":
        return _scalar(question, language, known)
    if question.has("default"):
        return _scalar(question.at("default"), language, known)
    choices = question.at("choices")
    if choice := next(iter(choices.items), None):
        return _scalar(choice, language, known)
    return False if question.at("type").text == "bool" else Unknown(name)


def _scalar(node: Node, language: Language, known: Mapping[str, Value]) -> Value:
    if node.kind == "list":
        return tuple(_scalar(one, language, known) for one in islice(node.items, _MOST))
    if not node.quoted and node.flag is not None:
        return node.flag
    return _filled(node.text, language, known)


def of_databricks(asked: object, parts: Mapping[str, str]) -> Mapping[str, Value]:
    """Return the answers of a ``databricks_template_schema.json``, with the named parts of its library filled in."""
    known: dict[str, Value] = {}
    named: dict[str, Value] = {}
    names: Mapping[str, Value] = {".": known, "template": named}
    properties = asked.get("properties") if isinstance(asked, dict) else None
    for name, question in islice(properties.items(), _MOST) if isinstance(properties, dict) else ():
        if isinstance(question, dict):
            known[str(name)] = _plain(question.get("default", _first(question.get("enum"))), GO, names)
    for name, text in islice(parts.items(), _MOST):
        found = filled(text, GO, names)
        named[name] = " ".join(found.text.split()) if found.sure else Unknown(name)
    return names


def read_json(text: str) -> object:
    """Return what a file of answers holds; nothing when it cannot be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _first(given: object) -> object:
    return given[0] if isinstance(given, list) and given else None


def _plain(given: object, language: Language, names: Mapping[str, Value], depth: int = 0) -> Value:
    match given:
        case str():
            return _filled(given, language, names)
        case bool() | int() | float() | None:
            return given
        case list() if given and depth == 0:
            return _plain(given[0], language, names, depth + 1)
        case dict() if depth < _DEEPEST:
            return {str(key): _plain(one, language, names, depth + 1) for key, one in islice(given.items(), _MOST)}
        case _:
            return None


def _filled(text: str, language: Language, names: Mapping[str, Value]) -> str:
    return filled(text, language, names).text.strip() if language.marks.value[0] in text or "{%" in text else text


def defined(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts that Go templates define by name, each with its text."""
    from seatrial.blueprint.markers import pieces

    for text in texts:
        name, depth, inside = "", 0, list[str]()
        for piece in pieces(text, GO.marks):
            word = piece.text.split(" ")[0] if piece.kind == "value" else ""
            if word == "define" and not depth:
                name, depth, inside = piece.text.removeprefix("define").strip().strip('`"'), 1, []
                continue
            depth += (word in ("if", "with", "range", "block", "define")) - (word == "end") if depth else 0
            if name and not depth:
                yield name, "".join(inside)
                name = ""
            elif depth:
                inside.append(piece.source or piece.text)
