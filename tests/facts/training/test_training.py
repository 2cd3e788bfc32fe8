"""Where models are trained, and which code takes part."""

import pytest

from seatrial.facts.training.grouping import finds_groups
from seatrial.facts.training.training import training, trains
from seatrial.facts.training.training_path import training_path
from tests.repositories import repo_of


def found(text: str) -> list[str]:
    return [item.call for item in training(repo_of({"job.py": text}))]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("from sklearn.svm import SVC\nSVC().fit(x, y)\n", "sklearn.svm.SVC.fit"),
        ("import lightgbm as lgb\nlgb.train({}, data)\n", "lightgbm.train"),
        ("from transformers import Trainer\nt = Trainer(m)\nt.train()\n", "transformers.Trainer.train"),
        ("import lightning as L\nL.Trainer().fit(m)\n", "lightning.Trainer.fit"),
        ("import keras\nm = keras.Sequential()\nm.fit(x, y)\n", "keras.Sequential.fit"),
        ("from stable_baselines3 import PPO\nPPO('p', e).learn(1)\n", "stable_baselines3.PPO.learn"),
        ("from ultralytics import YOLO\nYOLO('n.pt').train(data='d')\n", "ultralytics.YOLO.train"),
        ("def run(model, x):\n    model.fit(x)\n", "model.fit"),
        ("from node2vec import Node2Vec\nNode2Vec(graph).fit(window=10)\n", "node2vec.Node2Vec.fit"),
        ("from karateclub import DeepWalk\nDeepWalk().fit(graph)\n", "karateclub.DeepWalk.fit"),
        ("from sksurv.ensemble import Forest\nForest().fit(x, y)\n", "sksurv.ensemble.Forest.fit"),
        ("import theano\ntheano.function([x], y, updates=u)\n", "theano.function"),
        (
            "import tensorflow as tf\ntf.train.AdamOptimizer().minimize(loss)\n",
            "tensorflow.train.AdamOptimizer.minimize",
        ),
        (
            (
                "import tensorflow as tf\ndef step(optimizer):\n    grads = optimizer.compute_gradients(loss)\n"
                "    optimizer.apply_gradients(grads)\n"
            ),
            "optimizer.compute_gradients",
        ),
    ],
)
def test_each_library_trains_by_its_own_call(text: str, call: str) -> None:
    assert found(text) == [call]


def test_a_loop_of_gradients_and_steps_trains() -> None:
    loop = "import torch\nopt = torch.optim.Adam(net.parameters())\nloss.backward()\nopt.step()\n"

    assert found(loop) == ["loss.backward"]


@pytest.mark.parametrize(
    ("given", "trains"),
    [
        ("model=net, optimizers=made, hooks=hooks", True),
        ("model=net, optimizer=made", True),
        ("model=net, hooks=hooks", False),
        ("optimizer=made", False),
    ],
)
def test_what_is_handed_a_model_and_its_optimiser_trains_though_its_library_is_unknown(
    given: str, trains: bool
) -> None:
    run = f"from plans import Runner\nRunner({given}).run(loaders)\n"

    assert found(f"import torch\n{run}") == ["plans.Runner"] * trains
    assert found(run) == []


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (
            "from third_party.engine import train_one_epoch\ntrain_one_epoch(model, criterion, loader, optimizer, 1)\n",
            True,
        ),
        ("from acme.loops import train_step\ntrain_step(net=self.net, optimizer=self.optimizer)\n", True),
        ("from acme.loops import train_step\ntrain_step(loader, optimizer)\n", False),
        ("from acme.loops import evaluate\nevaluate(model, loader, optimizer)\n", False),
        ("from own import train_step\ntrain_step(model, loader, optimizer)\n", False),
        ("def fit(model, optimizer):\n    return model\nfit(model, optimizer)\n", False),
    ],
)
def test_a_loop_that_others_wrote_trains_when_it_is_handed_a_model_and_its_optimiser(call: str, *, found: bool) -> None:
    files = {
        "own.py": "def train_step(model, loader, optimizer):\n    return model(loader)\n",
        "third_party/engine.py": "def train_one_epoch(model, criterion, loader, optimizer, epoch):\n    return loss\n",
        "train.py": f"import torch\n{call}",
    }

    assert trains(repo_of(files)) is found


