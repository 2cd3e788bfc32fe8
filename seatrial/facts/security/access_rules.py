"""Who may reach data, models and endpoints, as the rules of clouds, clusters and the application say it?"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import contents
from seatrial.facts.deployment.kubernetes import Manifest, manifests, yaml_paths
from seatrial.facts.deployment.terraform import Resource, terraform
from seatrial.facts.documents.documents import documents
from seatrial.facts.security.source_systems import read_only_sources
from seatrial.facts.serving.endpoints import Endpoint
from seatrial.facts.serving.gates import gates
from seatrial.facts.serving.serving import network_endpoints
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Role, role


class Reach(Ordered):
    """How far a rule lets somebody reach, the farthest first."""

    EVERYTHING = "everything"
    SERVICE = "a whole service"
    NAMED = "what is named"


class Thing(StrEnum):
    """What a rule gives access to."""

    DATA = "data"
    MODEL = "models"
    ENDPOINT = "endpoints"
    OTHER = "other things"


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule by which somebody may do something."""

    place: Place
    what: str
    reach: Reach
    things: tuple[Thing, ...] = ()
    confidence: Confidence = Confidence.VERIFIED


_EVERYTHING: Final = regex(r"^\[?\s*+\"?\*(?::\*)?\"?\s*+,?\s*+\]?$")
_SERVICE: Final = regex(r"\w:\*\"?")
_ADMIN: Final = regex(
    r"AdministratorAccess|PowerUserAccess|IAMFullAccess|roles/(?:owner|editor)\b|^\"?Owner\"?$|cluster-admin"
)
_ALLOWS: Final = frozenset({
    "actions", "action", "Action", "role", "role_definition_name", "policy_arn", "privileges",
})  # fmt: skip
_BROAD: Final = regex(r"FullAccess|roles/[\w.]*[aA]dmin\b|^\"?Contributor\"?$|roles/viewer\b")
_POLICIES: Final = regex(
    r"aws_iam_(?:policy|role_policy|user_policy|group_policy|policy_document|role_policy_attachment|policy_attachment)"
    r"|aws_s3_bucket_policy|aws_ecr_repository_policy|aws_sqs_queue_policy|google_\w+_iam_(?:member|binding|policy)"
    r"|google_(?:project|organization|folder)_iam_\w+|azurerm_role_assignment|azurerm_role_definition|databricks_grants?"
    r"|snowflake_\w*grant\w*|postgresql_(?:grant|role)|aws_lakeformation_permissions|aws_lambda_permission"
)
_THINGS: Final = (
    (Thing.DATA, regex(r"s3|bucket|storage|bigquery|dynamodb|rds|sql|database|table|glue|athena|secretsmanager|blob"
                       r"|lakeformation|grant|sqs|kinesis|firestore", re.IGNORECASE)),
    (Thing.MODEL, regex(r"model|sagemaker|ecr|artifact_?registry|mlflow|aiplatform|registry|acr(?:pull|push)?|bedrock",
                        re.IGNORECASE)),
    (Thing.ENDPOINT, regex(r"invoke|endpoint|execute-api|apigateway|run\.invoker|lambda|cloud_run", re.IGNORECASE)),
)  # fmt: skip
_PUBLIC_ACL: Final = regex(r"public-read|public-read-write|authenticated-read")
_EVERYBODY: Final = regex(r"allUsers|allAuthenticatedUsers")
_BUCKET: Final = regex(r"bucket|storage_container")
#: Names of what CI tries things out in, where a wide rule ends with the run.
_SANDBOX: Final = regex(r"sandbox|\bci\b|(?:^|[-_/])(?:ci|test|dev|playground)(?:[-_/.]|$)", re.IGNORECASE)
_ROLES: Final = regex(
    r"require_(?:roles?|scopes?|permissions?|admin)|has_(?:role|permission|scope)|roles?_required|permission_required"
    r"|RoleChecker|RequireRole|permission_classes|scopes=|check_permissions?|rbac|IsAdmin|requires_scope|authorize\w*\(",
    re.IGNORECASE,
)
_REVIEW: Final = regex(
    r"access review|review of (?:access|permissions|roles)|permissions? (?:were )?reviewed", re.IGNORECASE
)
_DAY: Final = regex(r"20\d\d-[01]\d-[0-3]\d")


