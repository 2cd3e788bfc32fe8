"""What can be told of a model's origin, and by which names is it told?"""

from enum import StrEnum

from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex


class Origin(StrEnum):
    """What is told of a model's origin."""

    COMMIT = "the commit"
    DATA = "the version of the data"
    PARAMETERS = "the parameters"
    DATE = "a date or a version"


@dataclass(frozen=True, slots=True)
class LineageMark:
    """One place where the origin of a model is written down by code, or stands in the model's file."""

    place: Place
    origin: Origin
    what: str
    liveness: Liveness | None = None

    @property
    def own(self) -> bool:
        """Whether it stands in the owner's code or files, and not in an example or a notebook."""
        return self.liveness is None


_KEYS = (
    (
        Origin.COMMIT,
        regex(r"(?:git|code|source)_?(?:sha1?|commit|hash|revision|version)|commit(?:_?(?:sha|hash|id))?"),
    ),
    (
        Origin.DATA,
        regex(
            r"(?:(?:train\w*|input|raw)_)?data(?:_?set)?_?(?:version|hash|sha1?|sha256|checksum|fingerprint|digest|revision|rev)"
        ),
    ),
    (
        Origin.PARAMETERS,
        regex(
            r"(?:best_|model_|train\w*_)?(?:hyper)?_?param(?:eter)?s|(?:train\w*_|model_)?config(?:uration)?(?:_hash|_file|_name)?|args"
            r"|dropout(?:_rate|_p)?|learning_rate|batch_size|n_?epochs|early_stopping_patience|hidden_(?:dim|size|units)|n(?:um)?_layers"
        ),
    ),
    (
        Origin.DATE,
        regex(r"train(?:ed|ing)_(?:at|on|date|time\w*)|created_at|timestamp|model_version|version|run_id"),
    ),
)


def origin_of_key(name: str) -> Origin | None:
    """Return what a key of a model's metadata tells: ``git_sha`` tells the commit."""
    plain = name.lower().replace("-", "_").rpartition(".")[2]
    return next((origin for origin, pattern in _KEYS if pattern.fullmatch(plain)), None)
