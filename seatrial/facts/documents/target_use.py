"""Is a promised number also held: by an alert, a load test or the limit of a benchmark?"""

import re
from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.documents.declared import service_targets
from seatrial.facts.documents.written_targets import Aim, Target
from seatrial.model import Evidence, Place
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

_HOLDS = caseless(r"alert|rules?\b|prometheus|monitor|k6|locust|load|bench|perf|slo\b|gatling|artillery|vegeta|latency")
_SUFFIXES = {".yml", ".yaml", ".js", ".ts", ".py", ".json", ".jsonnet", ".toml", ".tf"}
_LIMITS = caseless(r"[<>]|\bassert|threshold|target|objective|limit|budget|max_|_max")
_ABOUT = {
    Aim.LATENCY: caseless(r"p\(?9\d|0\.9[59]|quantile|latency|duration|response|percentile|elapsed|ms\b"),
    Aim.AVAILABILITY: caseless(r"availab|uptime|error|success|\bup\b|objective|slo|fail"),
    Aim.THROUGHPUT: caseless(r"rps|qps|rate|throughput|requests|users|vus|target"),
    Aim.ERRORS: caseless(r"error|fail|5\d\d|success"),
    Aim.FRESHNESS: caseless(r"fresh|stale|age|last_success|timestamp"),
}


@fact
def held_targets(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines of alerts, load tests and benchmarks that hold the number of a target, by path."""
    targets = [target for target in service_targets(repo) if target.number]
    return tuple(found for path in _candidates(repo, targets) for found in _in_file(repo, path, targets))


def _may_hold(path: str) -> bool:
    return posix(path).suffix in _SUFFIXES and bool(_HOLDS.search(path))


def _candidates(repo: Repo, targets: Iterable[Target]) -> Iterator[str]:
    stated = {target.path for target in targets}
    for path in repo.matching(_may_hold) if stated else ():
        if path not in stated and role(repo, path) in (Role.OWN, Role.TEST):
            yield path


def _in_file(repo: Repo, path: str, targets: Iterable[Target]) -> Iterator[Evidence]:
    lines = repo.text_or_empty(path, limit=300_000).split("\n")
    limits = [(number, line) for number, line in enumerate(lines, 1) if _limits(line)]
    held: dict[int, Evidence] = {}
    for target in targets:
        written = re.compile(r"(?<![\d.])(?:" + "|".join(map(re.escape, spellings(target))) + r")(?![\d.]*\d)")
        for number, line in limits:
            if written.search(line) and _ABOUT[target.aim].search(line):
                what = f"holds the {target.aim} target of {target.path}: {line.strip()[:80]}"
                held.setdefault(number, Evidence(Place(path, number), what))
                break
    yield from (held[number] for number in sorted(held))


def _limits(line: str) -> bool:
    """Tell whether a line may hold a number as a limit; a comment holds none."""
    number = any(map(str.isdigit, line))
    return number and bool(_LIMITS.search(line)) and not line.lstrip().startswith(("#", "//"))


def spellings(target: Target) -> tuple[str, ...]:
    """Return how a program may write the number: 40 ms is 0.04 s, 99.9 % is 0.999, and the share of failures 0.001."""
    number = target.number
    forms = [number]
    if target.aim is Aim.LATENCY:
        forms.append(number / 1000)
    elif target.aim in (Aim.AVAILABILITY, Aim.ERRORS):
        forms += [number / 100, 100 - number, (100 - number) / 100]
    return tuple(dict.fromkeys(f"{form:.6g}" for form in forms if form > 0))
