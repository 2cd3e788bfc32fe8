"""What is done about everything that people only have to declare? It is one piece of work."""

from collections.abc import Iterable


def declaring(keys: Iterable[str]) -> str:
    """Return the step that declares these keys of seatrial.yaml."""
    return f"Declare {listed(f'`{key}`' for key in keys)} in seatrial.yaml; `seatrial interview` asks for each."


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence: "kpi, owner and slo"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
