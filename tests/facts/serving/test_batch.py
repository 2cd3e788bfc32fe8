"""A job that predicts is known by who starts it and where its results go."""

import pytest

from seatrial.component import components
from seatrial.facts.archetype import archetype
from seatrial.facts.serving.batch import batch_jobs, jobs_of
from seatrial.model import Archetype
from seatrial.repo import Repo
from tests.repositories import component_of, repo_of

SCORE = (
    "import joblib\nimport pandas as pd\n\ndef main():\n    model = joblib.load('m.joblib')\n"
    "    rows = pd.read_csv('rows.csv')\n    rows['y'] = model.predict(rows)\n    rows.to_parquet('out.parquet')\n\n"
    "if __name__ == '__main__':\n    main()\n"
)


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "score.py"]\n'},
        {"Procfile": "worker: python score.py\n"},
        {".github/workflows/night.yml": "on:\n  schedule: [{cron: '0 3 * * *'}]\n"
         "jobs:\n  score:\n    steps: [{run: python score.py}]\n"},
        {"dags/x.py": "from airflow.operators.bash import BashOperator as B\nB(bash_command='python score.py')\n"},
        {"dag.py": "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\n"
         "from score import main\n"
         "with DAG('score') as dag:\n    PythonOperator(task_id='score', python_callable=main)\n"},
    ],
    ids=["image", "process", "schedule", "task", "dag"],
)  # fmt: skip
def test_a_job_with_a_sink_is_found_by_its_start(files: dict[str, str]) -> None:
    (job,) = batch_jobs(repo_of({"score.py": SCORE, **files}))

    assert job.sink is not None
    assert job.sink.path == "score.py"


def test_a_job_that_tries_a_model_in_folds_comes_after_the_one_that_predicts_for_others() -> None:
    dag = "from airflow.operators.bash import BashOperator as B\nB(bash_command='python {}.py')\n"
    files = {
        "cv_runs.py": SCORE,
        "score.py": SCORE,
        "dags/a.py": dag.format("cv_runs"),
        "dags/b.py": dag.format("score"),
    }

    assert [job.predicts.path for job in batch_jobs(repo_of(files))] == ["score.py", "cv_runs.py"]


