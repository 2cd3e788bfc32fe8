"""Of several the product's own is meant, and what starts code weighs more than what it is called."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.data.drift import drift
from seatrial.facts.images.containers import main_image
from seatrial.facts.models.model_loading import unsafe_loads
from seatrial.facts.product.named_parts import names_another, own_first
from seatrial.facts.product.parts import Part, by_part, part_of
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import jobs
from seatrial.facts.testing.driven_routes import driving_tests
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.training import training
from seatrial.model import Place
from seatrial.repo import Repo
from tests.notebooks import notebook
from tests.repositories import component_of, repo_of

FIT = "from sklearn.linear_model import Ridge\n\nmodel = Ridge().fit([[1.0]], [1.0])\n"
ACTS = "print(1)\n"
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n'


def part(path: str, files: dict[str, str]) -> Part:
    return part_of(repo_of({path: ACTS, **files}), path)


def test_what_an_image_starts_is_deployed() -> None:
    assert part("app.py", {"Dockerfile": IMAGE}) is Part.DEPLOYED


def test_what_a_deployment_starts_is_the_product_whatever_it_is_called() -> None:
    started = IMAGE.replace("app.py", "demo_server.py")

    assert part("demo_server.py", {"Dockerfile": started}) is Part.DEPLOYED
    assert part("demo_server.py", {"Dockerfile": IMAGE, "app.py": ACTS}) is Part.BESIDE


def test_a_copy_that_a_model_server_would_find_comes_after_what_an_image_brings() -> None:
    handler = (
        "import joblib\nimport sklearn\n\n\ndef model_fn(model_dir):\n    return joblib.load(model_dir)\n\n\n"
        "def predict_fn(data, model):\n    return model.predict(data)\n"
    )
    image = "FROM python:3.12\nWORKDIR /opt/ml/code\nCOPY model/inference.py model/serve.py ./\nCMD python serve.py\n"
    starts = "from inference import model_fn, predict_fn\n\nprint(predict_fn([1], model_fn('m.joblib')))\n"
    files = {"code/inference.py": handler, "model/inference.py": handler, "model/serve.py": starts}

    def first(more: dict[str, str]) -> str:
        return served(component_of({**files, **more}))[0].place.path

    assert first({"Dockerfile": image}) == "model/inference.py"
    assert first({}) == "code/inference.py"


def test_what_a_readme_tells_to_start_comes_before_what_people_may_start() -> None:
    readme = {"README.md": "# Shop\n\n```bash\npip install .\npython fit.py --fast\n```\n"}

    assert part("fit.py", readme) is Part.SHOWN
    assert part("other.py", readme) is Part.STARTED


def test_what_a_readme_starts_by_a_task_and_by_imports_is_shown_too() -> None:
    files = {
        "README.md": "# Shop\n\n```\nmake model\n```\n",
        "Makefile": "model:\n\tpython run.py\nclean:\n\tpython sweep_up.py\n",
        "run.py": "import steps\n\nif __name__ == '__main__':\n    steps.fit()\n",
        "sweep_up.py": ACTS,
    }
    steps = "def fit():\n    print(1)\n"
    repo = repo_of({**files, "steps.py": steps})

    assert part_of(repo, "run.py") is Part.SHOWN
    assert part_of(repo, "steps.py", "fit") is Part.SHOWN
    assert part_of(repo, "sweep_up.py") is Part.STARTED


def test_python_in_a_readme_is_no_command() -> None:
    assert part("fit.py", {"README.md": "# Shop\n\n```python\npython fit.py\n```\n"}) is Part.STARTED


def test_a_command_between_marks_of_code_with_a_path_of_windows_is_one() -> None:
    marked = "# Shop\n\n## Training\n\n    `python .\\src\\fit.py` ### this takes long\n"
    fenced = "# Shop\n\n```\npython src\\fit.py --name a\\b.py.txt\n```\n"

    assert part("src/fit.py", {"README.md": marked}) is Part.SHOWN
    assert part("src/fit.py", {"README.md": fenced}) is Part.SHOWN
    assert part("src/other.py", {"README.md": marked}) is Part.STARTED


def test_a_readme_below_starts_what_lies_beside_it() -> None:
    assert part("sub/fit.py", {"sub/README.md": "# Sub\n\n```sh\npython fit.py\n```\n"}) is Part.SHOWN


def test_what_nobody_starts_is_idle() -> None:
    assert part("lib.py", {"lib.py": "def f():\n    return 1\n"}) is Part.IDLE


def test_the_products_own_is_listed_first_and_what_stands_beside_last() -> None:
    files = {"a_bench.py": FIT, "b.py": FIT, "c.py": FIT, "README.md": "# A\n\n```sh\npython c.py\n```\n"}
    repo = repo_of(files)

    assert [item.place.path for item in by_part(repo, training(repo))] == ["c.py", "b.py", "a_bench.py"]


def test_the_training_that_makes_the_served_file_is_named_before_others() -> None:
    keeps = FIT + "import joblib\n\njoblib.dump(model, 'out/{}.joblib')\n"
    files = {
        "app.py": (
            "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
            "model = joblib.load('out/price.joblib')\n\n\n"
            "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows]).tolist()\n"
        ),
        "make_prices.py": keeps.format("price"),
        "train.py": keeps.format("churn"),
    }

    assert _main(files) == "make_prices.py"
    assert _main({**files, "app.py": files["app.py"].replace("price.joblib", "churn.joblib")}) == "train.py"


def test_a_training_that_a_readme_starts_is_named_before_an_older_one_of_such_a_name() -> None:
    files = {"a_trainer.py": FIT, "b_trainer.py": FIT}

    assert _main(files) == "a_trainer.py"
    assert _main({**files, "README.md": "# A\n\n```sh\npython b_trainer.py\n```\n"}) == "b_trainer.py"


def _main(files: dict[str, str]) -> str | None:
    found = main_training(component_of(files))
    return found.place.path if found else None


ANSWERS = (
    "import joblib\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\nmodel = joblib.load('price.joblib')\n\n\n"
    "@router.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows]).tolist()\n"
)
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/prices')\ndef prices():\n    return []\n"


def test_a_router_that_no_application_in_service_takes_in_answers_nobody() -> None:
    start = IMAGE.replace('"python", "app.py"', '"uvicorn", "app:app"')
    files = {"app.py": APP, "predictions.py": ANSWERS, "Dockerfile": start}

    assert _urls(files) == []
    assert _urls({**files, "Dockerfile": ""}) == ["/predict"]  # where nothing is in service, nobody knows
    taken = "import predictions\n\napp.include_router(predictions.router)\n"
    assert _urls({**files, "app.py": APP + taken}) == ["/predict"]
    handed = "from predictions import router\n\nfor one in (router,):\n    app.include_router(one)\n"
    assert _urls({**files, "app.py": APP + handed}) == ["/predict"]


def _urls(files: dict[str, str]) -> list[str]:
    return [item.endpoint.url for item in served(component_of(files))]


def test_an_engine_behind_the_own_program_is_named_by_the_application_before_it() -> None:
    compose = "services:\n  api:\n    build: .\n    ports: ['80:80']\n  llm:\n    image: ollama/ollama:0.3\n"
    start = IMAGE.replace('"python", "app.py"', '"uvicorn", "app:app"')
    alone = repo_of({"compose.yml": compose})
    behind = repo_of({"compose.yml": compose, "app.py": APP, "Dockerfile": start})

    assert [_answers(repo) for repo in (alone, behind)] == ["compose.yml", "app.py"]


def _answers(repo: Repo) -> str | None:
    (component,) = components(repo)
    place = answers_at(component)
    return place.path if place else None


def test_a_notebook_makes_the_served_model_too_by_a_name_of_which_a_part_varies() -> None:
    app = (
        "from fastapi import FastAPI\nfrom tensorflow.keras.models import load_model\n\napp = FastAPI()\n"
        "model = load_model('models/best_model_lstm.h5')\n\n\n@app.post('/predict')\ndef predict(rows: list[float]):\n"
        "    return model.predict([rows]).tolist()\n"
    )
    files = {"app.py": app, "1_simple.ipynb": _book("simple.pkl"), "2_deep.ipynb": _book("best_model_{kind}.h5")}

    assert _main(files) == "2_deep.ipynb"
    assert _main({**files, "2_deep.ipynb": _book("{kind}.h5")}) == "1_simple.ipynb"  # that may be any file


def _book(stored: str) -> str:
    return notebook(f"{FIT}import joblib\nkind = 'lstm'\njoblib.dump(model, f'out/{stored}')\n", ran=1)


def test_drift_gates_and_images_name_the_product_before_what_stands_beside_it() -> None:
    watches = (
        "from scipy.stats import ks_2samp\n\n\ndef detect_drift(reference, current, threshold=0.1):\n"
        "    if ks_2samp(reference, current).statistic > threshold:\n        raise SystemExit('drift')\n"
    )
    stops = "if f1 < MIN_F1:\n    raise ValueError\n"
    both = {"demo_watch.py": f"{FIT}{watches}{stops}", "watch.py": f"{FIT}{watches}{stops}"}
    repo = repo_of({**both, "bench/Dockerfile": IMAGE, "serve/Dockerfile": IMAGE, "app.py": ACTS})

    assert [item.place.path for item in drift(repo)] == ["watch.py", "demo_watch.py"]
    assert [item.place.path for item in quality_gates(repo)] == ["watch.py", "demo_watch.py"]
    assert (chosen := main_image(repo)) is not None
    assert chosen.path == "serve/Dockerfile"


NAMED_SERVICE = (
    "import joblib\nimport sklearn.svm\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = joblib.load('model.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows])\n"
)
USER = "class {}User(HttpUser):\n    @task\n    def ask(self):\n        self.client.post('/predict', json=[1.0])\n\n\n"
SHARED = (
    "from locust import HttpUser, task\n\n\n"
    + USER.format("BankChurn")
    + USER.format("CarVision")
    + "class Base:\n    pass\n"
)


def parts_of() -> dict[str, Component]:
    project = "[project]\nname = '{}'\nversion = '1.0'\ndependencies = ['scikit-learn']\n"
    files = {"load/locustfile.py": SHARED}
    for name in ("BankChurn-Predictor", "CarVision-Market"):
        files |= {f"{name}/pyproject.toml": project.format(name.lower()), f"{name}/app.py": NAMED_SERVICE}
    return {one.name: one for one in components(repo_of(files))}


def test_of_a_shared_file_what_is_named_for_the_part_stands_first() -> None:
    car = parts_of()["CarVision-Market"]

    assert [one.place.line for one in driving_tests(car)] == [4, 10]
    assert [one.place.line for one in own_first(car, driving_tests(car))] == [10, 4]


def test_what_is_named_for_nobody_and_what_is_the_part_s_own_belongs_to_each() -> None:
    bank = parts_of()["BankChurn-Predictor"]

    assert names_another(bank, Place("load/locustfile.py", 11))
    assert not names_another(bank, Place("load/locustfile.py", 5))
    assert not names_another(bank, Place("load/locustfile.py", 17))  # ``Base``
    assert not names_another(bank, Place("load/locustfile.py", 1))
    assert not names_another(bank, Place("BankChurn-Predictor/app.py", 10))


JOB_IMAGE = 'FROM python:3.12-slim\nCOPY . .\nRUN pip install .\nCMD ["python", "main.py"]\n'
FITS = "from sklearn.linear_model import Ridge\n\ndef work(x, y):\n    return Ridge().fit(x, y)\n"
ASKS = "import joblib\n\ndef work(x, y):\n    return joblib.load('m.joblib').predict(x)\n"


def main_job(*files: tuple[str, str]) -> str:
    """Return what the job is said to get to, where its image starts all of these files."""
    modules = [path.removesuffix(".py").replace("/", ".") for path, _ in files]
    main = "".join(f"import {name}\n" for name in modules) + "".join(f"{name}.work([], [])\n" for name in modules)
    (job,) = jobs(component_of({"Dockerfile": JOB_IMAGE, "main.py": main, **dict(files)}))
    return job.what.rpartition(" ")[2]


@pytest.mark.parametrize(
    ("main", "others"),
    [
        ("jobs/inference.py", [("jobs/training.py", FITS), ("utils/searchers.py", FITS)]),
        ("steps/score.py", [("core/models.py", ASKS), ("steps/evaluate.py", ASKS), ("zoo/train.py", FITS)]),
        ("batch.py", [("a_metrics.py", ASKS), ("tuning.py", ASKS)]),
        ("daily.py", [("alpha.py", FITS)]),
    ],
)
def test_what_answers_is_named(main: str, others: list[tuple[str, str]]) -> None:
    assert main_job((main, ASKS), *others) == main
    assert main_job(*others, (main, ASKS)) == main


def test_where_nothing_answers_what_trains_is_named_before_what_searches_for_settings() -> None:
    assert main_job(("train.py", FITS), ("search.py", FITS), ("lib/fits.py", FITS)) == "train.py"


def test_a_helper_alone_is_named_all_the_same() -> None:
    assert main_job(("utils/predict.py", ASKS)) == "utils/predict.py"


def test_programs_that_a_readme_starts_come_before_the_package_that_only_installs_with_them() -> None:
    load = "import torch\n\n\ndef load(path):\n    return torch.load(path)\n"
    files = {
        "README.md": "# Pictures\n\n```\npip install -e .\npython scripts/write.py\npython scripts/alter.py\n```\n",
        "setup.py": "from setuptools import find_packages, setup\n\nsetup(name='net', packages=find_packages())\n",
        "net/__init__.py": "",
        "net/model.py": load,
        "scripts/write.py": f"import net.model\n\n{load}\n\nload('m.ckpt')\n",
        "scripts/alter.py": f"import net.model\n\n{load}\n\nload('m.ckpt')\n",
    }

    assert first_loads(files) == ["scripts/write.py", "scripts/alter.py", "net/model.py"]
    published = files["setup.py"].replace("name='net'", "name='net', classifiers=['Programming Language :: Python']")
    assert first_loads({**files, "setup.py": published})[0] == "net/model.py"


def first_loads(files: dict[str, str]) -> list[str]:
    repo = repo_of(files)
    return [one.place.path for one in by_part(repo, unsafe_loads(repo))]
