"""The steps about data fit the kind of data, the lock that is there and the way in which the model is trained."""

import pytest

from seatrial.model import Archetype
from tests.notebooks import notebook

from .asked import LOAD, PREDICT, advice, judge, message, steps

TABLE = (
    "import pandas as pd\nfrom sklearn.ensemble import RandomForestClassifier\n\nrows = pd.read_csv('rows.csv')\n"
    "model = RandomForestClassifier(random_state=1).fit(rows, rows['y'])\n"
)
PICTURES = (
    "import torch\nfrom PIL import Image\n\nmodel, optimizer = make()\nloss = model(Image.open('a.png'))\n"
    "loss.backward()\noptimizer.step()\noptimizer.zero_grad()\n"
)
SERVICE = (
    "from fastapi import FastAPI\nimport joblib\nimport pandas as pd\n\napp = FastAPI()\n"
    "model = joblib.load('model.joblib')\n\n\n@app.post('/predict')\ndef predict(body):\n"
    "    return model.predict(pd.read_csv(body))\n"
)
FITS = "from sklearn.svm import SVC\nfrom tools import table\n\nSVC().fit({}, y)\n"
READS_ITSELF = "import pandas\n" + FITS.format("pandas.read_csv(told[1])")
READS = "import pandas as pd\n\n\ndef {}():\n    return pd.read_csv('rows.csv')\n"


def test_pictures_have_no_columns_to_write_a_schema_for() -> None:
    assert steps("DAT-03", {"train.py": PICTURES})[0].startswith("Judge each example before train.py reads it")
    assert steps("DAT-03", {"train.py": TABLE})[0].startswith("Write a schema for what train.py reads")


def test_what_callers_send_a_service_that_trains_nothing_is_judged_with_the_request() -> None:
    files = {"app.py": SERVICE, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['uvicorn', 'app:app']\n"}

    assert not judge("DAT-03", files).applies


def test_a_network_has_no_random_state() -> None:
    assert not any("random_state" in step for step in steps("DAT-05", {"train.py": PICTURES}))


def test_a_number_that_stands_in_several_calls_is_to_be_kept_once() -> None:
    twice = TABLE + "RandomForestClassifier(random_state=2).fit(rows, rows['z'])\n"

    assert steps("DAT-05", {"train.py": twice})[0].startswith("Keep the number once")


def test_the_call_that_draws_without_a_seed_stands_first_among_the_places() -> None:
    open_ = TABLE + "RandomForestClassifier().fit(rows, rows['z'])\n"
    assert str(judge("DAT-05", {"train.py": open_}).evidence[0].place).startswith("train.py:6")


def test_a_lock_that_is_there_is_made_anew_or_installed_from_and_not_made_again() -> None:
    manifest = "[project]\nname = 'shop'\ndependencies = ['numpy', 'fastapi']\n"
    lock = '[[package]]\nname = "numpy"\nversion = "2.0"\nsource = { registry = "x" }\n'
    stale = steps("DAT-04", {"pyproject.toml": manifest, "uv.lock": lock, "train.py": TABLE})
    whole = lock + lock.replace("numpy", "fastapi")
    unused = steps("DAT-04", {"pyproject.toml": manifest, "uv.lock": whole, "train.py": TABLE})

    assert stale[0] == "Make uv.lock anew from pyproject.toml: it lacks fastapi."
    assert [step for step in unused if not step.startswith("Install from uv.lock alone")] == []


def test_where_nothing_is_declared_it_is_to_be_declared_first() -> None:
    assert steps("DAT-04", {"train.py": TABLE})[0].startswith("Declare in a new pyproject.toml")


def test_a_set_that_is_kept_apart_by_its_name_is_to_be_explained() -> None:
    named = TABLE + "test_set = pd.read_csv('other.csv')\nmodel.score(test_set, test_set['y'])\n"
    told = steps("DAT-06", {"train.py": named})

    assert told[0].startswith("Say beside train.py who divided the sets, and how")


def test_a_python_whose_support_has_ended_is_to_be_left() -> None:
    told = steps("DAT-14", {"train.py": TABLE, ".python-version": "3.7\n"})

    assert told[0] == "Move .python-version to a Python that is still supported, and run the tests on it."


def test_features_in_loose_code_are_to_be_taken_out_before_they_are_tested() -> None:
    loose = "rows = pd.get_dummies(rows)\nrows = StandardScaler().fit_transform(rows)\nmodel ="
    code = "from sklearn.preprocessing import StandardScaler\n" + TABLE.replace("model =", loose)

    assert steps("DAT-10", {"train.py": code})[0].startswith("Take what works out features in train.py into functions")


def test_a_job_is_not_asked_for_a_route() -> None:
    assert not any("GET /" in step for step in steps("DAT-11", {"train.py": TABLE}, Archetype.BATCH_JOB))


TAKES = "from kafka import KafkaConsumer\n\nrows = [row.value for row in KafkaConsumer('rows')]\n"


def test_a_source_that_is_asked_already_is_only_to_be_asked_by_the_clock() -> None:
    asks = TABLE.replace("pd.read_csv('rows.csv')", "pd.read_sql('select * from rows', 'postgresql://db/shop')")
    served = {"app.py": SERVICE, "Procfile": "web: uvicorn app:app\n"}
    late = f"{asks}if data_age_hours > 24:\n    raise ValueError\n"
    told = [steps("DAT-13", {"train.py": train, **served}) for train in (asks, late)]
    flows = steps("DAT-13", {"train.py": TABLE, "take.py": TAKES, **served})

    assert [step.split()[0] for step in told[0]] == ["Start", "Stop"]
    assert [step.split()[0] for step in told[1]] == ["Start"]
    assert [step.split()[0] for step in flows] == ["Stop"]


ASKS = (
    "import chromadb\nimport openai\nfrom fastapi import FastAPI\nfrom z_faq import rows\n\n"
    "known, app = rows(), FastAPI()\nfaq = chromadb.Client().get_collection('faq')\n\n\n"
    "@app.post('/ask')\ndef ask(text: str):\n"
    "    found = faq.query(query_texts=[text])\n    return openai.OpenAI().responses.create(input=f'{found} {text}')\n"
)


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"z_faq.py": READS.format("rows"), "a_look.py": READS.format("look")}, "z_faq.py"),
        ({"look.ipynb": notebook("import pandas as pd\n", "pd.read_csv('rows.csv')")}, "the loader"),
        ({"z_train.py": TABLE, "z_faq.py": READS.format("rows")}, "z_train.py"),
    ],
)
def test_what_reads_for_the_product_is_to_fetch_what_is_new_and_no_look_at_the_rows(
    files: dict[str, str], named: str
) -> None:
    image = {"Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['uvicorn', 'app:app']\n"}

    assert f"Let {named} fetch what is new" in advice("DAT-13", {**image, "app.py": ASKS, **files})


