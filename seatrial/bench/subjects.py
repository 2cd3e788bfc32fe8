"""Which systems does a request mean, and which of them can be measured?"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from seatrial.bench.devices.providers import asked_device
from seatrial.bench.discover import FoundModel, model_file, models
from seatrial.bench.observed import Unmeasured
from seatrial.bench.order import Candidate
from seatrial.bench.prepare import prepare
from seatrial.bench.request import BadRequest, Request
from seatrial.bench.services.address import BadAddress, is_address
from seatrial.bench.services.function_system import FunctionSystem, NotAllowed, function, is_function
from seatrial.bench.services.http_system import HttpSystem, service
from seatrial.bench.services.requests import NoRequest
from seatrial.bench.system import Limits
from seatrial.model.benchmark import BenchAssumption, Configuration, Failure, Subject
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Unmeasurable:
    """A system that cannot be measured, and why."""

    subject: Subject
    failure: Failure


def candidates(request: Request, repo: Repo | None, limits: Limits) -> Iterator[Candidate | Unmeasurable]:
    """Yield what can be measured and what cannot. ``repo`` is the folder that was named, if it was one.

    Raises ``BadRequest`` with a sentence for what is no device, no address that may be asked, no such file.
    """
    base = configurations(request.devices)
    if repo is None and (is_address(request.target) or is_function(request.target)):
        yield _other(request)
        return
    for found in _models(request, repo):
        yield _model(found, request, repo, limits, base)


def configurations(devices: tuple[str, ...]) -> tuple[Configuration, ...]:
    """Return the configuration for each device: ``cpu`` with one thread, ``cpu:4`` with four, ``cuda:0``.

    Raises ``BadRequest`` for another word, and for ``cpu:0``.
    """
    try:
        asked = [asked_device(text) for text in devices]
    except ValueError as error:
        raise BadRequest(str(error)) from None
    if any(one.on_cpu and one.number == 0 for one in asked):
        raise BadRequest("cpu:0 has no thread: write cpu, or cpu:2 for two threads")
    return tuple(
        Configuration(text, one.provider, intra_threads=(one.number or 1) if one.on_cpu else 1)
        for text, one in zip(devices, asked, strict=True)
    )


def _models(request: Request, repo: Repo | None) -> tuple[FoundModel, ...]:
    if repo is not None:
        return models(repo, Path(request.target).resolve())
    file = Path(request.target)
    if not file.is_file():
        raise BadRequest(f"there is no such file: {request.target}")
    return (model_file(file),)


def _model(
    found: FoundModel, request: Request, repo: Repo | None, limits: Limits, base: tuple[Configuration, ...]
) -> Candidate | Unmeasurable:
    begun = time.perf_counter()
    declared = repo.settings.shapes.get(found.name, {}) if repo else {}
    made = prepare(
        found, shapes={**declared, **request.shapes}, interpreter=request.runtime, libraries=request.libraries,
        limits=limits, seed=request.seed,
    )  # fmt: skip
    subject = Subject(
        found.name, "onnx", found.sha256, found.bytes, outputs=found.outputs, opset=found.opset, producer=found.producer
    )
    if isinstance(made, Unmeasured):
        return _refused(subject, made)
    fed = made.feeds
    whole = replace(subject, inputs=fed.inputs, synthetic=fed.synthetic)
    return Candidate(
        made, whole, base, fed.batchable, _assumed(found.name, fed.assumptions), found, time.perf_counter() - begun
    )


def _other(request: Request) -> Candidate | Unmeasurable:
    """Return a service or a function."""
    made: HttpSystem | FunctionSystem | Unmeasured
    try:
        if is_address(request.target):
            made = service(request.target, allowed=request.hosts, payload=request.payload, seed=request.seed)
        else:
            made = function(
                request.target, Path.cwd(), allowed=request.allow_exec, payload=request.payload,
                interpreter=request.runtime,
            )  # fmt: skip
    except (BadAddress, NoRequest, NotAllowed) as error:
        raise BadRequest(str(error)) from None
    kind = "http" if is_address(request.target) else "callable"
    if isinstance(made, Unmeasured):
        return _refused(Subject(request.target, kind), made)
    if isinstance(made, FunctionSystem):
        return Candidate(made, Subject(made.name, kind), (Configuration("python"),))
    known = made.requests
    subject = Subject(made.name, kind, inputs=known.inputs, synthetic=known.synthetic)
    return Candidate(made, subject, (Configuration("service"),), assumptions=_assumed(made.name, known.assumptions))


def _assumed(name: str, assumptions: Iterable[BenchAssumption]) -> tuple[BenchAssumption, ...]:
    return tuple(replace(one, subject=name) for one in assumptions)


def _refused(subject: Subject, unmeasured: Unmeasured) -> Unmeasurable:
    return Unmeasurable(subject, Failure(unmeasured.cause, unmeasured.reason, subject.name))
