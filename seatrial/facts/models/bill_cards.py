"""What do the cards of models state, and which stored model is each card about?"""

from collections.abc import Iterable
from pathlib import PurePosixPath

from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.model.models import Metric, ModelCard
from seatrial.read.documents.hub_head import HUB_HEAD, HubHead
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.read.sensitive.secrets import parse_secrets
from seatrial.repo import Repo

_LONGEST = 2000


def stated_cards(repo: Repo, files: tuple[str, ...]) -> tuple[ModelCard, ...]:
    """Return what the documents that call themselves cards of models state, by path, for the stored models given."""
    cards = [card for card in model_cards(repo) if card.named]
    found = [_stated(repo, card, _described(repo, card, files, sole=len(cards) == 1)) for card in cards]
    return tuple(sorted(found, key=lambda card: card.place))


def beside(path: str, files: Iterable[str]) -> tuple[str, ...]:
    """Return the stored models in the folder of another file."""
    folder = posix(path).parent
    return tuple(file for file in files if PurePosixPath(file).parent == folder)


def without_secrets(text: str) -> str:
    """Return a text as it may be stored: a line that holds a credential is left out."""
    lines = text.split("\n")
    # read as settings are, where a password needs no quotes
    held = {secret.line for secret in parse_secrets("stated.ini", text.encode("utf-8", "replace")).secrets}
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in held)


def _stated(repo: Repo, card: Card, of: tuple[str, ...]) -> ModelCard:
    read = repo.record(HUB_HEAD, card.path)
    head = HubHead() if isinstance(read, Unread) else read
    answers = ((topic.value, _said(card, topic)) for topic in card.topics)
    return ModelCard(
        card.place,
        card.title[:200],
        of,
        head.task,
        head.library,
        head.licences,
        card.upstream,
        head.datasets,
        tuple(Metric(one.name, one.value, one.data, card.place) for one in head.figures),
        tuple((question, said) for question, said in answers if said),
    )


def _said(card: Card, topic: Topic) -> str:
    """Return what a card answers, each thing once: a section holds the text of those below it."""
    kept: list[str] = []
    for answer in sorted((one for one in card.answers if one.topic is topic), key=lambda one: one.line):
        if not any(answer.text in text for text in kept):
            kept.append(answer.text)
    return without_secrets("\n".join(kept)).strip()[:_LONGEST]


def _described(repo: Repo, card: Card, files: tuple[str, ...], *, sole: bool) -> tuple[str, ...]:
    """Return the models of a card: those that it names, those of its folder, or the only one; else none.

    A folder with models of several names does not tell which of them its card is about; parts of one model do.
    """
    text = "\n".join(answer.text for answer in card.answers)
    named = tuple(file for file in files if PurePosixPath(file).name in text)
    near = beside(card.path, files)
    together = len(near) == 1 or (bool(near) and _configured(repo, near[0]))
    return named or (near if together else files if sole and len(files) == 1 else ())


def _configured(repo: Repo, path: str) -> bool:
    """Tell whether a folder is that of one model: a configuration stands beside its parts."""
    return str(posix(path).with_name("config.json")) in repo.entries