def test_one_program_that_does_it_all_is_to_be_named_where_people_look() -> None:
    whole = TABLE + "print(accuracy_score(rows['y'], model.predict(rows)))\n"
    told = steps("DAT-09", {"train.py": "from sklearn.metrics import accuracy_score\n" + whole})

    assert told[0].startswith("Write the command that starts train.py into README.md")


def test_a_worker_that_trains_when_it_is_asked_is_told_of_a_command_and_of_no_pipeline() -> None:
    worker = (
        "import pandas as pd\nfrom celery import Celery\nfrom sklearn.linear_model import LogisticRegression\n\n"
        "app = Celery('train')\n\n\n@app.task\ndef train(path):\n    rows = pd.read_csv(path)\n"
        "    LogisticRegression().fit(rows[['size']], rows['price'])\n"
    )
    image = "FROM python:3.11.9-slim\nCOPY worker.py .\nCMD ['celery', '-A', 'worker', 'worker']\n".replace("'", '"')

    assert steps("DAT-09", {"worker.py": worker, "Dockerfile": image})[0].startswith(
        "Write a command that trains on one"
    )
    assert steps("DAT-09", {"train.py": TABLE + "RandomForestClassifier().fit(rows, rows['z'])\n"})[0].startswith(
        "Write dvc.yaml"
    )


def test_a_part_declares_for_itself_beside_another_that_is_started() -> None:
    files = {f"{part}/requirements.txt": "scikit-learn\n" for part in ("speak", "train")}
    files |= {
        f"{part}/setup.py": f"from setuptools import setup\nsetup(name='{part}')\n" for part in ("speak", "train")
    }
    files |= {f"{part}/{part}.py": "import sklearn.svm\n" for part in ("speak", "train")}
    files["train/Dockerfile"] = "FROM python:3.12\nCOPY . .\nCMD python train.py\n"

    assert "no manifest declares" not in message("DAT-04", files)


def test_where_versions_are_kept_the_training_is_to_name_one() -> None:
    managed = "import polars as pl\nfrom sklearn.svm import SVC\n\nrows = pl.read_delta('rows')\nSVC().fit(rows, y)\n"
    loose = managed.replace("pl.read_delta('rows')", "pl.read_csv('rows.csv')")

    assert steps("DAT-02", {"train.py": managed})[0].startswith("Let train.py name the version of the data")
    assert steps("DAT-02", {"train.py": loose})[0].startswith("Hold the data of train.py")


def test_what_a_training_writes_down_of_itself_is_no_data() -> None:
    fit = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"

    assert (
        message("DAT-02", {"train.py": fit, "data/recorder.npy": b"\x93NUMPY"}) == "nothing holds the data to a version"
    )
    assert "in git" in message("DAT-02", {"train.py": fit, "data/records.npy": b"\x93NUMPY"})


