"""What the owner of a repository decides: seatrial.yaml, .seatrial.yaml, or [tool.seatrial] in pyproject.toml."""

from seatrial.config.config import NAMES, Config, load, parse, schema, template
from seatrial.config.gate_block import GateBlock
from seatrial.config.known import Known, KnownCheck
from seatrial.config.problem import ConfigError

__all__ = ["NAMES", "Config", "ConfigError", "GateBlock", "Known", "KnownCheck", "load", "parse", "schema", "template"]
