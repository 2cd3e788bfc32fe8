"""Which policy does a configuration ask for?"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from seatrial.config import GateBlock
from seatrial.config.gate_block import FailOn
from seatrial.gate.presets import DIMENSIONS, PRESETS
from seatrial.gate.terms import Policy
from seatrial.model import Severity

ADOPT = "adopt"  #: what a change is held to where nobody configured anything


def policy_of(block: GateBlock, default: str = "") -> Policy:
    """Return the policy of a ``gate:`` block: what it says itself, filled up by its preset.

    ``default`` names the preset of a block that says nothing at all. A baseline alone asks that nothing new comes.
    """
    said = block != GateBlock()
    name = block.preset or (ADOPT if block.baseline and block.no_new is None else "" if said else default)
    base = PRESETS[name] if name else Policy()
    return replace(
        base,
        fail_under=base.fail_under if block.fail_under is None else block.fail_under,
        fail_on=_severity(block.fail_on, base.fail_on),
        no_new=_severity(block.no_new, base.no_new),
        max_unknown=base.max_unknown if block.max_unknown is None else block.max_unknown,
        min_level=block.min_level or base.min_level,
        dimensions=_by_prefix(block.dimensions) or base.dimensions,
        report_only_until=block.report_only_until,
        latency=base.latency if block.latency is None else block.latency,
    )


def _severity(said: FailOn | None, base: Severity | None) -> Severity | None:
    if said is None:
        return base
    return None if said is FailOn.NEVER else Severity(said.value)


def _by_prefix(said: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType({DIMENSIONS.get(name.lower(), name.upper()): least for name, least in said.items()})
