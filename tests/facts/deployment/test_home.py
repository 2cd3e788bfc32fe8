"""Where does a component run, when several files say so or none does?"""

import pytest

from seatrial.facts.deployment.desk import meant_first
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.releases.deliveries import deliveries
from tests.judging.asked import SERVICE, message, steps
from tests.repositories import component_of, repo_of

DEPLOY = "on: {push: {branches: [main]}}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n"
BY_ECS = DEPLOY + "      - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n"
OF_AZURE = '{"bindings": [{"type": "httpTrigger"}]}'
COMPOSE = "services:\n  api:\n    build: .\n"
UNIT = "[Service]\nExecStart=/usr/bin/python3 listen.py\n"
PIPELINE = (
    "from google.cloud import aiplatform\n\nif __name__ == '__main__':\n"
    "    job = aiplatform.PipelineJob(display_name='train', template_path='train.json')\n    job.submit()\n"
)


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ("uses: aws-actions/amazon-ecs-deploy-task-definition@v2", Where.PLATFORM),
        ("run: gcloud run jobs deploy score --image eu.gcr.io/shop/score", Where.PLATFORM),
        ("run: aws lambda update-function-code --function-name score --image-uri it", Where.FUNCTIONS),
        ("run: kubectl apply -f k8s", Where.CLUSTER),
        ("run: kubectl apply -f k8s/functions.yaml", Where.CLUSTER),
        ("run: helm upgrade --install api charts/functions", Where.CLUSTER),
        ("run: ssh shop@host 'sudo kubectl apply -f functions.yaml'", Where.CLUSTER),
        ("run: ssh shop@host 'systemctl restart lambda'", Where.MACHINE),
        ("run: ssh shop@host 'docker compose pull && docker compose up -d'", Where.MACHINE),
    ],
)
def test_what_ci_deploys_it_by_says_where_it_runs(step: str, where: Where) -> None:
    files = {**SERVICE, ".github/workflows/deploy.yml": f"{DEPLOY}      - {step}\n"}

    assert home(component_of(files)).where is where


def test_a_push_by_git_leads_to_the_space_that_its_remote_names() -> None:
    there = "https://me:$KEY@huggingface.co/spaces/me/churn"
    push = f"run: |\n          git remote add it {there}\n          git push it main\n"
    kept = push.replace("huggingface.co/spaces", "example.com")
    name = ".github/workflows/deploy.yml"

    assert home(component_of({**SERVICE, name: f"{DEPLOY}      - {push}"})).where is Where.PLATFORM
    assert home(component_of({**SERVICE, name: f"{DEPLOY}      - {kept}"})).where is Where.UNKNOWN


def test_what_prepares_machines_of_a_platform_deploys_nothing() -> None:
    prepares = "from azure.ai.ml import MLClient\n\nclient = MLClient()\nclient.{}.begin_create_or_update(it)\n"
    workflow = {".github/workflows/deploy.yml": f"{DEPLOY}      - run: python ops.py\n"}

    assert not deliveries(repo_of({**workflow, "ops.py": prepares.format("compute")}))
    assert deliveries(repo_of({**workflow, "ops.py": prepares.format("online_deployments")}))


def test_files_of_functions_and_scripts_that_make_machines_say_where_it_runs() -> None:
    script = {"scripts/launch.sh": "#!/bin/sh\naws ec2 run-instances --image-id ami-1\n"}

    assert home(component_of({**SERVICE, "score/function.json": OF_AZURE})).where is Where.FUNCTIONS
    assert home(component_of({**SERVICE, **script})).where is Where.MACHINE
    assert (
        home(component_of({**SERVICE, **script, "docker-compose.yml": COMPOSE})).evidence[0].what.startswith("compose")
    )


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("ID=$(aws ec2 run-instances --image-id ami-1)", Where.MACHINE),
        ("start() {\n  sudo az vm create -n shop\n}\nstart", Where.MACHINE),
        ("# first, by hand: aws ec2 run-instances", Where.UNKNOWN),
        ("echo 'see gcloud compute instances create'", Where.UNKNOWN),
    ],
)
def test_a_script_makes_a_machine_by_its_commands_and_not_by_what_it_tells(line: str, where: Where) -> None:
    assert home(component_of({**SERVICE, "scripts/launch.sh": f"#!/bin/sh\n{line}\nls\n"})).where is where


@pytest.mark.parametrize(
    "described",
    [
        {"prompts/function.json": '{"name": "get_weather", "parameters": {"type": "object"}}'},
        {"tests/data/function.json": OF_AZURE},
    ],
)
def test_a_tool_of_a_language_model_and_data_of_tests_are_no_function(described: dict[str, str]) -> None:
    assert home(component_of({**SERVICE, **described})).where is Where.UNKNOWN