def test_what_an_image_runs_in_its_build_to_fetch_a_model_is_no_job() -> None:
    fetch = SCORE.replace(
        "    rows['y'] = model.predict(rows)\n    rows.to_parquet('out.parquet')\n", "    model.predict(rows)\n"
    )
    built = {"Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nRUN python score.py\nCMD ["sleep", "1"]\n'}

    assert not batch_jobs(repo_of({"score.py": fetch, **built}))
    assert len(batch_jobs(repo_of({"score.py": SCORE, **built}))) == 1


def test_a_script_that_only_people_run_is_no_job() -> None:
    assert not batch_jobs(repo_of({"score.py": SCORE}))


def test_a_web_application_is_no_job() -> None:
    app = "import joblib\nfrom flask import Flask\napp = Flask(__name__)\nmodel = joblib.load('m.joblib')\n"
    app += "@app.post('/predict')\ndef f():\n    frame = model.predict([[1]])\n    frame.to_csv('log.csv')\n"

    assert not batch_jobs(repo_of({"app.py": app, "Procfile": "web: gunicorn app:app\n"}))


@pytest.mark.parametrize(
    "writes",
    [
        "from deltalake import write_deltalake\n\ndef out(rows):\n    write_deltalake('s3://t', rows)\n",
        "from opensearchpy import helpers\n\ndef out(rows):\n    helpers.bulk(client, rows)\n",
        "SQL = ''\n\ndef out(rows):\n    q = 'INSERT INTO scores VALUES (:a)'\n    db.execute(q, rows)\n",
    ],
)
def test_rows_that_a_statement_or_a_bare_function_writes_are_results(writes: str) -> None:
    code = SCORE.replace("rows.to_parquet('out.parquet')", "out(rows)").replace("\ndef main", f"\n{writes}\ndef main")
    reads = code.replace("INSERT INTO scores VALUES (:a)", "SELECT 1").replace("write_deltalake('s3", "print('s3")
    reads = reads.replace("from opensearchpy", "from acme")

    (job,) = batch_jobs(repo_of({"score.py": code, "Procfile": "worker: python score.py\n"}))
    (other,) = batch_jobs(repo_of({"score.py": reads, "Procfile": "worker: python score.py\n"}))

    assert (job.sink is None, other.sink is None) == (False, True)


@pytest.mark.parametrize(
    ("writes", "written"),
    [
        ("session.add_all([Forecast(power=x) for x in rows])", True),
        ("db_session.add(forecast)", True),
        ("Prediction.objects.bulk_create([Prediction(power=x) for x in rows])", True),
        ("session.add(JobRun(status='done'))", False),
        ("seen.add(forecast)", False),
        ("JobRun.objects.create(status='done')", False),
    ],
    ids=["rows", "one row", "a manager", "the row of the run", "a set", "the run by its manager"],
)
def test_rows_that_an_object_mapper_is_handed_are_results_where_they_are_named_for_answers(
    writes: str, written: bool
) -> None:
    code = SCORE.replace("rows.to_parquet('out.parquet')", "keep(session, rows)")
    code = code.replace("\ndef main", f"\ndef keep(session, rows):\n    {writes}\n\ndef main")

    (job,) = batch_jobs(repo_of({"score.py": code, "Procfile": "worker: python score.py\n"}))

    assert (job.sink is not None) == written


@pytest.mark.parametrize(
    ("item", "written"),
    [
        ("y_pred: {type: pandas.CSVDataset, filepath: data/07_model_output/y.csv}", True),
        ("y_pred: {type: pickle.PickleDataset, filepath: data/07_model_output/y.pkl}", False),
        ("y_pred: {type: MemoryDataset}", False),
        ("report: {type: json.JSONDataset, filepath: data/08_reporting/f1.json}", False),
    ],
    ids=["a table", "a pickle", "memory", "another data set"],
)
def test_the_catalogue_of_kedro_says_where_the_predictions_of_a_node_go(item: str, written: bool) -> None:
    pipeline = (
        "from kedro.pipeline import Node, Pipeline\nfrom .nodes import predict\n\n\ndef create_pipeline(**kwargs):\n"
        "    return Pipeline([Node(func=predict, inputs=['model', 'rows'], outputs='y_pred')])\n"
    )
    files = {
        "conf/base/catalog.yml": f"{item}\n",
        "src/churn/pipelines/score/__init__.py": "",
        "src/churn/pipelines/score/nodes.py": "def predict(model, rows):\n    return model.predict(rows)\n",
        "src/churn/pipelines/score/pipeline.py": pipeline,
    }
    (job,) = batch_jobs(repo_of(files))

    assert (job.sink is not None) is written


def test_two_jobs_that_write_by_the_same_function_both_have_a_sink() -> None:
    dag = (
        "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\nfrom utils.score import {name}\n"
    )
    dag += "with DAG('{name}') as dag:\n    PythonOperator(task_id='score', python_callable={name})\n"
    score = "import joblib\nfrom utils.store import keep\n"
    score += "\ndef day(rows):\n    keep(joblib.load('a.joblib').predict(rows))\n"
    score += "\ndef week(rows):\n    keep(joblib.load('b.joblib').predict(rows))\n"
    score += "\ndef look(rows):\n    print(joblib.load('b.joblib').predict(rows))\n"
    files = {f"dags/{name}.py": dag.format(name=name) for name in ("day", "week", "look")}
    store = "def keep(rows):\n    rows.to_parquet('s3://bucket/scores.parquet')\n"
    files |= {"dags/utils/score.py": score, "dags/utils/store.py": store, "dags/__init__.py": ""}

    jobs = batch_jobs(repo_of(files | {"dags/utils/__init__.py": ""}))

    assert {job.entry.path: job.sink and job.sink.path for job in jobs} == {
        "dags/day.py": "dags/utils/store.py",
        "dags/week.py": "dags/utils/store.py",
        "dags/look.py": None,
    }


@pytest.mark.parametrize(
    ("hands_in", "written"),
    [
        ("httpx.post(f'{api}/jobs/{job}/complete', json={'y': 1})", True),
        ("requests.post(job['callback_url'], json={'y': 1})", True),
        ("requests.put(api + '/v1/results', json={'y': 1})", True),
        ("requests.post(f'{slack}/hooks/alerts', json={'text': 'done'})", False),
        ("queue.put('/results')", False),
    ],
)
def test_results_may_be_handed_in_by_a_request(hands_in: str, written: bool) -> None:
    code = SCORE.replace("rows.to_parquet('out.parquet')", hands_in)
    code = code.replace("import joblib", "import httpx, requests, joblib")
    image = {"Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "score.py"]\n'}
    (job,) = batch_jobs(repo_of({"score.py": code, **image}))

    assert (job.sink is not None) is written


def test_the_call_of_the_model_stands_for_a_job_and_not_the_task_that_is_named_for_predicting() -> None:
    dag = (
        "from airflow.decorators import dag, task\n@dag(schedule='@daily')\ndef scores():\n"
        "    @task\n    def run():\n        from scoring import batch\n        batch.predict()\n    run()\nscores()\n"
    )
    batch = SCORE.replace("def main()", "def predict()").replace("main()", "predict()")
    repo = repo_of({"dags/a.py": dag, "scoring/batch.py": batch, "scoring/__init__.py": ""})

    assert {job.predicts.path for job in batch_jobs(repo)} == {"scoring/batch.py"}


DAG = (
    "from airflow import DAG\nfrom airflow.operators.python import PythonOperator\nfrom train import main\n"
    "with DAG('nightly') as dag:\n    PythonOperator(task_id='train', python_callable=main)\n"
)
MEASURING = (
    "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
    "from sklearn.metrics import mean_absolute_error\nfrom sklearn.model_selection import train_test_split\n\n"
    "def main():\n    rows = pd.read_csv('rows.csv')\n    clean(rows).to_csv('clean.csv')\n    fit(rows)\n\n"
    "def fit(rows):\n    X_train, X_test, y_train, y_test = train_test_split(rows[['a']], rows['b'])\n"
    "    model = Ridge().fit(X_train, y_train)\n    {asks}\n    joblib.dump(model, 'model.joblib')\n"
)


def measuring(asks: str) -> Repo:
    return repo_of({"train.py": MEASURING.replace("{asks}", asks), "dags/nightly.py": DAG})


@pytest.mark.parametrize(
    "asks",
    [
        "print(mean_absolute_error(y_test, model.predict(X_test)))",
        "guess = model.predict(rows[['a']])\n    print(mean_absolute_error(rows['b'], guess))",
        "guess = model.predict(X_test_scaled)\n    print(guess.mean())",
        "guess = model.predict(X_test)\n    plot_confusion_matrix(y_test, guess)",
        "fitted = model.predict(X_train[['a']])",
        "fitted = model.predict(self.x_val.to_numpy())",
    ],
    ids=["at-once", "by-its-name", "kept-apart", "drawn", "learned", "as-an-array"],
)
def test_what_is_only_measured_makes_no_job(asks: str) -> None:
    repo = measuring(asks)

    assert batch_jobs(repo) == ()
    assert archetype(next(iter(components(repo)))).archetype is Archetype.BATCH_JOB


def test_each_of_many_answers_is_measured_by_what_judges_it_alone() -> None:
    pairs = (f"kept{one} = model.predict(X_test)\n    mae(y, other{one})\n    " for one in range(4_000))

    assert batch_jobs(measuring("".join(pairs) + "guess = model.predict(rows)\n    mae(rows['b'], guess)")) == ()


TRIED = (
    "import joblib\n\nmodel = joblib.load('m.joblib')\n\ndef {name}(rows):\n    guess = model.predict(rows)\n"
    "    guess.to_parquet('out.parquet')\n\n{name}([[1]])\n"
)
LAYERS = (
    "import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def forward(self, rows):\n"
    "        return self.model.predict(rows)\n\nNet()([[1]])\ntorch.save({}, 'm.pt')\n"
)


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        (TRIED.format(name="evaluate_df"), False),
        (TRIED.format(name="_validate"), False),
        (TRIED.format(name="evaluate_applicants"), True),
        (LAYERS, False),
    ],
    ids=["by-its-name", "validates", "judges-people", "a-layer"],
)
def test_a_function_that_tries_the_model_and_a_layer_of_it_make_no_job(code: str, answers: bool) -> None:
    image = 'FROM python:3.12\nCOPY . .\nCMD ["python", "main.py"]\n'

    assert bool(batch_jobs(repo_of({"main.py": code, "Dockerfile": image}))) is answers