def test_whom_a_model_recommends_to_stands_on_both_sides_and_later_interactions_are_held_out() -> None:
    fit = "model = SVC().fit(a[['user_id', 'item_id']], a['rating'])\njoblib.dump(model, 'm.joblib')\n"
    train = (
        "import joblib\nimport pandas as pd\nfrom sklearn.model_selection import train_test_split\n"
        "from sklearn.svm import SVC\n\nrows = pd.read_csv('ratings.csv')\nwho = rows['user_id']\n"
        f"a, b = train_test_split(rows)\n{fit}"
    )
    serves = LOAD + PREDICT
    offers = serves.replace("predict(size", "recommend(size").replace("/predict", "/recommend")

    assert "last interactions of each user" in " ".join(steps("DAT-06", {"train.py": train, "app.py": offers}))
    assert "without regard to time" in message("DAT-06", {"train.py": train, "app.py": offers})
    assert "Divide by user_id" in " ".join(steps("DAT-06", {"train.py": train, "app.py": serves}))


def test_the_program_that_learns_is_named_for_its_data_and_no_other_that_names_a_file() -> None:
    fit = "import pandas as pd\nfrom sklearn.svm import SVC\n\nSVC().fit(pd.read_csv(told[1]), y)\n"
    other = "import pandas as pd\n\nprint(pd.read_csv('answers.csv'))\n"

    said = " ".join(steps("DAT-01", {"train.py": fit, "answer.py": other}))
    assert "what train.py reads" in said
    assert "answer.py" not in said


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"train.py": FITS.format("x"), "tools.py": READS.format("table")}, "tools.py"),
        ({"train.py": READS_ITSELF, "tools.py": READS.format("table")}, "train.py"),
        ({"train.py": FITS.format("x")}, "train.py"),
    ],
)
def test_what_is_imported_for_the_training_is_named_for_its_data_where_the_training_reads_none(
    files: dict[str, str], named: str
) -> None:
    assert f"what {named} reads" in advice("DAT-01", {**files, "answer.py": READS.format("rows")})


@pytest.mark.parametrize(("kind", "named"), [("library", "kept.py"), ("batch-job", "app.py")])
def test_what_only_shows_how_a_library_is_used_is_named_last_for_its_data(kind: str, named: str) -> None:
    files = {"app.py": READS.format("main"), "kept.py": READS.format("rows")}
    settings = {"seatrial.yaml": f"schema: 1\narchetype: {kind}\n"}

    assert f"what {named} reads" in advice("DAT-01", {**files, **settings})


def test_a_card_that_says_most_is_asked_for_the_rest_alone() -> None:
    card = (
        "# Data card\n\nSource: the warehouse. Licence: internal. Collected by terminals. Known gaps: none in spring.\n"
    )
    files = {"train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n", "DATA_CARD.md": card}

    assert steps("DAT-01", files)[0].startswith("Add to DATA_CARD.md what it does not say yet: date")
    assert "origin, date or version, terms" in steps("DAT-01", {"train.py": files["train.py"]})[0]


def test_folders_of_pictures_and_files_of_shapes_have_no_columns_either() -> None:
    keras = (
        "import tensorflow as tf\n\nrows = tf.keras.preprocessing.{}('data')\n"
        "model = tf.keras.Sequential()\nmodel.compile()\nmodel.fit(rows)\nmodel.save('m.keras')\n"
    )
    judges = "Judge each example before train.py reads it"
    assert steps("DAT-03", {"train.py": keras.format("image_dataset_from_directory")})[0].startswith(judges)
    assert steps("DAT-03", {"train.py": keras.format("rows_of")})[0].startswith("Write a schema")
    shapes = "KINDS = ['.obj']\n\n\ndef is_shape(name):\n    return any(name.endswith(kind) for kind in KINDS)\n"
    assert steps("DAT-03", {"train.py": keras.format("rows_of"), "shapes.py": shapes})[0].startswith(judges)
    report = {"report.py": "import pandas\n", "shapes.py": shapes.replace(".obj", ".png")}
    assert steps("DAT-03", {"train.py": keras.format("rows_of"), **report})[0].startswith("Write a schema")


def test_a_card_that_says_all_lacks_nothing_and_a_word_in_passing_raises_no_question() -> None:
    card = "# Data card\n\nSource: the warehouse, 2026-05-01. Licence: internal. Collected daily. Known gaps: spring.\n"
    files = {"train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n", "DATA_CARD.md": card}
    assert message("DAT-01", files) == ""
    asks = "import openai\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post('/ask')\ndef ask(text: str):\n"
    asks += "    return openai.OpenAI().responses.create(input=text)\n"
    around = {"app.py": asks, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD ['uvicorn', 'app:app']\n"}
    passing = {"README.md": "# X\n\nThe page shows synthetic data of some customers and their orders.\n"}
    assert not judge("DAT-01", {**around, **passing}).applies
