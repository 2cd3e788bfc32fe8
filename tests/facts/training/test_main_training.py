"""The training that is named to its owner is the one that makes the model."""

import pytest

from seatrial.facts.training.learned_from import from_media
from seatrial.facts.training.main_training import main_training, named_training
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.training_program import programs_above
from seatrial.facts.training.training_reader import training_reader
from seatrial.model import Place
from tests.notebooks import notebook
from tests.repositories import component_of
from tests.workflows import workflow

FIT = "from sklearn.linear_model import Ridge\n\nmodel = Ridge().fit([[1.0]], [1.0])\n"
KEEPS = FIT + "import joblib\n\njoblib.dump(model, 'model.joblib')\n"


def named(files: dict[str, str]) -> str | None:
    found = main_training(component_of(files))
    return found.place.path if found else None


@pytest.mark.parametrize(
    "aside",
    [
        "analysis/errors.py",
        "contrib/fit.py",
        "bench_fit.py",
        "scripts/profile_training_time.py",
        "tune.py",
        "visualize.py",
        "arch/a_kernel.py",
        "misc/a_trial.py",
    ],
)
def test_what_fits_to_measure_or_to_choose_comes_after_what_makes_the_model(aside: str) -> None:
    assert named({aside: FIT, "src/shop/model.py": FIT}) == "src/shop/model.py"


def test_what_keeps_its_model_comes_before_what_throws_it_away() -> None:
    assert named({"a.py": FIT, "b.py": KEEPS}) == "b.py"


def test_a_function_that_chooses_columns_by_a_fit_comes_after_the_one_that_makes_the_model() -> None:
    chosen = "def select_best_features(x, y):\n    return RandomForestClassifier().fit(x, y).feature_importances_\n\n\n"
    makes = "def fit_all(x, y):\n    joblib.dump(RandomForestClassifier().fit(x[select_best_features(x, y)], y), 'm')\n"
    imports = "import joblib\nfrom sklearn.ensemble import RandomForestClassifier\n\n\n"
    found = main_training(component_of({"train.py": f"{imports}{chosen}{makes}\n\nfit_all(x, y)\n"}))

    assert found is not None
    assert found.site.scope == "fit_all"


def test_the_loop_comes_before_the_scaler_of_its_gradients() -> None:
    scaler = (
        "import torch\n\n\nclass Scaler:\n    def __call__(self, loss, optimizer):\n"
        "        self._scaler.scale(loss).backward()\n        self._scaler.step(optimizer)\n\n\n"
        "def save(model):\n    torch.save(model.state_dict(), 'm.pt')\n"
    )
    loop = (
        "import torch\nfrom a_utils import Scaler\n\n\ndef one_epoch(model, rows, optimizer):\n    for row in rows:\n"
        "        optimizer.zero_grad()\n        loss = model(row)\n        loss.backward()\n        optimizer.step()\n"
    )
    main = "from engine import one_epoch\n\nif __name__ == '__main__':\n    one_epoch(model, rows, optimizer)\n"

    assert named({"a_utils.py": scaler, "engine.py": loop, "main.py": main}) == "engine.py"


def test_a_file_that_is_called_after_training_comes_first() -> None:
    assert named({"a.py": KEEPS, "train.py": FIT}) == "train.py"


CI = workflow("python start.py")


def test_a_script_that_nobody_starts_comes_after_what_a_step_or_the_readme_starts() -> None:
    files = {"train_again.py": KEEPS, "shop/models.py": f"def make():\n    {FIT.replace(chr(10), chr(10) + '    ')}\n",
             "start.py": "from shop.models import make\n\nmake()\n"}  # fmt: skip
    shown = {"README.md": "# Shop\n\n```sh\npython train_again.py\n```\n"}

    assert named(files | {".github/workflows/ci.yml": CI}) == "shop/models.py"
    assert named(files | {".github/workflows/ci.yml": CI} | shown) == "train_again.py"
    assert named({"train_again.py": KEEPS, "other.py": FIT}) == "train_again.py"


def test_a_class_that_fits_others_when_it_is_fitted_comes_after_the_script_that_keeps_the_model() -> None:
    wraps = "class Mix:\n    def fit(self, rows):\n        for part in self.parts:\n            part.fit(rows, rows)\n"
    made = "from sklearn.linear_model import Ridge\n\n\n" + wraps
    start = "from shop.mix import Mix\n\nMix().fit(ROWS)\n"
    files = {"train_again.py": KEEPS, "shop/mix.py": made, "start.py": start, ".github/workflows/ci.yml": CI}

    assert named(files) == "train_again.py"