JUDGE = (
    "import joblib\nimport pandas as pd\nimport sklearn\n\nmodel = joblib.load('m.joblib')\n"
    "{rows} = pd.read_csv('rows.csv')\nguess = model.predict({rows})\npd.DataFrame(guess).to_csv('out.csv')\n"
)


@pytest.mark.parametrize(
    ("name", "rows", "answers"),
    [("evaluate", "test_dataset", False), ("evaluate", "customers", True), ("score", "test_dataset", True)],
)
def test_a_program_that_judges_keeps_its_answers_beside_the_labels(name: str, rows: str, answers: bool) -> None:
    stage = f"stages:\n  judge:\n    cmd: python {name}.py\n"

    assert bool(batch_jobs(repo_of({f"{name}.py": JUDGE.format(rows=rows), "dvc.yaml": stage}))) is answers


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
    assert batch_jobs(measuring(asks))


@pytest.mark.parametrize(("keeps", "jobs"), [("", 0), ("    rows.assign(b=guess).to_csv('out.csv')\n", 1)])
def test_a_training_that_asks_its_model_and_writes_nothing_of_its_answer_is_no_job(keeps: str, jobs: int) -> None:
    trains = "import pandas as pd\nfrom sklearn.linear_model import Ridge\n\ndef main():\n"
    trains += "    rows = pd.read_csv('rows.csv')\n    model = Ridge().fit(rows[['a']], rows['b'])\n"
    trains += f"    guess = model.predict(rows[['c']])\n{keeps}"

    assert len(batch_jobs(repo_of({"train.py": trains, "dags/nightly.py": DAG}))) == jobs


