"""Which day does a text name?"""

from datetime import date


def named_day(text: str) -> date | None:
    """Return the day that a text in the form of ISO 8601 names, ``2026-11-25``; None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