def test_a_platform_that_ci_deploys_to_weighs_more_than_a_file_for_one_machine() -> None:
    files = {**SERVICE, "docker-compose.yml": COMPOSE, ".github/workflows/deploy.yml": BY_ECS}

    assert home(component_of(files)).where is Where.PLATFORM


def test_where_pages_are_put_says_nothing_of_the_model() -> None:
    files = {**SERVICE, "docker-compose.yml": COMPOSE, ".github/workflows/deploy-frontend.yml": BY_ECS}

    assert home(component_of(files)).where is Where.MACHINE


@pytest.mark.parametrize("name", ["docker-compose-test.yml", "tests/docker-compose.yml"])
def test_a_file_that_starts_trials_says_nothing_of_where_it_runs(name: str) -> None:
    assert home(component_of({**SERVICE, name: COMPOSE})).where is Where.UNKNOWN


def test_what_starts_the_answering_program_comes_before_workers_beside_it() -> None:
    worker = {"listen.py": "import pika\n", "deploy/a.service": UNIT}
    files = {"app.py": SERVICE["app.py"], "Procfile": "web: gunicorn app:app\n", **worker}

    (evidence,) = home(component_of(files)).evidence

    assert evidence.place.path == "Procfile"


def test_a_program_that_hands_its_pipeline_to_a_platform_runs_there() -> None:
    fit = "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"

    assert home(component_of({"run.py": PIPELINE, "train.py": fit})).where is Where.PLATFORM


def test_a_service_that_trains_on_a_platform_need_not_answer_there() -> None:
    assert home(component_of({**SERVICE, "run.py": PIPELINE})).where is Where.UNKNOWN


def test_where_the_tracker_runs_the_model_need_not() -> None:
    resource = 'resource "aws_apprunner_service" "{}" {{\n  service_name = "it"\n}}\n'

    assert home(component_of({**SERVICE, "main.tf": resource.format("mlflow_server")})).where is Where.UNKNOWN
    assert home(component_of({**SERVICE, "main.tf": resource.format("churn")})).where is Where.PLATFORM


def test_a_part_that_a_profile_switches_off_runs_on_a_machine_beside_its_stores() -> None:
    compose = "services:\n  broker: {image: 'redpandadata/redpanda:v24.1.1'}\n  api: {build: ., profiles: [full]}\n"

    (evidence,) = home(component_of({**SERVICE, "docker-compose.yml": compose})).evidence

    assert "api" in evidence.what


def test_the_plain_file_of_compose_is_meant_before_variants_and_those_for_a_desk() -> None:
    names = ["docker-compose.dev.yml", "docker-compose-db.yml", "docker-compose.override.yml", "docker-compose.yml"]

    assert sorted(names, key=meant_first) == [names[3], names[1], names[0], names[2]]


def test_settings_belong_into_what_ci_brings_and_not_into_the_workflow() -> None:
    stack = "services:\n  web:\n    image: registry.test/churn:1\n"
    sends = {
        ".github/workflows/deploy.yml": f"{DEPLOY}      - run: ssh shop@host 'docker stack deploy -c stack.yml churn'\n"
    }
    template = (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Score:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      Handler: listen.handler\n      Runtime: python3.12\n"
    )
    packs = {".github/workflows/deploy.yml": f"{DEPLOY}      - run: sam deploy\n"}

    def told(files: dict[str, str]) -> str | None:
        manifest = home(component_of({**SERVICE, **files})).manifest
        return manifest.place.path if manifest else None

    assert told({**sends, "docker-compose.dev.yml": COMPOSE, "deploy/stack.yml": stack}) == "deploy/stack.yml"
    assert told({**packs, "template.yaml": template}) == "template.yaml"
    assert told(packs) is None


FUNCTION = (
    "import functions_framework\nimport joblib\n\n\n@functions_framework.http\ndef predict(request):\n"
    "    model = joblib.load('m.joblib')\n    return str(model.predict([request.get_json()['row']]))\n"
)


def test_a_function_that_bears_the_mark_of_its_cloud_runs_there() -> None:
    assert home(component_of({"main.py": FUNCTION})).where is Where.FUNCTIONS
    assert message("ARC-01", {"main.py": FUNCTION}).endswith("; nothing here deploys it")
    assert steps("ARC-01", {"main.py": FUNCTION})[0].startswith("Commit what deploys main.py")
    assert "route" in steps("PRF-03", {"main.py": FUNCTION})[0]
    assert "main.py:" not in steps("SEC-06", {"main.py": FUNCTION})[0]


def test_a_marked_function_beside_a_service_says_nothing_of_where_that_runs() -> None:
    assert home(component_of({**SERVICE, "functions/main.py": FUNCTION})).where is Where.UNKNOWN
    assert home(component_of({"main.py": FUNCTION, "docker-compose.yml": COMPOSE})).where is Where.MACHINE
