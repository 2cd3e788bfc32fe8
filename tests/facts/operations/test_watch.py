"""What is watched in production is fetched from there, again and again, and told to somebody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.data.drift import drift
from seatrial.facts.operations.alert_routes import sent_alerts
from seatrial.facts.operations.feedback import feedback_doors
from seatrial.facts.operations.live_quality import live_qualities
from seatrial.facts.operations.model_age import age_limits, shown_ages
from seatrial.facts.operations.watch import limited, production_source, repeated, told_of
from tests.repositories import repo_of

DRIFT = "def compare(reference, current):\n    return reference.mean() - current.mean() > 0.2\n"
USES = """
import pandas as pd

from drift import compare


def weekly(engine):
    rows = pd.read_sql("SELECT * FROM predictions", engine)
    if compare(pd.read_csv("train.csv"), rows):
        send_alert("drift")
"""


def test_rows_may_be_fetched_by_whoever_uses_the_comparison() -> None:
    used = repo_of({"drift.py": DRIFT, "weekly.py": USES})

    place = production_source(used, "drift.py")

    assert place is not None
    assert place.path == "weekly.py"


def test_a_fetch_in_another_function_is_none_of_its_own() -> None:
    apart = USES.replace("    if compare", "\n\ndef other(rows):\n    if compare")

    assert production_source(repo_of({"drift.py": DRIFT, "weekly.py": apart}), "drift.py") is None


def test_files_are_no_production() -> None:
    text = "import pandas as pd\n" + DRIFT + "compare(pd.read_csv('a.csv'), pd.read_csv('b.csv'))\n"

    assert production_source(repo_of({"drift.py": text}), "drift.py") is None


@pytest.mark.parametrize(("name", "found"), [("inference_log.parquet", True), ("train.parquet", False)])
def test_a_file_of_what_was_answered_is_production_wherever_its_path_is_put_together(name: str, found: bool) -> None:
    live = f"def live():\n    path = f'{{KEPT}}/{name}'\n    return pd.read_parquet(path)\n"
    text = f"import pandas as pd\nKEPT = root()\n{DRIFT}{live}"

    assert bool(production_source(repo_of({"drift.py": text}), "drift.py")) is found


def test_a_scheduler_that_names_the_task_repeats_it() -> None:
    task = "def scheduled_drift():\n    pass\n"
    beat = "app.conf.update(beat_schedule={'drift': {'task': 'worker.scheduled_drift'}})\n"

    assert repeated(repo_of({"worker.py": task}), "worker.py", "scheduled_drift") is None
    assert repeated(repo_of({"worker.py": task, "beat.py": beat}), "worker.py", "scheduled_drift") is not None


def test_whoever_uses_it_may_tell() -> None:
    told = told_of(repo_of({"drift.py": DRIFT, "weekly.py": USES}), "drift.py")

    assert told is not None
    assert told.what == "send_alert tells somebody"


def test_feedback_is_stored_or_lost() -> None:
    head = "from fastapi import FastAPI\napp = FastAPI()\n\n\n@app.post('/feedback')\ndef feedback(actual: float):\n"
    (kept,) = feedback_doors(repo_of({"app.py": head + "    session.add(actual)\n"}))
    (lost,) = feedback_doors(repo_of({"app.py": head + "    print(actual)\n"}))

    assert kept.stored
    assert not lost.stored


def test_labels_that_a_model_predicts_are_no_feedback() -> None:
    head = "from fastapi import FastAPI\napp = FastAPI()\n\n\n"
    door = "@app.post('/predict_labels')\ndef predict_labels(text: str):\n    return model.predict([text])\n"

    assert feedback_doors(repo_of({"app.py": head + door})) == ()
    assert len(feedback_doors(repo_of({"app.py": head + door.replace("predict_labels", "confirm_labels")}))) == 1


def test_feedback_is_followed_to_the_row_that_keeps_it() -> None:
    fields = "".join(f"    {name} = peewee.TextField()\n" for name in "abc")
    app = "@app.post('/answers/annotate')\ndef annotate(value: int):\n    keep(value)\n"
    files = {
        "rows.py": f"import peewee\nclass Vote(peewee.Model):\n{fields}",
        "core.py": "from rows import Vote\ndef keep(value):\n    Vote.create(a=value)\n",
        "app.py": f"from fastapi import FastAPI\nfrom core import keep\napp = FastAPI()\n\n\n{app}",
    }

    assert [one.stored for one in feedback_doors(repo_of(files))] == [True]


def kept_by(code: str, start: str) -> list[int]:
    """Return the lines at which functions of a module keep feedback, that a program starts by a line."""
    files = {"crud.py": code, "main.py": f"import crud\nif __name__ == '__main__':\n    {start}\n"}
    return [one.place.line for one in feedback_doors(repo_of(files))]


def test_a_function_that_is_called_after_what_readers_say_keeps_it_where_anybody_calls_it() -> None:
    named = "def save_detailed_feedback(db, said):\n    db.add(said)\ndef save_inference(db, x):\n    db.add(x)\n"

    assert kept_by(named, "crud.save_detailed_feedback(db, 1)") == [1]
    assert kept_by(named, "crud.save_inference(db, 1)") == []


KEEPING = (
    "class Log:\n    def save_feedback(self, db, said):\n        db.add(said)\n    def show(self):\n        return 1\n"
)


@pytest.mark.parametrize(
    ("path", "asks", "kept"),
    [
        ("main.py", "crud.Log().save_feedback(db, 1)", True),
        ("tests/test_log.py", "crud.Log().save_feedback(db, 1)", False),
        ("examples/show.py", "crud.Log().save_feedback(db, 1)", False),
        ("idle.py", "def idle():\n        crud.Log().save_feedback(db, 1)", False),
    ],
)
def test_a_method_keeps_what_readers_say_only_where_code_that_runs_calls_it(path: str, asks: str, kept: bool) -> None:
    start = "import crud\nif __name__ == '__main__':\n    {}\n"
    files = {"crud.py": KEEPING, "main.py": start.format("crud.Log().show()"), path: start.format(asks)}

    assert bool(feedback_doors(repo_of(files))) is kept


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("def save_analyst_label(db, said):\n    db.add(said)\n", True),
        ("def save_labels(db, said):\n    db.add(said)\n", False),  # of the rows that a training reads
        ("def submit_feedback(said):\n    with open('said.jsonl', 'a') as file:\n        file.write(said)\n", True),
        ("def submit_feedback(said):\n    said.to_csv('said.csv', mode='a')\n", True),
        ("def submit_feedback(said):\n    with open('form.html') as file:\n        return file.read()\n", False),
    ],
)
def test_what_experts_said_of_an_answer_is_kept_in_rows_or_at_the_end_of_a_file(code: str, kept: bool) -> None:
    name = code.partition("(")[0].removeprefix("def ")

    assert bool(kept_by(code, f"crud.{name}(db, 1)")) is kept


def test_the_metric_of_a_test_set_is_no_live_quality() -> None:
    text = "from sklearn.metrics import f1_score\nactual = conn.execute('select')\nf1_score(actual, prediction)\n"

    assert len(live_qualities(repo_of({"quality.py": text}))) == 1
    assert live_qualities(repo_of({"evaluate.py": text})) == ()


@pytest.mark.parametrize(
    ("column", "actual", "found"),
    [("running_accuracy", "actual", 1), ("running_total", "actual", 0), ("running_accuracy", "guess", 0)],
)
def test_a_column_of_quality_that_is_worked_out_by_hand_from_what_happened_counts(
    column: str, actual: str, found: int
) -> None:
    text = (
        "def results(session):\n"
        "    rows = session.query(Predictions).all()\n"
        "    df = frame(rows)\n"
        f"    df['{actual}'] = df['price'] >= df['bound']\n"
        f"    df['{column}'] = (df['predicted'] == df['{actual}']).cumsum() / df.index\n"
        "    return df\n"
    )

    assert len(live_qualities(repo_of({"prediction_metrics.py": text}))) == found


LOG = (
    "import pandas as pd\n\n\nclass PredictionLog:\n    def scored(self):\n"
    "        return pd.read_sql_query('SELECT * FROM scores', self.connection)\n"
)


@pytest.mark.parametrize(
    ("reads", "figure", "found"),
    [
        ("PredictionLog().scored()", 'mape(rows["actual"], rows["load"])', 1),
        ("PredictionLog().scored()", 'mape(rows["naive"], rows["load"])', 0),
        ("read_split('test')", 'mape(rows["actual"], rows["load"])', 0),
    ],
    ids=["what happened", "a baseline", "a test set"],
)
def test_a_metric_of_the_teams_own_on_kept_answers_is_live_quality(reads: str, figure: str, found: int) -> None:
    evaluate = (
        f"from data import read_split\nfrom metrics import mape\nfrom prediction_log import PredictionLog\n\n\n"
        f"def run():\n    rows = {reads}\n    return {figure}\n"
    )
    files = {"prediction_log.py": LOG, "evaluate.py": evaluate, "data.py": "def read_split(name):\n    return name\n"}

    assert len(live_qualities(repo_of(files))) == found


@pytest.mark.parametrize(("url", "found"), [("/annotate", 1), ("/annotations", 1), ("/detect/annotated", 0)])
def test_a_door_that_gives_a_picture_with_marks_takes_no_feedback(url: str, found: int) -> None:
    app = f"from fastapi import FastAPI\napp = FastAPI()\n\n\n@app.post('{url}')\ndef draw(image: bytes):\n    ...\n"

    assert len(feedback_doors(repo_of({"app.py": app}))) == found


def test_an_age_is_held_against_a_limit() -> None:
    assert age_limits(repo_of({"a.py": "if model_age_days > 90:\n    exit(1)\n"}))
    assert age_limits(repo_of({"a.py": "if max_page_size > 90:\n    exit(1)\n"})) == ()


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    repo = repo_of({"drift.py": DRIFT + text, "weekly.py": USES + text})

    production_source(repo, "drift.py")
    repeated(repo, "drift.py", "compare")
    told_of(repo, "drift.py")
    feedback_doors(repo)
    live_qualities(repo)
    shown_ages(repo)
    age_limits(repo)


@pytest.mark.parametrize(
    ("column", "figure", "found"),
    [
        ("is_correct", "accuracy", 1),
        ("quality = 'FALSE_NEGATIVE' AND x", "accuracy", 1),
        ("is_correct", "total", 0),
        ("is_open", "accuracy", 0),
    ],
)
def test_a_share_of_right_answers_that_a_query_counts_is_quality(column: str, figure: str, found: int) -> None:
    text = (
        "import sqlite3\n\n\ndef stats(path):\n    cursor = sqlite3.connect(path).cursor()\n"
        "    cursor.execute(ALL)\n    total = cursor.fetchone()[0]\n"
        '    cursor.execute(RIGHT, ("COLUMN", 1))\n'
        "    return {'FIGURE': cursor.fetchone()[0] / total}\n"
    )
    store = text.replace("COLUMN", column).replace("FIGURE", figure)

    assert len(live_qualities(repo_of({"store.py": store}))) == found


@pytest.mark.parametrize(
    ("body", "stored"),
    [
        ("    row = Prediction.objects.get(pk=id)\n    row.label = label\n    row.save()\n", True),
        ("    row = await Prediction.get(id)\n    row.label = label\n    await row.save()\n", True),
        ("    row = LabelSerializer(data=label)\n    row.save()\n", True),
        ("    row = Prediction.objects.get(pk=id)\n    row.label = label\n", False),
        ("    chart = draw(label)\n    chart.save()\n", False),
    ],
)
def test_a_row_that_is_fetched_changed_and_saved_is_kept(body: str, stored: bool) -> None:
    door = "@app.post('/feedback')\nasync def feedback(id: int, label: dict):\n"
    text = f"from fastapi import FastAPI\napp = FastAPI()\n{door}{body}"

    (found,) = feedback_doors(repo_of({"app.py": text}))

    assert found.stored is stored


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT f.match FROM feedback f JOIN predictions p ON p.id = f.id", 1),
        ("SELECT p.score FROM predictions p JOIN models m ON m.id = p.model", 0),
    ],
)
def test_a_query_that_joins_what_people_said_does_the_work_of_a_function_named_for_quality(
    query: str, found: int
) -> None:
    text = f"def live_accuracy(conn):\n    rows = conn.execute('{query}').fetchall()\n    return share(rows)\n"

    assert len(live_qualities(repo_of({"monitoring/queries.py": text}))) == found


@pytest.mark.parametrize(("clock", "found"), [("  schedule: [{cron: '0 2 * * *'}]\n", True), ("", False)])
def test_a_workflow_that_the_clock_starts_repeats_it_though_a_change_starts_it_too(clock: str, found: bool) -> None:
    steps = "jobs:\n  look:\n    runs-on: ubuntu-latest\n    steps: [{run: python drift.py}]\n"
    flow = f"on:\n{clock}  push: {{paths: [drift.py]}}\n{steps}"
    main = "\nif __name__ == '__main__':\n    compare([1], [2])\n"
    repo = repo_of({"drift.py": DRIFT + main, ".github/workflows/drift.yml": flow})

    assert bool(repeated(repo, "drift.py", "compare")) is found


LIMIT = "LIMIT = 0.2\n\ndef weekly(engine):\n    if compare(1, 2) > LIMIT:\n        print('drift')\n"
BARE = "from scipy.stats import ks_2samp\n\ndef compare(reference, current):\n    return ks_2samp(reference, current)\n"


HELD = f"from drift import compare\n\n{LIMIT}"
ELSEWHERE = HELD.replace("if compare(1, 2) >", "compare(1, 2)\n\ndef answer(score):\n    if score >")


@pytest.mark.parametrize(("uses", "found"), [(HELD, True), (ELSEWHERE, False), ("import os\n", False)])
def test_a_limit_may_stand_in_the_program_that_uses_the_comparison(uses: str, found: bool) -> None:
    repo = repo_of({"drift.py": BARE, "weekly.py": uses})

    assert [limited(repo, one) for one in drift(repo)] == [found]


@pytest.mark.parametrize(
    ("said", "stored"), [("INSERT INTO feedback (id, label) VALUES (?, ?)", True), ("SELECT 1 FROM feedback", False)]
)
def test_feedback_that_a_statement_inserts_is_kept_whatever_the_connection_is_called(said: str, stored: bool) -> None:
    door = (
        "from fastapi import FastAPI\nimport sqlite3\napp = FastAPI()\n\n@app.post('/feedback')\n"
        f"def feedback(body: dict):\n    with sqlite3.connect('x') as con:\n        con.execute('{said}')\n"
    )

    assert [one.stored for one in feedback_doors(repo_of({"app.py": door}))] == [stored]


@pytest.mark.parametrize(
    ("package", "name", "told"),
    [("slack_bolt", "answer", 0), ("slack_bolt", "alert_on_failure", 1), ("slack_sdk", "answer", 1)],
)
def test_what_a_chatbot_answers_is_no_alert(package: str, name: str, told: int) -> None:
    bot = f"import {package}\n\ndef {name}(client):\n    client.chat_postMessage(text='a')\n\n{name}(1)\n"

    assert len(sent_alerts(repo_of({"app.py": bot, "Dockerfile": "FROM python\nCMD python app.py\n"}))) == told


@pytest.mark.parametrize(("asks", "found"), [("weekly", True), ("daily", False)])
def test_rows_may_be_asked_for_by_the_function_that_uses_the_comparison(asks: str, found: bool) -> None:
    log = "def rows(session):\n    return session.query('predictions')\n"
    uses = "from drift import compare\nfrom log import rows\n\n\ndef weekly(session):\n    compare(1, 2)\n\n\n"
    uses = f"{uses}def daily(session):\n    pass\n".replace(
        f"{asks}(session):\n", f"{asks}(session):\n    rows(session)\n"
    )
    repo = repo_of({"drift.py": BARE, "log.py": log, "weekly.py": uses})

    assert bool(production_source(repo, "drift.py")) is found
