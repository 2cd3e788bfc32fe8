"""May code, models and data be used as they are?"""

from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Confidence,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    as_evidence,
    governance,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.documents.decisions import cases
from seatrial.facts.models.hub_models import HubModel, hub_models
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.project.dependencies import requirements
from seatrial.facts.project.licences import LicenceFile, declared_licences, licence_files, normal_expression
from seatrial.facts.project.promised_licences import promised_licence
from seatrial.facts.project.stated_terms import Terms, Thing, licence_checks, stated_terms
from seatrial.facts.serving.serving import network_service

from .. import acts

LOOKED_FOR = (
    "a licence file at the root or a statement that all rights are reserved, the licence in the package metadata, "
    "NOTICE, terms of models and data in the README, in cards and in files of their own, pip-licenses, liccheck, "
    "reuse, scancode and dependency-review in CI"
)
#: Distributions under the AGPL alone or beside a licence that is paid for: who serves them gives away the source.
AGPL = frozenset({"ultralytics", "pymupdf", "pymupdf4llm", "pymupdfpro", "borb", "rasa-x"})
#: What is taken for these makes its model from data of its own choice.
_MAKERS = frozenset({Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC, Archetype.BATCH_JOB})

_PROMISED = "where the README names a licence, and no file holds its terms"
_OWN_DATA = "the data that the model learns from"


@governance.practice(
    "GOV-08",
    question="Are code, model and data licences present and compatible with the use?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A model or a data set that may not be used commercially is found by the customer's lawyer, after launch.",
    act=acts.OWNERSHIP,
    act_when={"2": acts.OWNERSHIP},
    fix=(
        "Add a LICENSE at the root, or say in README.md that all rights are reserved.",
        "List {things:each model and data set} with source, licence and allowed use in {notice:NOTICE.md}.",
        "Let {ci:CI} run pip-licenses with --allow-only, so that a licence that nobody accepted stops the change.",
    ),
    fix_when={
        _PROMISED: (
            "Add a LICENSE with the text of {licence:the licence}, which README.md names.",
            "List {things:each model and data set} with source, licence and allowed use in {notice:NOTICE.md}.",
            "Let {ci:CI} run pip-licenses with --allow-only, so that what nobody accepted stops the change.",
        )
    },
    missing="no licence is given, and nothing says that all rights are reserved",
    references=("MP 4.1", "GV 6.1", "AIA 53", "42001 A.7.3", "42001 A.10.3"),
    raised_by=("finance",),
)
def licences_compatible(component: Component) -> Graded:
    terms = component.of(stated_terms(component.repo))
    listed = [item for item in terms if item.thing is not Thing.ALL_RIGHTS]
    given = _given(component, terms)
    promised = None if given else promised_licence(component.repo)
    unsaid = _unsaid(component, listed)
    checks = component.of(licence_checks(component.repo))
    stopping = [check for check in checks if check.stops]
    graded = Graded.best(
        (Grade.IN_USE, [*stopping, *given[:1]] if given and not unsaid and stopping else ()),
        (Grade.SUBSTANTIVE, [*given[:2], *listed[:5]] if given and not unsaid else ()),
        (Grade.PRESENT, [*given[:3], *([promised] if promised else []), *listed[:3], *checks[:2]]),
        looked_for=LOOKED_FOR,
        message=promised.what if promised else _message(given, listed, unsaid),
    )
    named = _doubted(component, graded, terms).naming(
        notice=next(iter(listed), None), things=_models_without_terms(component, unsaid)
    )
    named = named.naming(licence=promised.name if promised else None).in_case(_PROMISED if promised else "")
    return named.having_done_if(given, not unsaid, stopping)


def _given(component: Component, terms: tuple[Terms, ...]) -> list[Evidence]:
    """Return where the terms of the code itself are given: in a file, in the metadata, or by keeping all rights."""
    projects = component.of(declared_licences(component.repo))
    found = [as_evidence(file) for file in _files(component)]
    found += [Evidence(item.place, f"the metadata names the licence {item.licence[:60]}") for item in projects]
    return found + [as_evidence(item) for item in terms if item.thing is Thing.ALL_RIGHTS]