@fact
def access_rules(component: Component) -> tuple[AccessRule, ...]:
    """Return the rules of access in Terraform, templates, clusters and the application, by place."""
    found = [*_in_terraform(component), *_in_clusters(component), *_in_templates(component), *_in_routes(component)]
    found += [AccessRule(one.place, one.what, Reach.NAMED, (Thing.DATA,)) for one in read_only_sources(component)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.what)))


def _in_terraform(component: Component) -> Iterator[AccessRule]:
    for item in component.of(terraform(component.repo)):
        if item.role is not Role.OWN or item.kind not in {"resource", "data"} or _SANDBOX.search(item.place.path):
            continue
        if public := _public(item):
            yield public
        elif _POLICIES.fullmatch(item.type):
            yield from _of_policy(item)


def _public(item: Resource) -> AccessRule | None:
    """Return the rule by which everybody reads a bucket."""
    for block in item.block.walk():
        for name, text, line in block.values:
            place = Place(item.place.path, line)
            opened = name == "acl" and _PUBLIC_ACL.search(text) and _BUCKET.search(item.type)
            given = (
                name in {"member", "members"} and _EVERYBODY.search(text) and "invoker" not in item.block.value("role")
            )
            if opened or given or (name == "container_access_type" and text in {"blob", "container"}):
                told = f"{item.what} lets everybody read it"
                return AccessRule(place, told, Reach.EVERYTHING, (Thing.DATA,))
    return None


def _of_policy(item: Resource) -> Iterator[AccessRule]:
    words = " ".join([item.type, *(text for block in item.block.walk() for _, text, _ in block.values)])
    things = _things(words)
    stated = list(_actions(item.block))
    for line, text in stated:
        if _EVERYTHING.match(text) or _ADMIN.search(text):
            yield AccessRule(Place(item.place.path, line), f"{item.what} allows everything", Reach.EVERYTHING, things)
            return
    if stated:
        line, text = next(
            ((line, text) for line, text in stated if _SERVICE.search(text) or _BROAD.search(text)), stated[0]
        )
        wide = bool(_SERVICE.search(text) or _BROAD.search(text)) or _on_all(item.block)
        told = f"{item.what} allows a whole service" if wide else f"{item.what} allows what it names"
        yield AccessRule(Place(item.place.path, line), told, Reach.SERVICE if wide else Reach.NAMED, things)


def _actions(block: Block) -> Iterator[tuple[int, str]]:
    """Yield what a policy allows: actions of statements that do not deny, roles, managed policies."""
    denies = any(block.value(key).strip('"') == "Deny" for key in ("effect", "Effect"))
    for name, text, line in block.values:
        if name in _ALLOWS and not denies:
            if text and not text.startswith(("var.", "local.", "aws_iam", "data.", "each.", "google_")):
                yield line, text.strip()
        elif name == "policy" and (found := re.search(r'"Action"\s*:\s*(\[[^\]]*\]|"[^"]*")', text)):
            yield line, found[1]
    for inner in block.blocks:
        yield from _actions(inner)


def _on_all(block: Block) -> bool:
    """Tell whether a statement is about every resource."""
    texts = (text for one in block.walk() for name, text, _ in one.values if name in {"resources", "Resource"})
    return any(_EVERYTHING.match(text.strip()) for text in texts)


def _things(words: str) -> tuple[Thing, ...]:
    return tuple(thing for thing, pattern in _THINGS if pattern.search(words)) or (Thing.OTHER,)


def _in_clusters(component: Component) -> Iterator[AccessRule]:
    for one in component.of(manifests(component.repo)):
        if one.role is not Role.OWN or one.switched_off or not one.api.startswith("rbac."):
            continue
        if one.kind in {"Role", "ClusterRole"}:
            yield _of_role(one)
        elif one.root.at("roleRef", "name").text == "cluster-admin":
            yield AccessRule(
                one.place, f"{one.what} gives cluster-admin away", Reach.EVERYTHING, (Thing.OTHER,), one.confidence
            )


