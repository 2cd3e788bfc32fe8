"""What brings software to where it is used, and what only builds, asks or tries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.deployment.clusters.gitops import followings
from seatrial.facts.deployment.releases.deliveries import deliveries, runs_before
from seatrial.facts.deployment.releases.delivery_commands import Brings
from tests.repositories import repo_of
from tests.workflows import workflow


def brought(run: str, events: str = "{push: {branches: [main]}}") -> list[Brings]:
    lines = "\n".join(f"          {line}" for line in run.splitlines())
    text = f"on: {events}\njobs:\n  ship:\n    runs-on: u\n    steps:\n      - run: |\n{lines}\n"
    return [item.brings for item in deliveries(repo_of({".github/workflows/x.yml": text}))]


@pytest.mark.parametrize(
    "run",
    [
        "kubectl apply -f k8s/",
        "helm upgrade --install churn ./chart",
        "az ml model deploy --name churn",
        "azd up --no-prompt",
        "azd deploy api",
        'curl -X POST "${{ secrets.RENDER_DEPLOY_HOOK }}"',
        'ssh me@host "cd app && docker compose up -d"',
        "git push https://x:$HF_TOKEN@huggingface.co/spaces/me/app main",
        "uv run mda deploy . --name prod",
        "cd apps && kustomize edit set image churn=reg/churn:$SHA\ngit commit -am x\ngit push",
        "yq -i '.image.tag = \"$SHA\"' prod/values.yaml\ngit push origin main",
        "curl -X POST ${{ secrets.DEPLOYMENT_WEBHOOK_URL }}",
        "az storage account create --kind StorageV2\naz webapp config container set --name churn",
        "cat <<EOF > job.yaml\nkind: Job\nEOF\nkubectl apply -f job.yaml",
    ],
)
def test_what_changes_an_environment_deploys(run: str) -> None:
    assert brought(run) == [Brings.DEPLOYS]


@pytest.mark.parametrize(
    "run",
    [
        "kubectl apply --dry-run=client -f k8s/",
        "kubectl rollout status deployment/churn",
        'echo "kubectl apply -f k8s/"',
        "terraform plan",
        "azd provision",
        "docker build -t churn .",
        "kind create cluster\nkubectl apply -f k8s/",
        "az webapp log tail --name churn",
        "twine upload --repository testpypi dist/*",
        "git push origin main",
        "make deploy",
    ],
)
def test_what_asks_tries_or_says_delivers_nothing(run: str) -> None:
    assert brought(run) == []


@pytest.mark.parametrize(
    ("code", "there"),
    [
        ("from zenml.client import Client\nfrom pipe import nightly\nnightly.create_snapshot(name='x')", True),
        ("from prefect import flow\nfrom nightly import run\nrun.deploy(name='x', work_pool_name='y')", True),
        ("from azure.ai.ml import MLClient\nclient.online_deployments.begin_create_or_update(blue)", True),
        ("import deployer\ndeployer.deploy('x')", False),
        ("from zenml.client import Client\nClient().trigger_pipeline('nightly')", False),
        ("import pulumi.automation as auto\nauto.create_or_select_stack(stack_name='prod').up()", True),
        ("import pulumi.automation as auto\nauto.create_or_select_stack(stack_name='prod').preview()", False),
    ],
)
def test_a_program_that_puts_something_into_service_by_its_platforms_library_deploys(code: str, there: bool) -> None:
    for run in ("python ops/ship.py --stage x", "python -m ops.ship"):
        found = deliveries(repo_of({".github/workflows/x.yml": workflow(run), "ops/ship.py": code}))

        assert [item.brings for item in found] == ([Brings.DEPLOYS] if there else [])


def test_a_push_of_an_image_and_a_publication_are_told_apart() -> None:
    assert brought("docker push me/churn:1\ntwine upload dist/*") == [Brings.PUSHES, Brings.PUBLISHES]
    assert brought("aws s3 sync dags s3://airflow/dags\naws s3 sync data s3://airflow/data") == [Brings.DEPLOYS]


@pytest.mark.parametrize("action", ["relekang/python-semantic-release@v7", "python-semantic-release/publish-action@v9"])
def test_an_action_that_releases_by_the_words_of_commits_publishes(action: str) -> None:
    repo = repo_of({".github/workflows/release.yml": workflow(f"uses: {action}", on="push")})

    assert [item.brings for item in deliveries(repo)] == [Brings.PUBLISHES]


def test_only_runs_before_the_delivery_hold_it_back() -> None:
    text = """
on: {push: {branches: [main]}}
jobs:
  lint: {runs-on: u, steps: [{run: ruff check}]}
  test: {runs-on: u, steps: [{run: pytest}]}
  ship:
    runs-on: u
    needs: [%s]
    steps:
      - run: kubectl apply -f k8s/
      - run: pytest smoke/