def _files(component: Component) -> list[LicenceFile]:
    """Return the licence files that cover the component: at the root, beside its own code, or in LICENSES."""
    folders = {"", component.root, "LICENSES", f"{component.root}/LICENSES"}
    found = component.of(licence_files(component.repo))
    return [file for file in found if file.path.rpartition("/")[0] in folders]


def _fetched(component: Component) -> list[HubModel]:
    """Return the models and data sets of others that the component's own code fetches by name."""
    return [item for item in component.of(hub_models(component.repo)) if item.site.counts and item.model]


def _unsaid(component: Component, listed: list[Terms]) -> str:
    """Name what the component uses and states no terms for; what it does not use needs none."""
    said = {item.thing for item in listed}
    models = [item for item in _fetched(component) if not item.call.endswith("load_dataset")]
    data = [item for item in _fetched(component) if item.call.endswith("load_dataset")]
    lacking = []
    if models and Thing.MODEL not in said:
        lacking.append(f"the model {models[0].model} that {models[0].site.path} fetches")
    if Thing.DATA not in said and (data or _learns(component)):
        lacking.append(f"the data set {data[0].model}" if data else _OWN_DATA)
    return " and ".join(lacking)


def _learns(component: Component) -> bool:
    """Tell whether a model is made here from data that its owner has, and not from that of its users."""
    loads = component.of(data_loads(component.repo))
    named = any(load.location and not load.made for load in loads)
    return bool(own_trainings(component)) and (named or archetype(component).archetype in _MAKERS)


def _models_without_terms(component: Component, unsaid: str) -> str | None:
    names = list(dict.fromkeys(item.model for item in _fetched(component)))[:3]
    if names and unsaid.endswith(_OWN_DATA):
        return f"{', '.join(names)} and {_OWN_DATA}"
    return ", ".join(names) or None


def _message(given: list[Evidence], listed: list[Terms], unsaid: str) -> str:
    if not given:
        return "terms are named, and none of them covers the code of the repository" if listed else ""
    return f"no terms are stated for {unsaid}" if unsaid else ""


def _doubted(component: Component, graded: Graded, terms: tuple[Terms, ...]) -> Graded:
    """A licence against the use is raised as a question: only a lawyer can say that it is none."""
    against = _copyleft(component) or _non_commercial(component, terms)
    if graded.grade is None or graded.grade <= Grade.PRESENT or not against:
        return graded
    shown = Evidence(against[0], against[1], Confidence.LIKELY)
    return replace(graded, grade=Grade.PRESENT, evidence=(shown, *graded.evidence), message=against[1])


def _copyleft(component: Component) -> tuple[Place, str] | None:
    """Find a package under the AGPL in what is served over a network under a licence that hides the source."""
    needed = [item for item in component.of(requirements(component.repo)) if item.runtime and item.role.value == "own"]
    found = next((item for item in needed if item.name in AGPL), None)
    if found is None or not network_service(component):
        return None
    own = {file.spdx for file in _files(component)}
    own |= {normal_expression(project.licence) for project in component.of(declared_licences(component.repo))}
    if any("GPL" in spdx for spdx in own):
        return None
    given = next((spdx for spdx in sorted(own) if spdx), "no licence of its kind")
    return found.place, f"the service needs {found.name}, which is under the AGPL, and is given out under {given}"


def _non_commercial(component: Component, terms: tuple[Terms, ...]) -> tuple[Place, str] | None:
    """Find terms that forbid commercial use where documents or settings count the money that it brings."""
    found = next((item for item in terms if item.non_commercial), None)
    earning = component.repo.settings.kpi or any(case.benefit for case in component.of(cases(component.repo)))
    if found is None or not earning:
        return None
    return found.place, f"{found.what} forbids commercial use, and a benefit in money is declared"
