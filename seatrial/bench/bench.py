"""What does a model really do on this machine? The one door to a benchmark, for commands and for Python.

record = bench(Request("models/churn.onnx", slo=("p99=20ms@50qps",)))
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from seatrial.bench.base import Base, base
from seatrial.bench.depth import Depth
from seatrial.bench.devices.environment import NEW, new_runtime
from seatrial.bench.devices.providers import device
from seatrial.bench.goals import NoGoal, goals
from seatrial.bench.load.cost import BadPrice, declared_price, prices
from seatrial.bench.load.traffic import traffic
from seatrial.bench.observed import Unmeasured
from seatrial.bench.onnx_system import OnnxSystem
from seatrial.bench.order import Candidate, Order
from seatrial.bench.queueing.arrivals import BadArrivals
from seatrial.bench.records.recorded import INTERRUPTED, Clock, recorded
from seatrial.bench.regression import Compared, compared
from seatrial.bench.request import BadRequest, Request
from seatrial.bench.subjects import Unmeasurable, candidates
from seatrial.bench.system import Limits
from seatrial.bench.trial import trial
from seatrial.bench.watch import Progress, Watch, nobody
from seatrial.model import Settings
from seatrial.model.benchmark import Record
from seatrial.repo import Repo, Snapshot
from seatrial.repo.folder import Folder

_SECONDS_LEAST = 2.0  #: of a budget: below it nothing can be said


def bench(
    request: Request, repo: Repo | None = None, *, progress: Progress = nobody, kept: Record | None = None
) -> Record:
    """Measure what a request means and return the record.

    ``repo`` is the repository when the target is a folder: its seatrial.yaml gives targets, prices and sizes of inputs
    that the request leaves out. ``kept`` is a record that is gone on with. What a model does to itself stands in the
    record. Raises ``BadRequest`` for what cannot be meant.
    """
    order = _order(request, repo.settings if repo else Settings())
    request = _with_runtime(request)
    known = list(candidates(request, repo, order.limits))
    ready = [one for one in known if isinstance(one, Candidate)]
    unready = [one for one in known if isinstance(one, Unmeasurable)]
    if request.against:
        record = _compared(ready, base(request.against, _folder(request)), order, progress)
    else:
        record = trial(ready, order, progress=progress, kept=kept)
    here = repo.snapshot if repo else _around(request)
    return replace(
        record,
        commit=here.commit if here else "",
        dirty=here.dirty if here else False,
        subjects=(*record.subjects, *(one.subject for one in unready)),
        failures=(*record.failures, *(one.failure for one in unready)),
    )


def _around(request: Request) -> Snapshot | None:
    """Return the folder that a single file lies in, to know its commit."""
    file = Path(request.target)
    return Folder(file.resolve().parent) if file.is_file() else None


def _with_runtime(request: Request) -> Request:
    """Make the environment that the runtime ``new`` asks for: the one for the first device."""
    if request.runtime != NEW:
        return request
    try:
        made = new_runtime(device(request.devices[0]))
    except ValueError as error:
        raise BadRequest(str(error)) from None
    if isinstance(made, Unmeasured):
        raise BadRequest(made.reason)
    return replace(request, runtime=made)


def _compared(ready: Sequence[Candidate], against: Base, order: Order, progress: Progress) -> Record:
    """Compare each model with its base, in the budget of one; return the record."""
    clock, missing = Clock(), ""
    found: list[Compared] = []
    try:
        for one in ready:
            if not isinstance(one.system, OnnxSystem) or one.model is None:
                raise BadRequest("only model files are compared: a service or function of another time is not at hand")
            watch = Watch(order.depth.budget_s, progress)
            found.append(compared(one.model, one.system, against, one.base[0], order, watch))
            clock.waited += watch.waited
    except KeyboardInterrupt:
        missing = INTERRUPTED
    clock.runtime = next((one.runtime for one in found if one.runtime), "")
    runs = [run for one in found for run in one.runs]
    record = recorded([one.subject for one in ready], runs, order, clock, missing)
    failures = [one.failure for one in found if one.failure and one.failure not in record.failures]
    return replace(
        record,
        comparisons=tuple(change for one in found for change in one.comparisons),
        failures=(*record.failures, *failures),
    )


def _folder(request: Request) -> Path:
    path = Path(request.target)
    return path if path.is_dir() else path.resolve().parent


def _order(request: Request, settings: Settings) -> Order:
    try:
        wanted = goals(request.slo, settings.slo)
        given = prices(request.price) if request.price else declared_price(settings.value)
        came = traffic(request.traffic)
    except (NoGoal, BadPrice, BadArrivals) as error:
        raise BadRequest(str(error)) from None
    return Order(
        _checked(request.depth), wanted, Limits(memory_bytes=int(request.memory_gb * 2**30)), request.seed, given,
        settings.value.currency if settings.value else "", request.peak, came, request.soak_s,
    )  # fmt: skip


def _checked(depth: Depth) -> Depth:
    if depth.budget_s < _SECONDS_LEAST:
        raise BadRequest(f"a budget of {depth.budget_s:g} s measures nothing: give at least {_SECONDS_LEAST:g} s")
    return depth
