"""Where is the digest of a model compared so that a difference stops nothing, and what would catch an error there?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.digests import compared_in_vain
from seatrial.facts.models.integrity import load_proofs
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Comparison, PythonFile
from seatrial.read.regex import regex

_ALL_ERRORS = frozenset({"Exception", "BaseException", "ValueError", "RuntimeError"})
_RAISES = regex(r"\s*raise\b")


@fact
def vain_comparisons(component: Component) -> tuple[Evidence, ...]:
    """Return where the digest of a model is compared beside a load of it, and a difference stops nothing."""
    what = "the digest of a model is compared here, and a difference is only told"
    return tuple(Evidence(Place(file.path, one.line), what) for file, one in _compared(component))


def caught_by(component: Component, vain: Evidence) -> Place | None:
    """Return the ``except`` that would catch what is raised at a comparison, and go on; None when there is none.

    Of several the outermost counts: what is raised within it would be caught by that one in the end.
    """
    file, one = next(pair for pair in _compared(component) if Place(pair[0].path, pair[1].line) == vain.place)
    text = component.repo.text_or_empty(file.path).splitlines()
    around = (item for item in file.handlers if item.scope == one.scope and item.begins < one.line < item.line)
    broad = (item for item in around if not item.catches or _ALL_ERRORS.intersection(item.catches))
    goes_on = (item for item in broad if not any(map(_RAISES.match, text[item.line - 1 : item.end_line])))
    outermost = min(goes_on, key=lambda item: item.begins, default=None)
    return Place(file.path, outermost.line) if outermost is not None else None


def _compared(component: Component) -> Iterator[tuple[PythonFile, Comparison]]:
    """Yield the comparisons in vain of the files that load a model."""
    for path in dict.fromkeys(item.place.path for item in load_proofs(component)):
        if file := python_file(component.repo, path):
            yield from ((file, one) for one in compared_in_vain(file))
