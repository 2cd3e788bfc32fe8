"""What holds the next level, told once for everything that people only have to declare?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.model.grades import Effort
from seatrial.model.ladder import Hold
from seatrial.rubric.declared import declaring, listed


def together(holds: Sequence[Hold]) -> tuple[Hold, ...]:
    """Return what holds a level: gates of the work first, then what is only declared as one, then floors.

    A floor of the score often follows from the gates, so it comes last.
    """
    declared = sorted((hold for hold in holds if hold.key), key=lambda hold: hold.check)
    gates = [hold for hold in holds if not hold.key and hold.what in {"gate", "unwritten"}]
    floors = [hold for hold in holds if not hold.key and hold not in gates]
    joined = [_joined(declared)] if len(declared) > 1 else declared
    return (*gates, *joined, *floors)


def _joined(holds: Sequence[Hold]) -> Hold:
    keys = tuple(dict.fromkeys(hold.key for hold in holds))
    return replace(
        holds[0],
        what="declarations",
        check="",
        requires="declared",
        found="not in full",
        message=f"nobody declares {listed(f'{hold.key} ({hold.check})' for hold in holds)} in full",
        step=declaring(keys),
        effort=Effort.SMALL,
        key=", ".join(keys),
    )
