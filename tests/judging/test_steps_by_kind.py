"""A step fits the kind of thing that answers: a job, a forecast, a list of items, a summary, a function of a cloud."""

import pytest

from seatrial.model import Archetype

from .asked import RESEARCH, SERVICE, Files, advice, judge, message, steps

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


LOCKED = {"infra/main.tf": 'resource "aws_s3_bucket" "kept" {\n  bucket = "kept"\n  object_lock_enabled = true\n}\n'}
BOUND = {"settings.py": "RETENTION_DAYS = 30\n"}
FORESEES = SERVICE | {"README.md": FORECAST["README.md"]}


@pytest.mark.parametrize(
    ("files", "asked"),
    [
        (FORECAST, "how long the records are kept"),
        (FORESEES, "how long the records are kept"),
        (FORESEES | LOCKED, "how long the records are kept"),
        (FORESEES | BOUND, None),
        (SERVICE, "object lock"),
        (SERVICE | LOCKED, None),
        (SERVICE | BOUND, None),
    ],
)
def test_a_lock_keeps_a_trail_of_decisions_and_says_not_how_long_forecasts_are_kept(
    files: dict[str, str], asked: str | None
) -> None:
    told = advice("GOV-07", files)
    found = [words for words in ("how long the records are kept", "object lock") if words in told]

    assert found == ([asked] if asked else [])


def test_who_asked_is_not_lacking_where_nobody_asks_a_job() -> None:
    kept = FORECAST | {
        "forecast.py": FORECAST["forecast.py"].replace(
            "rows.to_parquet('out.parquet')\n",
            "rows['model_version'] = '3'\nrows['created_at'] = pd.Timestamp.now()\n"
            "rows[['id', 'features', 'forecast', 'model_version', 'created_at']].to_sql('forecasts', engine)\n",
        )
    }

    assert message("GOV-07", kept) == "the record is whole, and nothing says how long it is kept"


def test_what_is_only_logged_is_to_become_a_row_and_no_file_is_named_as_one() -> None:
    told = SERVICE["app.py"].replace(
        "    return", "    logging.info('%s %s', size, model.predict([[size]]))\n    return"
    )

    assert "each decision as a row of a store" in advice("GOV-07", {**SERVICE, "app.py": "import logging\n" + told})


def test_groups_of_people_are_compared_only_once_somebody_said_that_there_are_any() -> None:
    assert "BBQ" not in advice("GOV-05", SUMMARY, Archetype.LLM_APP)
    assert "dialect" in advice("GOV-05", SUMMARY, Archetype.LLM_APP)


def test_whoever_asked_for_a_summary_confirms_it() -> None:
    assert "confirm or change" in advice("GOV-06", SUMMARY, Archetype.LLM_APP)


def test_grids_have_no_three_features() -> None:
    grids = FORECAST | {"forecast.py": "import xarray\n" + FORECAST["forecast.py"]}

    assert "three features" in advice("GOV-04", FORECAST, Archetype.BATCH_JOB)
    assert "inputs that lacked" in advice("GOV-04", grids, Archetype.BATCH_JOB)


SENTRY = "import sentry_sdk\n\nsentry_sdk.init(dsn='{}'{})\n"


def test_a_reporter_of_failures_is_no_tracer_and_a_tracer_is_not_asked_for_what_it_sees() -> None:
    told = SENTRY.format("d", "")
    reports, traces = SERVICE["app.py"] + told, SERVICE["app.py"] + SENTRY.format("d", ", traces_sample_rate=1.0")

    assert message("MON-01", SERVICE | {"app.py": reports}).startswith("failures are reported")
    assert "instrumentor" in advice("MON-01", SERVICE | {"app.py": reports})
    assert message("MON-01", SERVICE | {"app.py": traces}).startswith("a tracer sees calls")
    assert advice("MON-01", SERVICE | {"app.py": traces}).startswith("Beside the requests, count")


