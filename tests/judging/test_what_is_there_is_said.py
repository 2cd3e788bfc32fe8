"""A claim says what is there already, and its first step begins from that."""

import pytest

from tests.judging.asked import LOAD, PREDICT, SERVICE, advice, judge, message, steps

EARNS = (
    "from churn import predict\n\n\ndef compute_annual_savings(rows):\n    saved = rows.saved.sum()\n"
    "    return 12 * saved\n"
)


def test_what_a_card_says_is_earned_and_spent_is_named_before_a_function_and_lacks_no_cost() -> None:
    card = "# Plans\n\n## Performance\n\n- Each move brings 5 USD a month of ARPU, {}.\n"
    both = {**SERVICE, "value.py": EARNS, "model_card.md": card.format("and a contact costs 0.5 USD")}
    alone = {**both, "model_card.md": card.format("and 60 USD of cost savings a year")}

    assert message("BIZ-02", both) == "a benefit and a cost are given, and neither criteria nor the day of a decision"
    assert [str(item.place) for item in judge("BIZ-02", both).evidence] == ["model_card.md:5"]
    assert message("BIZ-02", alone) == "a benefit is given, and neither a cost nor the day of a decision"
    assert message("BIZ-01", both).startswith('"benefit: Each move brings 5 USD')
    assert message("BIZ-01", {**SERVICE, "value.py": EARNS}).startswith("compute_annual_savings works out")


COMPARES = (
    "import json\n\nimport pandas as pd\nfrom scipy.stats import ks_2samp\n\n\ndef compare_drift(reference, current):\n"
    "    return {name: ks_2samp(reference[name], current[name]).statistic for name in reference}\n\n\n"
    "def main():\n    found = compare_drift(pd.read_csv('data/train.csv'), pd.read_csv('data/new.csv'))\n    "
)
STARTS = "\n\n\nif __name__ == '__main__':\n    main()\n"
WRITES = "json.dump(found, open('drift.json', 'w'))"
HOLDS = "if max(found.values()) > 0.25:\n        raise SystemExit(1)"


def test_drift_that_is_held_against_nothing_is_first_to_be_held_against_a_limit() -> None:
    files = {**SERVICE, "watch/drift.py": COMPARES + WRITES + STARTS}
    twin = {**files, "other/drift.py": COMPARES + HOLDS + "\n"}
    held = {**files, "watch/drift.py": COMPARES + HOLDS + STARTS}

    assert message("MON-04", files) == "drift is worked out, and compared with no threshold"
    assert advice("MON-04", files).startswith("Hold the figure that watch/drift.py works out against a limit, as a PSI")
    assert "prediction log" in steps("MON-04", files)[2]
    assert "as other/drift.py does" in steps("MON-04", twin)[0]
    assert "prediction log" in steps("MON-04", held)[0]


def test_an_assessment_begins_from_the_section_of_a_card_that_says_who_may_be_harmed() -> None:
    card = (
        "# Model card\n\n## Ética y Fairness\n\n- **Riesgos**\n"
        "  - Riesgo de discriminar a clientes mayores si se usa sin controles.\n"
    )
    files = {**SERVICE, "model_card.md": card}

    assert message("GOV-10", files).startswith("model_card.md says who may be harmed")
    assert [str(item.place) for item in judge("GOV-10", files).evidence] == ["model_card.md:6"]
    assert steps("GOV-10", files)[0].startswith(
        'Begin docs/impact-assessment.md from "Ética y Fairness" of model_card.md'
    )


TWO_DOORS = (
    LOAD
    + "@app.post('/v2/predict')\ndef predict_many(size: float):\n    return float(model.predict([[size]])[0])\n\n\n"
    + PREDICT
    + "\n\n@app.get('/names')\ndef names():\n    return ['a']\n"
)
ASKS = "from fastapi.testclient import TestClient\n\nfrom app import app\n\nclient = TestClient(app)\n\n\n"
STATUS = ASKS + "def test_price():\n    assert client.post('/predict?size=2').status_code == 200\n\n\n"
NAMES = "def test_names():\n    assert client.get('/names').json() == ['a']\n"


