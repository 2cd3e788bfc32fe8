"""Does the system decide on credit, so that who is refused must be told why?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.documents.documents import documents
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import served
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless

_SAID = caseless(
    r"\bcredit[- ](?:scor\w+|risk|decision|worth\w+|applica\w+|default|approval)|\bloans?\b|\bmortgages?\b|"
    r"\blend(?:er|ing)\b|\bunderwriting\b|probability of default"
)
_NAMED = caseless(
    r"(?:^|_)(?:loans?(?:_\w+)?|mortgage\w*|credit_?(?:scor\w+|amount|limit|history|risk|decision)|debt_to_income|dti)$"
)
_REASONS = caseless(r"(?:^|_)(?:reason_?codes?|adverse_action\w*|(?:top_|refusal_|decline_)?reasons)$")

_SHORT = 40  #: letters of a text that may be the name of a field


@fact
def credit_decisions(component: Component) -> tuple[Evidence, ...]:
    """Return by what it is seen that the system decides on credit: its documents, routes and fields of requests."""
    found = [
        Evidence(Place(document.path, line.number), f'speaks of "{match[0]}"')
        for document in component.of(documents(component.repo))
        for line in document.lines
        if (match := _SAID.search(line.text))
    ]
    answering = (one for one in served(component) if _SAID.search(one.endpoint.url))
    found += [Evidence(one.place, "answers about credit") for one in answering]
    for program in own_code_of(component):
        found += [
            program.evidence(field, f"takes {field.name}")
            for cls in program.file.classes
            for field in cls.attributes
            if _NAMED.search(field.name)
        ]
    return tuple(sorted(dict.fromkeys(found)))


@fact
def reason_codes(component: Component) -> tuple[Evidence, ...]:
    """Return where code that runs gives the reasons of a decision by that name: fields, keys, functions."""
    found, live = [], reach(component.repo)
    for program in own_code_of(component):
        file = program.file
        named = [(field.name, field.line, cls.name) for cls in file.classes for field in cls.attributes]
        named += [(item.name.rpartition(".")[2], item.line, item.name) for item in file.functions if not item.is_stub]
        named += [(text.value, text.line, text.scope) for text in file.texts if len(text.value) < _SHORT]
        named += [(item.target.rpartition(".")[2], item.line, item.scope) for item in file.assignments]
        found += [
            Evidence(Place(program.path, line), f"{name} gives the reasons of a decision")
            for name, line, scope in named
            if _REASONS.search(name) and live.is_run(program.path, scope)
        ]
    return tuple(sorted(dict.fromkeys(found)))
