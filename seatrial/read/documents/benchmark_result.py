"""Which latencies, of how many runs and on which machine, does a file of results hold?"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite

from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_PERCENTILE = regex(
    r"(?:^|[._ /-])(?:p|perc(?:entile)?[ _-]?|lat(?:ency)?_?p?)(50|90|95|99)(?:[._]?\d)?(?:th)?(?:$|[._ /(-])"
)
_UNIT = regex(r"(?:^|[._ (-])(ms|milliseconds|s|sec|seconds|us|microseconds|ns)(?:$|[._ )-])")
_SCALES = {"ms": 1.0, "milliseconds": 1.0, "s": 1e3, "sec": 1e3, "seconds": 1e3, "us": 1e-3, "microseconds": 1e-3,
           "ns": 1e-6}  # fmt: skip
_NAMED = {"median": "50", "95%": "95", "99%": "99", "90%": "90", "50%": "50"}
_OF_TIME = regex(
    r"bench|latenc|time|duration|elapsed|speed|perf|load|response|(?:^|[._ -])(?:ms|sec|seconds)(?:$|[._ -])"
)
_RUNS = regex(
    r"(?:^|[._])(?:n|runs?|rounds?|iterations?|num_(?:requests|runs|samples|iterations)|requests?(?:[_ ]count)?|count|"
    r"samples?)$"
)
_MACHINE = regex(
    r"(?:^|[._])(?:cpu|gpu|hardware|machine(?:_info)?|device(?:_name)?|instance(?:_type)?|platform|host|accelerator)"
    r"(?:$|[._])"
)
_COMMIT = regex(r"(?:^|[._])(?:commit(?:_info)?(?:\.id)?|git_sha|revision|sha)$")
_MODEL = regex(r"(?:^|[._])(?:model(?:[._](?:version|sha256|name|id|revision))?|model_version)$")
_DATE = regex(r"(?:^|[._])(?:date(?:time)?|timestamp|time_?stamp|created(?:_at)?|as_of)$")
_DAY = regex(r"20\d\d-[01]\d-[0-3]\d")
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """What a file of results says; fields that it does not give are empty."""

    path: str
    percentiles: tuple[tuple[int, float], ...] = ()  #: which, and the latency in milliseconds; the first of each
    unit_known: bool = False  #: whether the file names the unit; else its figures are kept as they stand
    runs: int = 0  #: the largest number of runs behind a figure
    machine: str = ""
    commit: str = ""
    model: str = ""
    date: str = ""  #: YYYY-MM-DD


def read_benchmark_result(path: str, data: bytes) -> BenchmarkResult:
    """Parse results in JSON or CSV whatever their shape: by the names of their keys and columns."""
    text = decode(data)
    pairs = _columns(text) if posix(path).suffix.lower() == ".csv" else _keys(text)
    return _gathered(path, pairs)


BENCHMARK_RESULT = Reader("benchmark result", 2, read_benchmark_result, limit=5_000_000)


def _keys(text: str) -> Iterator[tuple[str, object]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("no valid JSON") from error
    pending: list[tuple[str, object]] = [("", document)]
    for _ in range(_MOST):
        if not pending:
            return
        key, node = pending.pop()
        if isinstance(node, Mapping):
            pending += [(f"{key}.{name}".lower(), inner) for name, inner in reversed(tuple(node.items()))]
        elif isinstance(node, list):
            pending += [(key, inner) for inner in reversed(node)]
        else:
            yield key, node


def _columns(text: str) -> Iterator[tuple[str, object]]:
    try:
        for row, _ in zip(csv.DictReader(io.StringIO(text)), range(2000), strict=False):
            yield from ((str(name).lower().strip(), value) for name, value in row.items())
    except csv.Error as error:
        raise Unreadable("no valid CSV") from error


def _gathered(path: str, pairs: Iterable[tuple[str, object]]) -> BenchmarkResult:
    percentiles: dict[int, float] = {}
    known = False
    words: dict[str, str] = {}
    runs = 0
    for key, value in pairs:
        rank, number = _rank(key, path), _number(value)
        if rank and number is not None:
            scale = _scale(key)
            known = known or scale is not None
            percentiles.setdefault(rank, number * (scale or 1))
        elif number is not None and _RUNS.search(key):
            runs = max(runs, int(min(number, 10**12)))
        for name, pattern in (("machine", _MACHINE), ("commit", _COMMIT), ("model", _MODEL), ("date", _DATE)):
            if isinstance(value, str) and value.strip() and pattern.search(key):
                words.setdefault(name, value.strip()[:120])
    day = _DAY.search(words.get("date", ""))
    listed = tuple(sorted(percentiles.items()))
    machine, commit, model = (words.get(name, "") for name in ("machine", "commit", "model"))
    return BenchmarkResult(path, listed, known, runs, machine, commit, model, day[0] if day else "")


def _scale(key: str) -> float | None:
    """Return milliseconds for one unit of a key: ``p95_ms``, ``latency.seconds.p95``; None when it names none."""
    match = _UNIT.search(key)
    return _SCALES[match[1]] if match else None


def _rank(key: str, path: str) -> int:
    """Return which percentile a key names; a median may be that of prices, unless something speaks of time."""
    last = key.rpartition(".")[2]
    match = _PERCENTILE.search(key)
    if match or (last == "median" and not _OF_TIME.search(f"{path.lower()} {key}")):
        return int(match[1]) if match else 0
    return int(_NAMED.get(last) or 0)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
