"""Which classes are the sets that are kept apart, each beside the one that is learned from?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.model import Evidence
from seatrial.read.code.python_record import Class
from seatrial.read.regex import regex
from seatrial.repo import Repo

_APART = regex(r"(?<=[a-z0-9A-Z])(?:Validation|Valid|Val|Test|Dev|Eval)(?=(?:Set|Dataset|Data)?$)")
_LIST = regex(r"(?:^|[/_-])(?:validation|valid|val|test|dev|eval)\.(?:txt|csv|tsv|jsonl?|lst|list)$")


@fact
def set_classes(repo: Repo) -> tuple[Evidence, ...]:
    """Return the classes of sets, those first that read a list of their own: who made that list is the question.

    ``FacesVal`` counts beside ``FacesTrain`` in the same file and of the same bases; a test case has no such sibling.
    """
    found = [pair for program in own_code(repo) for pair in _of_program(program)]
    return tuple(shown for _, shown in sorted(found, key=lambda pair: (not pair[0], pair[1].place)))


def _of_program(program: Program) -> Iterator[tuple[bool, Evidence]]:
    known = {one.name: one for one in program.file.classes}
    for one in program.file.classes:
        found = _APART.search(one.name)
        other = known.get(_APART.sub("Train", one.name, count=1)) if found else None
        if other is not None and other.bases == one.bases and one.bases:
            yield _reads_a_list(program, one), program.evidence(one, f"{one.name} is kept apart from {other.name}")


def _reads_a_list(program: Program, one: Class) -> bool:
    inside = (text.value for text in program.file.texts if one.line <= text.line <= one.end_line)
    return any(map(_LIST.search, inside))
