"""At which clock and power do the graphics processors of one maker run, where their driver tells?

Asked by the driver's own command. Nothing is guessed: what it does not tell is None.
"""

import subprocess

from seatrial.model.record import dataclass

_ASKED = ("name", "clocks.sm", "clocks.max.sm", "power.draw", "power.limit", "temperature.gpu")
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class GpuState:
    """One graphics processor at a moment."""

    name: str
    megahertz: float | None = None
    megahertz_most: float | None = None
    watts: float | None = None
    watts_most: float | None = None
    celsius: float | None = None

    def __str__(self) -> str:
        """Return name, clock and power at that moment and at most, as a record keeps them."""
        clock, power = _share(self.megahertz, self.megahertz_most, "MHz"), _share(self.watts, self.watts_most, "W")
        return ", ".join(filter(None, (self.name, clock, power)))


def gpu_states() -> tuple[GpuState, ...]:
    """Return the state of each graphics processor, in the driver's order; none without such a driver."""
    command = ["nvidia-smi", f"--query-gpu={','.join(_ASKED)}", "--format=csv,noheader,nounits"]
    try:
        ended = subprocess.run(  # noqa: S603 -- the driver's own command, found on PATH
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ()
    if ended.returncode != 0:
        return ()
    rows = [[cell.strip() for cell in line.split(",")] for line in ended.stdout.splitlines()]
    return tuple(GpuState(row[0], *map(_number, row[1:])) for row in rows if len(row) == len(_ASKED))


def _share(now: float | None, most: float | None, unit: str) -> str:
    if now is None or most is None:
        return ""
    return f"{now:.0f} of {most:.0f} {unit}"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:  # "[N/A]"
        return None