TRAIN = (
    "import joblib\nfrom sklearn.linear_model import LinearRegression\n\n"
    "joblib.dump(LinearRegression().fit([[1]], [1]), 'm.joblib')\n"
)


@pytest.mark.parametrize(("writes", "has"), [("rows.to_parquet('out.parquet')", True), ("print(rows)", False)])
def test_whose_program_writes_down_the_answers_has_the_job_though_another_part_asks_the_model(
    writes: str, *, has: bool
) -> None:
    asks = "import joblib\n\n\ndef score(rows):\n    return joblib.load('m.joblib').predict(rows)\n"
    files = {
        "core/pyproject.toml": "[project]\nname = 'core'\nversion = '1'\n",
        "core/train.py": TRAIN,
        "core/Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "train.py"]\n',
        "core/src/core/__init__.py": "",
        "core/src/core/ask.py": asks,
        "night/pyproject.toml": "[project]\nname = 'night'\nversion = '1'\ndependencies = ['core', 'pandas']\n",
        "night/run.py": (
            "import pandas as pd\nimport sklearn\nfrom core.ask import score\n\nrows = pd.read_csv('rows.csv')\n"
            f"rows['y'] = score(rows)\n{writes}\n"
        ),
        "night/Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "run.py"]\n',
    }

    jobs = {part.name: [job.entry.path for job in jobs_of(part)] for part in components(repo_of(files))}

    assert jobs["night"] == (["night/run.py"] if has else [])


