"""Which load tests drive the service with a sudden spike, how high is it, and how steep?"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.testing.load_files import load_files
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class, Value
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.line_number import line_number
from seatrial.read.reader import Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo

_STAGES = regex(r"\bstages\s*:\s*\[([^\]]{1,4000})\]")
_STAGE = regex(r"\{([^{}]{1,300})\}")
_DURATION = regex(r"\bduration\s*:\s*[\"'`]([\dhms.]{1,20})[\"'`]")
_TARGET = regex(r"\btarget\s*:\s*(\d{1,9})")
_START = regex(r"\bstart(?:Rate|VUs)\s*:\s*(\d{1,9})")
_PART = regex(r"(\d{1,9}(?:\.\d{1,3})?)(ms|h|m|s)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_MOST = 1e9  #: users, or requests a second, beyond which a number is none of these
_RAMP = regex(r"ramp\w*\(\s*(\d{1,9}(?:\.\d+)?)\s*\)\s*\.\s*to\(\s*(\d{1,9})\s*\)\s*\.\s*during\(\s*(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Spike:
    """One rise of the load in a test."""

    place: Place
    times: float  #: the load afterwards, as a multiple of the load before
    seconds: float  #: within which it rises

    @property
    def what(self) -> str:
        return f"the load rises to {self.times:.3g} times its base within {self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class _Step:
    load: float
    seconds: float  #: in which it is reached from the step before


@fact
def load_spikes(repo: Repo) -> tuple[Spike, ...]:
    """Return every rise of the load in tests of k6, Artillery, Gatling and Locust, by place, the steepest first."""
    found = [*_in_files(repo), *(spike for program in programs(repo) for spike in _in_python(program))]
    return tuple(sorted(found, key=lambda spike: spike.place))


def _in_files(repo: Repo) -> Iterator[Spike]:
    for test in load_files(repo):
        path = test.site.path
        if test.tool == "Artillery":
            yield from _of_artillery(repo, path)
        elif test.tool in ("k6", "Gatling"):
            try:
                text = repo.text(path, 300_000)
            except Unreadable:
                continue
            yield from _of_k6(path, text) if test.tool == "k6" else _of_gatling(path, text)


def _of_k6(path: str, text: str) -> Iterator[Spike]:
    for found in _STAGES.finditer(text):
        before = _START.search(text[max(0, found.start() - 400) : found.start()])
        steps = [_Step(float(before[1]), 0.0)] if before else []
        for stage in _STAGE.finditer(found[1]):
            duration, target = _DURATION.search(stage[1]), _TARGET.search(stage[1])
            if duration and target:
                steps.append(_Step(float(target[1]), _seconds(duration[1])))
        yield from _steepest(Place(path, line_number(text, found.start())), steps)


def _seconds(text: str) -> float:
    return sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(text))


def _of_gatling(path: str, text: str) -> Iterator[Spike]:
    for ramp in _RAMP.finditer(text):
        steps = [_Step(float(ramp[1]), 0.0), _Step(float(ramp[2]), float(ramp[3]))]
        yield from _steepest(Place(path, line_number(text, ramp.start())), steps)


def _of_artillery(repo: Repo, path: str) -> Iterator[Spike]:
    for _, root in documents_of(repo, (path,)):
        phases = root.at("config", "phases")
        yield from _steepest(Place(path, phases.line), list(_phases(phases.elements)))


def _phases(phases: Iterable[Node]) -> Iterator[_Step]:
    """A phase starts at once with its rate, and may rise to another one while it lasts."""
    for phase in phases:
        rate, to, lasts = (phase.at(key).number for key in ("arrivalRate", "rampTo", "duration"))
        if rate is not None:
            yield _Step(rate, 0.0)
        if to is not None and lasts is not None:
            yield _Step(to, lasts)


def _in_python(program: Program) -> Iterator[Spike]:
    for item in program.file.classes:
        if any(base.endswith("LoadTestShape") for base in item.bases):
            yield from _steepest(program.site(item.line).place, list(_shape(item)))


def _shape(item: Class) -> Iterator[_Step]:
    """A shape of Locust lists users and how many of them come each second: the rise lasts as long as that takes."""
    before = 0.0
    for attribute in item.attributes:
        for stage in attribute.value.items if attribute.value and attribute.name == "stages" else ():
            users, rate = _number(stage, "users"), _number(stage, "spawn_rate")
            if users and rate:
                yield _Step(users, max(0.0, users - before) / rate)
                before = users


def _number(stage: Value, key: str) -> float | None:
    found = stage.keyword(key)
    number = found.literal if found else None
    return float(number) if isinstance(number, int | float) and 0 < number < _MOST else None


def _steepest(place: Place, steps: list[_Step]) -> Iterator[Spike]:
    rises = [
        Spike(place, after.load / before.load, after.seconds)
        for before, after in pairwise(steps)
        if 0 < before.load < after.load < _MOST and after.seconds >= 0
    ]
    yield from sorted(rises, key=lambda spike: -spike.times)
