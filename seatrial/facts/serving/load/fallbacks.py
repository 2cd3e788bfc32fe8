"""What does the service answer when its model or what it depends on fails?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import own_code_of
from seatrial.facts.serving.behind import answers
from seatrial.model import Evidence
from seatrial.read.regex import caseless

_INSTEAD = caseless(
    r"(?:^|_)(?:fall_?back|popular|bestsellers?|best_sellers?|trending|top_sellers?|most_(?:popular|sold|viewed)|"
    r"last_(?:forecast|prediction|known|answer|good)|cached_(?:forecast|prediction|answer|recommendations?)|"
    r"(?:naive|seasonal)_forecast|default_(?:forecast|prediction|answer|recommendations?|items|ranking|response)|"
    r"rule_?based|heuristic)\w*"
)


@fact
def fallbacks(component: Component) -> tuple[Evidence, ...]:
    """Return where code behind an endpoint or a job answers otherwise, in an except clause or a branch, by place."""
    found = []
    for program in own_code_of(component):
        for call in program.file.calls:
            name = (call.written or call.name).rpartition(".")[2]
            instead = {"except", "if", "else"} & set(call.inside) and _INSTEAD.search(name)
            if instead and answers(component, program.site_of(call)):
                found.append(program.evidence(call, f"{name}() answers when the model cannot"))
    return tuple(sorted(dict.fromkeys(found)))
