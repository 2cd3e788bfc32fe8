"""What the pipelines of clouds run and wait for, whichever kind of file describes them."""

import pytest

from seatrial.facts.ci.approvals import questions
from seatrial.facts.ci.systems.code_pipelines import unread_pipelines
from seatrial.facts.ci.workflows import CiCommand, Event, jobs, runs, workflows
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.stage_use import promotions
from tests.repositories import repo_of

SPEC = "version: 0.2\nphases:\n  build:\n    commands:\n    - pytest tests\n"
TEMPLATE = """Parameters:
  Branch: {Type: String, Default: main}
Resources:
  Build:
    Type: AWS::CodeBuild::Project
    Properties:
      Source: {Type: CODEPIPELINE, BuildSpec: ops/buildspec.yml}
  Flow:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Stages:
      - Name: Source
        Actions:
        - Name: Git
          ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit}
          Configuration: {RepositoryName: a, BranchName: !Ref Branch}
      - Name: Build
        Actions:
        - Name: Test
          ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild}
          Configuration: {ProjectName: !Ref Build}
      - Name: DeployDev
        Actions:
        - Name: Stack
          RunOrder: 1
          ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation}
          Configuration: {ActionMode: CREATE_UPDATE, StackName: dev}
        - Name: Ask
          RunOrder: 2
          ActionTypeId: {Category: Approval, Owner: AWS, Provider: Manual}
      - Name: DeployPrd
        Actions:
        - Name: Prepare
          ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation}
          Configuration: {ActionMode: CHANGE_SET_REPLACE, StackName: prd}
        - Name: Stack
          RunOrder: 2
          ActionTypeId: {Category: Deploy, Owner: AWS, Provider: CloudFormation}
          Configuration: {ActionMode: CREATE_UPDATE, StackName: prd}
"""
TERRAFORM = """variable "branch" {
  default = "main"
}
resource "aws_codebuild_project" "tests" {
  source {
    type      = "CODEPIPELINE"
    buildspec = file("${path.module}/../ops/buildspec.yml")
  }
}
resource "aws_codepipeline" "flow" {
  stage {
    name = "Source"
    action {
      name          = "Git"
      category      = "Source"
      provider      = "CodeStarSourceConnection"
      configuration = { FullRepositoryId = "a/b", BranchName = var.branch }
    }
  }
  stage {
    name = "Build"
    action {
      name          = "Test"
      category      = "Build"
      provider      = "CodeBuild"
      configuration = { ProjectName = aws_codebuild_project.tests.name }
    }
  }
  stage {
    name = "DeployDev"
    action {
      name     = "Stack"
      category = "Deploy"
      provider = "ECS"
    }
  }
  stage {
    name = "Ask"
    action {
      name     = "Ask"
      category = "Approval"
      provider = "Manual"
    }
  }
  stage {
    name = "DeployPrd"
    action {
      name     = "Stack"
      category = "Deploy"
      provider = "ECS"
    }
  }
}
"""
PYTHON = """from aws_cdk import aws_codebuild as codebuild, aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions, aws_events_targets as targets


def flow(scope, repo):  # add_stage(stage_name="no")
    project = codebuild.PipelineProject(
        scope, "Tests", build_spec=codebuild.BuildSpec.from_source_filename("ops/buildspec.yml")
    )
    source = actions.CodeCommitSourceAction(action_name="Git", repository=repo, branch="main", output=OUT)
    made = codepipeline.Pipeline(scope, "Flow")
    made.add_stage(stage_name="Source", actions=[source])
    made.add_stage(stage_name="Build", actions=[actions.CodeBuildAction(action_name="Test", project=project)])
    made.add_stage(
        stage_name="DeployDev",
        actions=[
            actions.CloudFormationCreateUpdateStackAction(action_name="Stack", run_order=1, stack_name="dev"),
            actions.ManualApprovalAction(action_name="Ask", run_order=2),
        ],
    )
    made.add_stage(
        stage_name="DeployPrd",
        actions=[actions.CloudFormationCreateUpdateStackAction(action_name="Stack", stack_name="prd")],
    )
    return targets.CodePipeline(pipeline=made)
"""
TYPESCRIPT = """import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Pipeline, Artifact } from 'aws-cdk-lib/aws-codepipeline';
import * as actions from 'aws-cdk-lib/aws-codepipeline-actions';

const project = new codebuild.PipelineProject(this, 'Tests', {
  buildSpec: codebuild.BuildSpec.fromObject({ phases: { build: { commands: ['pytest tests'] } } }),
});
const ask = new actions.ManualApprovalAction({ actionName: 'Ask', runOrder: 2 });
new Pipeline(this, 'Flow', {
  stages: [
    { stageName: 'Source', actions: [
      new actions.GitHubSourceAction({ actionName: 'Git', branch: 'main', output }) ] },
    { stageName: 'Build', actions: [new actions.CodeBuildAction({ actionName: 'Test', project, input: output })] },
    { stageName: 'DeployDev', actions: [
      new actions.EcsDeployAction({ actionName: 'Stack', runOrder: 1, service: dev }), ask ] },
    // { stageName: 'Nothing', actions: [] },
    { stageName: 'DeployPrd', actions: [new actions.EcsDeployAction({ actionName: 'Stack', service: prd })] },
  ],
});
"""
STACKS = """from aws_cdk import pipelines


def flow(scope):
    made = pipelines.CodePipeline(
        scope, "Flow",
        synth=pipelines.ShellStep(
            "Synth", input=pipelines.CodePipelineSource.git_hub("acme/prices", "main"),
            commands=["pip install .", "pytest tests"],
        ),
    )
    made.add_stage(Application(scope, "Dev"), post=[pipelines.ShellStep("Smoke", commands=["curl $URL"])])
    made.add_stage(Application(scope, "Prod"), pre=[pipelines.ManualApprovalStep("Ask")])
"""
FLOWS = [
    {"flow.yml": TEMPLATE, "ops/buildspec.yml": SPEC},
    {"infra/main.tf": TERRAFORM, "ops/buildspec.yml": SPEC},
    {"infra/flow.py": PYTHON, "ops/buildspec.yml": SPEC},
    {"infra/lib/flow.ts": TYPESCRIPT, "infra/cdk.json": "{}"},
    {"infra/flow.py": STACKS},
]


