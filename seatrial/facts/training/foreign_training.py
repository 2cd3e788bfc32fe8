"""Where are models trained in other languages than Python, and what of that is seeded, tracked and registered?

The files are searched for words, and nothing is followed: whatever is found is likely.
"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.training.foreign_training_words import WORDS, Step, Words
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.repo import Repo, own_paths

__all__ = ["ForeignStep", "Step", "foreign_steps", "foreign_training"]

_LIMIT = 300_000  #: bytes of one file
_FILES = 400  #: of one language that are searched; what stands beyond them is not seen
_EACH = 5  #: places of one kind in one file


@dataclass(frozen=True, slots=True)
class ForeignStep:
    """One line of a program in another language that makes a model."""

    place: Place
    step: Step
    text: str  #: the words that were found
    language: str = "R"

    @property
    def what(self) -> str:
        return f"{self.language}: {self.step} by {self.text}"

    @property
    def confidence(self) -> Confidence:
        """Words were found; who runs them was not followed."""
        return Confidence.LIKELY


@fact
def foreign_steps(repo: Repo) -> tuple[ForeignStep, ...]:
    """Return the steps of programs that load a library of models and fit one, by place; tests apart."""
    found = (step for words in WORDS for step in _of_language(repo, words))
    return tuple(sorted(found, key=lambda one: one.place))


def _of_language(repo: Repo, words: Words) -> Iterator[ForeignStep]:
    texts = {path: repo.text_or_empty(path, _LIMIT) for path in _paths(repo, words)}
    loaded = {path for path, text in texts.items() if words.libraries.search(text)}
    for path, text in texts.items():
        if path in loaded or (words.shared and loaded):
            yield from _in_file(path, text, words)


def _paths(repo: Repo, words: Words) -> Iterator[str]:
    own = own_paths(repo, words.files.fullmatch)
    return islice(own, _FILES)


def foreign_training(repo: Repo, step: Step = Step.FITS) -> list[ForeignStep]:
    """Return the places of one kind."""
    return [one for one in foreign_steps(repo) if one.step is step]


def _in_file(path: str, text: str, words: Words) -> Iterator[ForeignStep]:
    if not words.steps[0][1].search(text):
        return
    for step, pattern in words.steps:
        for match in islice(pattern.finditer(text), _EACH):
            line = line_number(text, match.start())
            yield ForeignStep(Place(path, line), step, match[0].strip(".(& "), words.language)
