"""A finding shows where its step is to be done, and the step asks for the half that lacks."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.training.origins.stores import model_stores
from seatrial.facts.training.trained_beside import trained_beside
from seatrial.judging.judgement import judgement
from seatrial.model import Grade
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


@pytest.mark.parametrize(("name", "kept"), [("model_data", True), ("train_data", False), ("model_params", False)])
def test_what_holds_a_model_together_with_what_is_told_of_it_is_stored_as_one(name: str, kept: bool) -> None:
    (part,) = components(repo_of({"train.py": f"{FIT}    joblib.dump({name}, 'model.joblib')\n"}))

    assert bool(model_stores(part)) is kept


def test_bytes_of_a_model_whose_length_is_asked_are_stored_nowhere() -> None:
    measured = FIT + "    size = len(pickle.dumps(model))\n    bucket.upload(pickle.dumps(model))\n"
    (part,) = components(repo_of({"train.py": measured.replace("import joblib", "import pickle")}))

    assert [one.place.line for one in model_stores(part)] == [11]


def test_a_script_that_tries_models_beside_the_parts_says_nothing_of_their_models() -> None:
    part = part_beside_a_script(FIT + TRIED)

    assert trained_beside(part) == {"scripts/try_all.py"}
    assert [str(one.place) for one in judgement(CHECKS["DAT-11"], part).evidence] == ["cars/train.py:11"]


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


JOB = (
    "import pandas as pd\nfrom sklearn.svm import SVC\n\n\ndef train(db, job_id):\n    job = db.get(Job, job_id)\n"
    "    {}\n    rows = pd.read_parquet(path_of(chosen))\n    model = SVC().fit(rows, rows['y'])\n    {}\n"
    "    db.commit()\n"
)


def test_a_training_that_takes_the_data_set_of_its_row_is_not_asked_to_name_one() -> None:
    files = {"worker.py": JOB.format("chosen = job.settings.get('train_dataset_id')", "job.model_id = save(model)")}

    assert "SHA-256 of each data set in its row" in steps("DAT-02", files)[0]
    assert "the version of the data" not in steps("DAT-11", files)[0]


def test_what_a_request_names_is_no_row_that_keeps_it() -> None:
    files = {"worker.py": JOB.format("chosen = request.args.get('dataset_id')", "job.model_id = save(model)")}

    assert "in its row" not in steps("DAT-02", files)[0]


def routes(*guarded: str) -> dict[str, str]:
    guard = (
        "import jwt\nfrom fastapi import Depends, HTTPException\n\n\ndef require_user(token: str):\n    try:\n"
        "        return jwt.decode(token, KEY, algorithms=['HS256'])['sub']\n"
        "    except jwt.PyJWTError:\n        raise HTTPException(401)\n"
    )
    head = "import joblib\nfrom fastapi import Depends, FastAPI\nfrom guard import require_user\n\napp = FastAPI()\n"
    asked = "".join(
        f"\n\n@app.get('/{one}')\ndef {one}(user=Depends(require_user)):\n    return 1\n" for one in guarded
    )
    answers = "\n\n@app.post('/predict')\ndef predict(size: float):\n    return model.predict([[size]])\n"
    return {"guard.py": guard, "app.py": f"{head}model = joblib.load('m.joblib')\n{asked}{answers}"}


def test_an_open_route_beside_guarded_ones_is_to_have_their_guard() -> None:
    first = steps("SEC-05", routes("users", "jobs"))[0]

    assert first.startswith("Give the routes of app.py that nobody guards what guards the others: require_user of")


def test_one_guarded_route_makes_no_custom() -> None:
    assert steps("SEC-05", routes("users"))[0].startswith("Put a dependency that verifies a token")


def loader(*then: str) -> dict[str, str]:
    code = (
        "import hashlib\nimport logging\nimport joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
        "def load_model(path, expected):\n    data = open(path, 'rb').read()\n"
        "    digest = hashlib.sha256(data).hexdigest()\n"
        "    if expected != digest:\n        {}\n    model = joblib.load(path)\n    return model\n\n\n"
        "model = load_model('model.pkl', 'abc')\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
        "    return model.predict([[size]])\n"
    )
    return {"app.py": code.format(*then)}


def test_a_digest_that_is_compared_in_vain_is_to_stop_the_load() -> None:
    assert steps("SEC-03", loader("logging.warning('it differs')"))[0].startswith("Raise in app.py where the digest")
    assert str(judge("SEC-03", loader("logging.warning('it differs')")).evidence[0].place) == "app.py:12"


def in_a_try(*handler: str, code: str = loader("logging.warning('it differs')")["app.py"]) -> dict[str, str]:
    begin, end = code.index("    try:" if "    try:" in code else "    data = "), code.index("    model = joblib")
    tried = "".join(f"    {line}\n" for line in code[begin:end].splitlines())
    return {"app.py": code[:begin] + "    try:\n" + tried + "".join(handler) + code[end:]}


def test_a_raise_that_a_try_would_swallow_is_asked_for_outside_of_it() -> None:
    swallowed = in_a_try("    except Exception as e:\n        logging.info(e)\n")
    assert "outside of the try whose except in line 15 goes on" in steps("SEC-03", swallowed)[0]
    raised = in_a_try("    except Exception as e:\n        logging.info(e)\n        raise\n")
    assert "outside" not in steps("SEC-03", raised)[0]
    other = in_a_try("    except KeyError as e:\n        logging.info(e)\n")
    assert "outside" not in steps("SEC-03", other)[0]


def test_a_raise_that_two_tries_would_swallow_is_asked_for_outside_of_both() -> None:
    goes_on = "    except Exception as e:\n        logging.info(e)\n"
    twice = in_a_try(goes_on, code=in_a_try(goes_on)["app.py"])
    last = max(
        at for at, line in enumerate(twice["app.py"].splitlines(), start=1) if line == "    except Exception as e:"
    )

    assert f"outside of the try whose except in line {last} goes on" in steps("SEC-03", twice)[0]


def test_a_difference_that_stops_the_load_is_not_called_vain() -> None:
    assert not any("only told" in step for step in steps("SEC-03", loader("raise ValueError('it differs')")))


LAZY = (
    "import sklearn\nimport joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nkept = {}\n\n\n"
    "@app.get('/health')\ndef health():\n"
    "    return {'status': 'ok'}\n\n\ndef model_of(name):\n    if name not in kept:\n"
    "        kept[name] = joblib.load(name + '.joblib')\n    return kept[name]\n\n\n"
    "@app.post('/predict')\ndef predict(name: str, size: float):\n    model = model_of(name)\n"
    "    return model.predict([[size]])\n"
)
LOAD = "\n\n@app.post('/models/load')\ndef load(name: str):\n    return str(model_of(name))\n"


def test_a_service_whose_models_requests_load_is_ready_without_one() -> None:
    assert "POST /models/load" in steps("ARC-03", {"app.py": LAZY + LOAD})[0]
    assert steps("ARC-03", {"app.py": LAZY})[0].endswith("a small sample was answered, which loads the model.")


AUTHORS = "# Deep nets\n\n[Ada Byron](https://github.com/ada)\\*,\n[Max Planck](https://github.com/planck)\n"
PAPER = {"seatrial.yaml": "schema: 1\narchetype: research-code\n", "net.py": "import torch\n"}


def test_authors_who_are_named_are_asked_which_of_them_answers() -> None:
    assert steps("GOV-01", {**PAPER, "README.md": AUTHORS})[0].startswith("Say in README.md which of its authors")
    used = "# Deep nets\n\nBuilt with [Ada Byron](https://github.com/ada/tools) and [Max](https://github.com/planck).\n"
    assert not steps("GOV-01", {**PAPER, "README.md": used})[0].startswith("Say in README.md which")


SETS = (
    "from torch.utils.data import Dataset\n\n\nclass {0}Train(Dataset):\n    FILES = ['a.tar']\n\n\n"
    "class {0}Validation({1}):\n    FILES = ['b.tar']\n"
)
LISTED = (
    "\n\nclass CatsTrain(Dataset):\n    paths = read('cats_train.txt')\n\n\n"
    "class CatsVal(Dataset):\n    paths = read('cats_val.txt')\n"
)
STEP = (
    "import torch\nimport pytorch_lightning as pl\nimport sets\n\n\nclass Net(pl.LightningModule):\n"
    "    def training_step(self, batch, at):\n        return self(batch)\n\n"
    "    def validation_step(self, batch, at):\n        return self(batch)\n\n\n"
    "trainer = pl.Trainer()\ntrainer.fit(Net())\n"
)


def test_a_set_is_kept_apart_where_its_class_stands_and_not_where_it_is_judged() -> None:
    places = judge("DAT-06", {"train.py": STEP, "sets.py": SETS.format("Dogs", "Dataset") + LISTED}).evidence

    assert [str(one.place) for one in places] == ["sets.py:16", "sets.py:8"]
    others = judge("DAT-06", {"train.py": STEP, "sets.py": SETS.format("Dogs", "unittest.TestCase")}).evidence
    assert [one.place.path for one in others] == ["train.py"]


def test_the_first_test_is_of_own_code_and_not_of_what_was_taken_over() -> None:
    taken = '"""shout-out to https://github.com/somebody/nets"""\n\n\n' + "def attend(x):\n" + "    x = x + 1\n" * 9
    own = "def scale(x):\n    y = x * 2\n    return y\n"

    assert "scale in own.py" in steps("OPS-01", {"nets.py": taken, "own.py": own})[0]
    assert "attend in nets.py" in steps("OPS-01", {"nets.py": taken.replace("shout-out to", "see"), "own.py": own})[0]


