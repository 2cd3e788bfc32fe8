"""How many different cases with an expected answer does a file of evaluation cases hold?"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.regex import caseless
from seatrial.read.text import decode

_ASKED = caseless(
    r"(?:user_?)?(?:question|input|query|prompt|instruction|message|text|utterance|request|task|conversation|turns)s?(?:_text)?"
)
_EXPECTED = caseless(
    r"(?:(?:__)?expected|reference|ground|gold|ideal|correct|target|desired|golden)(?:[_-]?\w+)?|answers?|outputs?|labels?|"
    r"response|assert\w*|rubric|criteria|must_\w+|should_\w+|contains|keywords|truth"
)
_REFUSAL = caseless(
    r"\brefus|cannot (?:help|answer|assist)|can't (?:help|answer|assist)|(?:out[- ]of|off)[- ](?:scope|topic)|"
    r"jailbreak|prompt[- ]injection|don't know|do not know|not enough information|no answer|unanswerable|"
    r"negative|adversarial|ignore (?:all |your )?previous"
)
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """The cases of one file. Cases that differ in layout, digits and case of letters only are one."""

    path: str
    cases: int = 0  #: different ones that ask something and say what is expected
    refusals: int = 0  #: of those, the ones that must be refused or have no answer


def read_evaluation_set(path: str, data: bytes) -> EvaluationSet:
    """Read JSON, JSON lines or a table; anything else holds no case."""
    text = decode(data)
    rows = _of_table(path, text) if path.lower().endswith((".csv", ".tsv")) else _of_json(text)
    cases: dict[str, bool] = {}
    for row, _ in zip(rows, range(_MOST), strict=False):
        if case := case_of(row):
            cases.setdefault(case[0], case[1])
    return EvaluationSet(path, len(cases), sum(cases.values()))


def case_of(row: Mapping[str, object]) -> tuple[str, bool] | None:
    """Return what a row asks, normalised, and whether it must be refused; None when it is no case."""
    asked = next((value for key, value in row.items() if value and _ASKED.fullmatch(key)), None)
    expected = any(value not in (None, "", [], {}) and _EXPECTED.fullmatch(key) for key, value in row.items())
    if asked is None or not expected:
        return None
    plain = re.sub(r"[\W\d_]+", " ", str(asked)[:2_000].lower()).strip()
    return plain, bool(_REFUSAL.search(" ".join(f"{key} {value}" for key, value in row.items())[:4_000]))


def _of_table(path: str, text: str) -> Iterator[Mapping[str, object]]:
    try:
        # cells beyond the last column come under the name "", not under None
        tabs = path.lower().endswith(".tsv")
        yield from csv.DictReader(io.StringIO(text.lstrip()), restkey="", delimiter="\t" if tabs else ",")
    except csv.Error:
        return


def _of_json(text: str) -> Iterator[Mapping[str, object]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = list(_lines(text))
    if isinstance(found, dict):
        found = next((value for value in found.values() if isinstance(value, list)), [found])
    for row in found if isinstance(found, list) else ():
        if isinstance(row, dict):
            inner = {key: value for part in row.values() if isinstance(part, dict) for key, value in part.items()}
            yield {str(key): value for key, value in {**inner, **row}.items() if key is not None}


def _lines(text: str) -> Iterator[object]:
    for line in text.splitlines()[:_MOST]:
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                return


EVALUATION_SET = Reader("evaluation-set", 3, read_evaluation_set, limit=5_000_000)
