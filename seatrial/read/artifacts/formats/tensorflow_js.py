"""Is a file a shard of TensorFlow.js's weights: numbers without a header, which ``model.json`` beside it describes?

Nothing in the bytes tells it, and nothing in them can run where it is loaded. A pickle under such a name is read as one
all the same, since every reader that claims a part reads it.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.regex import regex

_SHARD = regex(r"\Agroup\d{1,4}-shard\d{1,5}of\d{1,5}(?:\.bin)?\Z")


def _claims(part: Part) -> bool:
    return bool(_SHARD.match(PurePosixPath(part.name).name)) and part.beside("model.json") is True


def _read(_part: Part, budget: Budget) -> Iterator[Told]:
    budget.step()
    yield from ()


TENSORFLOW_JS = FormatReader("TensorFlow.js weights", _claims, _read)
