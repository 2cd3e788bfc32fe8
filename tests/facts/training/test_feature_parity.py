"""One function, pipeline or store for both sides keeps features the same; copies and anew fitted objects do not."""

import pytest

from seatrial.component import Component
from seatrial.facts.training.features.feature_parity import kept_the_same, loose_objects, parity_tests, skews
from seatrial.facts.training.training import training
from tests.repositories import component_of, repo_of

FEATURES = (
    "def features(rows):\n    rows = rows.copy()\n    rows['a'] = rows['a'].fillna(0)\n    rows['b'] = 1\n"
    "    return rows[['a']]\n"
)
TRAIN = "import joblib\nfrom sklearn.linear_model import Ridge\n{}\nRidge().fit({}, y)\n"
APP = (
    "import joblib\nfrom fastapi import FastAPI\n{}\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
    "@app.post('/predict')\ndef predict(row):\n    return float(model.predict({})[0])\n"
)


def of(train: str, app: str, **more: str) -> Component:
    files = {"train.py": train, "app.py": app, **{f"{name}.py": code for name, code in more.items()}}
    return component_of(files)


def test_a_function_that_both_sides_import_is_one_unit() -> None:
    shared = "from prices import features"
    component = of(TRAIN.format(shared, "features(x)"), APP.format(shared, "features(row)"), prices=FEATURES)

    assert [item.place.path for item in kept_the_same(component)] == ["prices.py"]
    assert skews(component) == ()


def test_a_copy_is_found_whatever_its_layout() -> None:
    other = FEATURES.replace("    return", "\n    # of the model\n    return")
    component = of(TRAIN.format(FEATURES, "features(x)"), APP.format(other, "features(row)"))

    assert [item.what for item in skews(component)] == ["features stands in app.py, and again in train.py:3"]


@pytest.mark.parametrize("call", ["StandardScaler().fit_transform([row])", "pd.get_dummies(row)"])
def test_what_is_fitted_on_a_request_is_no_feature_of_training(call: str) -> None:
    head = "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler"
    component = of(TRAIN.format("", "x"), APP.format(head, call))

    assert [item.place.path for item in skews(component)] == ["app.py"]


@pytest.mark.parametrize(("parameter", "skewed"), [("fit", False), ("wide", True)])
def test_a_function_for_both_sides_may_choose_in_one_line_whether_it_fits(parameter: str, skewed: bool) -> None:
    head = "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\n"
    head += f"def scale(x, {parameter}=False):\n"
    head += f"    return scaler.fit_transform(x) if {parameter} else scaler.transform(x)\n"
    assert bool(skews(of(TRAIN.format("", "x"), APP.format(head, "scale([row])")))) is skewed


def test_an_endpoint_that_trains_anew_may_fit() -> None:
    app = APP.format("from sklearn.preprocessing import StandardScaler\nfrom sklearn.svm import SVC", "[row]")
    app += "@app.post('/retrain')\ndef retrain(rows):\n    m = SVC().fit(StandardScaler().fit_transform(rows), y)\n"
    app += "    return m.predict(rows)\n"

    assert skews(of(TRAIN.format("", "x"), app)) == ()


def test_a_pipeline_counts_unless_the_preparation_lies_apart() -> None:
    train = (
        "from sklearn.pipeline import make_pipeline\nfrom sklearn.svm import SVC\nmake_pipeline(S(), SVC()).fit(x, y)\n"
    )
    whole = of(train, APP.format("", "[row]"))
    apart = of(train, APP.format("", "[row]").replace("    return", "    s = joblib.load('scaler.joblib')\n    return"))

    assert len(kept_the_same(whole)) == 1
    assert (len(kept_the_same(apart)), len(loose_objects(apart))) == (0, 1)


def test_a_pipeline_that_is_fitted_where_it_is_made_is_a_model() -> None:
    code = "from sklearn.pipeline import make_pipeline\nmake_pipeline(StandardScaler(), Ridge()).fit(x, y)\n"
    scaler = "from sklearn.preprocessing import StandardScaler\nStandardScaler().fit(x)\nscaler.partial_fit(x)\n"

    assert len(training(repo_of({"a.py": code}))) == 1
    assert training(repo_of({"a.py": scaler})) == ()


def test_a_test_that_asks_one_side_only_compares_nothing() -> None:
    shared = "from prices import features"
    one = "import app\nimport pytest\ndef test_it():\n    assert app.predict(1) == pytest.approx(2)\n"
    files = {"train": TRAIN.format(shared, "features(x)"), "app": APP.format(shared, "features(row)")}

    assert parity_tests(of(files["train"], files["app"], prices=FEATURES, test_app=one)) == ()


@pytest.mark.parametrize(("folders", "copied"), [(("english", "chinese"), False), (("training", "serving"), True)])
def test_one_for_each_language_is_no_copy_and_one_for_each_side_is(folders: tuple[str, str], *, copied: bool) -> None:
    learns, serves = (f"text/{folder}/prices" for folder in folders)
    train = TRAIN.format(f"from text.{folders[0]}.prices import features", "features(x)")
    app = APP.format(f"from text.{folders[1]}.prices import features", "features(row)")
    assert bool(skews(of(train, app, **{learns: FEATURES, serves: FEATURES}))) is copied
