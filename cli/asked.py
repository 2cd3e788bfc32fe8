"""What was asked for on the command line, before anything is judged?"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from .exits import Refused

if TYPE_CHECKING:
    from seatrial.config import GateBlock
    from seatrial.gate import Policy
    from seatrial.model.result import Finding


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which findings are shown, and what fails the gate; None leaves it to the configuration."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_under: float | None = None
    fail_on: str | None = None  #: a severity, or "never"
    max_unknown: float | None = None
    strict: bool = False

    def show(self, finding: "Finding") -> bool:
        """Tell whether a finding is to be shown: its check or its dimension is selected, and not ignored."""
        return (not self.select or _named(finding, self.select)) and not _named(finding, self.ignore)

    def policy(self, configured: "GateBlock") -> "Policy":
        """Return the policy of the gate: the command line's words before those of the configuration."""
        from seatrial.gate import Policy
        from seatrial.model import Severity

        severity = configured.severity
        if self.fail_on is not None:
            severity = None if self.fail_on == "never" else Severity(self.fail_on)
        return Policy(
            configured.fail_under if self.fail_under is None else self.fail_under,
            severity,
            configured.max_unknown if self.max_unknown is None else self.max_unknown,
            self.strict,
        )


def known(names: Sequence[str], checks: Sequence[str]) -> None:
    """Refuse a name of ``--select`` or ``--ignore`` that is neither a check nor a dimension."""
    from difflib import get_close_matches

    valid = {*checks, *(check.rpartition("-")[0] for check in checks)}
    for name in names:
        if name.upper() not in valid:
            close = get_close_matches(name.upper(), sorted(valid), 1, 0.0)
            raise Refused(f"no check or dimension is called {name!r}; the nearest is {close[0]!r}")


def day(given: str | None) -> date:
    """Return the day to judge by: the one given, else that of SOURCE_DATE_EPOCH, else today."""
    try:
        if given is not None:
            return date.fromisoformat(given)
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        name = "--as-of" if given is not None else "SOURCE_DATE_EPOCH"
        raise Refused(f"{name} is no date: {given or os.environ.get(name)!r} (YYYY-MM-DD)") from None
    return datetime.now(UTC).date()


def _named(finding: "Finding", names: Sequence[str]) -> bool:
    return any(name.upper() in {finding.check, finding.check.rpartition("-")[0]} for name in names)
