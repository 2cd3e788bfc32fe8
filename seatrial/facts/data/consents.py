"""Does code ask whether a person agreed before it uses their data?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence
from seatrial.read.regex import caseless

_AGREED = caseless(
    r"consent(?:s|ed|ing)?(?![a-z])|(?<![a-z])opt(?:ed)?_?(?:in|out)(?![a-z])|marketing_(?:allowed|permission|agreed)|"
    r"personali[sz]ation_(?:allowed|enabled|agreed)|do_not_(?:track|personali[sz]e|sell)"
)
_WHERE = caseless(r"\b(?:where|and|on)\b[^;]{0,300}?(?:consent|opt(?:ed)?_?(?:in|out))")


@fact
def consents(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs decides or selects by whether people agreed: comparisons, queries, filters."""
    found = []
    live = reach(component.repo)
    for program in own_code_of(component):
        for item in program.file.comparisons:
            sides = f"{item.left.text or item.left.name} {item.right.text or item.right.name}"
            if _AGREED.search(sides) and live.is_run(program.path, item.scope):
                found.append(program.evidence(item, "asks whether the person agreed"))
        found += [
            program.evidence(text, "selects by whether the person agreed")
            for text in program.file.texts
            if (_WHERE.search(text.value) or (text.into.endswith("[]") and _AGREED.search(text.value)))
            and live.is_run(program.path, text.scope)
        ]
        found += [
            program.evidence(call, f"{call.written}() asks whether the person agreed")
            for call in program.file.calls
            if _AGREED.search(call.last) and live.is_run(program.path, call.scope)
        ]
    return tuple(sorted(dict.fromkeys(found)))