ESTIMATOR = """
from sklearn.linear_model import Ridge


class Forecaster:
    def fit(self, rows):
        self._fit_by_ridge(rows)

    def predict(self, rows):
        return self.model.predict(rows)

    def _fit_by_ridge(self, rows):
        self.model = Ridge().fit(rows, rows)
"""
ANSWERS = """
from fastapi import FastAPI

from a_models import Forecaster

app = FastAPI()


@app.post("/forecast")
def forecast(rows: list[list[float]]):
    forecaster = Forecaster()
    forecaster.fit(rows)
    return forecaster.predict(rows)
"""
IMAGE = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "service:app"]\n'


def test_what_has_a_forecaster_fit_its_rows_comes_before_how_the_forecaster_does_it() -> None:
    files = {"a_models.py": ESTIMATOR, "service.py": ANSWERS, "Dockerfile": IMAGE}
    looks_back = "import pandas\nfrom a_models import Forecaster\n\nForecaster().fit(pandas.read_csv('rows.csv'))\n"

    assert named(files) == "service.py"
    assert named({"a_models.py": ESTIMATOR}) == "a_models.py"
    read = training_reader(component_of(files | {"look_back.py": looks_back}))
    assert read is not None
    assert "service.py" in str(read)


def test_rows_that_a_loop_is_handed_are_read_where_the_program_that_starts_it_gets_them() -> None:
    loop = "def one_epoch(model, rows):\n    model.fit(rows)\n"
    reads = "from torchvision.datasets import ImageFolder\n\n\ndef build(path):\n    return ImageFolder(path)\n"
    main = (
        "import sklearn\nfrom engine import one_epoch\nfrom rows import build\n\n"
        "if __name__ == '__main__':\n    one_epoch(model, build('images/'))\n"
    )
    files = {"engine.py": loop, "main.py": main}

    assert "rows.py" in str(training_reader(component_of({**files, "rows.py": reads})))
    assert "main.py" in str(training_reader(component_of({**files, "rows.py": "def build(path): ...\n"})))


BACK_END = """
import torch


class Agent:
    def __init__(self, rows):
        self.rows = rows

    def train_agent(self, net, optimiser):
        for row in self.rows:
            loss = net(row).sum()
            loss.backward()
            optimiser.step()
        torch.save(net, "agent.pt")
"""
HANDS = """
def train(library, rows):
    if library == "own":
        from trader.agents.own import Agent as OwnAgent

        agent = OwnAgent(rows)
        agent.train_agent(net, optimiser)
"""


def test_a_step_names_the_program_called_after_training_that_hands_a_class_its_rows() -> None:
    package = "[project]\nname = 'trader'\nversion = '1.0'\n\n[build-system]\nrequires = ['setuptools']\n"
    files = {"pyproject.toml": package, "trader/__init__.py": "from trader.train import train\n",
             "trader/agents/__init__.py": "", "trader/agents/own.py": BACK_END, "trader/train.py": HANDS}  # fmt: skip

    assert str(named_training(component_of(files))) == "trader/train.py"
    only_makes = HANDS.replace("        agent.train_agent(net, optimiser)\n", "")
    beside = component_of(files | {"trader/train.py": only_makes})
    assert named_training(beside) == main_training(beside)


def test_a_baseline_and_what_only_tries_a_model_out_come_after_the_model() -> None:
    dummy = "from sklearn.dummy import DummyClassifier\n\nDummyClassifier().fit([[1.0]], [1.0])\n"

    assert named({"train.py": dummy, "price.py": FIT}) == "price.py"
    assert named({"downstream/train_boxes.py": KEEPS, "main_pretrain.py": KEEPS}) == "main_pretrain.py"


def test_a_training_file_of_production_comes_before_benchmarks_and_examples() -> None:
    assert named({"bench.py": FIT, "train.py": FIT, "examples/train.py": FIT}) == "train.py"


def test_nothing_is_named_where_nothing_is_trained() -> None:
    assert named({"a.py": "print(1)\n"}) is None


TRAIN = (
    "import {read}\nfrom model import Demand\n\ndef main():\n    model = Demand()\n    model.fit(rows)\n"
    "    model.save('m.bin')\n\nmain()\n"
)
VIDEO = "import transformers\n\ndef caption(path):\n    return transformers.pipeline('image-to-text')(path)\n"


