"""Where answers are explained, groups compared, and scores given a meaning."""

import pytest

from seatrial.facts.data.fairness import fairness
from seatrial.facts.models.calibration import Means, calibrations, reasoned_thresholds, written_calibration
from seatrial.facts.models.citations import citations
from seatrial.facts.models.explanations import Scope, explanations
from seatrial.repo import Repo
from tests.repositories import repo_of


def repo(text: str, path: str = "ml/work.py") -> Repo:
    return repo_of({path: text})


FOREST = """
from sklearn.ensemble import RandomForestClassifier

model = RandomForestClassifier()
print(model.feature_importances_)
"""


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("import shap\ndef f(m, x):\n    return shap.TreeExplainer(m).shap_values(x)\n", Scope.ANSWER),
        ("from lime.lime_tabular import LimeTabularExplainer as L\nL(x).explain_instance(r, p)\n", Scope.ANSWER),
        ("def f(booster, x):\n    return booster.predict(x, pred_contribs=True)\n", Scope.ANSWER),
        ("import torch\ndef reason_codes(m, x):\n    w = m.w\n    s = w * x\n    return s\n", Scope.ANSWER),
        ("import torch\nfrom pairx import explain\ndef f(m, x):\n    return explain(m, x)\n", Scope.ANSWER),
        ("from sklearn.inspection import permutation_importance\npermutation_importance(m, x, y)\n", Scope.MODEL),
        (FOREST, Scope.MODEL),
        ("from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(x, y)\n", Scope.READABLE),
    ],
)
def test_one_answer_the_model_and_a_readable_model_are_told_apart(text: str, scope: Scope) -> None:
    assert scope in [item.scope for item in explanations(repo(text))]


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ndef explain_query(c, t):\n    p = c.run(t)\n    r = p.rows\n    return r\n",
        "import torch\nfrom pyspark.sql import explain\nexplain(frame)\n",
        "from pairx import explain\nexplain(a)\n",
        "import sklearn\nexplained_variance_score(a, b)\n",
        "import shap\n",
        "def explain(x):\n    a = x\n    b = a\n    return b\n",
    ],
)
def test_plans_of_queries_variances_and_imports_explain_nothing(text: str) -> None:
    assert explanations(repo(text)) == ()


def test_fields_of_answers_name_their_sources_and_settings_do_not() -> None:
    text = "class Answer:\n    text: str\n    citations: list\n\n\nclass CiteConfig:\n    citations: bool\n"

    assert [item.place.line for item in citations(repo(text))] == [3]


@pytest.mark.parametrize(("beside", "found"), [("thoughts: list[str]", [2]), ("colour: str", [])])
def test_points_beside_the_thoughts_that_led_to_an_answer_are_what_it_rests_on(beside: str, found: list[int]) -> None:
    text = f"class Context:\n    data_points: list[str]\n    {beside}\n"

    assert [item.place.line for item in citations(repo(text))] == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("for one in sources:", "    told += show(one)", "await socket.send_text(told)"), [7]),
        (("await socket.send_json(sources)",), [5]),
        (("prompt = build(sources)", "await socket.send_text(model.ask(prompt))"), []),
        (("prompt = f'{sources}'", "answer = model.ask(prompt)", "await socket.send_text(answer)"), []),
        (("logger.info(sources)", "await socket.send_text('Answer')"), []),
    ],
)
def test_sources_that_are_sent_before_an_answer_that_comes_in_pieces_are_given_with_it(
    lines: tuple[str, ...], found: list[int]
) -> None:
    head = "async def f(socket, index, q):\n    told = ''\n    n = 2\n    texts, sources = index.search(q, k=n)\n"
    text = head + "".join(f"    {line}\n" for line in lines)

    assert [item.place.line for item in citations(repo(text))] == found


GAP = "def fairness_gap(frame, sensitive):\n    rates = frame.groupby(sensitive).mean()\n    gap = max(rates)\n"


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        (GAP + "    return gap\n", False),
        (GAP + "    if gap > MAX_GAP:\n        raise ValueError\n    return gap\n", True),
        ("from fairlearn.metrics import MetricFrame\ndef f():\n    return MetricFrame(sensitive_features=a)\n", False),
    ],
)
def test_a_comparison_of_groups_is_judged_by_a_threshold(text: str, judged: bool) -> None:
    assert [item.judged for item in fairness(repo(text))] == [judged]