def test_functions_have_their_calls_counted_by_their_platform() -> None:
    function = {
        "serverless.yml": "service: a\nprovider:\n  name: aws\n  ecr:\n    images:\n      main:\n        path: ./\n"
        "functions:\n  predict:\n    image:\n      name: main\n    events:\n      - httpApi: '*'\n",
        "Dockerfile": 'FROM public.ecr.aws/lambda/python:3.12\nCOPY app.py .\nCMD ["app.handler"]\n',
        "app.py": SERVICE["app.py"] + "\n\nfrom mangum import Mangum\n\nhandler = Mangum(app)\n",
    }

    assert "counts requests, failures and time by itself" in message("MON-01", function)
    assert advice("MON-01", function).startswith("Beside the requests, count")


def test_whoever_fills_the_predictor_of_cog_is_told_of_no_instrumentor() -> None:
    cog = {
        "cog.yaml": "build:\n  python_version: '3.11'\npredict: predict.py:Predictor\n",
        "predict.py": "import torch\nfrom cog import BasePredictor\n\n\nclass Predictor(BasePredictor):\n"
        "    def setup(self):\n        self.net = torch.load('m.pt')\n\n"
        "    def predict(self, text: str) -> str:\n        return self.net(text)\n",
    }

    assert "record_metric" in advice("MON-01", cog)
    assert "instrumentor" not in advice("MON-01", cog)


def test_a_model_that_is_not_trained_here_is_compared_with_its_first_weeks() -> None:
    trains = {
        "train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n",
        "Makefile": "train:\n\tpython train.py\n",
    }

    assert "with its first weeks" in advice("MON-04", SERVICE)
    assert "the training data" in advice("MON-04", SERVICE | trains)
    grids = FORECAST | {"forecast.py": "import xarray\n" + FORECAST["forecast.py"]}
    assert "same season" in advice("MON-04", grids, Archetype.BATCH_JOB)


def test_what_happened_comes_to_a_forecast_as_data_and_to_a_list_of_items_as_clicks() -> None:
    service = SERVICE | {"README.md": "# shop\n\nForecasts the sales of each store.\n"}
    shop = SERVICE | {"README.md": "# shop\n\nA recommendation system of books.\n"}
    health = SERVICE | {"README.md": "# health\n\nGives recommendations to doctors.\n"}

    assert "POST /feedback" in advice("MON-05", SERVICE)
    assert "POST /feedback" in advice("MON-05", health)
    assert advice("MON-05", service).startswith("Load what really happened beside what app.py forecast")
    market = SERVICE | {"README.md": "# market\n\nA stock market prediction system.\n"}
    assert advice("MON-05", market).startswith("Load what really happened beside what app.py forecast")
    sorts = service | {"train.py": "from sklearn.svm import SVC\n\nmodel = SVC().fit(x, y)\n"}
    assert advice("MON-05", sorts).startswith("Load what really happened beside what app.py forecast")
    assert "POST /feedback" in advice("MON-05", SERVICE | {"README.md": "# shop\n\nPredicts who buys at the market.\n"})
    assert advice("MON-05", shop).startswith("Keep what people did with the items of app.py")


def test_one_report_does_not_say_that_calls_are_seen_and_that_nobody_sees_them() -> None:
    asks = (
        "\n\nfrom openai import OpenAI\n\n\n@app.post('/ask')\ndef ask(text: str):\n"
        "    return OpenAI().responses.create(input=text)\n"
    )
    traced = SERVICE | {"app.py": SERVICE["app.py"] + asks + SENTRY.format("d", ", traces_sample_rate=1.0")}
    reported = SERVICE | {"app.py": SERVICE["app.py"] + asks + SENTRY.format("d", "")}

    assert message("MON-13", traced) == "a tracer sees calls and their time, and not their tokens, cost or prompt"
    assert message("MON-13", reported).startswith("nobody sees")


def test_items_and_masks_are_compared_between_groups_as_what_they_are() -> None:
    shop = SERVICE | {"README.md": "# shop\n\nA recommendation system of books for customers.\n"}

    assert advice("GOV-05", shop).startswith("Compare what is recommended between groups")
    assert "MetricFrame" in advice("GOV-05", SERVICE | {"README.md": "# shop\n\nScores customers.\n"})


