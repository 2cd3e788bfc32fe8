"""What does every SARIF file of ours call things: its schema, how bad a result is, where one without a place stands?"""

from collections.abc import Mapping
from types import MappingProxyType

from seatrial.model import Place, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = MappingProxyType(
    {Severity.BLOCKER: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
)
NOWHERE = Place("README.md", 1)  #: platforms want a place for each result
