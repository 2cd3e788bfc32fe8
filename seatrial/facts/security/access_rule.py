"""What is one rule by which somebody may reach data, models or endpoints?"""

from enum import StrEnum

from seatrial.model import Confidence, Place
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless


class Reach(Ordered):
    """How far a rule lets somebody reach, the farthest first."""

    EVERYTHING = "everything"
    SERVICE = "a whole service"
    NAMED = "what is named"


class Thing(StrEnum):
    """What a rule gives access to."""

    DATA = "data"
    MODEL = "models"
    ENDPOINT = "endpoints"
    OTHER = "other things"


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule by which somebody may do something."""

    place: Place
    what: str
    reach: Reach
    things: tuple[Thing, ...] = ()
    confidence: Confidence = Confidence.VERIFIED


_THINGS = (
    (Thing.DATA, caseless(r"s3|bucket|storage|bigquery|dynamodb|rds|sql|database|table|glue|athena|secretsmanager|blob"
                       r"|lakeformation|grant|sqs|kinesis|firestore")),
    (Thing.MODEL, caseless(r"model|sagemaker|ecr|artifact_?registry|mlflow|aiplatform|registry|acr(?:pull|push)?|"
                           r"bedrock")),
    (Thing.ENDPOINT, caseless(r"invoke|endpoint|execute-api|apigateway|run\.invoker|lambda|cloud_run")),
)  # fmt: skip


def things_in(words: str) -> tuple[Thing, ...]:
    """Return what words of a rule are about: services, resources and actions as they are named."""
    return tuple(thing for thing, pattern in _THINGS if pattern.search(words)) or (Thing.OTHER,)