@pytest.mark.parametrize(
    ("gate", "judged"),
    [
        ("if abs(figures['demographic_parity_diff']) > limits['max_diff']:\n    raise ValueError\n", True),
        ("if figures['demographic_parity_diff'] > limits['max_diff']:\n    pass\n", False),
        ("if figures['loss_diff'] > limits['max_diff']:\n    raise ValueError\n", False),
    ],
)
def test_a_measure_of_fairness_may_be_judged_by_another_program(gate: str, judged: bool) -> None:
    measured = "from fairlearn.metrics import MetricFrame\ndef f():\n    return MetricFrame(sensitive_features=a)\n"
    found = fairness(repo_of({"ml/fair.py": measured, "ml/register.py": gate}))

    assert [item.judged for item in found] == [judged]


@pytest.mark.parametrize(
    "text",
    [
        "def group_metrics(frame):\n    g = frame.groupby('machine')\n    m = g.mean()\n    return m\n",
        "def attn_bias(x):\n    a = x\n    b = a\n    return b\n",
        "def detect_bias(layer):\n    b = layer.bias\n    c = b\n    return c\n",
    ],
)
def test_machines_and_layers_are_no_groups_of_people(text: str) -> None:
    assert fairness(repo(text)) == ()


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("from sklearn.metrics import brier_score_loss\nbrier_score_loss(y, p)\n", Means.MEASURED),
        ("from sklearn.calibration import CalibratedClassifierCV\nCalibratedClassifierCV(m)\n", Means.MADE),
        ("import lightgbm\nlightgbm.LGBMRegressor(objective='quantile')\n", Means.MADE),
        ("import lightgbm\nlightgbm.train(params={**base, 'objective': 'quantile'}, train_set=d)\n", Means.MADE),
        ("def choose_threshold(c):\n    a = c\n    b = min(a)\n    return b\n", Means.CHOSEN),
        ("def f(m, x):\n    return m.predict_proba(x)\n", Means.PASSED),
    ],
)
def test_what_is_done_about_the_meaning_of_a_score(text: str, means: Means) -> None:
    assert [item.means for item in calibrations(repo(text))] == [means]


def test_cameras_are_calibrated_for_another_reason() -> None:
    assert calibrations(repo("def calibrate_camera(i):\n    a = i\n    b = a\n    return b\n")) == ()


def test_numbers_and_reasons_count_where_this_model_is_spoken_of() -> None:
    text = "# Card\n\nThe Brier score is 0.11.\n\nThe threshold is 0.35, chosen because a call costs 4 EUR.\n"

    assert written_calibration(repo(text, "MODEL_CARD.md"))
    assert reasoned_thresholds(repo(text, "MODEL_CARD.md"))
    assert not written_calibration(repo(text, "course/lesson.md"))


@pytest.mark.parametrize(
    ("returned", "cited"),
    [
        ('{"answer": text, "sources": found}', True),
        ('{"answer": text}', False),
        ('{"sources": found}', False),
    ],
)
def test_sources_that_are_returned_beside_an_answer_are_cited(returned: str, cited: bool) -> None:
    code = f"def reply(text, found):\n    return {returned}\n"

    assert bool(citations(repo_of({"app.py": code}))) is cited


_TABLE = "def answer(rows):\n    ids, why = rank(rows)\n    told = {}\n    return told\n"


@pytest.mark.parametrize(
    ("path", "table", "count"),
    [
        ("app.py", "{'recommendations': ids, 'explanations': why}", 1),
        ("app.py", "{'score': ids[0], 'reasons': why[:3]}", 1),
        ("app.py", "{'prediction': ids[0], 'top_factors': why}", 1),
        ("app.py", "{'recommendations': ids, 'explanations': ''}", 0),
        ("app.py", "{'explanations': why}", 0),
        ("evaluation/judge.py", "{'score': ids[0], 'explanation': why}", 0),
    ],
)
def test_an_answer_that_is_told_with_its_reasons_is_explained(path: str, table: str, count: int) -> None:
    assert len(explanations(repo_of({path: _TABLE.replace("told = {}", f"told = {table}")}))) == count


@pytest.mark.parametrize(
    ("path", "scope", "count"),
    [("deploy/app.py", "answer", 1), ("app.py", "deployed_answer", 1), ("app.py", "judge", 0)],
)
def test_a_folder_or_a_function_that_is_called_after_a_rollout_answers_people(
    path: str, scope: str, count: int
) -> None:
    table = _TABLE.replace("told = {}", "told = {'score': ids[0], 'reasons': why}").replace("answer", scope)

    assert len(explanations(repo_of({path: table}))) == count


@pytest.mark.parametrize(("made", "count"), [("PredictionResponse", 1), ("PromotionDecision", 0), ("DriftResult", 0)])
def test_what_is_answered_about_a_model_explains_no_answer_of_it(made: str, count: int) -> None:
    code = f"def answer(score, why):\n    return {made}(score=score, key_factors=why)\n"

    assert len(explanations(repo_of({"deploy/app.py": code}))) == count
