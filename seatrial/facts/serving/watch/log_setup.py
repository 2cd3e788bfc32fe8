"""What is a place that decides how log lines look: the noun that calls, tables and files of settings are read into."""

from collections.abc import Iterator

from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex

JSON_FORMAT = regex(r"pythonjsonlogger|json_?log_?formatter|JsonFormatter|JSONFormatter|JSONRenderer|ecs_logging")


@dataclass(frozen=True, slots=True)
class LogSetup:
    """One place that decides how log lines look."""

    place: Place
    what: str
    scope: str  #: qualified name of the function it stands in
    structured: bool  #: lines are JSON or keys with values
    confidence: Confidence = Confidence.VERIFIED


def words(values: tuple[Value, ...]) -> Iterator[str]:
    for value in values:
        yield from (text for text in (value.name, value.text, value.literal) if isinstance(text, str) and text)
        yield from words(value.items)
        yield from words(tuple(inner for _, inner in value.keywords))