KEYED = (
    "import os\nimport joblib\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n"
    "model = joblib.load('model.joblib')\n\n\n@app.post('/predict')\ndef predict(request: Request, size: float):\n"
    "    if key := os.environ.get('RANKER_API_KEY'):\n        if request.headers.get('x-api-key') != key:\n"
    "            raise HTTPException(401)\n    return model.predict([[size]])\n"
)
AT_START = (
    "import os\nimport secrets\nimport joblib\nfrom fastapi import FastAPI, HTTPException, Request\n\n"
    "KEY = os.environ.get('RANKER_API_KEY', '')\n"
    "if not KEY and os.environ.get('ALLOW_ANONYMOUS') != '1':\n    raise SystemExit('RANKER_API_KEY is not set')\n"
    "app = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n@app.post('/predict')\n"
    "def predict(request: Request, size: float):\n    sent = request.headers.get('x-api-key', '')\n"
    "    if KEY and not secrets.compare_digest(sent, KEY):\n        raise HTTPException(401)\n"
    "    return model.predict([[size]])\n"
)


def test_a_key_that_the_readme_calls_optional_may_be_left_out_by_a_name_of_its_own() -> None:
    free = {"app.py": KEYED, "README.md": "# Ranker\n\nSet the optional `RANKER_API_KEY` to ask for a key.\n"}
    assert steps("SEC-05", free)[0].startswith("Start app.py without its key, optional by README.md, only with")
    other = {"app.py": KEYED, "README.md": "# Ranker\n\nThe optional `OPENAI_API_KEY` is for another model.\n"}
    assert steps("SEC-05", other)[0].startswith("Refuse to start without its secret")