COMMANDS = (
    "import sys\n\nfrom jobs import evaluate, fit, infer\n\n\ndef main():\n"
    "    {'evaluate': evaluate.run, 'fit': fit.run, 'infer': infer.run}[sys.argv[1]]()\n\n\n"
    "if __name__ == '__main__':\n    main()\n"
)
READS = "import joblib\nimport pandas as pd\n\n\ndef run():\n    rows = pd.read_csv('rows.csv')\n"
FITS = (
    "import joblib\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression\n\n\ndef run():\n"
    "    rows = pd.read_csv('rows.csv')\n    joblib.dump(LinearRegression().fit(rows[['a']], rows['y']), 'm.joblib')\n"
)
INFERS = READS + "    rows['y'] = joblib.load('m.joblib').predict(rows[['a']])\n    rows.to_parquet('out.parquet')\n"


def test_of_a_start_with_several_commands_the_module_that_hands_on_answers_has_the_job() -> None:
    files = {
        "Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nENTRYPOINT ["python", "cli.py"]\n',
        "cli.py": COMMANDS,
        "jobs/__init__.py": "",
        "jobs/evaluate.py": READS + "    print(joblib.load('m.joblib').predict(rows[['a']]).mean())\n",
        "jobs/fit.py": FITS,
        "jobs/infer.py": INFERS,
    }

    (job,) = batch_jobs(repo_of(files))

    assert (job.program.path, job.predicts.path) == ("jobs/infer.py", "jobs/infer.py")


def test_a_training_that_goes_through_what_predicts_is_one_job_by_its_start() -> None:
    trains = FITS + "    infer.run()\n\n\nif __name__ == '__main__':\n    run()\n"
    files = {
        "Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nENTRYPOINT ["python", "nightly.py"]\n',
        "nightly.py": trains.replace("import joblib\n", "import infer\nimport joblib\n"),
        "infer.py": INFERS,
    }

    assert [job.program.path for job in batch_jobs(repo_of(files))] == ["nightly.py"]


@pytest.mark.parametrize(("sends", "written"), [("socket", True), ("mailbox", False)])
def test_answers_may_be_sent_to_whoever_is_connected(sends: str, written: bool) -> None:
    answers = SCORE.replace("    rows.to_parquet('out.parquet')\n", "    conn.sendall(rows['y'].tobytes())\n")
    image = 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "score.py"]\n'
    (job,) = batch_jobs(repo_of({"score.py": f"import {sends}\n{answers}", "Dockerfile": image}))

    assert bool(job.sink) is written


STAGES = """
stages:
  prepare: {cmd: python prepare.py}
  evaluate: {cmd: python evaluate.py}
  predict: {cmd: python predict.py}
"""
PREPARES = (
    "import joblib\nfrom sklearn.compose import ColumnTransformer\n\n"
    "def main():\n    preprocessor = ColumnTransformer([])\n    x = preprocessor.fit_transform(x_train)\n"
    "    pd.DataFrame(preprocessor.transform(x_test)).to_csv('x.csv')\n"
    "    joblib.dump(preprocessor, 'p.joblib')\n\nmain()\n"
)


@pytest.mark.parametrize("name", ["prepare.py", "predict.py"])
def test_sets_that_are_prepared_by_what_is_fitted_on_the_spot_are_no_answers(name: str) -> None:
    assert not batch_jobs(repo_of({"dvc.yaml": STAGES, name: PREPARES}))


def test_a_preparation_that_was_loaded_makes_a_job() -> None:
    loads = PREPARES.replace("ColumnTransformer([])", "joblib.load('p.joblib')").replace("fit_transform", "check")

    assert batch_jobs(repo_of({"dvc.yaml": STAGES, "predict.py": loads}))


