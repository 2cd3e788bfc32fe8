"""A step fits where a thing runs, what it is stored as, and what others hold that nobody can read here."""

import pytest

from seatrial.audit import audit
from seatrial.facts.models.model_loading import unsafe_loads
from seatrial.facts.testing.load_test import Measured
from seatrial.facts.testing.load_tests import load_tests
from seatrial.model import Archetype, Confidence, Grade
from seatrial.repo import Memory
from tests.repositories import repo_of

from .asked import SERVICE, advice, judge, message, steps

FUNCTION = {
    "serverless.yml": "service: a\nprovider:\n  name: aws\n  ecr:\n    images:\n      main:\n        path: ./\n"
    "functions:\n  predict:\n    image:\n      name: main\n    events:\n      - httpApi: '*'\n",
    "Dockerfile": 'FROM public.ecr.aws/lambda/python:3.12\nCOPY app.py .\nCMD ["app.handler"]\n',
    "app.py": SERVICE["app.py"] + "\n\nfrom mangum import Mangum\n\nhandler = Mangum(app)\n",
}


def test_a_model_in_a_function_is_scaled_with_it() -> None:
    asks = FUNCTION | {
        "app.py": FUNCTION["app.py"].replace("float(model.predict([[size]])[0])", "requests.post(url).json()")
    }

    assert advice("PRF-04", FUNCTION).startswith("Bound in serverless.yml how many copies may run at once.")
    assert "scale the model behind it" in advice("PRF-04", asks)


def test_one_copy_that_a_manifest_fixes_is_shown_there() -> None:
    deployment = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: {}\n  selector:\n"
        "    matchLabels: {{app: a}}\n  template:\n    metadata:\n      labels: {{app: a}}\n    spec:\n"
        "      containers:\n"
        "        - name: a\n          image: a:1\n"
    )
    one = SERVICE | {"k8s/a.yaml": deployment.format(1)}

    assert message("PRF-04", one) == "Deployment a runs in one copy, and nothing changes that"
    assert [item.place.path for item in judge("PRF-04", one).evidence] == ["k8s/a.yaml"]
    assert "one copy" not in message("PRF-04", SERVICE | {"k8s/a.yaml": deployment.format(3)})


def test_no_length_is_asked_of_a_body_that_holds_anything() -> None:
    takes = "@app.post('/predict')\ndef predict({}: dict):\n    return float(model.predict([[1]])[0])\n"
    whole, rows = (
        SERVICE | {"app.py": SERVICE["app.py"].partition("@app.post")[0] + takes.format(name)}
        for name in ("body", "rows")
    )

    assert "max_length on texts and lists" in advice("SEC-06", whole)
    assert "max_length on rows" in advice("SEC-06", rows)


TREES = "import pickle\nimport xgboost\n\nmodel = pickle.load(open('xgboost-model', 'rb'))\nmodel.predict(x)\n"


@pytest.mark.parametrize(
    ("code", "first"),
    [
        (TREES, "Store it by save_model of its own library"),
        (TREES.replace("import xgboost", "import sklearn\nimport xgboost"), "Export the model to safetensors"),
        (TREES.replace("import xgboost", "import sklearn"), "Export the model to safetensors"),
        (TREES.replace("xgboost", "darts"), "Compare a SHA-256"),
    ],
)
def test_trees_have_a_format_of_their_own(code: str, first: str) -> None:
    assert advice("SEC-02", {"score.py": code}).startswith(first)


def test_a_cache_that_is_opened_first_is_no_model_and_a_model_that_is_stored_here_is_one() -> None:
    opened = (
        "import pickle\n\n\ndef rows():\n    old = {} / 'all.pkl'\n"
        "    with old.open('rb') as f:\n        return pickle.load(f)\n"
    )
    stored = (
        "import pickle\n\n\ndef load(row):\n    ml_part = pickle.loads(row.blob)\n    return ml_part\n\n\n"
        "def save(it):\n    return pickle.dumps(it)\n"
    )

    assert "no code: JSON" in advice("SEC-02", {"run.py": opened.format("CACHE")})
    assert "Export the model" in advice("SEC-02", {"run.py": opened.format("FOLDER")})
    assert "Export the model" in advice("SEC-02", {"run.py": stored})
    assert "no code: JSON" in advice("SEC-02", {"run.py": stored.replace("ml_part", "row")})


GUARD = (
    "import hmac\n\n\nclass Guard:\n    def verify_file(self, path):\n"
    "        if not hmac.compare_digest(digest(path), kept(path)):\n            raise ValueError(path)\n"
)
GUARDED = (
    "import pickle\n\nfrom guard import Guard\n\nguard = Guard()\n\n\ndef get(path):\n    {}\n"
    "    with open(path, 'rb') as cache:\n        return pickle.load(cache)\n"
)