@pytest.mark.parametrize(("read", "media"), [("pandas", False), ("torch", True)])
def test_a_training_on_a_table_beside_code_that_perceives_learns_from_a_table(read: str, media: bool) -> None:
    files = {
        "train.py": TRAIN.format(read=read),
        "video.py": VIDEO,
        "model.py": "class Demand:\n    def fit(self, x): ...\n",
    }
    assert from_media(component_of(files)) is media


def kind(code: str) -> Predicted:
    return predicted(component_of({"train.py": code}))


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("from sklearn.linear_model import Ridge as Model", Predicted.NUMBERS),
        ("from xgboost import XGBRegressor as Model", Predicted.NUMBERS),
        ("from sklearn.linear_model import LogisticRegression as Model", Predicted.CLASSES),
        ("from sklearn.ensemble import RandomForestClassifier as Model", Predicted.CLASSES),
        ("from sklearn.isotonic import IsotonicRegression as Model", Predicted.UNKNOWN),  # it makes scores honest
    ],
)
def test_the_name_of_a_fitted_model_tells_what_it_predicts(model: str, expected: Predicted) -> None:
    assert kind(f"{model}\n\nfitted = Model().fit([[1]], [1])\n") is expected


def test_a_net_is_told_by_its_loss() -> None:
    net = (
        "import torch\n\nnet = torch.nn.Linear(2, 1)\nloss = torch.nn.{loss}()\n"
        "steps = torch.optim.Adam(net.parameters())\n"
        "for x, y in rows:\n    loss(net(x), y).backward()\n    steps.step()\n    steps.zero_grad()\n"
    )

    assert kind(net.format(loss="MSELoss")) is Predicted.NUMBERS
    assert kind(net.format(loss="CrossEntropyLoss")) is Predicted.CLASSES


@pytest.mark.parametrize(
    ("aim", "expected"),
    [
        ("settings = {'objective': 'reg:squarederror'}", Predicted.NUMBERS),
        ("settings = {'objective': 'regression', 'metric': 'rmse'}", Predicted.NUMBERS),
        ("settings = dict(objective='binary', metric='auc')", Predicted.CLASSES),
        ("settings = {'objective': 'multi:softprob'}", Predicted.CLASSES),
        ("class Settings:\n    objective: str = 'reg:squarederror'\n", Predicted.NUMBERS),
        ("objective = 'binary:logistic'", Predicted.CLASSES),
        ("settings = {'objective': 'make sales grow', 'metric': 'revenue'}", Predicted.UNKNOWN),
    ],
)
def test_a_booster_is_told_by_its_objective(aim: str, expected: Predicted) -> None:
    assert kind(f"import xgboost\n\n{aim}\nbooster = xgboost.train(settings, rows)\n") is expected


def test_the_objective_of_another_program_tells_nothing() -> None:
    files = {
        "train.py": "import xgboost\n\nbooster = xgboost.train(settings, rows)\n",
        "report.py": "query = {'metric': 'mae'}\n",
    }
    assert predicted(component_of(files)) is Predicted.UNKNOWN


def test_where_both_are_measured_nothing_is_told() -> None:
    both = (
        "from sklearn.metrics import accuracy_score, mean_squared_error\n\n"
        "print(accuracy_score([1], [1]), mean_squared_error([1], [1]))\n"
    )

    assert kind(both) is Predicted.UNKNOWN


@pytest.mark.parametrize(
    ("stored", "expected"),
    [("LinearRegression", Predicted.NUMBERS), ("LogisticRegression", Predicted.CLASSES), ("KMeans", Predicted.UNKNOWN)],
)
def test_where_nothing_is_fitted_the_stored_model_tells(stored: str, expected: Predicted) -> None:
    pickled = f"\x80\x02csklearn.linear_model._base\n{stored}\n)\x81.".encode("latin-1")
    load = b"import joblib\n\nmodel = joblib.load('model.pkl')\n"
    assert predicted(component_of({"app.py": load, "model.pkl": pickled})) is expected


