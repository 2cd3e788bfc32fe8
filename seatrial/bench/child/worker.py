"""What can a process do with the system that it holds: load, feed, measure, answer and profile it?"""

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter_ns as clock
from typing import Any

from . import limits, loops, others
from .calls import answer, bound, plain, transfers, uncaptured
from .feeds import feeds
from .pace import mean_pace, pace
from .session import devices, load, placement, runtime, signature
from .slices import in_slices

Answer = tuple[dict[str, Any], list[bytes]]


class Worker:
    """One session and its inputs, asked over a pipe."""

    def __init__(self, schedule: int) -> None:
        self.schedule = schedule
        self.ort: Any = None
        self.session: Any = None
        self.asked: dict[str, Any] = {}
        self.sets: list[dict[str, Any]] = []
        self.calls: list[Callable[[], object]] = []

    def load(self, asked: dict[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Import the runtime and make a session."""
        self.asked = asked
        self.ort, imported = runtime()
        before, started = limits.resident(), clock()
        self.session = load(self.ort, asked["model"], asked)
        times = {"import_ns": imported, "session_ns": clock() - started, "resident": [before, limits.resident()]}
        names = {"runtime": f"onnxruntime {self.ort.__version__}", "python": sys.version.split()[0]}
        return {**times, **names, **signature(self.session), "placement": placement(self.session)}, []

    def feed(self, asked: Mapping[str, Any], blobs: tuple[bytes, ...]) -> Answer:
        """Make the inputs, run once, and warm up."""
        self.sets = feeds(asked["recipes"], blobs, asked["count"], asked["seed"])
        started = clock()
        kept = self.session.run(None, self.sets[0], uncaptured(self.ort))
        first, resident = clock() - started, limits.resident()
        del kept
        provider, device = self.asked["provider"], self.asked["device"]
        times: dict[str, Any] = {"first_run_ns": first, "resident": resident, "sets": len(self.sets)}
        times["transfer_ns"] = transfers(self.ort, self.session, self.sets[0], provider, device)
        is_bound = self.asked["io_binding"]
        self.calls = (
            bound(self.ort, self.session, self.sets, provider, device) if is_bound else plain(self.session, self.sets)
        )
        warm = loops.closed_loop(self.calls, asked["warm_s"], 2 * len(self.calls) if is_bound else 2, 0.0)
        if warm.error:
            raise ValueError(warm.error)
        limits.settle()
        return times, [warm.times.tobytes()]

    def connect(self, asked: dict[str, Any], blobs: tuple[bytes, ...]) -> Answer:
        """Make the calls of a service, and call it until it is warm."""
        self.asked, self.calls = asked, others.connected(asked, blobs)
        return others.warmed(self.calls, asked["warm_s"])

    def import_function(self, asked: dict[str, Any], blobs: tuple[bytes, ...]) -> Answer:
        """Import a function, and call it until it is warm."""
        self.calls, seen = others.imported(asked, blobs)
        self.asked = asked
        warm, times = others.warmed(self.calls, asked["warm_s"])
        return {**warm, **seen, "resident": [*seen["resident"], warm["resident"]]}, times

    def get(self, asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Fetch what a service says of itself."""
        return others.got(asked)

    def inventory(self, _asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Tell what the runtime is and has."""
        ort, _ = runtime()
        known = {"version": ort.__version__, "python": sys.version.split()[0], "devices": devices(ort)}
        return {**known, "providers": ort.get_available_providers()}, []

    def try_inputs(self, asked: Mapping[str, Any], blobs: tuple[bytes, ...]) -> Answer:
        """Run candidates until one is accepted."""
        return _first_that_runs(self.session, asked, blobs), []

    def block(self, asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Run a closed loop; one caller that never waits is told the speed of its processor meanwhile, too."""

        seconds, minimum, gap_s = asked["seconds"], asked["minimum"], asked["gap_s"]
        before = pace()
        if self.asked["callers"] == 1 and not gap_s and before > 0:
            return self._answer(*in_slices(self.calls, seconds, minimum))

        def work(caller: int) -> loops.Counted:
            return loops.closed_loop(loops.turned(self.calls, caller), seconds, minimum, gap_s)

        measured, times = self._measured(work)
        measured["seen"]["pace_ns"] = mean_pace([before, pace()])
        return measured, times

    def open_loop(self, asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Serve a schedule that all instances share."""
        spin = self.asked["callers"] == 1

        def work(_caller: int) -> loops.Counted:
            return loops.open_loop(self.calls, self.schedule, asked["beginning"], asked["stop_ns"], spin=spin)

        return self._measured(work)

    def outputs(self, _asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Answer the first of the inputs, tensors only."""
        names = [one.name for one in self.session.get_outputs()]
        answers = zip(names, answer(self.ort, self.session, self.calls[0], self.sets[0]), strict=True)
        found = [(name, value) for name, value in answers if hasattr(value, "dtype") and value.dtype != object]
        described = [{"name": name, "type": value.dtype.name, "shape": list(value.shape)} for name, value in found]
        return {"outputs": described}, [value.tobytes() for _, value in found]

    def profile(self, asked: Mapping[str, Any], _blobs: tuple[bytes, ...]) -> Answer:
        """Run in a session of its own that writes down each node; return the events as onnxruntime writes them."""
        with tempfile.TemporaryDirectory() as folder:
            how = {**self.asked, **asked["changed"]}
            session = load(self.ort, self.asked["model"], how, os.path.join(folder, "profile"))
            end = clock() + int(asked["seconds"] * 1e9)
            for run in range(asked["runs"]):
                if run > 1 and clock() > end:
                    break
                session.run(None, self.sets[0], uncaptured(self.ort))
            with open(session.end_profiling(), "rb") as file:
                return {}, [file.read()]

    def _measured(self, work: Callable[[int], loops.Counted]) -> Answer:
        return self._answer(*loops.seen_while(lambda: loops.side_by_side(work, self.asked["callers"])))

    def _answer(self, parts: Sequence[loops.Counted], seen: dict[str, int]) -> Answer:
        gc.collect()
        errors, error = sum(part.errors for part in parts), next((part.error for part in parts if part.error), "")
        whole = {"errors": errors, "error": error, "seen": {**seen, "resident_bytes": limits.resident()}}
        return whole, [part.times.tobytes() for part in parts]


COMMANDS: dict[str, Callable[[Worker, dict[str, Any], tuple[bytes, ...]], Answer]] = {
    "load": Worker.load,
    "feed": Worker.feed,
    "connect": Worker.connect,
    "get": Worker.get,
    "import": Worker.import_function,
    "try": Worker.try_inputs,
    "block": Worker.block,
    "open loop": Worker.open_loop,
    "outputs": Worker.outputs,
    "profile": Worker.profile,
    "inventory": Worker.inventory,
}


def _first_that_runs(session: Any, asked: Mapping[str, Any], blobs: tuple[bytes, ...]) -> dict[str, Any]:
    """Run candidate after candidate until one runs, or the time is over.

    Returns ``ran`` (the index of the first that ran, else -1), ``tried`` (how many were), and ``errors`` (what the
    others raised, one for each).
    """
    end = clock() + int(asked["seconds"] * 1e9)
    errors: list[str] = []
    for at, recipes in enumerate(asked["candidates"]):
        if at and clock() > end:
            break
        try:
            session.run(None, feeds(recipes, blobs, 1, asked["seed"])[0])
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:500])
        else:
            return {"ran": at, "tried": at + 1, "errors": errors}
    return {"ran": -1, "tried": len(errors), "errors": errors}
