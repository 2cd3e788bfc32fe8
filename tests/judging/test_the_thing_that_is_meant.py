"""Of several files, cards, starts and searches, a finding names the one that its owner would."""

from seatrial.model import Grade
from tests.judging.asked import FIT, LOAD, PREDICT, SERVICE, judge, steps

PAGE = "# Model card\n\n# BERT\n\n## Intended uses\n\nFill masks.\n\n## Training data\n\nBookCorpus of 2015.\n"
COPIED = {
    "models/bert-base-uncased/README.md": PAGE + "\n```python\npipeline('fill-mask', model='bert-base-uncased')\n```\n"
}
COMPOSE = "services:\n  api:\n    build: .\n"
TRAIN = "import pandas as pd\n" + FIT.replace("model =", "x = pd.read_csv('{}')\nmodel =")


def test_a_card_that_came_with_a_model_is_not_the_one_to_fill_in() -> None:
    told = judge("GOV-02", {**COPIED, "train.py": FIT})

    assert "describes a model that was made elsewhere" in told.message
    assert "State in MODEL_CARD.md" in steps("GOV-02", {**COPIED, "train.py": FIT})[0]
    assert "bert-base-uncased" not in judge("DAT-01", {**COPIED, "train.py": FIT}).message


def test_a_table_that_is_looked_up_is_not_the_data() -> None:
    def said(path: str) -> str:
        return judge("DAT-02", {path: "a,b\n1,2\n", "train.py": TRAIN.replace("{}", path)}).message

    assert "plain file in git" in said("data/trips.csv")
    assert said("data/reference/holidays_us.csv") == "nothing holds the data to a version"


def test_the_sources_of_a_page_are_not_those_of_the_data() -> None:
    page = (
        "# Guide\n\n## Data sources\n\nAll figures are taken from the table `forecasts` of the warehouse, as of 2024.\n"
    )

    assert "docs/data.md" in judge("DAT-01", {"docs/data.md": page, "train.py": FIT}).message
    assert "guide" not in judge("DAT-01", {"docs/dashboard_guide.md": page, "train.py": FIT}).message


def test_a_catalogue_for_programs_is_not_asked_for_terms() -> None:
    catalogue = {"dvc.yaml": "stages:\n  fit:\n    cmd: python train.py\n    deps: [data/trips.csv]\n"}
    readme = {
        "README.md": "# Trips\n\n## Data and model access\n\nAsk for the key, then run `dvc pull` in the folder.\n"
    }

    assert "names data for programs" in judge("DAT-01", {**catalogue, "train.py": FIT}).message
    assert "Add to README.md" in steps("DAT-01", {**catalogue, **readme, "train.py": FIT})[0]


def test_the_file_that_runs_in_use_is_named_and_not_that_of_developers() -> None:
    both = {**SERVICE, "development.yml": COMPOSE, "production.yml": COMPOSE}

    assert judge("PRF-04", both).message.startswith("production.yml")
    assert judge("PRF-04", {**SERVICE, "development.yml": COMPOSE}).message.startswith("development.yml")


def test_workers_are_said_where_the_server_reads_them() -> None:
    image = 'FROM python:3.12\nCOPY . .\nCMD ["gunicorn", "app:app"]\n'
    files = {**SERVICE, "Dockerfile": image, "docker-compose.yml": COMPOSE}
    told = {**files, "gunicorn.conf.py": "workers = 4\n"}

    assert "how many workers answer" in steps("PRF-04", files)[0]
    assert "with the workers of gunicorn.conf.py:1" in judge("PRF-04", told).message
    assert "how many workers answer" not in " ".join(steps("PRF-04", told))
    assert "the number of its workers" in judge("ARC-08", told).message
    by_variable = image.replace('"gunicorn", "app:app"', '"sh", "-c", "gunicorn app:app --workers ${WORKERS:-2}"')
    assert "with the workers of Dockerfile:3" in judge("PRF-04", {**files, "Dockerfile": by_variable}).message
    unset = by_variable.replace(":-2", "")
    assert "with the workers" not in judge("PRF-04", {**files, "Dockerfile": unset}).message
    # nothing here is started by it
    assert (
        "workers"
        not in judge("PRF-04", {**SERVICE, "docker-compose.yml": COMPOSE, "gunicorn.conf.py": "workers = 4\n"}).message
    )


