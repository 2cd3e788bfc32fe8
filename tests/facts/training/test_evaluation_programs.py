"""Where is a model judged that its training does not judge, and what comes of a verdict that nothing asks?"""

import pytest

from seatrial.facts.training.evaluation_programs import evaluation_program
from tests.judging.asked import judge, steps
from tests.repositories import component_of

FIT = "import joblib\nfrom sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\njoblib.dump(model, 'model.joblib')\n"
JUDGED = (
    "from sklearn.metrics import f1_score\nfrom sklearn.svm import SVC\n\n"
    "other = SVC().fit(x, y)\nprint(f1_score(y_test, other.predict(x_test)))\n"
)
WRITES = (
    "import json\nimport joblib\n\nmodel = joblib.load('model.joblib')\nright = (model.predict(x) == y).mean()\n"
    "json.dump({'accuracy': right}, open('out/metrics.json', 'w'))\n"
)
HANDED = (
    "from sklearn.svm import SVC\n\n\nclass Mix:\n    def fit(self, x, y):\n        self.net = SVC().fit(x, y)\n\n"
    "    def backtest(self, x):\n        return self.net.predict(x)\n"
)
STARTS = "from rivers.mix import Mix\n\nmix = Mix()\nmix.fit(x, y)\nprint(mix.backtest(x_test))\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"train_rows.py": FIT, "train_texts.py": JUDGED}, "train_texts.py"),
        ({"train.py": FIT, "src/evaluate.py": WRITES}, "src/evaluate.py"),
        ({"rivers/__init__.py": "", "rivers/mix.py": HANDED.replace("backtest", "ask"),
          "scripts/train_model.py": STARTS}, "scripts/train_model.py"),
        ({"train.py": JUDGED + "joblib.dump(other)\n", "train_rows.py": JUDGED}, None),
        ({"train.py": FIT + "model.score(x_test, y_test)\n", "src/evaluate.py": WRITES}, None),
        ({"train.py": FIT, "src/evaluate.py": "import ast\nprint(ast.literal_eval('{}'))\n"}, None),
        ({"net/train.py": FIT, "net/test.py": "from net.train import model\n\n\ndef run(rows):\n"
          "    return model.predict(rows)\n"}, "net/test.py"),
        ({"net/train.py": FIT, "tests/test.py": JUDGED}, None),
    ],
    ids=["another training", "an evaluation", "what starts it", "it judges itself", "by a score", "no model is judged",
         "beside the training", "a test elsewhere"],
)  # fmt: skip
def test_what_judges_is_named_where_the_training_does_not(files: dict[str, str], found: str | None) -> None:
    place = evaluation_program(component_of(files))

    assert (place.path if place else None) == found


COMPARED = (
    "from sklearn.metrics import f1_score\n\n\ndef evaluate_model(model, best, floor):\n"
    "    gain = f1_score(y, model.predict(x)) - f1_score(y, best.predict(x))\n"
    "    is_model_accepted = gain > floor\n    return Answer(is_model_accepted)\n"
)


def test_a_verdict_that_nothing_asks_is_named_and_is_to_be_asked() -> None:
    files = {"train.py": FIT, "pipe/model_evaluation.py": COMPARED}
    found = judge("OPS-03", files)

    assert found.message == "is_model_accepted is worked out, and decides nothing"
    assert [(item.path, item.line) for item in (one.place for one in found.evidence)] == [
        ("pipe/model_evaluation.py", 6)
    ]
    assert steps("OPS-03", files)[0].startswith("Let is_model_accepted of pipe/model_evaluation.py decide")


def test_a_verdict_that_holds_the_promotion_back_is_no_idle_one() -> None:
    asked = COMPARED.replace("    return", "    if is_model_accepted:\n        register_model(model)\n    return")

    assert "decides nothing" not in judge("OPS-03", {"train.py": FIT, "pipe/model_evaluation.py": asked}).message
