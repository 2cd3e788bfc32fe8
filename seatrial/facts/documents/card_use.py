"""Is the card of a model kept true: checked or made by CI, delivered with the model, or is it a copy of another's?"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands, runs
from seatrial.facts.code.code import calls_named
from seatrial.facts.code.python_files import python_files
from seatrial.facts.documents.cards import Card, model_cards
from seatrial.facts.images.containers import images
from seatrial.model import Evidence, Place
from seatrial.read.models.endings import STORED
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_WEIGHTS = STORED | {".bin"}
_CARD_WORD = caseless(r"model[-_]?card")
#: ``from_pretrained("distilbert-base-uncased")``: a name that the hub itself gave, with no owner before it.
_SHOWN = regex(r"(?:from_pretrained\(|\bmodel ?= ?|SentenceTransformer\()['\"]([a-z0-9]+-[\w.-]{1,80})['\"]")
_LONGEST = 200_000


@fact
def card_uses(repo: Repo) -> tuple[Evidence, ...]:
    """Return where CI makes or checks a card, and where a card is delivered with its model."""
    cards = model_cards(repo)
    return (*_in_ci(repo, cards), *_in_tests(repo, cards), *_delivered(repo, cards)) if cards else ()


@fact
def copied_cards(repo: Repo) -> tuple[Card, ...]:
    """Return cards of somebody else's models: those that code loads from a hub, and copies of the pages of a hub."""
    cards = model_cards(repo)
    if not cards:
        return ()
    loaded = {
        _plain(value.literal)
        for placed in calls_named(repo, "from_pretrained", "pipeline", "snapshot_download", "SentenceTransformer")
        for value in (*placed.call.args[:2], *(value for _, value in placed.call.keywords))
        if isinstance(value.literal, str) and "/" in value.literal
    }
    return tuple(card for card in cards if any(_is_about(card, name) for name in loaded) or _came_along(repo, card))


@fact
def own_cards(repo: Repo) -> tuple[Card, ...]:
    """Return the cards in which the owner can write: those of somebody else's models are left as they came."""
    copied = copied_cards(repo)
    return tuple(card for card in model_cards(repo) if card not in copied)


def _is_about(card: Card, model: str) -> bool:
    """Tell whether a card has the name of a model as its title, or lies in the folder that is called after it."""
    return len(model) > 3 and (model in _plain(card.title) or model == _plain(_folder(card)))


def _came_along(repo: Repo, card: Card) -> bool:
    """Tell a page of the hub that came with the files of a model: it shows how to load what its folder is called.

    Only the makers of a hub give names without an owner before them, so whoever keeps such a copy made none of it.
    """
    shown = _SHOWN.findall(repo.text_or_empty(card.path, _LONGEST)) if _folder(card) else ()
    return any(_plain(name) == _plain(_folder(card)) for name in shown)


def _folder(card: Card) -> str:
    return PurePosixPath(card.path).parent.name


def _in_ci(repo: Repo, cards: tuple[Card, ...]) -> Iterator[Evidence]:
    names = {PurePosixPath(card.path).name for card in cards if PurePosixPath(card.path).name.lower() != "readme.md"}
    for found in ci_commands(repo):
        text = " ".join(found.command.argv)
        said = found.command.program in ("echo", "printf")  # tells of a card, and looks at none
        if found.guards and not said and (_CARD_WORD.search(text) or any(name in text for name in names)):
            yield Evidence(found.place, f"CI runs {text[:80]}")


def _in_tests(repo: Repo, cards: tuple[Card, ...]) -> Iterator[Evidence]:
    """A test that opens the card, when CI runs the tests and they can fail."""
    if not any(found.guards for found in runs(repo, "pytest", "unittest", "nox", "tox")):
        return
    names = {PurePosixPath(card.path).name for card in cards}
    for file in python_files(repo):
        if role(repo, file.path) is Role.TEST:
            hit = next((text for text in file.texts if PurePosixPath(text.value[:200]).name in names), None)
            if hit:
                yield Evidence(Place(file.path, hit.line), "a test that CI runs reads the card")


def _delivered(repo: Repo, cards: tuple[Card, ...]) -> Iterator[Evidence]:
    beside = {str(posix(path).parent) for path in repo.matching(lambda path: posix(path).suffix in _WEIGHTS)}
    copied = {source.strip("./") for image in images(repo) for copy in image.copies for source in copy.sources}
    for card in cards:
        if not card.named:
            continue
        if str(PurePosixPath(card.path).parent) in beside:
            yield Evidence(card.place, "the card stands beside the model's file")
        elif card.path in copied:
            yield Evidence(card.place, "the image holds the card")


def _plain(name: object) -> str:
    """Return the last part of a model's name in lower case, without punctuation: "clipvitlargepatch14"."""
    return re.sub(r"[^a-z0-9]", "", str(name).rpartition("/")[2].lower())
