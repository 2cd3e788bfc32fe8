"""Do answers about images, recordings or texts carry the part of the input that they stand for?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.serving.behind import answers
from seatrial.model import Confidence, Evidence
from seatrial.read.code.python_record import Class, Value
from seatrial.read.regex import caseless

_PLACE = caseless(r"(?:\w*_)?(?:bbox|box|boxes|polygons?)|bounding_?box\w*|\w*(?:BoundingBox|Polygon)")
_DATED = caseless(r"date|time")
_LIKELY = Confidence.LIKELY
_SAYS = caseless(r"(?:class|entity|pred\w*)?_?(?:text|word|label|name|type|score|confidence|conf|class)(?:_name|_id)?")


@fact
def answer_parts(component: Component) -> tuple[Evidence, ...]:
    """Return where code behind answers keeps what is recognised with its place in the input: seconds, a word, a box."""
    own = tuple(own_code_of(component))
    kinds = {item.name.rpartition(".")[2] for program in own for item in program.file.classes if _is_kind(item)}
    return tuple(
        program.evidence(call, f"{call.written} keeps what is recognised with its place in the input", _LIKELY)
        for program in own
        for call in program.file.calls
        if (call.last in kinds or any(map(_is_filled, call.args))) and answers(component, program.site_of(call))
    )


def _is_kind(item: Class) -> bool:
    """Tell a class of parts; where something begins and ends by the clock or the calendar is no place in an input."""
    dated = any(_DATED.search(one.annotation) for one in item.attributes)
    return not dated and _is_part([one.name for one in item.attributes])


def _is_filled(value: Value) -> bool:
    return value.kind == "dict" and _is_part([key for key, _ in value.keywords])


def _is_part(names: list[str]) -> bool:
    """Tell fields that say what was seen, and where: from where to where, or in which box."""
    where = {"start", "end"} <= set(names) or any(map(_PLACE.fullmatch, names))
    return where and any(map(_SAYS.fullmatch, names))
