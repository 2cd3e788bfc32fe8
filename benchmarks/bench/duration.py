"""How long does the quickest run take, and does the command line pay for the bench when nobody asks for it?"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bench.outcome import Outcome, judged

NUMBERS = (16,)
_EXAMPLE = Path(__file__).parents[2] / "examples" / "churn-api"
_HEAVY = ("onnxruntime", "numpy", "onnx", "psutil", "seatrial.bench")
_COMMANDS: tuple[tuple[str, ...], ...] = (("--version",), ("--help",), ("bench", "--help"), ("audit", str(_EXAMPLE)))


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield the duration of quick runs, and what commands import that measure nothing."""
    bounds = ((_EXAMPLE / "models" / "churn.onnx", 20.0, "a model"), (_EXAMPLE, 30.0, "examples/churn-api"))
    for path, bound, name in bounds[: 1 if quick else None]:
        for extra in ((), ("--slo", "p99=50ms@100qps")):
            seconds, code = _took(("bench", str(path), "--quick", "-q", *extra))
            held = seconds < bound and code in (0, 5)
            yield judged(
                16, f"{name}, --quick{' with a target' * bool(extra)}", f"{seconds:.1f} s", f"< {bound:g} s", held
            )
    for command in _COMMANDS:
        imported = sorted(_imported(command))
        name = " ".join(command[:1] if command[0] == "audit" else command)
        yield judged(16, f"heavy imports of `{name}`", ", ".join(imported) or "none", "none", not imported)


def _took(arguments: Sequence[str]) -> tuple[float, int]:
    started = time.perf_counter()
    ended = subprocess.run([sys.executable, "-m", "seatrial", *arguments], capture_output=True, check=False)
    return time.perf_counter() - started, ended.returncode


def _imported(arguments: Sequence[str]) -> set[str]:
    program = (
        "import json, runpy, sys\nsys.argv = ['seatrial', *json.loads(sys.argv[1])]\n"
        "try:\n    runpy.run_module('seatrial', run_name='__main__')\nexcept SystemExit:\n    pass\n"
        f"print('\\n' + json.dumps([one for one in {_HEAVY!r} if one in sys.modules]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, json.dumps(list(arguments))], capture_output=True, text=True, check=False
    )
    return set(json.loads(ended.stdout.rstrip().rpartition("\n")[2]))
