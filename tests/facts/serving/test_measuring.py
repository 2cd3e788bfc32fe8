"""A training that asks its model only to measure it is no job that predicts."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.serving.batch import batch_jobs
from seatrial.model import Archetype
from seatrial.repo import Repo
from tests.repositories import repo_of

DAG = (
    "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\nfrom train import main\n"
    "with DAG('nightly') as dag:\n    PythonOperator(task_id='train', python_callable=main)\n"
)
TRAIN = (
    "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
    "from sklearn.metrics import mean_absolute_error\nfrom sklearn.model_selection import train_test_split\n\n"
    "def main():\n    rows = pd.read_csv('rows.csv')\n    clean(rows).to_csv('clean.csv')\n    fit(rows)\n\n"
    "def fit(rows):\n    X_train, X_test, y_train, y_test = train_test_split(rows[['a']], rows['b'])\n"
    "    model = Ridge().fit(X_train, y_train)\n    {asks}\n    joblib.dump(model, 'model.joblib')\n"
)


def _repo(asks: str) -> Repo:
    return repo_of({"train.py": TRAIN.replace("{asks}", asks), "dags/nightly.py": DAG})


@pytest.mark.parametrize(
    "asks",
    [
        "print(mean_absolute_error(y_test, model.predict(X_test)))",
        "guess = model.predict(rows[['a']])\n    print(mean_absolute_error(rows['b'], guess))",
        "guess = model.predict(X_test_scaled)\n    print(guess.mean())",
        "fitted = model.predict(X_train[['a']])",
        "fitted = model.predict(self.x_val.to_numpy())",
    ],
    ids=["at-once", "by-its-name", "kept-apart", "learned", "as-an-array"],
)
def test_what_is_only_measured_makes_no_job(asks: str) -> None:
    repo = _repo(asks)

    assert batch_jobs(repo) == ()
    assert archetype(next(iter(components(repo)))).archetype is Archetype.BATCH_JOB


@pytest.mark.parametrize(
    "asks",
    [
        "ahead = pd.DataFrame({'a': days(7), 'b': model.predict(days(7))})\n    ahead.to_sql('ahead', engine)",
        "publish(model.predict(tomorrow))",
        "guess = model.predict(X_test)\n    pd.DataFrame(guess).to_parquet('out.parquet')",
    ],
    ids=["writes", "hands-on", "writes-what-was-kept-apart"],
)
def test_a_training_that_predicts_for_others_is_a_job(asks: str) -> None:
    assert batch_jobs(_repo(asks))
