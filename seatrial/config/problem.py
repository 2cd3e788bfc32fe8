"""What is wrong with what somebody wrote, on which line, and which valid name is nearest?"""

from collections.abc import Iterable

from seatrial.model import Notice


class ConfigError(Exception):
    """A configuration or a rubric that cannot be used; every problem has its file and line."""

    def __init__(self, problems: Iterable[Notice]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{problem.place}: {problem.message}" for problem in self.problems))


_LIKE = 0.5  #: of 1: from here on one word is probably meant for the other


def nearest(word: str, valid: Iterable[str]) -> str:
    """Return the valid name that a word is probably meant for, as the end of a message; "" when it is like none."""
    from difflib import get_close_matches  # seldom is a word wrong

    by_fold = {name.casefold(): name for name in valid}
    plain = word.casefold()
    close = [name for name in by_fold if plain in name.split("-")] or get_close_matches(plain, by_fold, 1, _LIKE)
    return f"; the nearest is '{by_fold[close[0]]}'" if close else ""


def nearest_of(word: str, valid: Iterable[str]) -> str:
    """Return the valid name that a word is probably meant for, else all of them: for a handful of names."""
    names = tuple(valid)
    only = f"; it is {names[0]}" if len(names) == 1 else ""
    return nearest(word, names) or only or f" (there are {', '.join(names)})"