def _of_role(one: Manifest) -> AccessRule:
    rules = one.root.at("rules").elements
    all_ = [rule for rule in rules if "*" in rule.at("verbs").texts and "*" in rule.at("resources").texts]
    if all_:
        place = Place(one.place.path, all_[0].line)
        return AccessRule(
            place, f"{one.what} allows everything in its cluster", Reach.EVERYTHING, (Thing.OTHER,), one.confidence
        )
    wide = any("*" in (*rule.at("verbs").texts, *rule.at("resources").texts) for rule in rules)
    words = " ".join(text for rule in rules for text in (*rule.at("resources").texts, *rule.at("apiGroups").texts))
    reach = Reach.SERVICE if wide else Reach.NAMED
    return AccessRule(one.place, f"{one.what} allows {reach}", reach, (*_things(words), Thing.ENDPOINT), one.confidence)


def _in_templates(component: Component) -> Iterator[AccessRule]:
    """Yield the statements of SAM, CloudFormation and Serverless templates."""
    repo = component.repo
    paths = [
        path
        for path in yaml_paths(repo)
        if path in component and role(repo, path) is Role.OWN and not _SANDBOX.search(path)
    ]
    for file in repo.records(YAML, paths):
        for document in file.documents:
            for _, node in document.root.walk(20_000):
                # who may take a role on is no right to anything yet
                trusts = any(
                    text.startswith("sts:AssumeRole") for text in (*node.at("Action").texts, node.at("Action").text)
                )
                if node.at("Effect").text == "Allow" and node.has("Action") and not trusts:
                    yield _of_statement(file.path, node)


def _of_statement(path: str, node: Node) -> AccessRule:
    actions = node.at("Action").texts or (node.at("Action").text,)
    resources = node.at("Resource").texts or (node.at("Resource").text,)
    place, things = Place(path, node.at("Action").line or node.line), _things(" ".join((*actions, *resources)))
    if "*" in actions or "*:*" in actions:
        return AccessRule(place, "a statement allows everything", Reach.EVERYTHING, things)
    wide = "*" in resources or any(_SERVICE.search(action) for action in actions)
    told = "a statement allows a whole service" if wide else f"a statement allows {actions[0]}"
    return AccessRule(place, told, Reach.SERVICE if wide else Reach.NAMED, things)


def _in_routes(component: Component) -> Iterator[AccessRule]:
    """Yield the endpoints that ask for a role or a scope, and gateways before them."""
    for endpoint in network_endpoints(component):
        if told := _asks_role(component, endpoint):
            yield AccessRule(endpoint.place, f"{endpoint.handler} asks for {told}", Reach.NAMED, (Thing.ENDPOINT,))
    for gate in gates(component):
        yield AccessRule(gate.place, gate.what, Reach.NAMED, (Thing.ENDPOINT,), gate.confidence)


def _asks_role(component: Component, endpoint: Endpoint) -> str:
    function = contents(component.repo, endpoint.handler_path).functions.get(endpoint.handler)
    if function is None:
        return ""
    given = [one.annotation for one in function.parameters]
    given += [text for one in function.parameters if one.default for text in _texts(one.default)]
    given += [mark.written for mark in function.decorators]
    given += [
        text for mark in function.decorators for key, value in mark.keywords for text in (f"{key}=", *_texts(value))
    ]
    found = next((match for text in given if (match := _ROLES.search(text))), None)
    return found[0].rstrip("(=") if found else ""


def _texts(value: Value) -> Iterator[str]:
    """Yield the source of a value and of what stands in it, keywords with their sign."""
    yield value.text or value.name
    for inner in value.items:
        yield from _texts(inner)
    for key, inner in value.keywords:
        yield f"{key}="
        yield from _texts(inner)


@fact
def access_reviews(component: Component) -> tuple[Evidence, ...]:
    """Return the dated reviews of who may do what."""
    return tuple(
        Evidence(Place(document.path, line.number), "a dated review of access is written down")
        for document in component.of(documents(component.repo))
        for section in document.sections
        for line in section.lines
        if (_REVIEW.search(line.text) or _REVIEW.search(section.heading)) and _DAY.search(line.text)
    )