def test_a_graph_trains_where_its_optimiser_minimises_though_a_star_of_an_own_file_brings_the_library() -> None:
    layers = "import tensorflow as tf\n\ndef dense(x):\n    return tf.matmul(x, w)\n"
    model = (
        "from net.layers import *\n\n\nclass Model:\n    def build(self):\n"
        "        self.step = self.optimizer.minimize(self.loss)\n"
    )
    files = {"net/__init__.py": "", "net/layers.py": layers, "net/models.py": model}

    assert [item.site.path for item in training(repo_of(files))] == ["net/models.py"]
    assert training(repo_of({**files, "net/layers.py": "def dense(x):\n    return x\n"})) == ()


@pytest.mark.parametrize(
    "text",
    [
        "from sklearn.preprocessing import StandardScaler\nStandardScaler().fit(x)\n",
        "from sklearn.decomposition import PCA\nPCA().fit(x)\n",
        "import torch\nnet = torch.nn.Linear(1, 1)\nnet.train()\n",
        "import torch\nloss.backward()\nscheduler.step()\n",
        "import torch\nopt = torch.optim.SGD([latents], lr=1)\nopt.zero_grad()\nloss.backward()\nopt.step()\n",
        "class Suit:\n    def fit(self, person): ...\nSuit().fit(me)\n",
        "import torch\nfrom search import Optimizer\noptimizer = Optimizer()\noptimizer.minimize(cost)\n",
        "import tensorflow as tf\nfrom scipy import optimize\noptimize.minimize(cost, x0)\n",
    ],
    ids=[
        "a scaler",
        "a projection",
        "a mode",
        "a sampler's step",
        "an input that is optimised",
        "a suit",
        "a search beside torch",
        "a function that is minimised",
    ],
)
def test_what_only_looks_like_training_is_none(text: str) -> None:
    assert found(text) == []


def test_a_step_of_a_managed_pipeline_that_trains_is_training_and_one_of_the_owners_own_is_not() -> None:
    step = "from sagemaker.workflow.steps import TrainingStep\nTrainingStep(name='t', estimator=e)\n"

    assert [item.call for item in training(repo_of({"pipeline.py": step}))] == ["sagemaker.workflow.steps.TrainingStep"]
    assert trains(repo_of({"pipeline.py": step.replace("sagemaker.workflow.steps", "stepfunctions.steps")}))
    assert not trains(repo_of({"pipeline.py": step.replace("sagemaker.workflow.steps", "club.evenings")}))


def test_a_request_to_a_cloud_that_it_trains_is_training_and_the_owners_function_of_that_name_is_not() -> None:
    asked = "import boto3\nsm = boto3.client('sagemaker')\nsm.create_training_job(TrainingJobName='t')\n"

    assert trains(repo_of({"start.py": asked}))
    assert not trains(repo_of({"start.py": asked.replace("sm.create_training_job", "create_training_job")}))
    assert not trains(repo_of({"start.py": asked.replace("import boto3\nsm = boto3.client", "sm = club.evenings")}))


@pytest.mark.parametrize(
    ("chosen", "trained"),
    [
        ("self.keras_model.fit_generator if OLD else self.keras_model.fit", True),
        ("self.model.fit", True),
        ("self.scaler.fit if NEW else self.scaler.fit", False),
        ("self.model.predict if NEW else self.model.predict_on_batch", False),
        ("self.shirt.fit", False),
    ],
)
def test_a_method_that_is_kept_under_a_name_trains_where_it_is_called(chosen: str, *, trained: bool) -> None:
    text = (
        f"import keras\nclass Net:\n    def train(self, x):\n        run = {chosen}\n        return run(x, epochs=3)\n"
    )

    assert trains(repo_of({"net.py": text})) is trained
    assert not trains(repo_of({"net.py": text.replace("return run(x, epochs=3)", "return run")}))


