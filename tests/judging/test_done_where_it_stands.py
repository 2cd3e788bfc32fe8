"""A finding shows where its step is to be done, and the step asks for the half that lacks."""

from seatrial.component import Component, components
from seatrial.facts.training.origins.stores import model_stores
from seatrial.facts.training.trained_beside import trained_beside
from seatrial.judging.judgement import judgement
from tests.repositories import repo_of

from .asked import CHECKS, judge, message, steps

FIT = (
    "import joblib\nimport mlflow\nimport pandas as pd\nfrom sklearn.svm import SVC\n\n\n"
    "def train():\n    rows = pd.read_csv('data/rows.csv')\n    model = SVC().fit(rows[['x']], rows['y'])\n"
)
TRIED = "    with mlflow.start_run():\n        mlflow.log_params(model.get_params())\n"
KEPT = "    joblib.dump(scaler, 'scaler.joblib')\n    joblib.dump(model, 'model.joblib')\n"


def part_beside_a_script(script: str) -> Component:
    project = "[project]\nname = '{}'\nversion = '1.0'\ndependencies = ['scikit-learn']\n"
    files = {"scripts/try_all.py": script}
    for name in ("bank", "cars"):
        files |= {f"{name}/pyproject.toml": project.format(name), f"{name}/train.py": FIT + KEPT}
        files |= {f"{name}/app.py": "import joblib\n\nmodel = joblib.load('model.joblib')\n"}
    return {one.name: one for one in components(repo_of(files))}["cars"]


def test_the_origin_of_a_model_is_asked_for_where_the_model_is_stored() -> None:
    shown = judge("DAT-11", {"train.py": FIT + TRIED + KEPT}).evidence

    assert [one.place.line for one in shown] == [13, 10, 11]
    assert shown[0].what == "dump keeps the model"


def test_what_is_stored_beside_a_model_is_none() -> None:
    part = part_beside_a_script("")

    assert [str(one.place) for one in model_stores(part)] == ["cars/train.py:11"]


def test_a_script_that_tries_models_beside_the_parts_says_nothing_of_their_models() -> None:
    part = part_beside_a_script(FIT + TRIED)

    assert trained_beside(part) == {"scripts/try_all.py"}
    assert judgement(CHECKS["DAT-11"], part).evidence == ()


def test_a_script_that_trains_by_the_code_of_the_part_speaks_for_it() -> None:
    assert not trained_beside(
        part_beside_a_script("from cars.train import train\n\n\n" + FIT + TRIED + "    train()\n")
    )


def test_stages_without_a_lock_are_to_be_run_and_not_to_be_written() -> None:
    stage = "stages:\n  train:\n    cmd: python train.py\n    deps: [data/rows.csv]\n    outs: [model.joblib]\n"
    files = {"train.py": FIT + KEPT, "data/rows.csv": "x,y\n1,0\n", "dvc.yaml": stage}

    assert steps("DAT-02", files)[0].startswith("Run `dvc repro` beside dvc.yaml, and commit dvc.lock")


def test_a_file_in_git_is_held_by_git_and_lacks_a_run_that_names_it() -> None:
    files = {"train.py": FIT + KEPT, "data/rows.csv": "x,y\n1,0\n"}

    assert message("DAT-02", files) == "this data is a plain file in git, and no run tells which state of it was read"
    assert steps("DAT-02", files)[0].startswith("Name data/rows.csv with its SHA-256 in a list")