def test_a_program_that_judges_has_no_job_beside_one_that_answers() -> None:
    alone = {"dvc.yaml": STAGES, "evaluate.py": SCORE}

    assert [job.program.path for job in jobs_of(component_of(alone))] == ["evaluate.py"]
    assert [job.program.path for job in jobs_of(component_of(alone | {"predict.py": SCORE}))] == ["predict.py"]


CLOCKED = (
    "import joblib\nimport s3fs\n\nmodel = joblib.load('m.joblib')\ns3 = s3fs.S3FileSystem()\n\n\n"
    'def handler(event, context):\n    """Run daily; the event is empty."""\n    print("event:", event)\n'
    "    s3.write_text('s3://forecasts/today.json', str(model.predict(ASKED)))\n"
)


@pytest.mark.parametrize(("asked", "jobs"), [("[[1]]", 1), ("[event['row']]", 0)])
def test_a_function_that_takes_nothing_of_its_event_is_a_job_and_no_service(asked: str, jobs: int) -> None:
    component = component_of({"app.py": CLOCKED.replace("ASKED", asked)})
    found = [job for job in jobs_of(component) if job.hands_on]

    assert len(found) == jobs
    assert archetype(component).archetype is (Archetype.BATCH_JOB if jobs else Archetype.ONLINE_SERVICE)


@pytest.mark.parametrize("name", ["evaluate_models.py", "stages/model_evaluator.py"])
def test_a_program_that_judges_what_a_training_made_has_no_job(name: str) -> None:
    stages = f"stages:\n  judge: {{cmd: python {name}}}\n"
    judged = {"dvc.yaml": stages, name: SCORE}

    assert len(jobs_of(component_of(judged))) == 1
    assert not jobs_of(component_of(judged | {"train.py": TRAIN}))


STEP = (
    "import pickle\nimport pandas as pd\n\ndef main():\n    testX, testy = get_rows()\n    predict(testX, testy)\n\n\n"
    "def predict(testX, testy):\n    model = pickle.load(open('m.pkl', 'rb'))\n    guess = model.predict({rows})\n"
    "    out = pd.DataFrame(guess)\n    out['{beside}'] = testy\n    out.to_csv('out.csv')\n\n\n"
    "if __name__ == '__main__':\n    main()\n"
)


@pytest.mark.parametrize(
    ("rows", "beside", "answers"),
    [("testX", "actual_cost", False), ("testX", "applicant", True), ("applicants", "actual_cost", True)],
    ids=["beside-what-was-right", "without", "rows-of-whoever-asks"],
)
def test_a_step_that_puts_its_answers_to_a_kept_set_beside_what_was_right_only_measures(
    rows: str, beside: str, answers: bool
) -> None:
    files = {"step.py": STEP.format(rows=rows, beside=beside), "dvc.yaml": "stages:\n  a: {cmd: python step.py}\n"}

    assert bool(batch_jobs(repo_of(files))) is answers


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("infer_signature(rows, model.predict(rows))", False),
        ("guess = model.predict(rows)\nsigned = infer_signature(rows, guess)", False),
        ("raw = model.predict(X_check)", False),
        ("raw = model.predict(to_check)", True),
    ],
)
def test_what_only_describes_or_compares_a_model_is_no_answer(asks: str, answers: bool) -> None:
    code = "import joblib\nfrom mlflow.models import infer_signature\n\nmodel = joblib.load('m.joblib')\n"
    files = {"register.py": f"{code}{asks}\n", "dvc.yaml": "stages:\n  a: {cmd: python register.py}\n"}

    assert bool(batch_jobs(repo_of(files))) is answers


