"""Which documents give single times of the model or their average, without the tail and the number of runs?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.documents.documents import documents, example_documents, with_headers
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: The head of a column with times, its unit, and a number below it: "Inference Time (ms) 140".
_TIMED = caseless(
    r"\b(?:inference|latency|prediction|response|processing|runtime|transcription|generation)\b[^|\d]{0,24}"
    r"[(\[](?:ms|msec|milliseconds|s|sec|secs|seconds)[)\]]\s*[~<]?\d[\d.,]{0,15}(?!\S*[%])"
)
#: A column of how many seconds of sound a second of work does, and a number below it: "RTFx (GPU) 212".
_REAL_TIME = caseless(r"\b(?:RTFx?|real[- ]time factor)\b[^\d]{0,300}?\d")
#: "Avg inference latency (single request): **271 ms**".
_AVERAGE = caseless(
    r"\b(?:avg|average|mean)\b[^|\d]{0,40}\b(?:latency|inference|prediction|response)\b[^|]{0,60}?"
    r"[:=~]\s?\*{0,2}\s?~?\d[\d.,]{0,15}\s?(?:ms|msec|milliseconds|s|sec|secs|seconds)\b"
)
#: "the inference time is about 5ms per file", "~2ms inference speed"; behind a sign it is a promise.
_SINGLE = caseless(
    r"\b(?:inference|prediction|response) (?:time|speed|latency)\b[^|<>\d]{0,30}\d[\d.,]{0,15}\s?"
    r"(?:ms|msec|milliseconds)\b"
    r"|(?<![<>\w.])\d[\d.,]{0,15}\s?(?:ms|msec|milliseconds) (?:inference|prediction)\b"
)
#: "Single prediction: ~50-100ms" below a heading for it; behind a sign it is a promise.
_LISTED = caseless(
    r"\b(?:prediction|inference|request|response)s?\b[^|<>\d:]{0,30}(?:\([^)|]{0,30}\))?\s?:\*{0,2}\s?~?\d[\d.,]{0,15}"
    r"(?:\s?[-\u2013]\s?\d[\d.,]{0,15})?\s?(?:ms|msec|milliseconds)\b"
)
#: What says of a whole table that it holds times: "Latencies are in milliseconds (ms)".
_ALL_TIMES = caseless(
    r"\b(?:latenc(?:y|ies)|times?|timings?|durations?)\b[^.|\n]{0,40}\b(?:ms|milliseconds?|seconds)\b"
)
#: The head of a column of such a table, and a number below it: "Infer 40".
_BARE = caseless(r"\b(?:infer(?:ence)?|forward|latency|predict(?:ion)?|total|response)\s+~?\d[\d.,]{0,15}\s*(?:\||$)")
_OF_TIMES = caseless(r"latenc|performance|benchmark|speed|timing")
_TRAINS = caseless(r"\btrain(?:ing|ed)?\b|\bepoch|\btarget|\blimit\b|\bSLO\b|\btimeout")
_ENOUGH = 2


@fact
def timed_tables(repo: Repo) -> tuple[Evidence, ...]:
    """Return tables that give a time for two rows or more, by the first, and averages; what training took is none.

    A page of an example counts by its tables: somebody measured there.
    """
    shown = (one for one in repo.each(_of_document, example_documents(repo)) if "gives single times" in one.what)
    return (*repo.each(_of_document, documents(repo)), *shown)


def _of_document(document: Document) -> Iterator[Evidence]:
    for section in document.sections:
        if _TRAINS.search(section.heading):
            continue
        timed = "\n".join(line.text for line in section.lines if not line.table)
        bare = bool(_ALL_TIMES.search(f"{section.heading}\n{timed}"))
        rows = [line for line in with_headers(section.lines) if line.table and _is_timed(line.text, bare=bare)]
        if len(rows) >= _ENOUGH:
            what = f"{document.path} gives single times: {rows[0].text[:80]}"
            yield Evidence(Place(document.path, rows[0].number), what)
        for line in section.lines:
            listed = _LISTED.search(line.text) if _OF_TIMES.search(section.heading) else None
            single = _AVERAGE.search(line.text) or _SINGLE.search(line.text) or listed
            if not line.table and single and not _TRAINS.search(line.text):
                yield Evidence(Place(document.path, line.number), f"{document.path} gives a time: {line.text[:80]}")
                break


def _is_timed(row: str, *, bare: bool) -> bool:
    times = _TIMED.search(row) or _REAL_TIME.search(row) or (bare and _BARE.search(row))
    return bool(times) and not _TRAINS.search(row)


__all__ = ["timed_tables"]
