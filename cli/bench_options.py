"""Which options does ``seatrial bench`` take that no other command has, and what is said of each?"""

from typing import Annotated, TypeAlias

import typer

from .outputs import offered

FORMATS = ("text", "json", "html", "markdown", "hdr")

Target: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help="A folder, a model file, http://... or module:function; `doctor` tests the method on this machine.",
    ),
]
Slo: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--slo",
        metavar="TARGET",
        help="What must hold: p99=20ms, or p99=20ms@50qps; repeatable. (default: slo: in seatrial.yaml)",
    ),
]
Device: TypeAlias = Annotated[
    str, typer.Option("--device", metavar="LIST", help="cpu, cpu:2 (two threads), cuda:0...; separated by commas.")
]
Price: TypeAlias = Annotated[
    str | None, typer.Option("--price", metavar="PRICE", help="Of an hour: 0.085/h, or cpu:1=0.04,cuda:0=0.53/h.")
]
Peak: TypeAlias = Annotated[
    float | None, typer.Option("--peak", metavar="RATE", min=0, help="Requests a second that must be served.")
]
Traffic: TypeAlias = Annotated[
    str,
    typer.Option("--traffic", metavar="PATTERN", help="Of requests: poisson, constant, spike, or a file of arrivals."),
]
Quick: TypeAlias = Annotated[bool, typer.Option("--quick", help="Under 20 seconds for each model.")]
Thorough: TypeAlias = Annotated[bool, typer.Option("--thorough", help="5 minutes for each model, contention included.")]
Budget: TypeAlias = Annotated[
    str | None, typer.Option("--budget", metavar="TIME", help="For each model: 90s, 5m. (default: 60s)")
]
Soak: TypeAlias = Annotated[
    str | None, typer.Option("--soak", metavar="TIME", help="Run on for so long, and look for leaks and drift.")
]
Shapes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--shape", metavar="NAME=SIZES", help="Sizes of an input: images=1,3,640,640; repeatable."),
]
Payload: TypeAlias = Annotated[
    str | None,
    typer.Option("--payload", metavar="FILE", help="What a service or function is asked: JSON, or lines of it."),
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="BASE", help="Compare in pairs with a commit, a model file, or the commit of a record."
    ),
]
Resume: TypeAlias = Annotated[
    str | None, typer.Option("--resume", metavar="RECORD", help="Go on from a record that was interrupted.")
]
Formats: TypeAlias = Annotated[
    list[str] | None, typer.Option("-f", "--format", metavar="FORMAT[=FILE]", help=offered(FORMATS))
]
Runtime: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--runtime", metavar="PYTHON", help="Measure under a Python with another onnxruntime; 'new' makes one."
    ),
]
CustomOps: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--custom-ops", metavar="LIBRARY", help="Load this library of operators; repeatable."),
]
Memory: TypeAlias = Annotated[float, typer.Option("--memory", metavar="GB", min=0.1, help="What one process may use.")]
AllowHost: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--allow-host", metavar="HOST", help="Send load to this host besides this machine; repeatable."),
]
AllowExec: TypeAlias = Annotated[
    bool, typer.Option("--allow-exec", help="Run the Python function that was named: code of the repository.")
]
Seed: TypeAlias = Annotated[
    int, typer.Option("--seed", metavar="NUMBER", help="Of the order, the inputs and the arrivals.")
]
