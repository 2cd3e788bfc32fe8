"""Which ways back can be followed, and which are only spoken of."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.deployment.releases.rollbacks import Rollback, rollbacks
from tests.repositories import repo_of


def ways(**files: str) -> tuple[Rollback, ...]:
    return rollbacks(repo_of({path.replace("__", "/"): text for path, text in files.items()}))


def told(text: str) -> tuple[Rollback, ...]:
    return rollbacks(repo_of({"docs/operations.md": f"# Operations\n## Rollback\n{text}\n"}))


def test_commands_can_be_followed_and_a_sentence_cannot() -> None:
    (commands,) = told("```\nhelm rollback churn 3\n```")
    (sentence,) = told("If something is wrong, bring the version from before back as soon as it is possible for you.")

    assert commands.stepwise
    assert not sentence.stepwise


def test_a_call_of_the_own_registry_can_be_followed_and_one_of_a_frame_cannot() -> None:
    (own,) = told("```python\nModelRegistry('models').rollback('incident 7')\n```")
    (frame,) = told("```python\nshow(frame)\n```")

    assert own.stepwise
    assert not frame.stepwise


def test_an_own_registry_that_puts_the_version_before_into_use_is_a_way_back() -> None:
    registry = (
        "class ModelRegistry:\n    def register(self, version, metrics):\n        self.index[version] = metrics\n"
        "    def {}(self, reason):\n        self.index['production'] = self.index['previous']\n"
    )

    assert [item.stepwise for item in ways(**{"registry.py": registry.format("rollback")})] == [True]
    assert not ways(**{"registry.py": registry.format("promote")})


def test_the_latest_drill_counts() -> None:
    (found,) = told(
        "```\nkubectl rollout undo deployment/a\n```\nDrills: 2025-11-02, 2026-03-09. Written 2026-06-01 by B"
    )

    assert found.drilled == dt.date(2026, 6, 1)  # one line: what else stands in it cannot be told apart

    (found,) = told("```\nkubectl rollout undo deployment/a\n```\nWritten on 2026-06-01.\n\nLast drill: 2026-03-09")

    assert found.drilled == dt.date(2026, 3, 9)


def test_steps_name_the_model_in_their_own_heading_and_by_its_weights_too() -> None:
    (weights,) = told("### Code and weights\n```\nkubectl rollout undo deployment/a\n```\nAsk its owner.")
    (code,) = told("### Code\n```\nkubectl rollout undo deployment/a\n```\nAsk its owner.")

    assert weights.about_models
    assert not code.about_models


def test_a_deployment_that_takes_a_version_is_a_way_back() -> None:
    text = """
on: {workflow_dispatch: {inputs: {model_version: {required: true}}}}
jobs:
  ship: {runs-on: u, steps: [{run: "bentoml deploy churn:${{ inputs.model_version }}"}]}
"""
    (found,) = rollbacks(repo_of({".github/workflows/x.yml": text}))

    assert found.stepwise
    assert found.about_models


AZURE = """
parameters:
- name: {name}
  type: {kind}
steps:
- script: az ml model deploy --name churn --model 'churn:${{{{ parameters.{used} }}}}'
"""


@pytest.mark.parametrize(
    ("name", "kind", "used", "found"),
    [
        ("modelVersion", "string", "modelVersion", True),
        ("retrainModel", "boolean", "retrainModel", False),
        ("modelVersion", "string", "region", False),
    ],
    ids=["a version", "yes or no", "given and not used"],
)
def test_a_parameter_of_azure_that_names_a_version_is_a_way_back(
    name: str, kind: str, used: str, *, found: bool
) -> None:
    text = AZURE.format(name=name, kind=kind, used=used)
    assert bool(rollbacks(repo_of({"azure-pipelines.yml": text}))) is found


@pytest.mark.parametrize("needs", ["[check]", "[]"])
def test_a_version_that_a_job_before_hands_on_is_a_way_back_too(needs: str) -> None:
    text = f"""
on: {{workflow_dispatch: {{inputs: {{commit_sha: {{}}}}}}}}
jobs:
  check: {{runs-on: u, steps: [{{run: "test -n ${{{{ github.event.inputs.commit_sha }}}}"}}]}}
  ship: {{runs-on: u, needs: {needs}, steps: [{{run: "helm upgrade churn ./chart"}}]}}
"""
    assert bool(rollbacks(repo_of({".github/workflows/x.yml": text}))) is (needs == "[check]")


def test_a_platform_that_goes_back_by_itself_is_no_way_back_afterwards() -> None:
    text = 'resource "aws_ecs_service" "a" {\n  deployment_circuit_breaker {\n    rollback = true\n  }\n}\n'
    (found,) = rollbacks(repo_of({"main.tf": text}))

    assert not found.stepwise
    assert found.place.line == 2


@pytest.mark.parametrize(("alarms", "goes_back"), [("      Alarms: [!Ref Errors]\n", True), ("", False)])
def test_a_function_whose_alarms_end_its_canary_goes_back_by_itself(alarms: str, goes_back: bool) -> None:
    text = (
        "Resources:\n Ask:\n  Type: AWS::Serverless::Function\n  Properties:\n   DeploymentPreference:\n"
        f"      Type: Canary10Percent5Minutes\n{alarms}"
    )
    assert [item.stepwise for item in rollbacks(repo_of({"template.yaml": text}))] == [False] * goes_back


@given(st.text(max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    told(text)


def test_steps_after_an_update_of_packages_bring_back_no_release() -> None:
    steps = "```\ngit revert abc\ngit push origin main\n```\nDeploy the reverted version.\n"
    after = f"# Updates\n## Rollback procedures\nIf an update by Dependabot breaks production:\n{steps}"
    shipped = "# Operations\n## Rollback\n```\nkubectl rollout undo deployment/a\n```\nDependabot opens a fix.\n"

    assert not any(item.stepwise for item in ways(**{"docs/dependency-updates.md": after}))
    assert not any(item.stepwise for item in ways(**{"docs/operations.md": after}))
    assert [item.stepwise for item in ways(**{"docs/operations.md": shipped})] == [True]


def test_a_plan_of_one_change_tells_how_it_is_undone_and_a_plan_to_go_back_how_any_release_is() -> None:
    text = "# Plan\n## Rollback\n```\nkubectl rollout undo deployment/a\n```\n"

    assert [item.stepwise for item in ways(**{"docs/plans/caching.md": text})] == [False]
    assert [item.stepwise for item in ways(**{"docs/plans/rollback.md": text})] == [True]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("helm upgrade churn ./chart --reuse-values --set canary.trafficPercent=0 # rollback", 1),
        ("helm upgrade churn ./chart --set canary.enabled=false   # promote", 0),
        ("echo done # no rollback", 0),
    ],
)
def test_a_command_that_a_remark_behind_it_calls_a_way_back(line: str, count: int) -> None:
    found = ways(**{"docs__canary.md": f"# Canary\n## Releases\n```bash\nhelm upgrade churn ./chart\n{line}\n```\n"})

    assert [item.stepwise for item in found] == [True] * count
