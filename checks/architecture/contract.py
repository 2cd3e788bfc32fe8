"""Will callers of the service survive its next release?"""

from seatrial.api import Component, Effort, Found, Grade, Graded, Severity, Stage, architecture
from seatrial.facts.serving.answering import answers_on_network
from seatrial.facts.serving.api_contract import (
    contract_checks,
    contracts,
    described_applications,
    named_models,
    versioned_routes,
)
from seatrial.facts.serving.platform_guards import fixed_routes
from seatrial.facts.serving.service_files import application
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

LOOKED_FOR = (
    "a version in paths or headers, openapi.json, openapi.yaml or .proto files, CI that writes them, model_version in "
    "the answers; oasdiff, buf breaking, schemathesis or pact in CI"
)

_FIXED_ROUTES = "where a platform sets the routes: SageMaker, Azure ML, bare functions"


@architecture.practice(
    "ARC-10",
    question="Will callers survive the next release?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="A field that is renamed breaks every caller on the day of the release, and none of them was asked.",
    fix=(
        "Put the routes of {app:the service} below /v1.",
        "Return the model's version with each answer of {app:the service}: as a field, or as a header.",
        "Write the contract to openapi.json in CI, commit it, and let oasdiff compare it with that of the main branch.",
    ),
    fix_when={
        _FIXED_ROUTES: (
            "Give the endpoint of {app:the service} a version in its name, and deploy a breaking change beside it.",
            "Return the model's version with each answer of {app:the service}: as a field, or as a header.",
            "Commit a schema of its input and output, and let a test in CI hold the answers against it.",
        )
    },
    missing="neither paths nor a contract hold a version",
    references=("42001 A.8.2", "MTS-Infra6"),
    raised_by=("finance", "retail"),
    when=answers_on_network,
    when_not="nothing here answers on the network",
)
def api_contract_versioned(component: Component) -> Graded:
    versions, kept, names = versioned_routes(component), contracts(component), named_models(component)
    described, checks = described_applications(component), contract_checks(component)
    whole = bool(versions and kept and names)
    return (
        Graded.best(
            (Grade.IN_USE, checks[:5] if whole else ()),
            (Grade.SUBSTANTIVE, [*versions[:2], *kept[:2], *names[:2]] if whole else ()),
            (Grade.PRESENT, [*versions[:3], *described[:2], *kept[:3], *names[:2], *checks[:2]]),
            looked_for=LOOKED_FOR,
            message="" if whole else _lacking(versions=versions, kept=kept, names=names, described=described),
        )
        .as_far_as_followed(unfollowed(component, May.PROMISE) if not whole else ())
        .naming(app=application(component))
        .having_done_if(versions, names, kept and checks)
        .in_case(_FIXED_ROUTES if fixed_routes(component) else "")
    )


def _lacking(*, versions: Found, kept: Found, names: Found, described: Found) -> str:
    """Say what is missing of the three: a version, a contract that is kept, the version of the model."""
    if not (versions or kept or names or described):
        return ""
    parts = (("a version in its paths", versions), ("a contract that is kept", kept), ("the model's version", names))
    return f"the interface lacks {', '.join(name for name, there in parts if not there)}"