def test_a_digest_that_another_file_compares_is_not_asked_for_and_opens_nothing() -> None:
    checked = {"guard.py": GUARD, "cache.py": GUARDED.format("guard.verify_file(path)")}
    (load,) = unsafe_loads(repo_of(checked))

    assert load.compared_elsewhere
    assert not load.checked
    assert "HMAC" not in advice("SEC-02", checked)
    assert "HMAC" in advice("SEC-02", checked | {"cache.py": GUARDED.format("guard.see(path)")})
    loose = checked | {"guard.py": GUARD.replace("hmac.compare_digest(digest(path), kept(path))", "path.exists()")}
    assert "HMAC" in advice("SEC-02", loose)


OLLAMA = {
    "requirements.txt": "langchain-ollama\nstreamlit\n",
    "app.py": "import streamlit as st\nfrom langchain_ollama import ChatOllama\n\nmodel = ChatOllama(model='m')\n"
    "st.write(model.invoke(st.chat_input()))\n",
}


def test_a_model_on_the_owners_machine_has_no_price_of_a_token() -> None:
    paid = OLLAMA | {"other.py": "from langchain_openai import ChatOpenAI\n\nmodel = ChatOpenAI()\n"}

    assert "hours" in advice("BIZ-04", OLLAMA, Archetype.LLM_APP)
    assert "price of a token" in advice("BIZ-04", paid, Archetype.LLM_APP)


def test_the_page_that_is_kept_for_costs_is_the_one_that_is_completed() -> None:
    pages = {
        "README.md": "# a\n\n## Cost\n\nThe cost is $26.65 a month.\n",
        "docs/cost-model.md": "# Cost\n\nThe cost is $99.65 a month.\n",
    }

    assert "docs/cost-model.md" in advice("BIZ-04", SERVICE | pages)


ASKS = (
    "import asyncio\nimport time\n\nimport httpx\n\nURL = 'http://localhost'\n\n\nasync def ask(text):\n"
    "    async with httpx.AsyncClient() as client:\n        return await client.post(f'{{URL}}/ask', json=text)\n\n\n"
    "async def test_concurrency():\n    start = time.time()\n    tasks = {}\n    await asyncio.gather(*tasks)\n"
    "    print(time.time() - start)\n"
)


@pytest.mark.parametrize(
    ("tasks", "load"), [("[ask('a'), ask('b'), ask('c')]", False), ("[ask(i) for i in range(100)]", True)]
)
def test_three_callers_that_are_written_out_are_no_load(tasks: str, load: bool) -> None:
    found = load_tests(repo_of({"tests/test_api_concurrency.py": ASKS.format(tasks)}))

    assert any(one.measures is Measured.LOAD for one in found) is load
    assert all("{" not in one.what for one in found)


MODULE = 'module "{}" {{\n  source = "git::https://github.com/acme/modules.git//{}?ref=v1"\n}}\n'
TASK = (
    'resource "aws_ecs_task_definition" "a" {\n  family = "a"\n'
    '  container_definitions = jsonencode([{ name = "a", image = "a:1" }])\n}\n'
)


@pytest.mark.parametrize(
    ("name", "confidence"),
    [("waf", Confidence.LIKELY), ("bucket", Confidence.VERIFIED), ("waf-alarm", Confidence.VERIFIED)],
)
def test_a_firewall_of_others_may_count_callers_and_its_alarm_does_not(name: str, confidence: Confidence) -> None:
    found = judge("SEC-06", SERVICE | {"infra/main.tf": TASK + MODULE.format(name, name)})

    assert found.confidence is confidence


def test_a_firewall_brings_no_version_of_what_stands_behind_it() -> None:
    firewall = judge("OPS-09", SERVICE | {"infra/main.tf": TASK + MODULE.format("waf", "waf")})
    service = judge("OPS-09", SERVICE | {"infra/main.tf": TASK + MODULE.format("backend", "ecs")})

    assert firewall.confidence is Confidence.VERIFIED
    assert service.confidence is Confidence.LIKELY


def test_figures_of_a_log_are_counted_by_more_filters_of_it() -> None:
    logged = (
        'resource "aws_cloudwatch_log_metric_filter" "slow" {\n  name = "slow"\n  pattern = "slow"\n'
        '  metric_transformation {\n    name = "Latency"\n    namespace = "app"\n    value = "1"\n  }\n}\n'
    )

    assert "count both by filters" in advice("MON-01", SERVICE | {"infra/main.tf": logged})
    assert "filters" not in advice("MON-01", SERVICE | {"infra/main.tf": TASK})


