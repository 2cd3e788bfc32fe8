"""How is a number told with its noun?"""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless there is one: "1 test", "2,400 tests"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
