"""Which policies does a team take over by name?"""

from collections.abc import Mapping
from types import MappingProxyType

from seatrial.gate.terms import Policy
from seatrial.model import Level, Severity

#: For an old repository on its first day, for one that is kept in order, and for what is about to be released.
PRESETS: Mapping[str, Policy] = MappingProxyType(
    {
        "adopt": Policy(no_new=Severity.HIGH),
        "steady": Policy(no_new=Severity.MEDIUM, fail_on=Severity.BLOCKER, max_unknown=50, latency=10),
        "release": Policy(
            no_new=Severity.MEDIUM,
            fail_on=Severity.BLOCKER,
            max_unknown=20,
            min_level=Level.PRODUCTION,
            strict=True,
            latency=10,
        ),
    }
)


class NoPreset(Exception):
    """There is no policy of this name; the text names those that there are."""


#: Words for dimensions in a policy, and the prefix of their checks; a plugin's dimension goes by its prefix.
DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "architecture": "ARC",
        "data": "DAT",
        "delivery": "OPS",
        "operations": "MON",
        "security": "SEC",
        "governance": "GOV",
        "performance": "PRF",
        "business": "BIZ",
    }
)


def preset(name: str) -> Policy:
    """Return the policy of a name. Raises ``NoPreset``."""
    if name not in PRESETS:
        raise NoPreset(f"there is no preset {name!r} (there are {', '.join(PRESETS)})")
    return PRESETS[name]