def test_what_a_merge_starts_elsewhere_may_release() -> None:
    calls = "on:\n  push:\n    branches: [main]\njobs:\n  a:\n    uses: acme/.github/.github/workflows/{}.yml@v1\n"

    assert judge("OPS-07", SERVICE | {".github/workflows/a.yml": calls.format("pr_merged_ci")}).grade is None
    assert judge("OPS-07", SERVICE | {".github/workflows/a.yml": calls.format("python_ci")}).grade is not None


def test_where_no_word_counts_a_waiver_says_where_it_is_done() -> None:
    files = SERVICE | {
        "tests/test_app.py": "".join(f"def test_{n}():\n    assert predict({n}) == {n}\n\n\n" for n in range(6)),
        ".github/workflows/a.yml": "on: pull_request\njobs:\n  a:\n    uses: acme/ci/.github/workflows/test.yml@v1\n",
    }
    files["tests/test_app.py"] = "from app import predict\n\n\n" + files["tests/test_app.py"]
    found = next(one for one in audit(Memory(files)).findings if one.check == "OPS-01")

    assert "waive OPS-01 and say where" in found.fix[0]


def test_a_graph_that_a_runtime_serves_is_driven_where_its_route_is() -> None:
    graph = {
        "langgraph.json": '{"graphs": {"agent": "./agent.py:graph"}, "dependencies": ["."]}\n',
        "agent.py": "from langchain_openai import ChatOpenAI\nfrom langgraph.prebuilt import create_react_agent\n\n"
        "graph = create_react_agent(ChatOpenAI(model='m'), tools=[])\n",
        "requirements.txt": "langgraph\nlangchain-openai\n",
    }

    assert "its deployment, by POST /runs/stream" in advice("PRF-03", graph, Archetype.LLM_APP)


def test_whoever_fills_the_predictor_of_cog_is_told_of_no_middleware() -> None:
    cog = {
        "cog.yaml": "build:\n  python_version: '3.11'\npredict: predict.py:Predictor\n",
        "predict.py": "import torch\nfrom cog import BasePredictor\n\n\nclass Predictor(BasePredictor):\n"
        "    def setup(self):\n        self.net = torch.load('m.pt')\n\n"
        "    def predict(self, text: str) -> str:\n        return self.net(text)\n",
    }

    assert "middleware" not in advice("SEC-05", cog)
    assert "gateway" in advice("SEC-05", cog)


def test_what_draws_a_page_is_not_the_first_to_be_tested() -> None:
    page = (
        "import joblib\nimport streamlit as st\n\nmodel = joblib.load('m.joblib')\n\n\n"
        "def show(rows):\n    st.title('a')\n    st.write('b')\n    st.write('c')\n    st.table(rows)\n"
        "    st.write('d')\n\n\n"
        "def ask(size):\n    rows = [[size]]\n    return model.predict(rows)\n\n\nshow(ask(st.number_input('size')))\n"
    )

    assert "ask in app.py" in advice("OPS-01", {"app.py": page, "requirements.txt": "streamlit\n"})


BY_CI = "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: {}\n"
BY_LAMBDA = BY_CI.format("aws lambda update-function-code --function-name score --image-uri it")
ON_AZURE = (
    "resource app 'Microsoft.App/containerApps@2024-03-01' = {\n  name: 'api'\n  properties: {\n    template: {\n"
    "      containers: [\n        {\n          name: 'api'\n          image: 'api'\n        }\n      ]\n    }\n  }\n}\n"
)
ON_CLOUD_RUN = (
    "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n"
    "      containers:\n        - image: gcr.io/shop/api\n"
)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (FUNCTION, "serverless.yml, as AWS::CloudWatch::Alarm, for"),
        (SERVICE, "monitoring/alerts.yml, or as alarms"),
        (SERVICE | {".github/workflows/deploy.yml": BY_LAMBDA}, "monitoring/alerts.yml, or as alarms"),
        (SERVICE | {"infra/main.bicep": ON_AZURE}, "infra/alerts.bicep for"),
        (SERVICE | {"service.yaml": ON_CLOUD_RUN}, "monitoring/alerts.yml, or as alarms"),
    ],
)
def test_alarms_stand_beside_what_declares_a_function_or_in_its_language(files: dict[str, str], said: str) -> None:
    assert advice("MON-06", files).startswith(f"Write rules in {said}")