def test_tests_train_nothing_and_examples_do() -> None:
    fit = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"

    assert not trains(repo_of({"tests/test_it.py": fit}))
    assert trains(repo_of({"examples/it.py": fit}))


def test_the_training_path_holds_what_trains_what_that_imports_and_what_starts_it() -> None:
    repo = repo_of(
        {
            "cli.py": "from job import main\nmain()\n",
            "job.py": "from data import load\nfrom sklearn.svm import SVC\ndef main():\n    SVC().fit(*load())\n",
            "data.py": "import columns\ndef load(): ...\n",
            "columns.py": "NAMES = ['age']\n",
            "serve.py": "import columns\n",
            "tests/test_job.py": "import job\n",
        }
    )

    assert training_path(repo) == {"cli.py", "job.py", "data.py", "columns.py"}


def test_a_gradient_descent_written_by_hand_trains_when_its_result_is_stored() -> None:
    code = "import onnx\n\n\ndef fit(x):\n    return x\n\n\ndef main():\n    onnx.save(fit(1), 'm.onnx')\n"

    assert [item.place.line for item in training(repo_of({"train.py": code}))] == [9]
    assert not training(repo_of({"train.py": code.replace("onnx.save", "print")}))


@pytest.mark.parametrize(
    "body",
    [
        "def columns(self, x):\n        return set(KMeans(3).fit_predict(x))\n",
        "def columns(self, x):\n        km = KMeans(3).fit(x)\n        groups = km.labels_\n        return groups\n",
        (
            "def voices(self, x):\n        for one in x:\n            gm = GaussianMixture(3)\n"
            "            gm.fit(one)\n            self.take(gm.score_samples(x))\n"
        ),
        "def cones(self, x, km: KMeans):\n        db.set('x', x)\n        return km.fit_predict(x)\n",
        (
            "def on_post(self, request, response):\n        groups = Pipeline([('c', Own())]).fit_predict(request.x)\n"
            "        response.body = ujson.dumps(groups)\n"
        ),
        "def fit(self, x): ...\n\n    def predict(self, x):\n        return KMeans(3).fit(x).labels_\n",
    ],
)
def test_a_clustering_whose_groups_are_used_and_whose_model_is_gone_trains_none(body: str) -> None:
    imported = "import ujson\nfrom sklearn.cluster import KMeans\nfrom sklearn.mixture import GaussianMixture\n"
    imported += "from sklearn.pipeline import Pipeline\n"
    assert found(f"{imported}\nclass Parser:\n    {body}") == []


@pytest.mark.parametrize(
    "text",
    [
        "from sklearn.cluster import KMeans\nKMeans(3).fit_predict(x)\n",
        "import dill\nfrom sklearn.cluster import KMeans\ndef f(x):\n    dill.dump(KMeans(3).fit(x), o)\n",
        "from sklearn.cluster import KMeans\ndef train_segments(x):\n    return KMeans(3).fit_predict(x)\n",
        (
            "from sklearn.mixture import GaussianMixture\ndef limits(x):\n    k = GaussianMixture(3)\n    k.fit(x)\n"
            "    s = k.score_samples(x)\n    return k, s.min()\n"
        ),
        "from sklearn.cluster import KMeans\ndef segments(x):\n    return KMeans(3).fit(x)\n",
        "import joblib\nfrom sklearn.cluster import KMeans\ndef predict(x):\n    joblib.dump(KMeans(3).fit(x), o)\n",
        "from sklearn.cluster import KMeans\ndef f(x):\n    k = KMeans(3)\n    k.fit_predict(x)\n    db.put('k', k)\n",
    ],
)
def test_a_clustering_that_is_kept_handed_on_or_called_training_trains(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    ("path", "goal", "trains"),
    [
        ("scripts/build_e2e_fixture.py", "tests/fixtures/model.joblib", False),
        ("tools/fixtures.py", "tests/fixtures/model.joblib", False),
        ("scripts/build_e2e_fixture.py", "models/model.joblib", True),
        ("scripts/build_model.py", "tests/fixtures/model.joblib", True),
    ],
)
def test_a_program_that_makes_what_tests_are_given_trains_nothing_for_production(
    path: str, goal: str, trains: bool
) -> None:
    text = f"from sklearn.svm import SVC\nimport joblib\njoblib.dump(SVC().fit(x, y), '{goal}')\n"

    assert bool(training(repo_of({path: text}))) is trains


