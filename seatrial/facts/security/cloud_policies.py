"""Whom do Terraform and the templates of clouds let do what?"""

import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts.deployment.clouds.terraform import Resource, terraform
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.security.access_rule import AccessRule, Reach, Thing, things_in
from seatrial.model import Place
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role

_EVERYTHING = regex(r"^\[?\s*+\"?\*(?::\*)?\"?\s*+,?\s*+\]?$")
_SERVICE = regex(r"\w:\*\"?")
_ACTION = regex(r"[a-z][a-z0-9-]{1,30}:[\w*]+")
#: Actions of AWS that apply to no resource of their own.
_UNBOUND = regex(
    r"cloudwatch:(?:Get|List|Put)Metric\w*|ecr:GetAuthorizationToken|sts:GetCallerIdentity|logs:DescribeLogGroups"
    r"|ec2:Describe\w+|s3:ListAllMyBuckets|tag:GetResources|xray:Put\w+"
)
_ADMIN = regex(
    r"AdministratorAccess|PowerUserAccess|IAMFullAccess|roles/(?:owner|editor)\b|^\"?Owner\"?$|cluster-admin"
)
_ALLOWS = frozenset({
    "actions", "action", "Action", "role", "role_definition_name", "policy_arn", "privileges",
})  # fmt: skip
_BROAD = regex(r"FullAccess|roles/[\w.]*[aA]dmin\b|^\"?Contributor\"?$|roles/viewer\b")
_POLICIES = regex(
    r"aws_iam_(?:policy|role_policy|user_policy|group_policy|policy_document|role_policy_attachment|policy_attachment)"
    r"|aws_s3_bucket_policy|aws_ecr_repository_policy|aws_sqs_queue_policy|google_\w+_iam_(?:member|binding|policy)"
    r"|google_(?:project|organization|folder)_iam_\w+|azurerm_role_assignment|azurerm_role_definition|databricks_grants?"
    r"|snowflake_\w*grant\w*|postgresql_(?:grant|role)|aws_lakeformation_permissions|aws_lambda_permission"
)
_PUBLIC_ACL = regex(r"public-read|public-read-write|authenticated-read")
_EVERYBODY = regex(r"allUsers|allAuthenticatedUsers")
_BUCKET = regex(r"bucket|storage_container")
#: Names of what CI tries things out in, where a wide rule ends with the run.
_SANDBOX = caseless(r"sandbox|\bci\b|(?:^|[-_/])(?:ci|test|dev|playground)(?:[-_/.]|$)")


def rules_of_terraform(component: Component) -> Iterator[AccessRule]:
    """Yield the policies, grants and open buckets of the component's own Terraform."""
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
                what = f"{item.what} lets everybody read it"
                return AccessRule(place, what, Reach.EVERYTHING, (Thing.DATA,))
    return None


def _of_policy(item: Resource) -> Iterator[AccessRule]:
    words = " ".join([item.type, *(text for block in item.block.walk() for _, text, _ in block.values)])
    things = things_in(words)
    stated = list(_actions(item.block))
    for line, text in stated:
        if _EVERYTHING.match(text) or _ADMIN.search(text):
            yield AccessRule(Place(item.place.path, line), f"{item.what} allows everything", Reach.EVERYTHING, things)
            return
    if stated:
        line, text = next(
            ((line, text) for line, text in stated if _SERVICE.search(text) or _BROAD.search(text)), stated[0]
        )
        whole = bool(_SERVICE.search(text) or _BROAD.search(text))
        wide = whole or (_on_all(item.block) and not _knows_no_resource(stated))
        what = f"{item.what} allows {'a whole service' if whole else 'what it names'}"
        what = f"{what} on every resource" if wide and not whole else what
        yield AccessRule(Place(item.place.path, line), what, Reach.SERVICE if wide else Reach.NAMED, things)


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


def _knows_no_resource(stated: list[tuple[int, str]]) -> bool:
    """Tell whether each action is one that clouds let nobody narrow to a resource: metrics, logins to registries."""
    actions = [action for _, text in stated for action in _ACTION.findall(text)]
    return bool(actions) and all(map(_UNBOUND.fullmatch, actions))


def _on_all(block: Block) -> bool:
    """Tell whether a statement is about every resource."""
    texts = (text for one in block.walk() for name, text, _ in one.values if name in {"resources", "Resource"})
    return any(_EVERYTHING.match(text.strip()) for text in texts)


def rules_of_templates(component: Component) -> Iterator[AccessRule]:
    """Yield the statements of SAM, CloudFormation and Serverless templates."""
    repo = component.repo
    own = (path for path in own_yaml(repo) if path in component and not _SANDBOX.search(path))
    for path, root in documents_of(repo, own):
        for _, node in root.walk(20_000):
            actions = (*node.at("Action").texts, node.at("Action").text)
            trusts = any(text.startswith("sts:AssumeRole") for text in actions)  # which is no right to anything yet
            if node.at("Effect").text == "Allow" and node.has("Action") and not trusts:
                yield _of_statement(path, node)


def _of_statement(path: str, node: Node) -> AccessRule:
    actions = node.at("Action").texts or (node.at("Action").text,)
    resources = node.at("Resource").texts or (node.at("Resource").text,)
    place, things = Place(path, node.at("Action").line or node.line), things_in(" ".join((*actions, *resources)))
    if "*" in actions or "*:*" in actions:
        return AccessRule(place, "a statement allows everything", Reach.EVERYTHING, things)
    wide = "*" in resources or any(_SERVICE.search(action) for action in actions)
    what = "a statement allows a whole service" if wide else f"a statement allows {actions[0]}"
    return AccessRule(place, what, Reach.SERVICE if wide else Reach.NAMED, things)
