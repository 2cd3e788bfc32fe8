"""Are the models and services of others listed, with terms, region and a way out?"""

import re

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Place,
    Severity,
    Stage,
    as_evidence,
    first_few,
    governance,
)
from seatrial.facts.ci.workflows import ci_actions, runs
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.documents.teaching import for_use
from seatrial.facts.documents.written_governance import mentions
from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.project.provider_registers import Register, registers
from seatrial.facts.project.providers import Provider, gateways, providers

from .. import acts

LOOKED_FOR = (
    "providers.yaml, a table of sub-processors or third-party models with terms (DPA, BAA, licence), region, retention "
    "and fallback, for every provider that the code asks and every model that it fetches"
)
_SHOWN = 6
_MODELS = "where models are fetched, and no provider is asked"


@governance.practice(
    "GOV-15",
    question="Are external models, APIs and data processors listed with terms, region and exit?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="Customer data leaves with every call, and nobody knows to whom, where to, or what happens when they stop.",
    act=acts.OWNERSHIP,
    act_when={Archetype.LIBRARY: ""},
    fix=(
        "List {names:each provider and model of others} in {register:docs/providers.yaml}: model, version, region.",
        "Add for each the agreement (DPA, BAA or licence), retention and training opt-out, and what replaces it.",
        "Write the day of the last review into {register:docs/providers.yaml}, and let CI run seatrial.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Say in {register:the documentation} which back ends send texts to others: {names:each of them}.",
            "Name for each where its terms stand, and which one of the others works without a network.",
        )
    },
    fix_when={
        _MODELS: (
            "List in {register:NOTICE.md} each model that is fetched ({names:all of them}): owner, version, licence.",
            "Say for each what is done when its owner takes it down or changes its terms: a copy, or another model.",
        )
    },
    missing="the providers that the code asks are listed nowhere",
    references=(
        "GV 6.1",
        "MG 3.1",
        "MP 4.1",
        "42001 A.10.2",
        "42001 A.10.3",
        "AIA 25",
        "HIPAA 164.308(b)",
        "PCI 12.8",
        "SR V",
        "GDPR 28",
        "LLM03",
    ),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
)
def third_party_model_register(component: Component) -> Graded:
    asked = tuple(sorted(component.of(providers(component.repo)), key=lambda one: _order(component, one)))
    if not asked:
        return _nobody_by_name(component)
    listed = [item for item in component.of(registers(component.repo)) if any(one.named_in(item.text) for one in asked)]
    # what is only fetched stands in no region, and nothing that it keeps could be deleted
    least = 2 if all(one.is_model for one in asked) else 3
    full = [item for item in listed if len(item.columns) >= least and all(one.named_in(item.text) for one in asked)]
    fresh = [item for item in full if item.fresh(component.repo.as_of)]
    checked = _checked(component)
    graded = Graded.best(
        (Grade.IN_USE, [*fresh[:2], *checked[:2]] if fresh and checked else ()),
        (Grade.SUBSTANTIVE, full[:2]),
        (Grade.PRESENT, [*listed[:3], *_first_mentions(component, asked)]),
        looked_for=LOOKED_FOR,
        message=_unlisted(asked, listed, full),
    )
    names = ", ".join(one.name for one in asked[:4])
    named = graded.naming(names=names, register=next(iter(listed), None))
    return named.in_case(_MODELS if all(one.is_model for one in asked) else "")


def _order(component: Component, one: Provider) -> tuple[bool, Part, Place, str]:
    """Name first who is sent something, then what is fetched; of each what runs for users before scripts."""
    return one.is_model, part_of(component.repo, one.place.path), one.place, one.name


def _nobody_by_name(component: Component) -> Graded:
    """Tell a component that asks nobody from one that asks whoever its settings name."""
    if reason := why_absence_proves_nothing(component.repo):
        return Graded.unknown(reason, looked_for=LOOKED_FOR)
    if elsewhere := component.of(gateways(component.repo)):
        return Graded.unknown(
            f"{elsewhere[0].what}, and who answers there cannot be told", elsewhere[:3], looked_for=LOOKED_FOR
        )
    return Graded.not_applicable("the code asks no provider and fetches no model of others by name")


def _checked(component: Component) -> list[Evidence]:
    """Return where CI holds the list to the code: that is what this very check does."""
    commands = [as_evidence(run) for run in runs(component.repo, "seatrial") if run.guards]
    actions = (action for action in ci_actions(component.repo) if "seatrial" in action.name and action.guards)
    return commands + [as_evidence(action) for action in actions]


def _first_mentions(component: Component, asked: tuple[Provider, ...]) -> list[Evidence]:
    """Return the first line of the documents that names each provider."""
    found: list[Evidence] = []
    for one in asked[:_SHOWN] if for_use(component) else ():  # a lesson tells of providers, and not of its own
        line = next(mentions(component, re.compile(rf"\b{re.escape(one.name)}\b", re.IGNORECASE)), None)
        found += [Evidence(line[0], f"a document names {one.name}")] if line else []
    return found


def _unlisted(asked: tuple[Provider, ...], listed: list[Register], full: list[Register]) -> str:
    if full:
        return ""
    names = [one.name for one in asked]
    if not listed:
        where, only_models = asked[0].place.path, all(one.is_model for one in asked)
        lacking = "their terms and a way out" if only_models else "terms, region and a way out"
        return f"the code depends on {first_few(names, 3)}, as in {where}, and no list gives {lacking}"
    best = max(listed, key=lambda item: sum(one.named_in(item.text) for one in asked))
    absent = [one.name for one in asked if not one.named_in(best.text)]
    lacks = [word for word in ("terms", "region", "retention", "exit") if word not in best.columns]
    if absent:
        return f"{best.path} does not list {first_few(absent, 3)}"
    return f"{best.path} does not give {', '.join(lacks)}"
