"""No content of a program makes a fact about training, tests or data raise."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.data.data_checks import data_checks
from seatrial.facts.data.drift import drift
from seatrial.facts.testing import tests as automated
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.training.chance.seeds import seeds, unseeded_splits
from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.tracking import tracking
from tests.repositories import repo_of

PATHS = (
    "train.py", "tests/test_a.py", "a.ipynb", "gx/expectations/a.json", "soda/checks.yml", "models/schema.yml",
    "load.js", "plan.jmx", "artillery.yml", "a_test.go", "locustfile.py", "asv.conf.json",
)  # fmt: skip
LINES = (
    "import mlflow, torch, pandas as pd\n", "from sklearn.svm import SVC\n", "SVC().fit(x, *y, **z)\n",
    "mlflow.log_param(**p)\n", "def test_a(benchmark):\n", "    assert f1 > (lambda: 0)\n", "if f1 < t: raise\n",
    "random.seed(*s)\n", "().fit()\n", "class A(pa.DataFrameModel):\n", "    a: int = pa.Field(**k)\n",
    "def psi(expected, actual): return 1\n", "x = {**a, 'seed': 1}\n", "expect_a_b_c()\n",
    '{"expectations": [1, {}, {"type": null}]}', "checks for a:\n  - {b: [c]}\n", "models: [1, {columns: x}]\n", "\0",
    "é", "'", "(", "config:\n phases:\n", "import http from 'k6/http'\n", "func TestA(t) { t.Fatal() }\n",
)  # fmt: skip
CONTENTS = st.lists(st.sampled_from(LINES), max_size=8).map("".join) | st.text(max_size=40)
FACTS = (
    tracking, seeds, unseeded_splits, registrations, data_checks, drift, load_tests, guarding_gates, automated.tests,
)  # fmt: skip


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(PATHS), CONTENTS))
def test_any_content_gives_an_answer(files: dict[str, str]) -> None:
    repo = repo_of(files)

    for ask in FACTS:
        assert isinstance(ask(repo), tuple)
