"""A step fits the kind of thing that answers: a job, a forecast, a list of items, a summary, a function of a cloud."""

from seatrial.model import Archetype

from .asked import SERVICE, advice, message

FORECAST = {
    "README.md": "# load\n\nForecasts the load of each substation, every hour.\n",
    "forecast.py": "import joblib\nimport pandas as pd\n\nmodel = joblib.load('m.joblib')\n"
    "rows = pd.read_parquet('rows.parquet')\n"
    "rows['forecast'] = model.predict(rows)\nrows.to_parquet('out.parquet')\n",
    "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "forecast.py"]\n',
}
ASKS = "from openai import OpenAI\nimport streamlit as st\n\nclient = OpenAI()\ntext = st.chat_input()\n"
SUMMARY = {
    "README.md": "# minutes\n\nWrites a summary of each meeting.\n",
    "app.py": f"{ASKS}st.write(client.chat.completions.create(model='m', messages=[text]))\n",
    "requirements.txt": "openai==1.0.0\nstreamlit==1.40.0\n",
}


def test_a_forecast_is_set_aside_by_a_simple_one_and_no_row_of_it_waits_for_a_person() -> None:
    told = advice("GOV-06", FORECAST, Archetype.BATCH_JOB)

    assert "set a forecast aside" in told
    assert "queue" not in told
    assert "queue" in advice("GOV-06", SERVICE)


def test_records_of_forecasts_are_kept_for_a_time_and_need_no_store_that_nobody_can_change() -> None:
    assert "how long the records are kept" in advice("GOV-07", FORECAST, Archetype.BATCH_JOB)
    assert "object lock" not in advice("GOV-07", FORECAST, Archetype.BATCH_JOB)
    assert "object lock" in advice("GOV-07", SERVICE)


def test_a_rule_that_deletes_records_is_not_told_to_keep_them_for_ever() -> None:
    rule = {"settings.py": "RETENTION_DAYS = 30\n"}

    assert "object lock" not in advice("GOV-07", SERVICE | rule)


def test_who_asked_is_not_lacking_where_nobody_asks_a_job() -> None:
    kept = FORECAST | {
        "forecast.py": FORECAST["forecast.py"].replace(
            "rows.to_parquet('out.parquet')\n",
            "rows['model_version'] = '3'\nrows['created_at'] = pd.Timestamp.now()\n"
            "rows[['id', 'features', 'forecast', 'model_version', 'created_at']].to_sql('forecasts', engine)\n",
        )
    }

    assert "who asked" not in message("GOV-07", kept)
    assert "why it came out so" in message("GOV-07", kept)


def test_groups_of_people_are_compared_only_once_somebody_said_that_there_are_any() -> None:
    assert advice("GOV-05", FORECAST, Archetype.BATCH_JOB).startswith("Say whether an answer is about a person")
    assert "BBQ" not in advice("GOV-05", SUMMARY, Archetype.LLM_APP)
    assert "dialect" in advice("GOV-05", SUMMARY, Archetype.LLM_APP)


def test_whoever_asked_for_a_summary_confirms_it() -> None:
    assert "confirm or change" in advice("GOV-06", SUMMARY, Archetype.LLM_APP)


def test_grids_have_no_three_features() -> None:
    grids = FORECAST | {"forecast.py": "import xarray\n" + FORECAST["forecast.py"]}

    assert "three features" in advice("GOV-04", FORECAST, Archetype.BATCH_JOB)
    assert "inputs that lacked" in advice("GOV-04", grids, Archetype.BATCH_JOB)
