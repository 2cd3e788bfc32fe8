"""Where do programs in other languages than Python run a model themselves: on a telephone, a device, in a browser?

The files are searched for words, and nothing is followed: whatever is found is likely.
"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.inference.foreign_runtimes import RUNTIMES
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.repo import Repo, own_paths

_LIMIT = 300_000  #: bytes of one file
_FILES = 800  #: of one language that are searched; what stands beyond them is not seen


@dataclass(frozen=True, slots=True)
class ForeignRun:
    """One line of a program in another language that runs a model."""

    place: Place
    text: str  #: the words that were found
    language: str

    @property
    def what(self) -> str:
        return f"{self.language}: runs a model by {self.text}"

    @property
    def confidence(self) -> Confidence:
        """Words were found; who calls them was not followed."""
        return Confidence.LIKELY


@fact
def foreign_inference(repo: Repo) -> tuple[ForeignRun, ...]:
    """Return the first line of each file in another language that runs a stored model, by place; tests apart."""
    found = (_in_file(repo, path, language, words) for language, files, words in RUNTIMES for path in _own(repo, files))
    return tuple(sorted(filter(None, found), key=lambda one: one.place))


def _own(repo: Repo, files: re.Pattern[str]) -> Iterator[str]:
    return islice(own_paths(repo, files.fullmatch), _FILES)


def _in_file(repo: Repo, path: str, language: str, words: re.Pattern[str]) -> ForeignRun | None:
    text = repo.text_or_empty(path, _LIMIT)
    match = words.search(text)
    if match is None:
        return None
    return ForeignRun(Place(path, line_number(text, match.start())), match[0].strip("(<&\"' "), language)