def test_what_tests_lack_is_said_of_the_endpoint_that_they_ask_and_not_of_those_of_others() -> None:
    files = {**SERVICE, "app.py": TWO_DOORS, "tests/test_app.py": STATUS + NAMES}

    assert message("OPS-11", files) == (
        "the tests of /predict look at the status or the time of the answer, and not at what it says"
    )
    assert steps("OPS-11", files)[0].startswith("Test /predict with")
    assert steps("OPS-11", {**files, "tests/test_app.py": ASKS + NAMES})[0].startswith("Test /v2/predict with")


MOCKED = (
    ASKS
    + "def test_price(monkeypatch):\n    monkeypatch.setattr('app.model', Fake())\n"
    + "    assert client.post('/predict?size=2').json() == 2\n\n\n"
)
OTHER = "def test_{0}():\n    assert client.post('/{0}/predict?size=2').status_code == 200\n\n\n"
LOOKS = " look at the status or the time of the answer, and not at what it says"


def test_a_stand_in_is_told_of_the_endpoint_alone_that_it_answers_for() -> None:
    files = {**SERVICE, "app.py": TWO_DOORS, "tests/test_app.py": MOCKED + OTHER.format("v2")}

    assert message("OPS-11", files) == "the tests of /predict replace the model by a stand-in"
    assert steps("OPS-11", files)[0].startswith("Test /predict with")
    alike = {**files, "tests/test_app.py": STATUS + OTHER.format("v2")}
    assert message("OPS-11", alike) == f"the tests of /v2/predict and /predict{LOOKS}"


def test_a_test_that_takes_a_failure_or_is_left_out_is_told_of_its_endpoint_alone() -> None:
    lenient = STATUS.replace("status_code == 200", "status_code in (200, 404, 503)")
    skipped = "import pytest\n" + STATUS.replace("def test", "@pytest.mark.skipif(not MODEL.exists())\ndef test")
    for test, said in ((lenient, "take a failure of the endpoint for"), (skipped, "are left out where")):
        files = {**SERVICE, "app.py": TWO_DOORS, "tests/test_app.py": test + OTHER.format("v2")}
        assert message("OPS-11", files).startswith(f"the tests of /predict {said}")


def test_of_many_endpoints_the_first_is_named_and_the_rest_are_counted() -> None:
    doors = TWO_DOORS + "\n\n" + PREDICT.replace("/predict", "/v3/predict").replace("predict(size", "third(size")
    files = {**SERVICE, "app.py": doors, "tests/test_app.py": STATUS + OTHER.format("v2") + OTHER.format("v3")}

    assert message("OPS-11", files).endswith(f" and 2 more endpoints{LOOKS}")


COUNTS = (
    "from prometheus_client import Counter\n\n"
    + LOAD
    + "COUNT = Counter('{}', 'how many', ['level'])\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
    "    price = float(model.predict([[size]])[0])\n    {}\n    return price\n"
)
ADDS = "COUNT.labels(level='high' if price > 9 else 'low').inc()"


@pytest.mark.parametrize(
    ("name", "does", "said"),
    [
        ("price_predictions_total", ADDS, "answers are only counted, by price_predictions_total"),
        ("predict_requests_total", ADDS, "what answers keeps nothing"),
        ("price_predictions_total", "pass", "what answers keeps nothing"),
    ],
)
def test_answers_that_are_counted_are_not_told_to_leave_nothing(name: str, does: str, said: str) -> None:
    files = {**SERVICE, "app.py": COUNTS.format(name, does)}

    assert message("MON-03", files).startswith(said)
    assert steps("MON-03", files)[0].startswith("After each answer of app.py write a row")
