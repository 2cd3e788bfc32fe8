"""Of several trials of one service the one is meant that CI puts into service."""

from seatrial.component import components
from seatrial.facts.deployment.releases.delivered import delivered_folders, is_delivered
from seatrial.facts.images.containers import main_image
from seatrial.facts.operations.prediction_records import prediction_records
from seatrial.facts.serving.service_files import application, application_beside
from seatrial.facts.serving.serving import doors_in_service, served
from seatrial.model import Place
from seatrial.repo import Repo
from tests.repositories import repo_of

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