@pytest.mark.parametrize(
    ("loss", "kind"), [("mean_squared_error", Predicted.NUMBERS), ("binary_crossentropy", Predicted.CLASSES)]
)
def test_a_notebook_tells_by_its_loss_what_it_predicts(loss: str, kind: Predicted) -> None:
    cells = ("from keras.models import Sequential", "net = Sequential()", f"net.compile('adam', loss='{loss}')")

    assert predicted(component_of({"a.ipynb": notebook(*cells, "net.fit(x, y, epochs=3)")})) is kind


READS = "import pandas\n\n\ndef rows():\n    return pandas.read_csv('rows.csv')\n"


def reader(files: dict[str, str]) -> str:
    found = training_reader(component_of(files))
    place = found if found is None or isinstance(found, Place) else found.place
    return place.path if place else ""


def test_rows_are_read_by_the_file_that_the_training_imports_or_its_program_does() -> None:
    trains = "from sklearn.linear_model import Ridge\nfrom rows import rows\n\nRidge().fit(rows(), [1.0])\n"
    teaches = "from sklearn.linear_model import Ridge\n\n\ndef teach(rows):\n    Ridge().fit(rows, [1.0])\n"
    program = "from fitting import teach\nfrom rows import rows\n\nteach(rows())\n"

    assert reader({"train.py": trains, "rows.py": READS}) == "rows.py"
    assert reader({"fitting.py": teaches, "main.py": program, "rows.py": READS}) == "rows.py"
    assert reader({"fitting.py": teaches, "main.py": program, "evaluation/rows.py": READS}) != "evaluation/rows.py"
    uncalled = trains.replace("from rows", "from net").replace("rows()", "x")
    assert reader({"train.py": uncalled, "net.py": READS}) == "train.py"
    assert reader({"train.py": uncalled.replace("(x", "(rows()"), "net.py": READS}) == "net.py"


def test_a_reader_that_is_told_what_to_read_leaves_that_to_its_caller() -> None:
    told = READS.replace("rows()", "rows(path)").replace("'rows.csv'", "path")
    trains = "from sklearn.linear_model import Ridge\nfrom disk import rows\n\nRidge().fit(rows('a.csv'), [1.0])\n"

    assert reader({"train.py": trains, "disk.py": told}) == "train.py"


def test_a_pipeline_that_names_the_script_of_each_step_reads_no_rows() -> None:
    steps = """
from sagemaker.estimator import Estimator
from sagemaker.workflow.steps import ProcessingStep, TrainingStep

prepare = ProcessingStep(name="prepare", processor=made, code=os.path.join(HERE, "prepare.py"))
judge = ProcessingStep(name="judge", processor=made, code=os.path.join(HERE, "evaluate.py"))
estimator = Estimator(image_uri=image, role=role)
estimator.fit({"train": "s3://bucket/train"})
"""
    files = {"flow/pipeline.py": steps, "flow/evaluate.py": READS, "flow/prepare.py": READS}

    assert reader(files) == "flow/prepare.py"


def test_a_scaler_of_losses_comes_after_the_loop_that_calls_it() -> None:
    scaler = """
import torch


class Scaler:
    def __call__(self, loss, optimizer):
        loss.backward()
        optimizer.step()


def keep(net):
    torch.save(net, "net.pt")
"""
    loop = """
def one_epoch(net, loader, optimizer):
    for rows, labels in loader:
        optimizer.zero_grad()
        loss = criterion(net(rows), labels)
        loss.backward()
        optimizer.step()
"""
    program = "from engine import one_epoch\nfrom a_utils import Scaler, keep\n\none_epoch(net, data, opt)\n"

    assert named({"a_utils.py": scaler, "engine.py": "import torch\n" + loop, "main.py": program}) == "engine.py"


def test_a_page_beside_a_net_that_learns_from_a_table_makes_it_no_net_of_images() -> None:
    net = 'import pandas\nimport torch\n\nloss = net(pandas.read_csv("a.csv"))\nloss.backward()\nopt.step()\n'
    page = "from PIL import Image\n\nImage.open('logo.png')\n"

    assert not from_media(component_of({"train.py": net, "page.py": page}))
    assert from_media(component_of({"train.py": net + "import pictures\n", "pictures.py": page}))


EPOCH = """
import torch


def run_epoch(model, batches, loss, optimizer):
    for batch in batches:
        loss(model(batch)).backward()
        optimizer.step()
"""
LOOP = (
    "import torch\nfrom pkg.engine import run_epoch\ndef train(model, batches):\n    for _ in range(3):\n        {}\n"
)