def test_readers_of_their_own_documents_are_asked_for_no_error_rates() -> None:
    code = (
        "import streamlit as st\nfrom langchain_chroma import Chroma\nfrom langchain_openai import ChatOpenAI\n\n"
        "store = Chroma(collection_name='a')\nmodel = ChatOpenAI(model='m')\nfile = st.file_uploader('A file')\n"
        "text = st.chat_input()\nst.write(model.invoke(f'{store.similarity_search(text)} {text}'))\n"
    )
    files = {"README.md": "# ask\n\nAsk a text.\n", "app.py": code, "requirements.txt": "langchain-openai\n"}

    assert advice("GOV-05", files, Archetype.LLM_APP).startswith("Say whether an answer is about a person")
    assert "error rates" not in advice("GOV-05", files, Archetype.LLM_APP)


def test_who_is_affected_is_asked_before_a_language_model_is_asked_about_groups() -> None:
    menu = SUMMARY | {"README.md": "# menu\n\nAnswers users' questions about dishes.\n"}
    patients = SUMMARY | {"README.md": "# ward\n\nAnswers questions about patients.\n"}

    assert advice("GOV-05", menu, Archetype.LLM_APP).startswith("Say whether an answer is about a person")
    assert advice("GOV-05", patients, Archetype.LLM_APP).startswith("Ask the same questions about people")
    assert advice("GOV-10", menu, Archetype.LLM_APP).startswith("Say under `surfaces`")


SHOWS = (
    "import joblib\nimport streamlit as st\n\nmodel = joblib.load('m.joblib')\nsize = st.number_input('size')\n"
    "st.write(model.predict([[size]]))\n"
)


@pytest.mark.parametrize(("path", "step"), [("app.py", "Write Dockerfile"), ("demos/page.py", "Describe the package")])
def test_a_page_that_people_open_goes_into_an_image_and_no_wheel(path: str, step: str) -> None:
    files = {**RESEARCH, path: SHOWS, "requirements.txt": "streamlit==1.40.0\n"}

    assert steps("OPS-05", files, Archetype.RESEARCH_CODE)[0].startswith(step)


def test_a_job_beside_which_only_functions_run_has_nothing_to_put_a_proxy_before() -> None:
    function = {"trigger.py": "def lambda_handler(event, context):\n    return {'job': event['job']}\n"}
    files = {**FORECAST, **function, "seatrial.yaml": "schema: 1\narchetype: batch-job\n"}
    told = advice("SEC-10", files, Archetype.BATCH_JOB)

    assert "aws:SecureTransport" in told
    assert "Caddy" not in told
    assert "certificate" in advice("SEC-10", SERVICE)


def test_an_address_of_a_database_is_asked_for_sslmode_and_not_for_https() -> None:
    service = {**SERVICE, "app.py": SERVICE["app.py"] + "\nDSN = 'postgresql://db.shop.eu/x?sslmode=disable'\n"}

    assert "sslmode=verify-full" in steps("SEC-10", service)[0]


@pytest.mark.parametrize(
    ("name", "asked"),
    [("JWT_SECRET", "openssl"), ("AUTH_SECRET", "openssl"), ("STRIPE_SECRET_KEY", "provider")],
)
def test_a_key_that_signs_the_own_logins_has_no_provider_to_revoke_it_at(name: str, asked: str) -> None:
    value = "f7410f8d0107749f" + "066a06b360288d1d" + "92bc8f9c23e3326d" + "069793743d4992f2"

    assert asked in steps("SEC-01", {**SERVICE, "deploy/prod.env": f"{name}={value}\n"})[0]


def test_load_is_driven_at_the_runtime_that_serves_an_agent_which_has_no_route() -> None:
    graph = (
        "from langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model='gpt-4o-mini')\n\n\n"
        "def agent(state):\n    return llm.invoke(state['question'])\n"
    )
    files = {"graph.py": graph, "langgraph.json": '{"graphs": {"agent": "./graph.py:agent"}}'}

    assert "by POST /runs/stream in staging" in advice("PRF-03", files)
    assert "graph.py" not in advice("PRF-03", files)


