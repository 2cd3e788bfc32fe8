"""What was asked for on the command line, before anything is judged?"""

import os
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal

from seatrial.model.record import dataclass

from .exits import Refused

if TYPE_CHECKING:
    from seatrial.config import GateBlock
    from seatrial.gate import Policy
    from seatrial.model import Severity, Stage
    from seatrial.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which findings are shown, and what fails the gate; None leaves it to the configuration."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_under: float | None = None
    fail_on: "Severity | Literal['never'] | None" = None
    max_unknown: float | None = None
    strict: bool = False

    def show(self, finding: "Finding") -> bool:
        """Tell whether a finding is to be shown: its check or its dimension is selected, and not ignored."""
        return (not self.select or _is_asked_for(finding, self.select)) and not _is_asked_for(finding, self.ignore)

    def policy(self, configured: "GateBlock") -> "Policy":
        """Return the policy of the gate: the command line's words before those of the configuration."""
        from dataclasses import replace

        from seatrial.gate.configured import policy_of

        said = policy_of(configured)
        return replace(
            said,
            fail_under=said.fail_under if self.fail_under is None else self.fail_under,
            fail_on=None if self.fail_on == "never" else self.fail_on or said.fail_on,
            max_unknown=said.max_unknown if self.max_unknown is None else self.max_unknown,
            strict=self.strict or said.strict,
        )


def stage_of(name: str | None) -> "Stage | None":
    """Return the stage of a name; refuse a name that is none."""
    from seatrial.model import Stage

    if name is None or name in set(Stage):
        return Stage(name) if name else None
    raise Refused(f"{name!r} is no stage{_nearest_of(name, Stage)}")


def severity_of(name: str | None) -> "Severity | Literal['never'] | None":
    """Return the severity of a name, or that nothing fails; refuse a name that is neither."""
    from seatrial.model import Severity

    if name is None or name == "never":
        return "never" if name else None
    if name in set(Severity):
        return Severity(name)
    raise Refused(f"{name!r} is no severity{_nearest_of(name, [*Severity, 'never'])}")


def standards_of(names: "Iterable[str]") -> tuple[str, ...]:
    """Return the names of standards, each once; refuse one that does not ship."""
    given = tuple(dict.fromkeys(name.lower() for name in names))
    if given:
        from seatrial.rubric.standards import names as shipped

        for name in given:
            if name not in shipped():
                raise Refused(f"there is no standard {name!r}{_nearest_of(name, shipped())}")
    return given


def known(names: Sequence[str], checks: Sequence[str], offered: Sequence[str] = ()) -> None:
    """Refuse a name that is neither a check nor a dimension, with the nearest of them and of what else is offered."""
    dimensions = tuple(sorted({check.rpartition("-")[0] for check in checks}))
    for name in names:
        if name.upper() not in {*checks, *dimensions}:
            from seatrial.config.problem import nearest

            close = nearest(full_id(name), (*dimensions, *sorted(checks), *offered)) or " (seatrial rules lists them)"
            raise Refused(f"no check or dimension is called {name!r}{close}")


def full_id(name: str) -> str:
    """Return the id of a check as it is written, however somebody typed it: ``arc3`` and ``ARC-3`` mean ``ARC-03``."""
    typed = re.fullmatch(r"([A-Za-z]{3})[-_ ]?(\d{1,2})", name.strip())
    return f"{typed[1].upper()}-{int(typed[2]):02}" if typed else name


def moment() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names, as builds do that give the same bytes twice; None without it.

    Raises ``ValueError``, ``OverflowError`` and ``OSError`` where it names none.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else None


def day(given: str | None) -> date:
    """Return the day to judge by: the one given, else that of SOURCE_DATE_EPOCH, else today."""
    try:
        if given is not None:
            return _judged_as_of(date.fromisoformat(given))
        if at := moment():
            return _judged_as_of(at.date())
    except (ValueError, OverflowError, OSError):
        name = "--as-of" if given is not None else "SOURCE_DATE_EPOCH"
        text = os.environ.get(name) if given is None else given
        raise Refused(f"{name} is no date: {text!r} (YYYY-MM-DD, from 1970 on)") from None
    return datetime.now(UTC).date()


def _judged_as_of(given: date) -> date:
    """Return a day to judge by; terms of years around it must be days as well."""
    if not 1970 <= given.year < 9900:
        raise ValueError(given)
    return given


def _nearest_of(name: str, valid: "Iterable[str]") -> str:
    from seatrial.config.problem import nearest_of

    return nearest_of(name, valid)


def _is_asked_for(finding: "Finding", names: Sequence[str]) -> bool:
    return any(name.upper() in {finding.check, finding.check.rpartition("-")[0]} for name in names)