def test_a_command_of_ci_that_reaches_a_machine_is_no_file_that_starts_it_there() -> None:
    by_ssh = BY_CI.format("ssh shop@host 'systemctl restart api'")
    unit = {"api.service": "[Service]\nExecStart=/usr/bin/uvicorn app:app\n"}

    assert message("PRF-04", SERVICE | unit) == "api.service starts it on one machine, in one copy"
    assert "deploy.yml" not in message("PRF-04", SERVICE | {".github/workflows/deploy.yml": by_ssh})
    copied = {"docker-compose.yml": "services:\n  api:\n    build: .\n    deploy: {replicas: 3}\n"}
    assert "in one copy" not in message("PRF-04", SERVICE | copied)


def test_nothing_is_written_into_the_card_of_a_base_model() -> None:
    card = "# bert-base-uncased\n\n## Model description\n\nBERT.\n\n## Limitations and bias\n\nSome.\n"
    loads = "from transformers import AutoModel\n\nbase = AutoModel.from_pretrained('google/bert-base-uncased')\n"
    files = SERVICE | {"net.py": loads, "models/bert-base-uncased/README.md": card}

    assert "MODEL_CARD.md" in advice("GOV-04", files)
    assert "bert" not in advice("GOV-04", files) + advice("GOV-05", files)


BEHIND_A_ROUTE = (
    "import joblib\n\nmodel = joblib.load('m.joblib')\n\n\ndef lambda_handler(event, context):\n"
    "    return {'statusCode': 200, 'body': str(model.predict([[event['body']]])[0])}\n"
)
HEALTH = 'resource "aws_apigatewayv2_route" "health" {\n  route_key = "GET /health"\n}\n'
ROUTE = f'{HEALTH}resource "aws_apigatewayv2_route" "predict" {{\n  route_key = "POST /predict"\n}}\n'
ONE_KEY = (
    "import os\n\nimport joblib\nfrom fastapi import Depends, FastAPI, Header, HTTPException\n\n"
    "model = joblib.load('m.joblib')\n\n\ndef asked(x_api_key: str = Header()):\n"
    "    if x_api_key != os.environ['API_KEY']:\n        raise HTTPException(401)\n\n\n"
    "app = FastAPI(dependencies=[Depends(asked)])\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
    "    return model.predict([[size]])\n"
)


def test_the_route_of_a_gateway_is_closed_where_it_is_declared() -> None:
    declared = steps("SEC-05", {"app.py": BEHIND_A_ROUTE, "infra/main.tf": ROUTE})
    alone = steps("SEC-05", {"app.py": BEHIND_A_ROUTE, "infra/main.tf": HEALTH})

    key = 'resource "aws_api_gateway_method" "m" {\n  authorization = "NONE"\n  http_method = "POST"\n%s}\n'
    open_to_all, keyed = (
        steps("SEC-05", {"app.py": BEHIND_A_ROUTE, "infra/main.tf": key % asked})[0]
        for asked in ("", "  api_key_required = true\n")
    )

    assert "aws_api_gateway_method m in infra/main.tf" in open_to_all
    assert "aws_api_gateway_method" not in keyed
    assert "aws_apigatewayv2_route predict in infra/main.tf" in declared[0]
    assert alone[0].startswith("Put a middleware or a gateway")


def test_a_guard_that_knows_one_key_learns_those_of_its_callers() -> None:
    assert steps("SEC-05", {"app.py": ONE_KEY})[0].startswith("Let app.py look for a key of each caller's own")


def test_copies_that_compose_starts_are_not_told_to_follow_the_load() -> None:
    compose = "services:\n  api:\n    build: .\n    deploy: {replicas: 2}\n    ports: ['80:80']\n"
    (told,) = steps("PRF-04", {**SERVICE, "docker-compose.yml": compose})

    assert told.startswith("Where one machine is too small, move it to a platform")


def test_what_a_database_may_grow_to_is_no_number_of_copies() -> None:
    grows = (
        'resource "aws_rds_cluster" "runs" {\n'
        "  scaling_configuration {\n    min_capacity = 2\n    max_capacity = 32\n  }\n}\n"
    )

    assert judge("PRF-04", SERVICE | {"infra/main.tf": grows}).grade is Grade.ABSENT
    assert judge("PRF-04", SERVICE | {"infra/main.tf": grows.replace("_rds_", "_web_")}).grade is not Grade.ABSENT


def test_a_proxy_that_stands_before_the_service_gets_the_certificate() -> None:
    nginx = "server {\n  listen 80;\n  location / {\n    proxy_pass http://api:8000;\n  }\n}\n"
    compose = "services:\n  api:\n    build: .\n"
    files = SERVICE | {"docker-compose.yml": compose}

    assert "a certificate in nginx/default.conf" in advice("SEC-10", files | {"nginx/default.conf": nginx})
    assert "such as Caddy" in advice("SEC-10", files | {"nginx/default.conf": "server {\n  listen 80;\n}\n"})
