"""Whose a model is tells what may be asked of it: what the owner makes, users teach, callers bring, others made."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.product.lessons import Rows, lessons
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.whose import Source, Whose, sources
from seatrial.facts.project.own_package import package
from seatrial.facts.training.main_training import named_training
from seatrial.model import Grade, Place
from seatrial.testing import example_repo
from tests.repositories import component_of, repo_of

IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'
FIT = "from sklearn.linear_model import Ridge\nimport joblib\n"
ROWS = (
    "from sqlalchemy import Column, Integer, String\nfrom db import Base\n\n\nclass {name}(Base):\n"
    "    id = Column(Integer)\n    text = Column(String)\n    label = Column(String)\n"
)
#: A product that learns from what its users have labelled, when one of them asks for it.
SORTS = {
    "Dockerfile": IMAGE,
    "db.py": "class Base:\n    pass\n",
    "rows.py": ROWS.format(name="Note"),
    "learn.py": (
        f"{FIT}from rows import Note\n\n\ndef learn(session):\n    notes = session.query(Note).all()\n"
        "    joblib.dump(Ridge().fit([n.text for n in notes], [n.label for n in notes]), 'model.joblib')\n"
    ),
    "app.py": (
        "from fastapi import FastAPI\nfrom learn import learn\nfrom rows import Note\n\napp = FastAPI()\n\n\n"
        "@app.post('/notes')\ndef keep(text: str, label: str):\n    session.add(Note(text=text, label=label))\n\n\n"
        "@app.post('/learn')\ndef again():\n    learn(session)\n"
    ),
}


def given(files: dict[str, str]) -> tuple[Source, ...]:
    return sources(component_of(files))


def taught(files: dict[str, str]) -> list[Rows]:
    return [one.rows for one in lessons(repo_of(files))]


def test_what_users_keep_teaches_the_running_product_and_nothing_is_made_here() -> None:
    first, *others = given(SORTS)

    assert (first.whose, first.grade) == (Whose.LEARNED, Grade.IN_USE)
    assert first.why == "learn in learn.py learns from rows of Note, which users keep here"
    assert Whose.MADE not in {one.whose for one in others}


def test_a_program_of_the_owners_that_trains_on_kept_rows_each_night_makes_the_model() -> None:
    nightly = "from learn import learn\n\n\nif __name__ == '__main__':\n    learn(session)\n"

    assert taught(SORTS) == [Rows.KEPT]
    assert taught({**SORTS, "scripts/nightly.py": nightly}) == []


def test_where_the_product_learns_dead_code_trains_nothing_and_a_shipped_model_came_of_it() -> None:
    tried = {
        "old.py": f"{FIT}\n\nclass Old:\n    def train(self, x, y):\n        joblib.dump(Ridge().fit(x, y), 'o')\n"
    }
    shipped = SORTS | tried | {"models/model.cbm": b"CBM1" + bytes(64)}

    assert not own_trainings(component_of(SORTS | tried))
    assert [one.site.path for one in own_trainings(component_of(shipped))] == ["learn.py"]
    started = {"nightly.py": "from old import Old\n\nif __name__ == '__main__':\n    Old().train(x, y)\n"}
    assert [one.site.path for one in own_trainings(component_of(SORTS | tried | started))] == ["old.py"]


FITS = "self.model.fit([n.text for n in notes], [n.label for n in notes])\n"
TRAINER = "class Trainer:\n    def __init__(self, session):\n        self.model = Ridge()\n        {made}\n\n    {run}"


@pytest.mark.parametrize(
    "code",
    [
        TRAINER.format(
            made="self.notes = session.query(Note).all()",
            run=f"def run(self):\n        notes = self.notes\n        {FITS}",
        ),
        TRAINER.format(
            made="self.session = session",
            run="def rows(self):\n        return self.session.query(Note).all()\n\n"
            f"    def run(self):\n        notes = self.rows()\n        {FITS}",
        ),
        (
            "class Learner:\n    model = Ridge()\n\n    def rows(self):\n        raise NotImplementedError\n\n"
            f"    def run(self):\n        notes = self.rows()\n        {FITS}\n\nclass Trainer(Learner):\n"
            "    def __init__(self, session):\n        self.session = session\n\n"
            "    def rows(self):\n        return self.session.query(Note).all()\n"
        ),
        (
            "import lightning as pl\nfrom torch.utils.data import DataLoader\n\n\n"
            "class Notes(pl.LightningDataModule):\n"
            "    def train_dataloader(self):\n        return DataLoader(list(db.query(Note).all()))\n\n\n"
            "class Trainer:\n    def __init__(self, session):\n        pass\n\n"
            "    def run(self):\n        pl.Trainer(max_epochs=1).fit(Net(), datamodule=Notes())\n"
        ),
    ],
)
def test_a_class_that_trains_learns_from_what_it_was_made_with_calls_or_hands_on(code: str) -> None:
    app = SORTS["app.py"].replace("from learn import learn", "from learn import Trainer")
    files = {
        "learn.py": f"{FIT}from rows import Note\n\n\n{code}",
        "app.py": app.replace("learn(session)", "Trainer(session).run()"),
    }

    assert taught(SORTS | files) == [Rows.KEPT]
    assert taught(SORTS | files | {"learn.py": files["learn.py"].replace("query(Note)", "query(1)")}) == []


def test_rows_without_answers_teach_nothing_and_are_users_all_the_same() -> None:
    groups = SORTS["learn.py"].replace(", [n.label for n in notes])", ")")
    (source,) = given(SORTS | {"learn.py": groups})

    assert source.whose is Whose.BROUGHT


def test_a_task_that_a_queue_starts_is_a_way_into_the_product_too() -> None:
    task = (
        "from celery import Celery\nfrom learn import learn\n\ncelery = Celery()\n\n\n"
        "@celery.task\ndef again():\n    learn(1)\n"
    )
    shows = SORTS["app.py"].replace("    learn(session)\n", "    return session.query(Note).all()\n")

    assert taught(SORTS | {"tasks.py": task, "app.py": shows}) == [Rows.KEPT]


@pytest.mark.parametrize(
    "changed",
    [
        {"app.py": SORTS["app.py"].replace("    session.add(Note(text=text, label=label))\n", "    pass\n")},
        {"rows.py": "class Note:\n    pass\n"},
        {"learn.py": SORTS["learn.py"].replace("session.query(Note).all()", "pandas.read_csv('n.csv').query(Note)")
            .replace("import joblib", "import joblib\nimport pandas")},
        {
            "app.py": SORTS["app.py"].replace("    learn(session)\n", "    pass\n"),
            "job.py": "from learn import learn\n\nlearn(1)\n",
        },
    ],
    ids=["nobody-keeps-such-rows", "no-table", "a-file-is-read", "a-script-trains"],
)  # fmt: skip
def test_what_users_do_not_keep_or_do_not_start_is_made_here(changed: dict[str, str]) -> None:
    files = SORTS | changed

    assert taught(files) == []
    assert Whose.MADE in {one.whose for one in given(files)}


FITS = (
    f"{FIT}import pandas\nfrom fastapi import FastAPI, UploadFile\n\napp = FastAPI()\n\n\ndef fit(rows):\n"
    "    return Ridge().fit(rows, rows).predict(rows)\n\n\n"
    "@app.post('/fit')\ndef ask(file: UploadFile):\n    return fit(pandas.read_csv(file.file))\n"
)


def test_a_file_that_a_user_hands_in_makes_a_model_of_theirs() -> None:
    files = {"Dockerfile": IMAGE, "app.py": FITS}

    assert taught(files) == [Rows.HANDED]
    assert given(files)[0].whose is Whose.BROUGHT


BODY = (
    f"{FIT}from fastapi import FastAPI\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\n"
    "class Series(BaseModel):\n    values: list[float]\n\n\nclass Base(BaseModel):\n    data: Series\n\n\n"
    "class Ask(Base):\n    alpha: float\n\n\ndef fit(rows, alpha):\n"
    "    return Ridge(alpha).fit(rows, rows).predict(rows)\n\n\n"
    "@app.post('/fit')\ndef ask(body: Ask):\n    return fit(body.data.values, body.alpha)\n"
)


def test_rows_in_the_body_of_a_request_make_a_model_of_whoever_asks() -> None:
    assert taught({"Dockerfile": IMAGE, "app.py": BODY}) == [Rows.HANDED]
    assert given({"Dockerfile": IMAGE, "app.py": BODY})[0].whose is Whose.BROUGHT


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("    data: Series\n", "    name: str\n"),  # settings of a training, and no room for rows
        ("    return Ridge(", "    rows = numpy.random.rand(9, 1)\n    return Ridge("),
        ("    return Ridge(", "    rows = cursor.execute('select x from t').fetchall()\n    return Ridge("),
        ("    return Ridge(", "    rows = pandas.read_csv('rows.csv')\n    return Ridge("),
    ],
)
def test_a_training_that_is_asked_for_and_reads_its_own_rows_is_the_owners(there: str, instead: str) -> None:
    assert there in BODY
    assert taught({"Dockerfile": IMAGE, "app.py": f"import numpy\nimport pandas\n{BODY.replace(there, instead)}"}) == []


def test_a_class_that_fits_what_users_hand_in_is_theirs_unless_a_program_starts_it() -> None:
    other = f"{FIT}\n\nclass Other:\n    def learn(self, rows):\n        self.model = Ridge().fit(rows, rows)\n"
    files = {"Dockerfile": IMAGE, "app.py": f"from other import Other\n{BODY}\nother = Other()\n", "other.py": other}
    script = "from other import Other\n\nOther().learn([[1.0]])\n"

    assert not own_trainings(component_of(files))
    assert [one.site.path for one in own_trainings(component_of({**files, "train.py": script}))] == ["other.py"]


def test_what_a_script_of_the_owner_trains_besides_is_made_here() -> None:
    files = {"Dockerfile": IMAGE, "app.py": FITS, "train.py": "from app import fit\n\nfit([[1.0]])\n"}

    assert taught(files) == []
    assert Whose.MADE in {one.whose for one in given(files)}


SERVES = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('price.joblib')\n\n\n"
    "@app.get('/p')\ndef p(x: float):\n    return model.predict([[x]])\n"
)
TRAINS = f"{FIT}\njoblib.dump(Ridge().fit([[1.0]], [1.0]), 'price.joblib')\n"


def test_what_writes_the_file_that_is_loaded_is_the_firmest_evidence() -> None:
    firm = given({"Dockerfile": IMAGE, "app.py": SERVES, "train.py": TRAINS})[0]
    weak = given({"train.ipynb": "", "train.py": TRAINS.replace("price", "other")})[0]

    assert (firm.whose, firm.grade) == (Whose.MADE, Grade.IN_USE)
    assert firm.what.endswith("and writes what is loaded to answer")
    assert weak.grade < firm.grade


ASKS = "from openai import OpenAI\n\nprint(OpenAI().responses.create(model='m', input='q'))\n"
HUB = "from transformers import {name}\n\nfetched = {name}.from_pretrained('{model}')\n"


@pytest.mark.parametrize(
    ("files", "whose"),
    [
        ({"app.py": HUB.format(name="AutoModel", model="bert-base-uncased")}, [Whose.FETCHED]),
        ({"app.py": HUB.format(name="AutoTokenizer", model="bert-base-uncased")}, []),
        ({"app.py": ASKS}, [Whose.ASKED]),
        ({"app.py": "print(1)\n"}, []),
    ],
    ids=["a-model", "a-tokenizer", "a-provider", "nothing"],
)  # fmt: skip
def test_what_others_made_is_fetched_or_asked(files: dict[str, str], whose: list[Whose]) -> None:
    assert [one.whose for one in given(files)] == whose


LIBRARY = {
    "pyproject.toml": "[project]\nname = 'shift'\nversion = '1'\n[build-system]\nrequires = ['setuptools']\n",
    "shift/__init__.py": "from shift.weights import weigh\n",
    "README.md": "# shift\n\n    pip install shift\n\nWeighs rows.\n",
    "tests/test_weigh.py": "from shift import weigh\n\n\ndef test_weigh():\n    assert weigh([1.0], [2.0])\n",
    "shift/keep.py": "import joblib\n\n\ndef keep(model, path):\n    joblib.dump(model, path)\n",
}
CHANGED = (
    "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n\n\n"
    "def weigh({given}):\n    both = {rows}\n    scaled = (both - both.mean()) / both.std()\n"
    "    return LogisticRegression().fit(scaled, scaled > 0)\n"
)


@pytest.mark.parametrize(
    ("given", "rows", "brought"),
    [
        ("source, target", "np.vstack([source, target])", True),
        ("source", "source", True),
        ("path", "pd.read_csv('shift/houses.csv')", False),
        ("path", "pd.read_csv(path)", False),  # what it reads there may well be its own
    ],
)
def test_rows_of_callers_stay_theirs_however_a_library_changes_them(given: str, rows: str, brought: bool) -> None:
    component = component_of({**LIBRARY, "shift/weights.py": CHANGED.format(given=given, rows=rows)})

    assert (Whose.BROUGHT in {one.whose for one in sources(component)}) is brought
    assert (Whose.MADE in {one.whose for one in sources(component)}) is not brought


STEP = (
    "import torch\n\n\ndef step(model, optimizer, loss_fn):\n    def update(batch):\n        optimizer.zero_grad()\n"
    "        loss = loss_fn({asked}(batch), batch)\n        loss.backward()\n        optimizer.step()\n"
    "        return loss\n    return update\n\n\ndef keep(model):\n    torch.save(model, 'm.pt')\n"
)


OWN_LOOP = (
    "import torch\n\nNET = torch.nn.Linear(1, 1)\n\n\ndef train(epochs):\n    for rows in load_all():\n"
    "        optimizer.zero_grad()\n        loss = measure(NET(rows))\n        loss.backward()\n"
    "        optimizer.step()\n"
)


@pytest.mark.parametrize(
    ("path", "code", "brought"),
    [
        ("shift/steps.py", STEP.format(asked="model"), True),
        ("shift/steps.py", OWN_LOOP, False),
        ("assets/teaser.py", STEP.format(asked="model") + "step(torch.nn.Linear(1, 1), o, f)(1)\n", True),
    ],
)
def test_a_library_makes_no_model_by_a_step_that_it_hands_to_its_callers(
    path: str, code: str, *, brought: bool
) -> None:
    component = component_of({**LIBRARY, path: code})

    assert (Whose.MADE in {one.whose for one in sources(component)}) is not brought


PROMOTES = (
    "import mlflow\n\n\nclass Keeper:\n    def __init__(self, {given}):\n        self.name = {name}\n\n"
    "    def promote(self, run):\n        client = mlflow.tracking.MlflowClient()\n"
    "        found = client.search_model_versions(f\"run_id='{run}'\")[0]\n"
    "        client.set_registered_model_alias(self.name, 'champion', found.version)\n"
)


@pytest.mark.parametrize(("given", "name", "made"), [("name", "name", False), ("size", "'churn'", True)])
def test_a_library_promotes_what_its_object_was_made_for(given: str, name: str, *, made: bool) -> None:
    code = PROMOTES.replace("{given}", given).replace("{name}", name)
    component = component_of({**LIBRARY, "shift/keeper.py": code})

    assert (Whose.MADE in {one.whose for one in sources(component)}) is made


def test_of_packages_that_stand_equally_deep_the_one_speaks_that_tests_import() -> None:
    tool = "[project]\nname = 'announce'\nversion = '1'\n[build-system]\nrequires = ['setuptools']\n"
    moved = {f"packages/shift/{path}": text for path, text in LIBRARY.items() if path != "README.md"}
    announce = {"packages/announce/pyproject.toml": tool, "packages/announce/announce.py": "import mlflow\n"}
    tested = component_of({**moved, **announce})
    untested = component_of({path: text for path, text in (moved | announce).items() if "/tests/" not in path})

    assert [getattr(package(one), "name", "") for one in (tested, untested)] == ["shift", "announce"]


def declared(files: dict[str, str | bytes]) -> Component:
    return components(example_repo(files))[0]


def test_a_library_that_ships_models_was_not_taught_by_the_classes_that_fit_for_its_callers() -> None:
    library: dict[str, str | bytes] = {
        "seatrial.yaml": "schema: 1\narchetype: library\n",
        "pyproject.toml": "[project]\nname = 'tiny'\nversion = '1'\n[tool.setuptools]\npackages = ['tiny']\n",
        "tiny/__init__.py": "from tiny.handler import Handler\n\n__all__ = ['Handler']\n",
        "tiny/handler.py": (
            "from sklearn.svm import SVC\n\n\nclass Handler:\n    def __init__(self):\n        self.model = SVC()\n\n"
            "    def process(self, x, y):\n        self.model.fit(x, y)\n"
        ),
        "models/model.cbm": b"CBM1" + bytes(64),
    }
    example: dict[str, str | bytes] = {
        "examples/train_model.py": f"{FIT}\njoblib.dump(Ridge().fit(x, y), 'm.joblib')\n"
    }

    assert [one.site.path for one in own_trainings(declared(library))] == ["tiny/handler.py"]
    assert [one.site.path for one in own_trainings(declared(library | example))] == ["examples/train_model.py"]
    program = "from tiny.handler import Handler\n\n\ndef train(x, y):\n    Handler().process(x, y)\n"
    started = declared(library | example | {"tiny/train.py": program})
    assert [one.site.path for one in own_trainings(started)] == ["tiny/handler.py"]
    assert named_training(started) == Place("tiny/train.py")
    apart = declared(library | example | {"tiny/train.py": "EPOCHS = 3\n"})
    assert [one.site.path for one in own_trainings(apart)] == ["examples/train_model.py"]
    kept: dict[str, str | bytes] = {"examples/train_model.py": f"{FIT}\nRidge().fit(x, y)\n"}
    assert [one.site.path for one in own_trainings(declared(library | kept))] == ["tiny/handler.py"]
