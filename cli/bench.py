"""``seatrial bench``: what does a model really do on this machine?"""

from typing import Annotated

import typer

from .exits import Ended
from .options import Colored, ConfigFile, Quiet, Verbose, manner

EPILOG = (
    "Exit codes: 0 measured, and every target holds; 1 a target is missed, or it became slower; 2 wrong usage, or what "
    "was asked for is not on this machine; 3 internal error; 4 no model was found; 5 not known yet: a larger --budget, "
    "or a quieter machine; 130 interrupted, and what was measured is kept."
)


def bench(
    context: typer.Context,
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="A folder, a model file, http://... or module:function; `doctor` tests the method on this machine.",
        ),
    ] = ".",
    *,
    slo: Annotated[
        list[str] | None,
        typer.Option(
            "--slo",
            metavar="TARGET",
            help="What must hold: p99=20ms, or p99=20ms@50qps; repeatable. (default: slo: in seatrial.yaml)",
        ),
    ] = None,
    device: Annotated[
        str, typer.Option("--device", metavar="LIST", help="cpu, cpu:2 (two threads), cuda:0...; separated by commas.")
    ] = "cpu",
    price: Annotated[
        str | None, typer.Option("--price", metavar="PRICE", help="Of an hour: 0.085/h, or cpu:1=0.04,cuda:0=0.53/h.")
    ] = None,
    peak: Annotated[
        float | None, typer.Option("--peak", metavar="RATE", min=0, help="Requests a second that must be served.")
    ] = None,
    traffic: Annotated[
        str,
        typer.Option(
            "--traffic", metavar="PATTERN", help="Of requests: poisson, constant, spike, or a file of arrivals."
        ),
    ] = "poisson",
    quick: Annotated[bool, typer.Option("--quick", help="Under 20 seconds for each model.")] = False,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="5 minutes for each model, contention included.")
    ] = False,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="TIME", help="For each model: 90s, 5m. (default: 60s)")
    ] = None,
    soak: Annotated[
        str | None, typer.Option("--soak", metavar="TIME", help="Run on for so long, and look for leaks and drift.")
    ] = None,
    shape: Annotated[
        list[str] | None,
        typer.Option("--shape", metavar="NAME=SIZES", help="Sizes of an input: images=1,3,640,640; repeatable."),
    ] = None,
    payload: Annotated[
        str | None,
        typer.Option("--payload", metavar="FILE", help="What a service or function is asked: JSON, or lines of it."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="BASE", help="Compare in pairs with a commit, a model file, or the commit of a record."
        ),
    ] = None,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="RECORD", help="Go on from a record that was interrupted.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "-f",
            "--format",
            metavar="FORMAT[=FILE]",
            help="text, json, html, markdown or hdr; repeatable. (default: text)",
        ),
    ] = None,
    runtime: Annotated[
        str | None,
        typer.Option(
            "--runtime", metavar="PYTHON", help="Measure under a Python with another onnxruntime; 'new' makes one."
        ),
    ] = None,
    custom_ops: Annotated[
        list[str] | None,
        typer.Option("--custom-ops", metavar="LIBRARY", help="Load this library of operators; repeatable."),
    ] = None,
    memory: Annotated[float, typer.Option("--memory", metavar="GB", min=0.1, help="What one process may use.")] = 8.0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="HOST", help="Send load to this host besides this machine; repeatable."),
    ] = None,
    allow_exec: Annotated[
        bool, typer.Option("--allow-exec", help="Run the Python function that was named: code of the repository.")
    ] = False,
    seed: Annotated[
        int, typer.Option("--seed", metavar="NUMBER", help="Of the order, the inputs and the arrivals.")
    ] = 0,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:
    """Measure latency, throughput, capacity and cost of a model on this machine, with honest intervals.

    Models run in processes of their own. No code of the repository is run.
    """
    from .bench_request import Wanted, requested
    from .benching import examine, is_doctor, measure

    how = manner(context).but(quiet=quiet, verbose=verbose, color=color, config=config)
    if is_doctor(target):
        return examine(budget, seed, how)
    wanted = Wanted(
        target, tuple(slo or ()), device, price or "", peak, traffic, quick, thorough, budget, soak, tuple(shape or ()),
        payload, runtime, tuple(custom_ops or ()), memory, tuple(allow_host or ()), allow_exec, seed, against or "",
    )  # fmt: skip
    return measure(requested(wanted), formats or ["text"], how, resume)
