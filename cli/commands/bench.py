"""``seatrial bench``: what does a model really do on this machine?"""

import typer

from .. import bench_options as ask
from ..exits import Ended
from ..options import Colored, ConfigFile, Quiet, Verbose, manner

EPILOG = (
    "Exit codes: 0 measured, and every target holds; 1 a target is missed, or it became slower; 2 wrong usage, or what "
    "was asked for is not on this machine; 3 internal error; 4 no model was found; 5 not known yet: a larger --budget, "
    "or a quieter machine; 130 interrupted, and what was measured is kept."
)


def bench(
    context: typer.Context,
    target: ask.Target = ".",
    *,
    slo: ask.Slo = None,
    device: ask.Device = "cpu",
    price: ask.Price = None,
    peak: ask.Peak = None,
    traffic: ask.Traffic = "poisson",
    quick: ask.Quick = False,
    thorough: ask.Thorough = False,
    budget: ask.Budget = None,
    soak: ask.Soak = None,
    shape: ask.Shapes = None,
    payload: ask.Payload = None,
    against: ask.Against = None,
    resume: ask.Resume = None,
    formats: ask.Formats = None,
    runtime: ask.Runtime = None,
    custom_ops: ask.CustomOps = None,
    memory: ask.Memory = 8.0,
    allow_host: ask.AllowHost = None,
    allow_exec: ask.AllowExec = False,
    seed: ask.Seed = 0,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:
    """Measure latency, throughput, capacity and cost of a model on this machine, with honest intervals.

    Models run in processes of their own. No code of the repository is run.
    """
    from ..bench_request import Wanted, refuse_empty, requested
    from ..benching import examine, is_doctor, measure

    how = manner(context).but(quiet=quiet, verbose=verbose, color=color, config=config)
    refuse_empty(
        device=device, price=price, budget=budget, against=against, payload=payload, runtime=runtime, soak=soak
    )
    if is_doctor(target):
        return examine(budget, seed, how)
    wanted = Wanted(
        target, tuple(slo or ()), device, price or "", peak, traffic, quick, thorough, budget, soak, tuple(shape or ()),
        payload, runtime, tuple(custom_ops or ()), memory, tuple(allow_host or ()), allow_exec, seed, against or "",
    )  # fmt: skip
    return measure(requested(wanted), formats or ["text"], how, resume)