@pytest.mark.parametrize(("keeps", "jobs"), [("print(guess)", 0), ("keep(guess)", 1)])
def test_a_training_that_writes_its_rows_elsewhere_hands_on_no_answers(keeps: str, jobs: int) -> None:
    trains = (
        "import pandas as pd\nfrom rows import make\nfrom store import keep\nfrom sklearn.linear_model import Ridge\n\n"
        "def main():\n    tune(make())\n\ndef tune(rows):\n    model = Ridge().fit(rows[['a']], rows['b'])\n"
        f"    guess = model.predict(rows[['c']])\n    {keeps}\n"
    )
    files = {
        "train.py": trains,
        "rows.py": "from write import out\ndef make():\n    out()\n",
        "write.py": "def out():\n    made.to_parquet('rows.parquet')\n",
        "store.py": "def keep(rows):\n    rows.to_parquet('out.parquet')\n",
        "dags/nightly.py": DAG,
    }

    assert len(batch_jobs(repo_of(files))) == jobs


@pytest.mark.parametrize(("writes", "jobs"), [("rows.to_parquet('scores.parquet')", ["night.py"]), ("print(rows)", [])])
def test_a_job_that_asks_by_the_function_of_a_service_is_found_beside_it(writes: str, jobs: list[str]) -> None:
    service = "FROM python:3.12.3-slim\nCOPY . .\nCMD uvicorn app:app\n"
    app = "from ask import score\nfrom fastapi import FastAPI\napp = FastAPI()\n\n@app.post('/predict')\n"
    flow = "from steps import one\nfrom prefect import flow\n\n@flow\ndef night():\n    rows = one(read())\n"
    files = {
        "Dockerfile": service,
        "app.py": f"{app}def predict(x: dict):\n    x.to_parquet('log')\n    return score([x])\n",
        "ask.py": "import joblib\nm = joblib.load('m.joblib')\n\ndef score(rows):\n    return m.predict(rows)\n",
        "steps.py": (
            "from ask import score\n\ndef one(rows):\n    return two(rows)\n\n"
            "def two(rows):\n    return score(rows)\n\ndef other(rows):\n    return rows\n"
        ),
        "night.py": f"{flow}    {writes}\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    command: uvicorn app:app --reload\n",
        "beside.py": flow.replace("one", "other").replace("night", "beside") + "    rows.to_parquet('a.parquet')\n",
    }

    embeds = {path: text.replace("score", "embed") for path, text in files.items()}

    assert [job.program.path for job in batch_jobs(repo_of(files))] == jobs
    assert not batch_jobs(repo_of(embeds))


@pytest.mark.parametrize(
    ("start", "jobs"),
    [("uvicorn app:app --reload", 0), ("python serve.py", 0), ("python night.py", 1)],
)
def test_another_start_of_a_service_is_no_job(start: str, jobs: int) -> None:
    ask = "import joblib\nm = joblib.load('m.joblib')\n\ndef score(rows):\n"
    ask += "    rows.to_parquet('a')\n    return m.predict(rows)\n"
    app = "from ask import score\nfrom fastapi import FastAPI\napp = FastAPI()\n\n@app.post('/predict')\n"
    files = {
        "Dockerfile": "FROM python:3.12.3-slim\nCOPY . .\nCMD uvicorn app:app\n",
        "compose.yaml": f"services:\n  one:\n    build: .\n    command: {start}\n",
        "app.py": f"{app}def predict(x: dict):\n    return score([x])\n",
        "ask.py": ask,
        "serve.py": "import uvicorn\nfrom app import app\n\nuvicorn.run(app)\n",
        "night.py": "from ask import score\n\nscore([1]).to_parquet('b.parquet')\n",
    }

    assert len(batch_jobs(repo_of(files))) == jobs


@pytest.mark.parametrize(("writes", "written"), [("writeStream", True), ("threads", False)])
def test_a_stream_that_spark_writes_is_a_result(writes: str, written: bool) -> None:
    code = SCORE.replace("rows.to_parquet('out.parquet')", f"rows.{writes}.foreachBatch(keep).start()")
    (job,) = batch_jobs(repo_of({"score.py": code, "Procfile": "worker: python score.py\n"}))

    assert (job.sink is not None) is written
