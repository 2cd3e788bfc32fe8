"""Of code that the parts of a monorepo share, which is written for one of the others?"""

import posixpath
import re
from collections.abc import Iterable
from typing import TypeVar

from seatrial.component import Component, components
from seatrial.facts.code.python_files import python_file
from seatrial.model import Evident, Place

Thing = TypeVar("Thing", bound=Evident)
_LEAST = 4  #: letters of a name that tells one part from another


def own_first(component: Component, things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Put last what stands in a function or class named for another part: ``class BankUser`` beside ``shop/``."""
    return tuple(sorted(things, key=lambda thing: names_another(component, thing.place)))


def names_another(component: Component, place: Place) -> bool:
    """Tell a place in shared code whose function or class is named for other parts, and not for this one."""
    if place.path in component.own:
        return False
    said = re.sub(r"[\W_]", "", _around(component, place)).lower()
    others = {_word(one) for one in components(component.repo) if one is not component} - {"", _word(component)}
    return _word(component) not in said and any(word in said for word in others)


def _word(component: Component) -> str:
    """Return the word that tells a part from the others: ``bankchurn`` of ``BankChurn-Predictor``."""
    first = re.split(r"[-_. ]", posixpath.basename(component.root))[0].lower()
    return first if len(first) >= _LEAST else ""


def _around(component: Component, place: Place) -> str:
    """Return the name of the innermost function or class of Python around a place, "" where there is none."""
    file = python_file(component.repo, place.path)
    if file is None:
        return ""
    spans = [(one.line, one.end_line, one.name) for one in file.functions]
    spans += [(one.line, one.end_line, one.name) for one in file.classes]
    return max((span for span in spans if span[0] <= place.line <= span[1]), default=(0, 0, ""))[2]