"""
    for needed, count in (("test", 1), ("lint", 0)):
        repo = repo_of({".github/workflows/x.yml": text % needed})
        assert len(runs_before(repo, deliveries(repo)[0])) == count


@pytest.mark.parametrize(
    ("text", "automatic"),
    [
        ("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  syncPolicy: {automated: {}}\n", True),
        ("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n", False),
        ("apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {path: ./prod}\n", True),
        ("apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {suspend: true}\n", False),
    ],
)
def test_a_cluster_follows_the_repository_by_itself_or_when_somebody_says_so(text: str, automatic: bool) -> None:
    named = text.replace("spec:", "metadata: {name: price}\nspec:", 1)

    assert [item.automatic for item in followings(repo_of({"deploy/app.yaml": named}))] == [automatic]


def test_render_follows_unless_its_file_says_no() -> None:
    text = "services:\n  - {type: web, name: a}\n  - {type: web, name: b, autoDeploy: false}\n"

    assert [item.automatic for item in followings(repo_of({"render.yaml": text}))] == [True, False]


@pytest.mark.parametrize(
    ("text", "automatic"),
    [
        ("{}", True),
        ('{"git": {"deploymentEnabled": {"dev": false}}}', True),
        ('{"git": {"deploymentEnabled": {"main": false}}}', False),
        ('{"git": {"deploymentEnabled": false}}', False),
    ],
)
def test_vercel_follows_unless_its_file_says_no(text: str, automatic: bool) -> None:
    assert [item.automatic for item in followings(repo_of({"vercel.json": text}))] == [automatic]


def test_a_file_of_vercel_beside_documents_follows_nothing_that_runs() -> None:
    assert not followings(repo_of({"docs/vercel.json": "{}"}))


@given(st.text(max_size=60))
def test_no_command_is_too_strange(run: str) -> None:
    brought(run)


TESTS = "on: {workflow_call: {}}\njobs:\n  unit:\n    runs-on: u\n    steps: [{run: pytest}]\n"
SHIPS = "on: {workflow_call: {}}\njobs:\n  ship:\n    runs-on: u\n    steps: [{run: kubectl apply -f k8s/}]\n"
MIDDLE = "on: {workflow_call: {}}\njobs:\n  go: {uses: ./.github/workflows/ship.yml}\n"
TOP = """
on: {push: {branches: [main]}}
jobs:
  check: {uses: ./.github/workflows/test.yml}
  release: {needs: check, uses: ./.github/workflows/middle.yml}