def test_a_second_worker_is_not_asked_for_before_the_state_has_left_the_first() -> None:
    kept = "@app.post('/upload')\ndef upload(name: str):\n    files[name] = 1\n\n\n"
    asked = f"\n\n{kept}@app.get('/files')\ndef shown():\n    return files\n"
    app = {"app.py": LOAD.replace("\n\n\n", "\nfiles = {}\n\n\n") + PREDICT + asked, "docker-compose.yml": COMPOSE}

    assert steps("PRF-04", {**SERVICE, **app})[0].startswith("Move files out of the memory of app.py")


def test_a_measurement_on_a_desk_is_no_search_of_callers() -> None:
    search = "from langchain_chroma import Chroma\n\n\ndef find(text):\n    return Chroma().similarity_search(text)\n"
    desk = {"compare.py": search + "\n\nif __name__ == '__main__':\n    find('a')\n"}
    answer = "@app.post('/ask')\ndef ask(text: str):\n    find(text)\n    return OpenAI().responses.create(model='m')\n"
    app = "from fastapi import FastAPI\nfrom openai import OpenAI\nfrom search import find\n\napp = FastAPI()\n\n\n"
    image = {"Dockerfile": SERVICE["Dockerfile"], "search.py": search}

    served = {**image, **desk, "app.py": app + answer}
    assert [one.place.path for one in judge("SEC-24", served).evidence] == ["search.py"]


def test_a_step_of_an_engine_that_trains_keeps_data_and_model() -> None:
    step = "from sklearn.svm import SVC\nfrom zenml.steps import step\n\n\n@step\ndef trainer(x, y):\n"
    files = {"src/trainer.py": step + "    return SVC().fit(x, y)\n", "run.py": "from src.trainer import trainer\n"}

    assert judge("DAT-02", files).grade is Grade.IN_USE
    assert judge("OPS-04", files).message.startswith("ZenML keeps the model of each run")
    assert "ZenML's registry" in steps("OPS-04", files)[0]
    bare = {**files, "src/trainer.py": files["src/trainer.py"].replace("@step\n", "").replace("zenml", "other")}
    assert "ZenML" not in judge("OPS-04", bare).message


def test_a_table_for_a_test_is_not_named_before_the_one_that_is_learned_from() -> None:
    read = (
        "test = pd.read_csv('data/final_test.csv')\n" + TRAIN.replace("{}", "data/final_train.csv").partition("\n")[2]
    )
    files = {f"data/final_{name}.csv": "a,b\n1,2\n" for name in ("test", "train")}

    assert "data/final_train.csv" in steps("DAT-02", {**files, "train.py": "import pandas as pd\n" + read})[0]


def test_the_training_that_reads_rows_is_named_before_a_stand_in_that_is_fitted_on_rows_by_chance() -> None:
    drawn = "import numpy as np\n" + FIT.replace("model =", "x = np.random.{}\nmodel =")
    ci = "on: push\njobs:\n  m:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: python train_stub.py\n"
    files = {
        "model/train_rows.py": TRAIN.replace("{}", "rows.csv"),
        "train_stub.py": drawn.replace("{}", "randn(1000, 4)"),
        ".github/workflows/train.yml": ci,
    }

    assert "model/train_rows.py" in steps("DAT-02", files)[0]
    mixed = {**files, "train_stub.py": drawn.replace("{}", "permutation(rows())")}
    assert "train_stub.py" in steps("DAT-02", mixed)[0]
    alone = {path: text for path, text in files.items() if not path.startswith("model/")}
    assert "train_stub.py" in steps("DAT-02", alone)[0]


