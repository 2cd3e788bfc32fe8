"""Which cards of models does code or a file of settings write, where no document holds one?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Program, Site, programs
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.documents.card_topics import PATTERNS, Topic
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class, Value
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_CARD = caseless(r"model[-_ ]?(?:cards?|fact[-_ ]?sheets?|data[-_ ]?sheets?)(?![a-z])|modelcard")
_CLASS = regex(r"(?:\w+\.)*\w*Model(?:Card|FactSheet|DataSheet)")
_SETTINGS = (".yaml", ".yml", ".json", ".toml")
_LEAST = 3  #: words of a text that says something
_DEEPEST = 4  #: levels of a file of settings


@dataclass(frozen=True, slots=True)
class CodedCard(AtSite):
    """A card that a program puts together, or that stands in a file of settings."""

    site: Site
    topics: tuple[Topic, ...]  #: questions for which it has a place
    told: tuple[Topic, ...]  #: those of them that a text answers; what is measured is filled in at run time

    @property
    def what(self) -> str:
        by = (
            "code puts a card together"
            if self.site.path.endswith((".py", ".ipynb"))
            else "a card in a file of settings"
        )
        return f"{by} that answers: {', '.join(self.topics)}"

    @property
    def full(self) -> bool:
        """Whether it says what the model is for, what not, and where it fails, and is given what was measured."""
        return {Topic.INTENDED_USE, Topic.OUT_OF_SCOPE, Topic.LIMITS} <= set(self.told) and (
            Topic.EVALUATION in self.topics
        )


#: Names of fields that a training fills.
_FIGURES = (
    (Topic.DATA, caseless(r"^train\w*_(?:start|end|window|rows|data|size)|^n_(?:observations|samples|rows)|data_hash")),
    (Topic.EVALUATION, caseless(r"^backtest|w?mape$|rmse$|(?:^|_)mae$|accuracy|(?:^|_)(?:auc|f1)(?:_|$)|metrics$")),
)


@fact
def coded_cards(repo: Repo) -> tuple[CodedCard, ...]:
    """Return these cards, the fullest first: those that have a place for two questions at least.

    A class or a value that is called a card of a model counts, and a table of values that tells what the model is for
    and where it fails. The listing of a model in an interface, which is called so too, answers no question.
    """
    found = [
        *repo.each(_of_program, programs(repo)),
        *(card for path in _settings(repo) for card in _of_file(repo, path)),
    ]
    kept = (card for card in found if len(card.topics) > 1)
    return tuple(sorted(kept, key=lambda card: (-len(card.told), -len(card.topics), card.place)))


def _of_program(program: Program) -> Iterator[CodedCard]:
    if program.is_test:
        return
    classes = {item.name: item for item in program.file.classes if _CLASS.fullmatch(item.name)}
    for item in classes.values():
        given = [call for call in program.file.calls if call.name == item.name]
        texts = {name: value for call in given for name, value in call.keywords}
        asked = [field.name for field in item.attributes if not _figure(field.name)]
        yield _filled(_card(program.site(item.line, item.name), asked, texts), item)
    for one in program.file.assignments:
        if one.value.kind == "dict":
            texts = dict(one.value.keywords)
            card = _card(program.site_of(one), texts, texts)
            if _CARD.search(one.target) or {Topic.INTENDED_USE, Topic.LIMITS} <= set(card.told):
                yield card
        elif one.value.kind == "call" and _CLASS.fullmatch(one.value.name) and one.value.name not in classes:
            texts = dict(one.value.keywords)
            yield _card(program.site_of(one), texts, texts)


def _card(site: Site, keys: Iterable[str], values: Mapping[str, Value]) -> CodedCard:
    topics = {topic for key in keys for topic in _topics(key)}
    answered = {topic for key, value in values.items() if _says(value) for topic in _topics(key)}
    return CodedCard(site, _in_order(topics | answered), _in_order(answered))


def _filled(card: CodedCard, item: Class) -> CodedCard:
    """Return the card with what its fields take from each training: ``training_start``, ``backtest_error``."""
    found = {topic for field in item.attributes for topic in _figure(field.name)}
    return replace(card, topics=_in_order({*card.topics, *found}), told=_in_order({*card.told, *found}))


def _figure(name: str) -> tuple[Topic, ...]:
    return tuple(topic for topic, words in _FIGURES if words.search(name))


def _topics(key: str) -> tuple[Topic, ...]:
    """Return the question that a key names: ``out_of_scope_use`` is none about the intended use."""
    spoken = key.replace("_", " ").lower()
    found = tuple(topic for topic in Topic if PATTERNS[topic].search(spoken))
    return (Topic.OUT_OF_SCOPE,) if Topic.OUT_OF_SCOPE in found else found[:1]


def _says(value: Value) -> bool:
    """Tell whether a value is a text, or a list of texts, that says something."""
    texts = [value, *value.items] if value.kind in {"literal", "list"} else []
    return any(isinstance(one.literal, str) and _speaks(one.literal) for one in texts)


def _speaks(text: str) -> bool:
    return len(text.split()) >= _LEAST and not re.search(
        r"\b(?:todo|tbd|fill in|your )\b|<\w+>|\{\{", text, re.IGNORECASE
    )


def _settings(repo: Repo) -> Iterator[str]:
    named = repo.matching(lambda path: path.endswith(_SETTINGS) and _CARD.search(posix(path).stem))
    return (path for path in named if role(repo, path) in (Role.OWN, Role.DOCS))


def _of_file(repo: Repo, path: str) -> Iterator[CodedCard]:
    pairs = [*_pairs(first_document(repo, path), 0)]
    answered = {topic for key, text in pairs if _speaks(text) for topic in _topics(key)}
    topics = answered | {topic for key, text in pairs if text for topic in _topics(key)}
    yield CodedCard(Site(path, 1), _in_order(topics), _in_order(answered))


def _pairs(node: Node, depth: int) -> Iterator[tuple[str, str]]:
    """Yield every key with all the text below it."""
    for key, value in node.pairs if depth < _DEEPEST else ():
        yield key, " ".join(_texts(value, depth))
        yield from _pairs(value, depth + 1)


def _texts(node: Node, depth: int) -> Iterator[str]:
    if node.text:
        yield node.text
    for item in node.items if depth < _DEEPEST else ():
        yield from _texts(item, depth + 1)


def _in_order(topics: set[Topic]) -> tuple[Topic, ...]:
    return tuple(topic for topic in Topic if topic in topics)