@pytest.mark.parametrize("files", FLOWS)
def test_a_pipeline_of_a_cloud_tests_asks_and_deploys(files: dict[str, str]) -> None:
    repo = repo_of(files)
    (tests,) = runs(repo, "pytest")
    first, last = deliveries(repo)

    assert [(trigger.event, trigger.branches) for trigger in tests.triggers] == [(Event.PUSH, ("main",))]
    assert first.job.approval is None
    assert last.job.approval is not None
    assert tests.job.name in first.job.needs
    assert promotions(repo)[0].what.rpartition(", ")[2] == f"after {first.job.name}"
    assert len(questions(repo)) == 1
    assert {flow.system for flow in workflows(repo)} == {"CodePipeline"}


def test_a_buildspec_that_its_project_holds_has_its_line() -> None:
    held = "".join(f"          {line}\n" for line in SPEC.splitlines())
    source = "      Source: {Type: CODEPIPELINE, BuildSpec: ops/buildspec.yml}\n"
    text = TEMPLATE.replace(source, f"      Source:\n        BuildSpec: |\n{held}")
    (tests,) = runs(repo_of({"flow.yml": text}), "pytest")

    assert text.splitlines()[tests.place.line - 1].strip() == "- pytest tests"


def test_a_stack_that_takes_its_stages_from_elsewhere_is_not_read_to_its_end() -> None:
    made = "from aws_cdk import aws_codepipeline as codepipeline\nflow = codepipeline.Pipeline(app, stages=stages())\n"
    others = "from sagemaker.workflow.pipeline import Pipeline\nfrom aws_cdk import pipelines\nflow = Pipeline('a')\n"

    assert len(unread_pipelines(repo_of({"infra/flow.py": made}))) == 1
    assert unread_pipelines(repo_of({"infra/flow.py": others, "infra/all.py": PYTHON})) == ()


