"""By which names of variables and files do who keeps predictions and who looks at them mean one place?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.operations.records.prediction_records import prediction_records
from seatrial.facts.operations.records.record_sinks import Sink
from seatrial.model import Place
from seatrial.read.code.python_record import Text
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FROM_OUTSIDE = ("getenv", "get", "environ[]")
#: Variables that say where rows are.
_NAMES_PLACE = regex(
    r"^(?!.*(?:REFERENCE|TRAIN|BASELINE|MODEL|FEATURE|TEST))"
    r"(?:\w*_)?(?:TABLE|TOPIC|STREAM|BUCKET|COLLECTION|LOGS?|PATH|FILE|DATASET|INDEX|QUEUE)(?:_\w*)?$"
)
_FILE = regex(
    r"^(?=.*(?:log|predict|infer|request|record|serving|production))"
    r"[\w./{}-]+\.(?:csv|jsonl|parquet|ndjson|sqlite3?|db|duckdb)$"
)


@fact
def record_places(repo: Repo) -> frozenset[str]:
    """Return the variables and files by which programs name where they keep predictions."""
    keeping = {item.site.path for item in prediction_records(repo) if item.sink is not Sink.LINE}
    return frozenset(
        text.value
        for program in programs(repo)
        if program.path in keeping
        for text in program.file.texts
        if _names(text)
    )


def reads_records(repo: Repo, program: Program) -> Place | None:
    """Return where a program names the place in which another one keeps predictions; None where it does not."""
    keeping = {item.site.path for item in prediction_records(repo)}
    found: Iterator[Text] = (text for text in program.file.texts if program.path not in keeping and _names(text))
    known = record_places(repo)
    return next((program.place_of(text) for text in found if text.value in known), None)


def _names(text: Text) -> bool:
    asked = text.into.rpartition(".")[2] in _FROM_OUTSIDE or text.into.endswith("environ[]")
    # the second argument is where rows are unless a variable says otherwise
    return bool(asked and _NAMES_PLACE.search(text.value)) or bool(_FILE.fullmatch(text.value))