def test_the_loop_over_the_epochs_is_the_training_and_no_helper_of_it() -> None:
    loop = LOOP.format("run_epoch(model, batches, loss, optimizer)") + "    torch.save(model, 'm.pt')\n"
    files = {"pkg/engine.py": EPOCH, "pkg/train.py": loop}
    start = {"tune.py": "from pkg.train import train\nif __name__ == '__main__':\n    train(m, b)\n"}

    assert str(named_training(component_of(files | start))) == "pkg/train.py"
    idle = component_of({"pkg/engine.py": EPOCH, "pkg/train.py": LOOP.format("pass")})
    assert named_training(idle) == main_training(idle)


ONE_EPOCH = """
def one_epoch(model, batches, criterion, optimizer):
    for batch in batches:
        loss = criterion(model(batch))
        loss.backward()
        optimizer.step()
"""
EXPERIMENT = """
import torch
from pkg.engine import one_epoch


def run_experiment(config):
    model = torch.nn.Linear(1, 1)
    one_epoch(model, batches(config), loss(), torch.optim.SGD(model.parameters()))
    torch.save(model.state_dict(), config.out)
"""


def test_the_program_that_hands_a_loop_its_model_and_keeps_it_is_named_whatever_it_is_called() -> None:
    start = "from pkg.experiment import run_experiment\n\nif __name__ == '__main__':\n    run_experiment(parse())\n"
    files = {"pkg/engine.py": f"import torch\n{ONE_EPOCH}", "pkg/experiment.py": EXPERIMENT, "run.py": start}

    assert str(named_training(component_of(files))) == "pkg/experiment.py"
    experiment = files.pop("pkg/experiment.py")
    for answers in ("predict.py", "routers/pipeline.py"):
        assert str(named_training(component_of({**files, answers: experiment}))) != answers


SHARED_FIT = "def judged(model, x, y):\n    model.fit(x, y)\n    return model\n"
SCRIPT = (
    "import joblib\nfrom sklearn.linear_model import Ridge\nfrom src.judge import judged\n\n{}(judged(Ridge(), x, y))\n"
)


def test_of_the_scripts_that_hand_one_function_their_model_the_baselines_come_last() -> None:
    kept, printed = SCRIPT.format("joblib.dump"), SCRIPT.format("print")
    files = {"src/judge.py": SHARED_FIT, "scripts/01_train_baselines.py": kept, "scripts/02_optuna.py": printed}

    assert str(named_training(component_of({**files, "scripts/03_train_best.py": kept}))) == "scripts/03_train_best.py"
    assert str(named_training(component_of(files))) == "scripts/01_train_baselines.py"


def test_a_program_that_fits_before_it_predicts_comes_after_the_one_called_after_training() -> None:
    fits = "from sklearn.linear_model import Ridge\n\n\ndef predict(x, y):\n    return Ridge().fit(x, y).predict(x)\n"
    files = {"src/judge.py": SHARED_FIT, "src/predict.py": f"{fits}\n\npredict(x, y)\n",
             "src/train_model.py": SCRIPT.format("print")}  # fmt: skip

    assert str(named_training(component_of(files))) == "src/train_model.py"


def test_a_pipeline_that_is_started_itself_is_the_program_though_scripts_hand_it_a_model() -> None:
    flow = "import prefect\n\n\n@prefect.flow\ndef model_flow(model, x, y):\n    model.fit(x, y)\n"
    script = "from flows.flow import model_flow\n\nif __name__ == '__main__':\n    model_flow(Net(), x, y)\n"
    found = named_training(component_of({"flows/flow.py": flow, "nets/dense.py": script}))

    assert found is not None
    assert "flows/flow.py" in str(found)


def test_rows_that_a_class_reads_by_what_it_calls_come_before_those_of_the_service_that_asks_it() -> None:
    engine = (
        "from sklearn.linear_model import Ridge\nfrom work.tables import Tables\n\n\nclass Engine:\n"
        "    def __init__(self):\n        self.tables = Tables()\n\n    def forecast(self):\n"
        "        rows = self.tables.history()\n        model = Ridge()\n        model.fit(rows, rows)\n"
        "        return model.predict(rows)\n"
    )
    tables = "import pandas\n\n\nclass Tables:\n    def history(self):\n        return pandas.read_csv('h.csv')\n"
    service = (
        "import pandas\nfrom fastapi import FastAPI\nfrom work.engine import Engine\n\napp = FastAPI()\n\n\n"
        "@app.get('/sites')\ndef sites():\n    return pandas.read_csv('sites.csv')\n\n\n"
        "@app.post('/forecast')\ndef ask():\n    return Engine().forecast()\n"
    )
    files = {"work/engine.py": engine, "work/tables.py": tables, "service.py": service, "Dockerfile": IMAGE}

    assert reader(files) == "work/tables.py"


