"""On which machine is it measured? What cannot be read stays empty, and nothing is guessed."""

import hashlib
import os
import platform
from contextlib import suppress
from pathlib import Path

from seatrial.model.benchmark import Machine

#: Instruction sets that decide how fast kernels of inference are.
_ISA = (
    "avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "avx_vnni", "amx_tile", "amx_int8",
    "amx_bf16", "neon", "asimd", "asimdhp", "asimddp", "sve", "sve2", "i8mm", "bf16",
)  # fmt: skip
_UNLIMITED = 1 << 60  #: a limit of memory above this is none


def machine(root: Path = Path("/")) -> Machine:
    """Return what can be read of this machine; ``root`` is where the files of the kernel are looked for."""
    fields, flags = _processor(root)
    cores, quota, memory = usable_cores(), core_quota(root), _memory(root)
    cpu = fields or platform.processor() or platform.machine()
    isa = tuple(name for name in _ISA if name in flags)
    known = (cpu, isa, cores, quota, memory and memory >> 30, platform.machine())
    return Machine(
        cpu=cpu,
        isa=isa,
        cores=cores,
        cores_online=os.cpu_count() or 0,
        quota=quota,
        memory=memory,
        system=f"{platform.system()} {platform.release()}",
        architecture=platform.machine(),
        virtual=True if "hypervisor" in flags else None,
        governor=_text(root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        on_battery=_on_battery(),
        identity=hashlib.sha256(repr(known).encode()).hexdigest()[:16],
    )


def usable_cores() -> int:
    """Return how many cores this process may run on."""
    return len(allowed()) or os.cpu_count() or 1


def allowed() -> frozenset[int]:
    """Return the numbers of the cores that this process may run on; none where the system does not tell."""
    if hasattr(os, "sched_getaffinity"):
        return frozenset(os.sched_getaffinity(0))
    return frozenset()


def core_quota(root: Path = Path("/")) -> float | None:
    """Return how many cores the control group may use on average; None without a limit."""
    for folder in groups(root):
        limit, _, period = _text(folder / "cpu.max").partition(" ")
        limit = limit or _text(folder / "cpu.cfs_quota_us")
        period = period or _text(folder / "cpu.cfs_period_us")
        with suppress(ValueError, ZeroDivisionError):
            if (cores := int(limit) / int(period)) > 0:
                return cores
    return None


def groups(root: Path = Path("/")) -> tuple[Path, ...]:
    """Return the folders of this process's control groups, of both versions, the innermost first."""
    base = root / "sys/fs/cgroup"
    found = []
    for row in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = (*row.split(":", 2), "", "")[:3]
        if not controllers or "cpu" in controllers.split(","):
            below = base if not controllers else base / "cpu"
            found.append(below / path.lstrip("/"))
            found.append(below)
    return tuple(dict.fromkeys(found))


def _processor(root: Path) -> tuple[str, frozenset[str]]:
    """Return the processor's name and the flags of the first core."""
    name, flags = "", ""
    for row in _text(root / "proc/cpuinfo").splitlines():
        key, _, value = row.partition(":")
        name = name or (value.strip() if key.strip() == "model name" else "")
        flags = flags or (value if key.strip() in {"flags", "Features"} else "")
    return name, frozenset(flags.split())


def _memory(root: Path) -> int | None:
    import psutil

    limits = [psutil.virtual_memory().total]
    for folder in groups(root):
        with suppress(ValueError):
            limits.append(int(_text(folder / "memory.max")))
    return min(limit for limit in limits if limit < _UNLIMITED)


def _on_battery() -> bool | None:
    import psutil

    with suppress(AttributeError, OSError, NotImplementedError):
        battery = psutil.sensors_battery()
        return None if battery is None or battery.power_plugged is None else not battery.power_plugged
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:200_000].strip()
    except OSError:
        return ""
