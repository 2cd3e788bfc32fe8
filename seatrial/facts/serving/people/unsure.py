"""What is done already about answers of which a model is unsure: are they held back, or shown to people first?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.serving import endpoints
from seatrial.model import Evidence, as_evidence
from seatrial.read.regex import caseless
from seatrial.repo import Role, role

_BELOW = frozenset({"<", "<="})
_LIMIT = caseless(r"threshold|(?:min|minimum|low|cut_?off)_?\w*(?:conf|prob|score|sim)|confidence")
#: Answers that say that there is none.
_NO_ANSWER = caseless(
    r"other|unknown|uncertain|unsure|undecided|abstain(?:ed)?|inconclusive|not[ _-]sure|low[ _-]confidence|"
    r"none of (?:these|the above)"
)
_NEAR = 3  #: lines between the comparison and the answer that it leads to
_ASKS_PEOPLE = caseless(r"active[-_]?learning|/next[-_]?(?:sample|image|item|case|task)|uncertain")


@fact
def held_back(component: Component) -> tuple[Evidence, ...]:
    """Return where what answers gives no answer below a limit: ``if score < threshold: label = "other"``."""
    return tuple(one for program in own_code_of(component) for one in _in_program(component, program))


def _in_program(component: Component, program: Program) -> Iterator[Evidence]:
    limits = [item for item in program.file.comparisons if item.operator in _BELOW and _LIMIT.search(item.words)]
    for item in limits:
        near = range(item.line, item.line + _NEAR + 1)
        said = (text for text in program.file.texts if text.scope == item.scope and text.line in near)
        text = next((text for text in said if _NO_ANSWER.fullmatch(text.value)), None)
        if text and answers(component, program.site_of(item)):
            what = f'below a limit it answers "{text.value}", and nothing hands that to a person'
            yield Evidence(program.place_of(item), what)


@fact
def shown_first(component: Component) -> tuple[Evidence, ...]:
    """Return the endpoints that hand people first what teaches the model most, as in active learning."""
    own = (one for one in component.of(endpoints(component.repo)) if role(component.repo, one.place.path) is Role.OWN)
    return tuple(as_evidence(one) for one in own if _ASKS_PEOPLE.search(one.url))
