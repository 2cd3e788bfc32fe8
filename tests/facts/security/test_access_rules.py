"""Who may reach what, by the rules of clouds, clusters and routes."""

import pytest

from seatrial.facts.security.access_rule import Reach, Thing
from seatrial.facts.security.access_rules import access_reviews, access_rules
from tests.repositories import component_of

_POLICY = (
    'data "aws_iam_policy_document" "a" {{\n  statement {{\n    actions   = [{}]\n    resources = [{}]\n  }}\n}}\n'
)
_ROLE = """apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: a
rules:
  - verbs: [{}]
    resources: [{}]
"""


@pytest.mark.parametrize(
    ("actions", "resources", "reach"),
    [
        ('"*"', '"*"', Reach.EVERYTHING),
        ('"s3:*"', '"arn:aws:s3:::prices"', Reach.SERVICE),
        ('"s3:GetObject"', '"*"', Reach.SERVICE),
        ('"s3:GetObject"', '"arn:aws:s3:::prices/*"', Reach.NAMED),
    ],
)
def test_how_far_a_policy_reaches(actions: str, resources: str, reach: Reach) -> None:
    (found,) = access_rules(component_of({"infra/a.tf": _POLICY.format(actions, resources)}))

    assert found.reach is reach
    assert Thing.DATA in found.things or reach is Reach.EVERYTHING


def test_a_policy_as_text_is_read_too() -> None:
    policy = 'jsonencode({\n    Statement = [{ Effect = "Allow", Action = "*" }]\n  })'
    text = f'resource "aws_iam_policy" "a" {{\n  policy = {policy}\n}}\n'

    (found,) = access_rules(component_of({"infra/a.tf": text}))

    assert (found.reach, found.place.line) == (Reach.EVERYTHING, 3)


@pytest.mark.parametrize(("verbs", "things", "reach"), [("'*'", "'*'", Reach.EVERYTHING), ("get", "pods", Reach.NAMED)])
def test_a_role_of_a_cluster(verbs: str, things: str, reach: Reach) -> None:
    (found,) = access_rules(component_of({"role.yaml": _ROLE.format(verbs, things)}))

    assert found.reach is reach


def test_a_statement_of_a_template_is_told_at_its_line() -> None:
    text = "Resources:\n  A:\n    Statement:\n      - Effect: Allow\n        Action: '*'\n        Resource: '*'\n"

    (found,) = access_rules(component_of({"template.yaml": text}))

    assert (found.reach, found.place.line) == (Reach.EVERYTHING, 5)


def test_a_review_without_a_day_is_none() -> None:
    assert not access_reviews(component_of({"docs/access.md": "# Access review\n\nWe look at roles now and then.\n"}))
    assert access_reviews(
        component_of({"docs/access.md": "# Access review\n\n2026-03-01: done by the platform team.\n"})
    )