ANALYTICS = {"frontend/package.json": '{"dependencies": {"@vercel/analytics": "1.0.0"}}'}
DEPLOYS = {
    ".github/workflows/cd.yml": "on: {push: {branches: [main]}}\njobs:\n  d:\n    runs-on: ubuntu-latest\n    steps:\n"
    "      - run: kubectl apply -f k8s/\n"
}


@pytest.mark.parametrize(("more", "doubted"), [({}, True), (DEPLOYS, False)])
def test_where_ci_deploys_a_count_of_pages_hides_no_way_back(more: dict[str, str], doubted: bool) -> None:
    beyond = judge("OPS-09", {**SERVICE, **ANALYTICS, **more}).unfollowed

    assert any("@vercel/analytics" in one.what for one in beyond) is doubted


FITS = "from sklearn.svm import SVC\n\n\ndef fit(x, y):\n    return SVC().fit(x, y)\n"
LIBRARY: dict[str, str | bytes] = {
    "seatrial.yaml": "schema: 1\narchetype: library\n",
    "pyproject.toml": "[project]\nname = 'pkg'\nversion = '1.0'\ndescription = 'x'\n"
    "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n",
    "pkg/__init__.py": "", "pkg/fit.py": FITS,
    "pkg/apps/coin/__init__.py": "", "pkg/apps/coin/actor.pkl": b"\x80\x02csklearn.linear_model._base\nRidge\n)\x81.",
}  # fmt: skip
LOADS = "import joblib\n\n\ndef load():\n    return joblib.load('pkg/apps/coin/actor.pkl')\n"


@pytest.mark.parametrize(("more", "named"), [({}, False), ({"pkg/load.py": LOADS}, True)])
def test_weights_that_a_run_left_where_no_code_names_them_are_not_to_be_published(more: Files, named: bool) -> None:
    said = advice("OPS-04", {**LIBRARY, **more}, Archetype.LIBRARY)

    assert ("Publish pkg/apps/coin/actor.pkl" in said) is named


@pytest.mark.parametrize(("path", "page"), [("RELEASE.md", "RELEASE.md"), ("docs/usage.md", "RELEASING.md")])
def test_how_a_release_is_yanked_goes_into_the_page_on_releases_that_is_there(path: str, page: str) -> None:
    steps = "    steps:\n      - run: twine upload dist/*\n"
    publishes = f"on: {{push: {{tags: ['v*']}}}}\njobs:\n  p:\n    runs-on: ubuntu-latest\n{steps}"
    files = {**LIBRARY, ".github/workflows/release.yml": publishes, path: "# Steps\n\nTag it, and push the tag.\n"}

    assert f"Write into {page} how a bad release is yanked" in advice("OPS-09", files, Archetype.LIBRARY)


def test_alerts_are_set_in_sentry_where_nothing_else_sees_the_service() -> None:
    reported = SERVICE | {"app.py": SERVICE["app.py"] + SENTRY.format("d", "")}

    assert advice("MON-06", reported).startswith("Set alerts in Sentry, which gets what fails")
    counted = "\n\nfrom prometheus_fastapi_instrumentator import Instrumentator\n\nInstrumentator().instrument(app)\n"
    assert "monitoring/alerts.yml" in advice("MON-06", reported | {"app.py": reported["app.py"] + counted})


LABELS = """import boto3

rekognition = boto3.client("rekognition")


def handler(event, context):
    for record in event["Records"]:
        print(rekognition.detect_labels(Image={"S3Object": record["s3"]}))
    return {"labels": rekognition.detect_labels(Image={"S3Object": event["Records"][0]["s3"]})}
"""
EVENTS = """data "archive_file" "code" {
  type = "zip"
  source_dir = "labels"
}
resource "aws_lambda_function" "labels" {
  filename = data.archive_file.code.output_path
  handler = "labels.handler"
}
"""


def test_what_events_start_is_tested_and_driven_by_events() -> None:
    files = {"labels/labels.py": LABELS, "main.tf": EVENTS}

    assert steps("OPS-11", files)[0].startswith("Call handler in a test with an event of its kind and a stand-in")
    assert steps("PRF-03", files)[0].startswith("Send labels/labels.py as many events as the peak brings")
