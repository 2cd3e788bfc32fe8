"""Do secrets come from a manager at run time?"""

from seatrial.api import Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, security
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.project.providers import only_in_process
from seatrial.facts.security.open_secrets import is_open_argument, open_secrets
from seatrial.facts.security.secret_sources import (
    described_secrets,
    listed_secrets,
    secret_stores,
    secrets_from_environment,
)
from seatrial.facts.security.secrets import credentials
from seatrial.facts.security.workload_identities import short_lived
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.surfaces import asks_language_models

from .. import acts, places
from ..unread import unread_code

_IN_COMPOSE = "where only Compose files hold the secrets"
_ARGUMENT = "where a build argument without a value takes the secret"
_UNLISTED = "where variables of the environment hold the secrets, and no example lists them"
_BY_HAND = "where variables of the environment hold the secrets"
_STORED_KEYS = "where a store holds the secrets, and CI and workloads act by stored keys"
_KEEP = (
    "Keep what {reader:the code} takes from the environment in a secret manager, and let "
    "{manifest:what starts it} name it there: by {reference:a reference, and never by its value}."
)
_ACT = "Let CI and workloads act by identity (OIDC, workload identity) instead of by stored keys."
LOOKED_FOR = (
    "Vault, Secrets Manager, SSM, Secret Manager and Key Vault in code and Terraform; secretKeyRef, ExternalSecret, "
    "SealedSecret, secrets of Compose, sops; variables and .env.example; OIDC and workload identity; ARG and ENV"
)


def needs_secrets(component: Component) -> bool:
    """Tell whether what runs has to prove to others who it is: by variables that name secrets, or a hosted model."""
    asks = asks_language_models(component)
    if asks and not only_in_process(component.repo):
        return True
    sources = (secrets_from_environment, listed_secrets, open_secrets, secret_stores)
    return any(source(component) for source in sources) or bool(_committed(component))


@security.practice(
    "SEC-11",
    question="Do secrets come from a manager at run time?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PRODUCTION,
    why="A secret in an image or a manifest is with everybody who may pull or read it, and nobody can take it back.",
    act_when={_UNLISTED: acts.SETTINGS, _BY_HAND: acts.SETTINGS},
    fix=(
        "Take it out of {open:files that are shared}, issue a new one, and keep that in a secret manager.",
        "Name it in {manifest:what starts the service}: by {reference:a reference, and never by its value}.",
        _ACT,
    ),
    fix_when={
        _UNLISTED: ("List the variables in .env.example, each with an empty value.", _KEEP, _ACT),
        _BY_HAND: (_KEEP, _ACT),
        _STORED_KEYS: (_ACT,),
        _ARGUMENT: (
            "Hand it to {open:the image} by `RUN --mount=type=secret`, or when it starts: an argument stays in it.",
            "Issue anew what images that were built so and handed on hold.",
            _ACT,
        ),
        _IN_COMPOSE: (
            "Let {open:Compose} read it from an .env that git ignores, and refuse to start while it is empty.",
            "Where that file starts more than one desk, issue a new one, and keep it in a secret manager.",
            _ACT,
        ),
    },
    missing="nothing tells from where the secrets come",
    references=("PCI 8.6.2", "PCI 8.3.2", "HIPAA (d)", "AML.T0055", "CWE-522"),
    raised_by=("finance", "healthcare"),
    when=needs_secrets,
    when_not="no secret is needed by what runs here",
)
def secrets_managed(component: Component) -> Graded:
    stores, brief = secret_stores(component), short_lived(component)
    read = nearest(component, secrets_from_environment(component))
    listed = listed_secrets(component) or described_secrets(component)
    # a committed credential beside a proper source is the finding of SEC-01 alone
    shown = open_secrets(component) or (() if stores or read or listed else _committed(component))
    if shown:
        graded = Graded.absent(shown[:8], LOOKED_FOR)
        by_compose = all(item.place.path in compose_paths(component.repo) for item in shown)
        named = graded.naming(open=shown[0], **places.words_at(component, shown[0].place.path, "reference"))
        by_argument = all(is_open_argument(component, item.place) for item in shown)
        return named.in_case(_IN_COMPOSE if by_compose else _ARGUMENT if by_argument else "")
    graded = Graded.best(
        (Grade.IN_USE, brief[:4] if stores else ()),
        (Grade.SUBSTANTIVE, stores[:6]),
        (Grade.PRESENT, [*read[:5], *listed[:2]]),
        looked_for=LOOKED_FOR,
        message="" if stores else _message(read, listed),
    )
    if unknown := unread_code(component, graded):
        return unknown
    by = places.words(component, "reference")
    named = graded.naming(manifest=next(iter(stores), None), reader=next(iter(read), None), **by)
    return named.in_case(_STORED_KEYS if stores else _BY_HAND if listed else _UNLISTED)


def _committed(component: Component) -> tuple[Evidence, ...]:
    """Return the credentials that stand in tracked files outside tests, as SEC-01 finds them."""
    found = (item for item in component.of(credentials(component.repo)) if item.live)
    return tuple(Evidence(item.place, item.what, item.confidence) for item in found)


def _message(read: Found, listed: Found) -> str:
    if not read:
        return "variables are listed to be set by hand" if listed else ""
    what = "variables of the environment hold the secrets"
    return what if listed else f"{what}, and no .env.example lists them"