def test_a_loop_that_is_handed_model_and_optimiser_trains_though_its_file_imports_no_library() -> None:
    loop = (
        "def train(model, loader, optimizer, loss_fn):\n    for x, y in loader:\n        optimizer.zero_grad()\n"
        "        loss_fn(model(x), y).backward()\n        optimizer.step()\n"
    )

    assert trains(repo_of({"trainer.py": loop}))
    assert not trains(repo_of({"trainer.py": loop.replace("        optimizer.zero_grad()\n", "")}))


@pytest.mark.parametrize(
    ("body", "trains"),
    [
        (
            "def train_model(rows):\n    for epoch in range(9):\n        w['a'] -= learning_rate * (gradient / n)\n",
            True,
        ),
        ("def fit(x):\n    while True:\n        self.w = self.w - self.lr * grads\n", True),
        ("def train_schedule(x):\n    lr -= lr * decay\n", False),
        ("def update(x):\n    w -= lr * grad\n", False),  # a piece of something else
        ("def fit(x):\n    total += error\n", False),
    ],
)
def test_a_descent_of_its_own_trains_without_any_library(body: str, trains: bool) -> None:
    assert bool(found(body)) is trains


def test_what_is_fitted_to_stand_in_for_a_model_is_no_training() -> None:
    text = "import xgboost as xgb\nclass Scorer:\n    def {}(self):\n        self.model = xgb.train({{}}, noise())\n"

    assert not found(text.format("_initialize_stub_model"))
    assert not found(text.format("create_dummy_classifier"))
    assert found(text.format("train_model"))
    assert found(text.format("fit_dummy_columns"))


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("from sklearn.cluster import OPTICS\nOPTICS().fit(x)\n", True),
        ("from sklearn.cluster import MeanShift\nMeanShift().fit_predict(x)\n", True),
        ("from sklearn.decomposition import LatentDirichletAllocation as L\nL().fit(x)\n", True),
        ("from tslearn.clustering import TimeSeriesKMeans\nTimeSeriesKMeans(3).fit(x)\n", True),
        ("from pyspark.ml.clustering import BisectingKMeans\nBisectingKMeans().fit(x)\n", True),
        ("from sklearn.pipeline import Pipeline\np = Pipeline(steps)\np.fit_predict(x)\n", True),
        ("from sklearn.ensemble import IsolationForest\nIsolationForest().fit_predict(x)\n", True),
        ("from sklearn.pipeline import Pipeline\np = Pipeline(steps)\np.fit(x, y)\n", False),
        ("from presets import Tabular\nmodel = Tabular()\nmodel.fit_predict(rows)\n", False),
        ("from sklearn.svm import SVC\nSVC().fit(x, y)\n", False),
    ],
)
def test_a_training_that_names_a_clusterer_finds_groups_and_one_that_learns_and_answers_at_once_need_not(
    code: str, groups: bool
) -> None:
    repo = repo_of({"train.py": code})

    assert [finds_groups(repo, one) for one in training(repo)] == [groups]


@pytest.mark.parametrize(
    ("statement", "fits"),
    [
        ("CREATE OR REPLACE MODEL `shop.churn` OPTIONS(model_type='logistic_reg') AS SELECT 1", True),
        ("\\n    create model shop.churn\\n    from (select 1) target churned", True),
        ("SELECT * FROM pgml.train('churn', 'classification', 'rows', 'churned')", True),
        ("Let an administrator create model cards from pages", False),
        ("CREATE TABLE model AS SELECT 1", False),
    ],
)
def test_a_statement_in_a_string_by_which_a_database_fits_a_model_is_a_training(statement: str, fits: bool) -> None:
    assert bool(found(f'client.query("""{statement}""")\n')) == fits
    assert not found(f'print("""{statement}""")\n')