def test_a_readme_beside_modules_is_no_page_about_data() -> None:
    readme = "# Data\n\nThe module io.py reads what was downloaded from the source of 2024, see https://example.org.\n"

    assert judge("DAT-01", {"data/README.md": readme, "train.py": FIT}).evidence
    assert not judge("DAT-01", {"src/data/README.md": readme, "src/data/io.py": "", "train.py": FIT}).evidence


def test_a_median_of_prices_is_no_latency() -> None:
    found = {"results/insights.json": '{"prices": {"median": 163000.0}}', **SERVICE}
    timed = {"results/insights.json": '{"latency": {"median": 12.0}}', **SERVICE}

    assert not judge("PRF-02", found).evidence
    assert judge("PRF-02", timed).evidence


def test_a_benchmark_that_asks_no_model_is_not_the_one_to_extend() -> None:
    clock = "import time\nimport joblib\n\nbegin = time.perf_counter()\n"
    page = {"bench/bench_page.py": clock + "str(1)\n"}
    model = {"bench/bench_rows.py": clock + "joblib.load('m.joblib').predict([[1]])\n"}

    assert judge("PRF-02", {**SERVICE, **page}).message.startswith("bench/bench_page.py")
    assert judge("PRF-02", {**SERVICE, **page, **model}).message.startswith("bench/bench_rows.py")


def test_a_copy_in_another_folder_is_not_the_table_that_is_read() -> None:
    read = {"train/fit.py": TRAIN.replace("{}", "../scaled/rows.csv")}
    copies = {f"{folder}/rows.csv": "a,b\n1,2\n" for folder in ("page", "scaled")}

    assert "Name scaled/rows.csv" in steps("DAT-02", {**read, **copies})[0]
    assert "Name page/rows.csv" in steps("DAT-02", {**read, "page/rows.csv": "a,b\n1,2\n"})[0]


PUTS_OFF = (
    "from fastapi import APIRouter, BackgroundTasks\nfrom shop.asks import ask\n\nrouter = APIRouter()\n\n\n"
    "@router.post('/insert', status_code=202)\ndef insert(text: str, later: BackgroundTasks):\n    ask(text)\n"
    "    later.add_task(print, text)\n"
)
ANSWERS = (
    "from fastapi import APIRouter\nfrom shop.asks import ask\n\nrouter = APIRouter()\n\n\n"
    "@router.post('/query')\ndef query(text: str):\n    return ask(text)\n"
)


def test_the_route_to_drive_is_one_that_answers_and_not_one_that_puts_the_work_off() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/asks.py": "import joblib\n\nmodel = joblib.load('m.joblib')\n\n\n"
        "def ask(text):\n    return model.predict([text])\n",
        "shop/insert.py": PUTS_OFF,
        "shop/query.py": ANSWERS,
        "app.py": "from fastapi import FastAPI\nfrom shop import insert, query\n\napp = FastAPI()\n"
        "app.include_router(insert.router)\napp.include_router(query.router)\n",
    }

    assert "shop/query.py" in steps("PRF-03", files)[0]
    alone = {**files, "app.py": files["app.py"].replace("app.include_router(query.router)\n", "")}
    del alone["shop/query.py"]
    assert "shop/insert.py" in steps("PRF-03", alone)[0]


FACTORY = (
    "from flask import Flask\nimport joblib\n\nmodel = joblib.load('m.joblib')\n\n\n"
    "def create_app():\n    app = Flask('shop')\n\n"
    "    @app.post('/predict')\n    def predict():\n        return str(model.predict([[1]]))\n\n    return app\n"
)
RUNS = "from shop import create_app\n\napp = create_app()\n\nif __name__ == '__main__':\n    app.run()\n"


def test_a_package_that_makes_an_application_is_started_by_the_program_beside_it() -> None:
    files = {"shop/__init__.py": FACTORY, "run.py": RUNS, "requirements.txt": "flask\n"}

    assert "start run.py" in " ".join(steps("ARC-01", files))
    assert "start shop/__init__.py" in " ".join(steps("ARC-01", {**files, "run.py": "print(1)\n"}))