"""


def held(**flows: str) -> int:
    repo = repo_of({f".github/workflows/{name}.yml": text for name, text in flows.items()})
    return len(runs_before(repo, deliveries(repo)[0]))


def test_the_tests_that_the_caller_of_a_caller_waits_for_hold_a_delivery_back() -> None:
    assert held(test=TESTS, ship=SHIPS, middle=MIDDLE, top=TOP) == 1


def test_a_delivery_that_starts_whatever_happened_is_held_back_by_nothing() -> None:
    job = "runs-on: u\n    steps: [{run: %s}]\n"
    text = f"on: push\njobs:\n  unit:\n    {job % 'pytest'}  ship:\n    needs: unit\n"
    ships = f"    {job % 'kubectl apply -f k8s/'}"

    assert (held(a=text + ships), held(a=f"{text}    if: always()\n{ships}")) == (1, 0)


@pytest.mark.parametrize(
    ("action", "brings"),
    [
        ("akhileshns/heroku-deploy@v3.13.15", [Brings.DEPLOYS]),
        ("somebody/heroku-docker-deploy@v1", [Brings.DEPLOYS]),
        ("somebody/heroku-review-comment@v1", []),
    ],
)
def test_an_action_that_brings_an_image_to_heroku_deploys(action: str, brings: list[Brings]) -> None:
    text = workflow(f"uses: {action}", on="{push: {branches: [main]}}")

    assert [item.brings for item in deliveries(repo_of({".github/workflows/x.yml": text}))] == brings


@pytest.mark.parametrize(
    ("run", "anew"),
    [
        ("docker push host/app:${{ github.sha }}", True),
        ("docker push host/app:amd64-$SHORT_SHA", True),
        ("docker push $REGISTRY/app:latest", False),
        ("docker push host/app", False),
    ],
)
def test_an_image_is_named_anew_where_an_expression_makes_its_tag(run: str, anew: bool) -> None:
    (item,) = deliveries(repo_of({".github/workflows/x.yml": workflow(run)}))

    assert item.tagged_anew is anew


@pytest.mark.parametrize(
    ("uses", "given", "brings"),
    [
        ("huggingface/hub-sync@v0.1.0", "repo_type: ${{ env.KIND }}", [Brings.DEPLOYS]),
        ("huggingface/hub-sync@v0.1.0", "repo_type: model", []),
        ("nateraw/huggingface-sync-action@v0.0.5", "space_sdk: gradio", [Brings.DEPLOYS]),
        ("acme/deploy-to-huggingface-spaces@v1", "space: a", [Brings.DEPLOYS]),
        ("huggingface/doc-builder@main", "package: a", []),
    ],
)
def test_a_repository_that_is_brought_to_a_hub_is_deployed_as_a_space(
    uses: str, given: str, brings: list[Brings]
) -> None:
    step = f"    - uses: {uses}\n      with:\n        {given}\n"
    flow = f"on: {{push: {{branches: [main]}}}}\njobs:\n  a:\n    runs-on: x\n    steps:\n{step}"

    assert [one.brings for one in deliveries(repo_of({".github/workflows/cd.yml": flow}))] == brings


@pytest.mark.parametrize(
    ("told", "brings"),
    [("yq e -i '(.image.tag) |= \"$SHA\"' dev/values.yaml", [Brings.DEPLOYS]), ("python make_docs.py", [])],
)
def test_a_commit_that_tells_manifests_of_a_new_image_deploys_it(told: str, brings: list[Brings]) -> None:
    steps = f"      - run: {told}\n      - uses: EndBug/add-and-commit@v9\n        with: {{cwd: manifests}}\n"
    text = f"on: push\njobs:\n  ship:\n    runs-on: u\n    steps:\n{steps}"
    assert [one.brings for one in deliveries(repo_of({".github/workflows/x.yml": text}))] == brings


@pytest.mark.parametrize(
    ("repository", "brings"),
    [("acme/photos-docker", [Brings.PUSHES]), ("acme/infra", [Brings.DEPLOYS]), ("acme/website", [])],
)
def test_a_change_is_handed_to_the_repository_that_builds_or_deploys(repository: str, brings: list[Brings]) -> None:
    step = f"    - uses: peter-evans/repository-dispatch@v3\n      with:\n        repository: {repository}\n"
    flow = f"on: {{push: {{branches: [main]}}}}\njobs:\n  a:\n    runs-on: x\n    steps:\n{step}"

    assert [one.brings for one in deliveries(repo_of({".github/workflows/cd.yml": flow}))] == brings


@pytest.mark.parametrize(
    ("machine", "job", "run", "brings"),
    [
        ("[self-hosted, linux]", "deploy", "docker compose up -d", [Brings.DEPLOYS]),
        ("['${{ needs.build.outputs.stage }}']", "deploy", "sudo docker-compose -f a.yml up -d", [Brings.DEPLOYS]),
        ("{labels: [box]}", "deploy", "docker compose up --detach", [Brings.DEPLOYS]),
        ("self-hosted", "Continuous-Deployment", "sudo docker run -d -p 80:80 $IMAGE", [Brings.DEPLOYS]),
        ("self-hosted", "deploy", "docker run --rm -p 80:80 $IMAGE", []),
        ("ubuntu-latest", "deploy", "docker run -d -p 80:80 $IMAGE", []),
        ("[self-hosted]", "test", "docker compose up -d", []),
        ("[self-hosted]", "deploy", "docker compose up", []),
        ("ubuntu-24.04", "deploy", "docker compose up -d", []),
        ("'${{ matrix.os }}'", "deploy", "docker compose up -d", []),
    ],
)
def test_a_job_on_a_machine_of_the_owner_deploys_by_what_it_starts_there(
    machine: str, job: str, run: str, brings: list[Brings]
) -> None:
    text = f"on: push\njobs:\n  {job}:\n    runs-on: {machine}\n    steps:\n      - run: {run}\n"

    assert [item.brings for item in deliveries(repo_of({".github/workflows/x.yml": text}))] == brings


def test_an_image_that_later_builds_start_from_is_not_named_as_what_is_delivered() -> None:
    run = "docker push $DOCKER_BUILD_REPOSITORY:amd64\ndocker buildx imagetools create -t $REPO:latest $OTHER:amd64"
    lines = "\n".join(f"          {line}" for line in run.splitlines())
    text = f"on: {{push: {{branches: [main]}}}}\njobs:\n  ship:\n    runs-on: u\n    steps:\n      - run: |\n{lines}\n"
    first, second = deliveries(repo_of({".github/workflows/x.yml": text}))

    assert "imagetools create" in first.what
    assert "DOCKER_BUILD_REPOSITORY" in second.what