def test_tests_of_a_stack_describe_no_pipeline() -> None:
    assert workflows(repo_of({"tests/test_flow.py": PYTHON, "flow.py": "def flow(): ...\n"})) == ()


DECLARED = """resource "google_cloudbuild_trigger" "checks" {
  filename = "cloudbuild.yaml"
  github {
    %s
  }
}
"""
ASKED = 'push {\n      branch = "^main$"\n    }\n  }\n  approval_config {\n    approval_required = true'


@pytest.mark.parametrize(
    ("block", "events", "guards"),
    [
        ('pull_request {\n      branch = "^main$"\n    }', {Event.PULL_REQUEST}, True),
        ('push {\n      branch = "^main$"\n    }', {Event.PUSH}, True),
        ('push {\n      tag = "v.*"\n    }', {Event.TAG}, False),
        (ASKED, {Event.APPROVAL}, False),
    ],
)
def test_what_starts_a_build_of_google_is_declared_by_terraform(block: str, events: set[Event], guards: bool) -> None:
    build = "steps:\n- name: python\n  entrypoint: python\n  args: [-m, pytest]\n"
    tests = run_of({"cloudbuild.yaml": build, "infra/ci.tf": DECLARED % block})

    assert ({trigger.event for trigger in tests.triggers}, tests.guards) == (events, guards)


@pytest.mark.parametrize(
    ("pattern", "events"),
    [("PUSH", {Event.PUSH}), ("PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED", {Event.PULL_REQUEST})],
)
def test_a_hook_of_code_build_is_declared_by_terraform_or_a_template(pattern: str, events: set[Event]) -> None:
    terraform = (
        'resource "aws_codebuild_project" "a" {\n  source {\n    type = "GITHUB"\n  }\n}\n'
        'resource "aws_codebuild_webhook" "a" {\n  project_name = aws_codebuild_project.a.name\n  filter_group {\n'
        f'    filter {{\n      type = "EVENT"\n      pattern = "{pattern}"\n    }}\n  }}\n}}\n'
    )
    template = (
        "Resources:\n  A:\n    Type: AWS::CodeBuild::Project\n    Properties:\n      Source: {Type: GITHUB}\n"
        f"      Triggers: {{Webhook: true, FilterGroups: [[{{Type: EVENT, Pattern: '{pattern}'}}]]}}\n"
    )
    for name, text in (("a.tf", terraform), ("stack.yaml", template)):
        assert {trigger.event for trigger in run_of({name: text, "buildspec.yml": SPEC}).triggers} == events
    assert {trigger.event for trigger in run_of({"buildspec.yml": SPEC}).triggers} == {Event.OUTSIDE}


CLOUD_DEPLOY = """apiVersion: deploy.cloud.google.com/v1
kind: DeliveryPipeline
metadata: {name: prices}
serialPipeline:
  stages:
  - targetId: staging
  - targetId: production
---
apiVersion: deploy.cloud.google.com/v1
kind: Target
metadata: {name: production}
requireApproval: true
"""


def test_targets_of_cloud_deploy_follow_each_other_by_a_person() -> None:
    repo = repo_of({"clouddeploy.yaml": CLOUD_DEPLOY})

    assert {job.name: job.approval is not None for job in jobs(repo)} == {"staging": False, "production": True}
    assert len(deliveries(repo)) == 2
    assert len(promotions(repo)) == 1


def test_a_manifest_of_a_cluster_is_no_pipeline_of_cloud_deploy() -> None:
    assert workflows(repo_of({"deploy.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"})) == ()


def run_of(files: dict[str, str]) -> CiCommand:
    (found,) = runs(repo_of(files), "pytest")
    return found