def test_what_another_training_reads_for_itself_is_not_read_for_the_main_one() -> None:
    makes = "from sklearn.linear_model import Ridge\n\nNAMES = []\n\n\ndef train():\n    Ridge().fit(made(), y)\n"
    again = (
        "import pandas\nfrom sklearn.linear_model import Ridge\nfrom ml.train_model import NAMES\n\n\n"
        "def retrain():\n    Ridge().fit(pandas.read_csv('cases.csv')[NAMES], y)\n"
    )

    assert reader({"ml/train_model.py": makes, "ml/retrain.py": again}) == "ml/train_model.py"


def test_a_line_that_a_chart_of_the_service_fits_comes_after_its_forecasts() -> None:
    line = "from sklearn.linear_model import Ridge\n\n\ndef trend(x, y):\n    return Ridge().fit(x, y)\n"
    service = "from fastapi import FastAPI\nfrom back.engine import forecast\nfrom back.visualizations import trend\n"
    engine = (
        "from lightgbm import LGBMRegressor\n\n\ndef forecast(x, y):\n    return LGBMRegressor().fit(x, y).predict(x)\n"
    )
    asks = "\napp = FastAPI()\n\n\n@app.post('/forecast')\ndef ask():\n    return forecast(trend(x, y), y)\n"
    files = {
        "back/visualizations.py": line,
        "back/engine.py": engine,
        "service.py": service + asks,
        "Dockerfile": IMAGE,
    }

    assert named(files) == "back/engine.py"


OWN_STEP = (
    "from sklearn.base import BaseEstimator, TransformerMixin\n{}\n\nclass {}(BaseEstimator, TransformerMixin):\n"
    "    def fit(self, x, y=None):\n        return self\n\n    def transform(self, x):\n        return x\n"
)


def test_a_step_of_the_owners_own_and_a_filter_of_rows_come_after_the_model_of_the_same_notebook() -> None:
    cells = [
        OWN_STEP.format("import joblib", "Outliers"), "model = Outliers()\nmodel.fit(x)",
        "from sklearn.ensemble import IsolationForest\nIsolationForest().fit(x)",
        "from src.steps import preprocess_and_model_pipeline\npipeline = preprocess_and_model_pipeline()",
        "pipeline.fit(x, y)\njoblib.dump(pipeline, 'm.joblib')",
    ]  # fmt: skip
    found = main_training(component_of({"model.ipynb": notebook(*cells)}))

    assert found is not None
    assert found.call.endswith("preprocess_and_model_pipeline.fit")
    alone = main_training(component_of({"model.ipynb": notebook(*cells[:3])}))
    assert alone is not None
    assert "IsolationForest" in alone.call


def test_a_pipeline_of_features_that_is_fitted_is_no_model_and_a_class_that_predicts_is_one() -> None:
    features = "from src.ml import create_feature_pipeline\n\npipeline = create_feature_pipeline()\npipeline.fit(x)\n"
    predicts = OWN_STEP.format("", "Model") + "\n    def predict(self, x):\n        return x\n\n\nModel().fit(x, y)\n"

    assert named({"features.py": features}) is None
    assert named({"features.py": features, "net.py": predicts}) == "net.py"


def test_a_name_puts_no_training_aside_that_keeps_its_model() -> None:
    fits = FIT.replace("sklearn.linear_model", "sklearn.svm").replace("Ridge", "SVR")

    assert named({"ml_experiments.py": KEEPS, "run_explainable.py": fits}) == "ml_experiments.py"
    assert named({"ml_experiments.py": FIT, "run_explainable.py": fits}) == "run_explainable.py"


def test_a_training_that_a_platform_is_asked_for_comes_after_its_program() -> None:
    asks = "from sagemaker.estimator import Estimator\n\nEstimator(entry_point='net.py').fit()\n"

    assert named({"launch_training.py": asks, "net.py": FIT}) == "net.py"
    assert named({"launch_training.py": asks}) == "launch_training.py"