def test_a_start_without_a_key_that_is_asked_for_by_name_is_decided() -> None:
    assert judge("SEC-05", {"app.py": AT_START}).grade is Grade.SUBSTANTIVE


BY_STAGE = (
    "import mlflow\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = mlflow.pyfunc.load_model('models:/ranker@prod')\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
    "    return model.predict([[size]])\n"
)
MOVES = (
    "import mlflow\n\nclient = mlflow.MlflowClient()\n\n\ndef main(version, mae):\n    if mae < 3:\n"
    "        client.set_registered_model_alias('ranker', 'prod', version)\n\nif __name__ == '__main__':\n    main(1, 2)"
)


def test_a_stage_that_own_code_moves_is_the_approval() -> None:
    moved = steps("SEC-03", {"app.py": BY_STAGE, "promote.py": MOVES})
    alone = steps("SEC-03", {"app.py": BY_STAGE})

    assert moved[0].startswith("Keep a digest of its files with that version")
    assert alone[0].startswith("Ask for the version that was approved by its number")


def test_of_several_trainings_of_one_rank_the_file_that_leads_to_all_keeps_the_model() -> None:
    learner = "import {0}\n\n\nclass Agent:\n    def train_model(self, rows):\n        net = {0}.PPO('mlp', rows)\n"
    learner += "        net.learn(10)\n        net.save('own')\n        return net\n"
    both = "from lib.one import Agent\nfrom lib.two import Agent as Other\n\n\ndef train(rows, kind):\n"
    both += "    model = Agent().train_model(rows) if kind else Other().train_model(rows)\n    model.save('kept')\n"
    files = {
        "setup.py": "from setuptools import setup\n\nsetup(name='lib', version='1.0', packages=['lib'])\n",
        "lib/__init__.py": "from lib.train import train\n",
        "lib/train.py": both,
        "lib/one.py": learner.format("stable_baselines3"),
        "lib/two.py": learner.format("sb3_contrib"),
    }
    (part,) = components(repo_of(files))

    assert {str(one.place.path) for one in model_stores(part)} == {"lib/train.py"}
