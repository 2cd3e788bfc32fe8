"""How many replicas does a peak need, so that one may fail and none is run at its limit?"""

import math

UTILISATION = 0.8  #: of the highest safe rate that is planned for, so that growth and a bad balance fit in
SPARE = 1  #: replicas that may fail, or be replaced, at the peak


def fleet(peak: float, rate: float, utilisation: float = UTILISATION, spare: int = SPARE) -> int | None:
    """Return the replicas for a peak, spare ones included; None when one replica bears nothing within its target.

    ``peak`` and ``rate`` are requests a second, ``rate`` the highest of one replica within the target. The rest of the
    replicas must bear the peak when the spare ones are gone: ceil(peak / (rate * utilisation)) + spare.
    """
    if rate <= 0 or not 0 < utilisation <= 1:
        return None
    return max(1, math.ceil(round(peak / (rate * utilisation), 9))) + spare
