"""Is a part of the users left without the model, so that it can be told what the model brings?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.business.kpi_queries import experiment_designs, kpi_queries
from seatrial.facts.code.programs import own_code_of, programs
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless

_APART = caseless(
    r"hold_?-?outs?(?:_|\b)|control_?(?:group|arm)|is_control|treatment_?(?:group|arm)?\b|(?:experiment|ab|a_b)_?"
    r"(?:group|arm|variant|bucket)|variant\b|randomi[sz]ed"
)
_SPLITS = caseless(
    r"(?:^|_)hold_?out(?:_(?:group|share|percent|users?|customers?))?$|(?:^|_)control_(?:group|arm|share)$|"
    r"assign_(?:variant|treatment|arm|bucket|experiment)"
)
_MODELS = caseless(r"train|eval|valid|split|dataset|test_")


@fact
def held_out_users(component: Component) -> tuple[Evidence, ...]:
    """Return the queries of KPIs that tell a group without the model apart, code that forms it, and full designs."""
    found = [one for one in kpi_queries(component) if _tells_apart(component, one.place)]
    found += [
        evidence
        for evidence, lacking, _ in experiment_designs(component.repo)
        if not lacking and evidence.place.path in component
    ]
    live = reach(component.repo)
    for program in own_code_of(component):
        if not _MODELS.search(program.path):
            found += [
                program.evidence(item, f"{item.name} leaves users without the model")
                for item in program.file.functions
                if _SPLITS.search(item.name.rpartition(".")[2]) and live.is_run(program.path, item.name)
            ]
    return tuple(sorted(dict.fromkeys(found)))


def _tells_apart(component: Component, place: Place) -> bool:
    if place.path.endswith(".py"):
        files = (one.file for one in programs(component.repo) if one.path == place.path)
        return any(_APART.search(text.value) for file in files for text in file.texts)
    return bool(_APART.search(component.repo.text_or_empty(place.path, 200_000)))
