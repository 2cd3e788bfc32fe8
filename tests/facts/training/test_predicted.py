"""What an own model predicts is told by its kind, else by the measures it is judged by."""

import pytest

from seatrial.facts.training.predicted import Predicted, predicted
from tests.repositories import component_of


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