def test_a_thin_script_that_starts_a_file_called_after_training_is_not_named_for_it() -> None:
    fits = "    rows = pandas.read_csv('rows.csv')\n    Ridge().fit(rows, rows)\n"
    trains = f"import pandas\nfrom sklearn.linear_model import Ridge\n\n\ndef train():\n{fits}"
    starts = "from model.train import train\n\nif __name__ == '__main__':\n    train()\n"
    files = {"model/train.py": trains, "services/train.py": starts, "model/core.py": trains}

    found = named_training(component_of(files))
    assert found is not None
    assert "model/train.py" in str(found)
    moved = {"model/core.py": trains, "services/train.py": starts.replace("model.train", "model.core")}
    assert str(named_training(component_of(moved))) == "services/train.py"


def test_a_wrapper_whose_base_calls_it_to_fit_comes_after_the_program_that_fits_by_it() -> None:
    wraps = (
        "from sklearn.ensemble import RandomForestClassifier\nfrom kinds.base import Model\n\n\n"
        "class Forest(Model):\n    def _fit_selected(self, x, y):\n        RandomForestClassifier().fit(x, y)\n"
    )
    base = "class Model:\n    def fit(self, x, y):\n        self._fit_selected(x, y)\n"
    finds = "from kinds.forest import Forest\n\nmodel = Forest()\nmodel.fit(x, y)\n"
    shown = "# Use\n\n```sh\npython optimise.py\n```\n"
    files = {"kinds/base.py": base, "kinds/forest.py": wraps, "optimise.py": finds, "README.md": shown}

    assert named(files) == "optimise.py"
    assert named({"kinds/base.py": base, "kinds/forest.py": wraps}) == "kinds/forest.py"


def test_what_a_pipeline_reads_by_the_task_of_a_collector_is_found_behind_its_calls() -> None:
    flow = (
        "import tasks.data_collection\nfrom sklearn.linear_model import Ridge\n\n\ndef flow():\n"
        "    tasks.data_collection.collect()\n    Ridge().fit(x, y)\n\n\nflow()\n"
    )
    task = (
        "import prep.collector\n\n\ndef collect():\n    collector = prep.collector.Collector()\n    collector.run()\n"
    )
    collects = (
        "import kaggle\n\n\nclass Collector:\n    def run(self):\n        self.get()\n\n"
        "    def get(self):\n        kaggle.api.dataset_download_files('a/set', path='data')\n"
    )
    files = {"flow.py": flow, "tasks/__init__.py": "", "tasks/data_collection.py": task, "prep/__init__.py": "",
             "prep/collector.py": collects}  # fmt: skip

    assert reader(files) == "prep/collector.py"
    assert (
        reader({**files, "flow.py": flow.replace("    tasks.data_collection.collect()\n", "")}) != "prep/collector.py"
    )


def test_each_of_many_fits_has_the_program_that_calls_it() -> None:
    fits = "".join(f"def fit{one}(model, rows):\n    model.fit(rows)\n\n\n" for one in range(300))
    others = "".join(f"def other{one}():\n    return other{one + 1}()\n\n\n" for one in range(20))
    keeps = "import joblib\nfrom engine import fit{one}\n\n\n{others}fit{one}(model, [[1]])\njoblib.dump(model, 'm')\n"
    programs = {f"main{one}.py": keeps.format(one=one, others=others) for one in range(300)}

    above = programs_above(component_of({"engine.py": f"import sklearn\n{fits}", **programs}))

    assert {fit.site.scope: path for fit, path in above.items()} == {f"fit{one}": f"main{one}.py" for one in range(300)}


def test_what_fits_for_itself_reads_for_itself_however_much_it_reads() -> None:
    trains = "from sklearn.linear_model import Ridge\n\n\ndef train(rows):\n    return Ridge().fit(rows, [1.0])\n"
    reads = "".join(f"    rows{one} = pandas.read_csv('rows{one}.csv')\n" for one in range(2_000))
    others = "".join(f"def other{one}():\n    return other{one + 1}()\n\n\n" for one in range(2_000))
    tunes = f"import pandas\nimport train\nfrom sklearn.svm import SVC\n\n\n{others}def tune():\n{reads}"

    assert reader({"train.py": trains, "tune.py": f"{tunes}    SVC().fit(rows1, rows2)\n"}) == "train.py"
    assert reader({"train.py": trains, "tune.py": f"{tunes}    SVC().fit(train.train(rows1))\n"}) == "tune.py"
