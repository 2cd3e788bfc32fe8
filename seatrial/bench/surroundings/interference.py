"""What else does the machine do while something is measured, and is it quiet enough?"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from seatrial.bench.surroundings.machine import allowed, groups
from seatrial.model.benchmark import Disturbance
from seatrial.model.record import dataclass

_WINDOW = 0.1  #: seconds over which it is seen whether the machine is quiet
LEAST = 0.10  #: cores that others may use on any machine
_SPARE = 0.05  #: and of each core that the measured system does not need


@dataclass(frozen=True, slots=True)
class Reading:
    """Counters at one moment; differences of two are what happened between."""

    at: float  #: seconds
    busy: float | None  #: seconds that allowed cores were used by anybody
    own: float  #: seconds that the measured processes and this one used
    steal: float | None
    pressure: float | None  #: seconds
    throttled: float | None  #: seconds
    megahertz: float | None = None
    celsius: float | None = None  #: of the hottest part


def reading(pids: Iterable[int] = (), root: Path = Path("/")) -> Reading:
    """Read the counters of the machine and of the processes under test, which may be gone."""
    busy, steal = _cores()
    own = sum(_used(pid) for pid in (None, *pids))
    clock, heat = _clock_and_heat()
    return Reading(time.perf_counter(), busy, own, steal, _pressure(root), _throttled(root), clock, heat)


def between(first: Reading, last: Reading) -> Disturbance:
    """Return what happened between two readings, in cores on average."""
    seconds = max(last.at - first.at, 1e-9)
    own = max(last.own - first.own, 0.0)
    busy = _difference(first.busy, last.busy)
    pressure, throttled = _difference(first.pressure, last.pressure), _difference(first.throttled, last.throttled)
    steal = _difference(first.steal, last.steal)
    return Disturbance(
        other=None if busy is None else round(max(busy - own, 0.0) / seconds, 4),
        own=round(own / seconds, 4),
        steal=None if steal is None else round(steal / seconds, 4),
        pressure=None if pressure is None else round(pressure / seconds, 4),
        throttled_ms=None if throttled is None else round(throttled * 1000, 3),
        celsius=last.celsius,
        megahertz=last.megahertz,
    )


def tolerated(cores: int, needed: int) -> float:
    """Return how many cores others may use: a tenth of one, and a little more where many are left over."""
    return LEAST + _SPARE * max(cores - needed - 1, 0)


def objection(seen: Disturbance, limit: float) -> str:
    """Return why a block does not count, in a few words; "" when it does."""
    if seen.other is not None and seen.other > limit:
        return "other processes"
    if seen.steal is not None and seen.steal > LEAST:
        return "the hypervisor"
    return ""


def settle(
    pids: Iterable[int], limit: float, patience: float, sleep: Callable[[float], None] = time.sleep
) -> tuple[float, bool]:
    """Wait until the machine is quiet, at most ``patience`` seconds; return how long, and whether it became quiet."""
    known = tuple(pids)
    started = first = reading(known)
    while True:
        sleep(_WINDOW)
        now = reading(known)
        if not objection(between(first, now), limit):
            return now.at - started.at, True
        if now.at - started.at >= patience:
            return now.at - started.at, False
        first = now


def _difference(first: float | None, last: float | None) -> float | None:
    return None if first is None or last is None else max(last - first, 0.0)


def _cores() -> tuple[float | None, float | None]:
    """Return the seconds that the allowed cores were busy, and those that a hypervisor took; None when not told."""
    import psutil

    mine = allowed()
    with suppress(OSError, NotImplementedError):
        times = [core for number, core in enumerate(psutil.cpu_times(percpu=True)) if number in mine or not mine]
        busy = sum(
            sum(getattr(core, name, 0.0) for name in ("user", "nice", "system", "irq", "softirq")) for core in times
        )
        steals = [float(getattr(core, "steal")) for core in times if hasattr(core, "steal")]  # noqa: B009 -- not everywhere
        return (busy if times else None), (sum(steals) if steals else None)
    return None, None


def _clock_and_heat() -> tuple[float | None, float | None]:
    """Return what sensors tell, where there are any; a virtual machine has none."""
    import psutil

    with suppress(AttributeError, OSError, NotImplementedError, RuntimeError):
        clock = getattr(psutil.cpu_freq(), "current", None)  # None where nothing tells
        parts = [part.current for group in psutil.sensors_temperatures().values() for part in group]
        return clock, max(parts, default=None)
    return None, None


def _used(pid: int | None) -> float:
    import psutil

    try:
        times = psutil.Process(pid).cpu_times()
    except (psutil.Error, OSError):
        return 0.0
    return float(times.user + times.system)


def _pressure(root: Path) -> float | None:
    """Return for how many seconds somebody waited for a core, as the kernel's pressure stall information counts."""
    with suppress(OSError, ValueError, IndexError):
        first = (root / "proc/pressure/cpu").read_text(encoding="ascii").splitlines()[0]
        return int(first.rpartition("total=")[2]) / 1e6
    return None


def _throttled(root: Path) -> float | None:
    for folder in groups(root):
        with suppress(OSError, ValueError):
            rows = dict(row.split(" ", 1) for row in (folder / "cpu.stat").read_text(encoding="ascii").splitlines())
            if "throttled_usec" in rows:
                return int(rows["throttled_usec"]) / 1e6
            if "throttled_time" in rows:
                return int(rows["throttled_time"]) / 1e9
    return None
