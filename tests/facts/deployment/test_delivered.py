"""Of several trials of one service the one is meant that CI puts into service."""

from seatrial.component import components
from seatrial.facts.deployment.bounds.replicas import model_workloads
from seatrial.facts.deployment.releases.delivered import delivered_folders, is_delivered
from seatrial.facts.images.containers import main_image
from seatrial.facts.operations.records.prediction_records import prediction_records
from seatrial.facts.serving.service_files import application, application_beside
from seatrial.facts.serving.serving import doors_in_service, served
from seatrial.model import Place
from seatrial.repo import Repo
from tests.repositories import component_of, repo_of

FLASK = (
    "import joblib\nfrom flask import Flask, request\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/predict')\ndef predict():\n    return str(model.predict(request.get_json()))\n"
)
FUNCTION = (
    "import boto3, joblib\nmodel = joblib.load('m.joblib')\ntable = boto3.resource('dynamodb').Table('predictions')\n"
    "def lambda_handler(event, context):\n    score = model.predict(event['row'])\n"
    "    table.put_item(Item={'id': event['id'], 'prediction': score})\n    return score\n"
)
DEPLOY = (
    "on: {{push: {{branches: [main]}}}}\njobs:\n  go:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - {{uses: actions/checkout@v4, working-directory: docs}}\n      - run: terraform apply -auto-approve\n"
    "{folder}"
)
IMAGE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["gunicorn", "app:app"]\n'
LAMBDA = 'FROM public.ecr.aws/lambda/python:3.12\nCOPY app.py ./\nCMD ["app.lambda_handler"]\n'


def trials(folder: str = "        working-directory: live\n") -> Repo:
    files = {
        "deploy/flask/app.py": FLASK, "deploy/flask/Dockerfile": IMAGE,
        "deploy/store/app.py": FUNCTION, "deploy/store/Dockerfile": LAMBDA,
        "live/app.py": FUNCTION, "live/Dockerfile": LAMBDA, "live/main.tf": 'resource "aws_lambda_function" "f" {}\n',
        ".github/workflows/deploy.yml": DEPLOY.format(folder=folder),
    }  # fmt: skip
    return repo_of(files)


def test_the_folder_counts_in_which_the_step_that_deploys_works() -> None:
    assert delivered_folders(trials()) == {"live"}
    assert is_delivered(trials(), "live/app.py")
    assert not is_delivered(trials(), "lively/app.py")
    assert delivered_folders(trials(folder="")) == frozenset()


def test_what_is_in_service_is_named_before_trials_of_it() -> None:
    (component,) = components(trials())
    image = main_image(component.repo)

    assert served(component)[0].place.path == "live/app.py"
    assert [door.place.path for door in doors_in_service(component)] == ["live/app.py"]
    assert image is not None
    assert image.path == "live/Dockerfile"
    assert prediction_records(component.repo)[0].place.path == "live/app.py"
    for place in (None, Place("deploy/flask/app.py", 1), Place("live/app.py", 1)):
        found = application_beside(component, place)
        assert found is not None
        assert found.path == "live/app.py"


def test_where_ci_deploys_from_the_root_all_doors_stand_as_before() -> None:
    (component,) = components(trials(folder=""))
    found = application(component)

    assert len(doors_in_service(component)) == 3
    assert found is not None
    assert found.path == "deploy/flask/app.py"


WORK = """apiVersion: {api}
kind: {kind}
metadata: {{name: {name}}}
spec:
  template:
    spec:
      containers:
        - name: main
          image: {image}
"""


def names(**files: str) -> list[str]:
    component = component_of({f"k8s/{key}.yaml": text for key, text in files.items()})
    return [work.name for work in model_workloads(component)]


def test_the_network_of_a_cluster_is_not_the_model() -> None:
    scorer = WORK.format(api="apps/v1", kind="Deployment", name="scorer", image="registry.example.com/scorer:1")
    network = WORK.format(
        api="apps/v1", kind="DaemonSet", name="cilium", image="10.0.0.1:5000/quay.io/cilium/cilium:v1"
    )
    driver = WORK.format(api="apps/v1", kind="DaemonSet", name="gpus", image="nvcr.io/nvidia/k8s-device-plugin:v0.17")

    assert names(a=network, b=driver, c=scorer) == ["scorer"]


def test_a_tracking_server_whose_image_is_not_known_is_told_by_its_name() -> None:
    cloud = (
        'resource "google_cloud_run_v2_service" "{name}" {{\n  name = "{name}"\n'
        "  template {{\n    containers {{\n      image = var.image\n    }}\n  }}\n}}\n"
    )
    component = component_of({"main.tf": cloud.format(name="mlflow-server") + cloud.format(name="scorer")})

    assert "scorer" in [work.name for work in model_workloads(component)][:1]


def test_a_deployment_comes_before_a_job_that_ends() -> None:
    job = WORK.format(api="batch/v1", kind="Job", name="index", image="registry.example.com/index:1")
    scorer = WORK.format(api="apps/v1", kind="Deployment", name="scorer", image="registry.example.com/scorer:1")

    assert names(a=job, b=scorer) == ["scorer", "index"]
