"""What does a model really do on this machine? The one door to a benchmark, for commands and for Python.

record = bench(Request("models/churn.onnx", slo=("p99=20ms@50qps",)))
"""

from dataclasses import replace

from seatrial.bench.depth import Depth
from seatrial.bench.goals import NoGoal, goals
from seatrial.bench.load.cost import BadPrice, declared_price, prices
from seatrial.bench.order import Candidate, Order
from seatrial.bench.request import BadRequest, Request
from seatrial.bench.subjects import Unmeasurable, candidates
from seatrial.bench.system import Limits
from seatrial.bench.trial import trial
from seatrial.bench.watch import Progress, nobody
from seatrial.model import Settings
from seatrial.model.benchmark import Record
from seatrial.repo import Repo

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
    known = list(candidates(request, repo, order.limits))
    ready = [one for one in known if isinstance(one, Candidate)]
    unready = [one for one in known if isinstance(one, Unmeasurable)]
    record = trial(ready, order, progress=progress, kept=kept)
    return replace(
        record,
        commit=repo.snapshot.commit if repo else "",
        dirty=repo.snapshot.dirty if repo else False,
        subjects=(*record.subjects, *(one.subject for one in unready)),
        failures=(*record.failures, *(one.failure for one in unready)),
    )


def _order(request: Request, settings: Settings) -> Order:
    try:
        wanted = goals(request.slo, settings.slo)
        given = prices(request.price) if request.price else declared_price(settings.value)
    except (NoGoal, BadPrice) as error:
        raise BadRequest(str(error)) from None
    return Order(
        _checked(request.depth), wanted, Limits(memory_bytes=int(request.memory_gb * 2**30)), request.seed, given,
        settings.value.currency if settings.value else "", request.peak, request.soak_s,
    )  # fmt: skip


def _checked(depth: Depth) -> Depth:
    if depth.budget_s < _SECONDS_LEAST:
        raise BadRequest(f"a budget of {depth.budget_s:g} s measures nothing: give at least {_SECONDS_LEAST:g} s")
    return depth
