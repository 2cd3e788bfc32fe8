"""How do many entries become data that can be asked by package?"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from seatrial.model.advisories import Advisories, Advisory
from seatrial.model.record import dataclass
from seatrial.vulndb.osv_entry import advisories
from seatrial.vulndb.problem import AdvisoryError


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was read; None when it could not be."""

    content: Any


def gathered(entries: Iterable[Entry], source: str, sha256: str, today: dt.date) -> Advisories:
    """Return the data that entries make. Its date is that of the newest change, none of which is after today.

    Raises ``AdvisoryError`` when no entry is about a Python package.
    """
    found: dict[str, list[Advisory]] = {}
    unread = count = 0
    newest = ""
    for entry in entries:
        try:
            content: Mapping[str, Any] = entry.content
            for package, advisory in advisories(content):
                found.setdefault(package, []).append(advisory)
                count += 1
            changed = str(content.get("modified", ""))[:10]
            newest = max(newest, changed) if changed <= today.isoformat() else newest
        except (ValueError, TypeError, KeyError, AttributeError):
            unread += 1
    if not count:
        raise AdvisoryError(f"{source} holds no entry of the OSV format about a Python package")
    return Advisories(
        source, _day(newest, source), sha256, count, unread, {name: tuple(of) for name, of in found.items()}
    )


def _day(text: str, source: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise AdvisoryError(f"no entry of {source} says when it was changed, so that its age is unknown") from None
