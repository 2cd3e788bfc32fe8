"""What is encrypted on its way and where it rests, and what goes over the wire as plain text."""

import pytest

from seatrial.facts.documents.said_encryption import said_encryption
from seatrial.facts.security.encryption import data_stores, encrypted_stores, provided_stores, secure_addresses
from seatrial.facts.security.plain_text import unprotected
from seatrial.facts.security.secure_edges import insisted, secure_edges
from tests.judging.asked import steps
from tests.repositories import component_of, repo_of

_APP = """
import joblib
import redis
import requests
import ssl
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")

@app.post("/predict")
def predict(size: float):
    {}
    return model.predict([[size]])[0]
"""


@pytest.mark.parametrize(
    "line",
    [
        'requests.get("https://a.shop.eu", verify=False)',
        'requests.get("http://a.shop.eu/rates")',
        'psycopg.connect("host=db sslmode=disable")',
        "context.verify_mode = ssl.CERT_NONE",
        "redis.Redis(host=url.hostname, ssl=True, ssl_cert_reqs=None)",
    ],
)
def test_a_handler_that_sends_in_the_open(line: str) -> None:
    assert len(unprotected(component_of({"app.py": _APP.format(line)}))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'requests.get("http://features:8000/rates")',
        'requests.get("http://10.0.0.7/rates")',
        'requests.get("https://a.shop.eu", verify="/etc/ca.pem")',
        'namespace = "http://www.w3.org/2001/XMLSchema"',
        "jwt.decode(token, verify=False)",
        "context.verify_mode = ssl.CERT_REQUIRED",
        "redis.Redis(host=url.hostname, ssl=True, ssl_cert_reqs='required')",
    ],
)
def test_what_stays_near_or_is_checked_is_no_finding(line: str) -> None:
    assert unprotected(component_of({"app.py": _APP.format(line)})) == ()


def test_a_script_that_nobody_deploys_sends_nothing_of_a_service() -> None:
    script = 'import requests\nif __name__ == "__main__":\n    requests.get("http://a.shop.eu/data.csv")\n'

    assert unprotected(component_of({"fetch.py": script})) == ()


def test_nginx_ends_tls_and_insists_on_it() -> None:
    text = "server {\n  listen 443 ssl;\n  add_header Strict-Transport-Security max-age=63072000;\n}\n"
    component = component_of({"nginx/site.conf": text})

    assert [item.place.line for item in secure_edges(component)] == [2]
    assert [item.place.line for item in insisted(component)] == [3]


def test_encryption_that_is_switched_off_encrypts_nothing() -> None:
    text = 'resource "aws_db_instance" "a" {{\n  storage_encrypted = {}\n}}\n'

    assert encrypted_stores(component_of({"main.tf": text.format("true")}))
    assert not encrypted_stores(component_of({"main.tf": text.format("false")}))


@pytest.mark.parametrize(
    ("made", "sealed"),
    [
        ("create_engine(URL, connect_args={'ssl': context})", True),
        ("create_engine(URL, connect_args={'ssl': False})", False),
        ("create_engine(URL)", False),
        ("redis.Redis(host=HOST, ssl=URL.startswith('rediss'))", True),
        ("redis.Redis(host=HOST, ssl=False)", False),
        ("pymongo.MongoClient('mongodb+srv://rows.example')", True),  # which turns TLS on, as its drivers say
        ("pymongo.MongoClient('mongodb://rows.example')", False),
    ],
)
def test_a_connection_that_is_given_a_context_of_tls_is_encrypted(made: str, *, sealed: bool) -> None:
    text = f"import pymongo\nimport redis\nfrom sqlalchemy import create_engine\nstore = {made}\n" + _APP.format(
        "store.ping()"
    )

    assert bool(encrypted_stores(component_of({"app.py": text}))) is sealed


def test_what_a_provider_encrypts_is_told_apart_from_what_its_owner_has_to() -> None:
    text = "from azure.cosmos import CosmosClient\nstore = CosmosClient(URL)\n" + _APP.format("store.ping()")
    both = "import psycopg2\nrows = psycopg2.connect(DSN)\n" + text

    assert [len(found(component_of({"app.py": text}))) for found in (data_stores, provided_stores)] == [0, 1]
    assert [len(found(component_of({"app.py": both}))) for found in (data_stores, provided_stores)] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "said", "line"),
    [
        ("Microsoft.Web/sites", "httpsOnly: true", 3),
        ("Microsoft.Web/sites", "httpsOnly: false", 0),
        ("Microsoft.App/containerApps", "configuration: { ingress: { external: true, targetPort: 80 } }", 3),
        ("Microsoft.App/containerApps", "configuration: { ingress: { external: true, allowInsecure: true } }", 0),
    ],
)
def test_resources_of_azure_take_https_alone(kind: str, said: str, line: int) -> None:
    text = f"resource app '{kind}@2024-03-01' = {{\n  properties: {{\n    {said}\n  }}\n}}\n"

    assert [item.place.line for item in secure_edges(component_of({"infra/app.bicep": text}))] == (
        [line] if line else []
    )


@pytest.mark.parametrize(
    ("said", "ends"), [("external_enabled = true", True), ("allow_insecure_connections = true", False)]
)
def test_a_container_app_of_terraform_takes_https_alone(said: str, *, ends: bool) -> None:
    text = f'resource "azurerm_container_app" "a" {{\n  ingress {{\n    {said}\n  }}\n}}\n'

    assert bool(secure_edges(component_of({"main.tf": text}))) is ends


@pytest.mark.parametrize(
    ("kind", "ends"),
    [("google_cloud_run_v2_service", True), ("aws_apprunner_service", True), ("google_compute_instance", False)],
)
def test_a_platform_that_gives_its_own_address_ends_tls_there(kind: str, *, ends: bool) -> None:
    assert bool(secure_edges(component_of({"main.tf": f'resource "{kind}" "a" {{\n  name = "a"\n}}\n'}))) is ends


@pytest.mark.parametrize(
    ("given", "sealed"),
    [
        ("url='https://store.firm.eu'", 1),
        ("host='store', https=True", 1),
        ("url='http://store'", 0),
        ("https=False", 0),
    ],
)
def test_a_store_that_is_asked_by_https_is_encrypted_on_its_way(given: str, sealed: int) -> None:
    text = _APP.format("pass").replace("import redis", "from qdrant_client import QdrantClient")
    files = {"app.py": f"{text}\nstore = QdrantClient({given})\n", "Procfile": "web: uvicorn app:app\n"}

    assert len(encrypted_stores(component_of(files))) == sealed


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("postgresql+asyncpg://shop@db.example.org/shop?ssl=require", True),
        ("postgresql://shop@db.example.org/shop?sslmode=verify-full", True),
        ("postgresql://shop@db.example.org/shop?ssl=prefer", False),
        ("ssl=require", False),
    ],
)
def test_the_address_of_a_store_that_a_workload_is_given_may_ask_for_tls(address: str, asks: bool) -> None:
    secret = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: shop}}\nstringData:\n  DATABASE_URL: '{address}'\n"
    component = component_of({"app.py": _APP.format("pass"), "k8s/secret.yaml": secret})

    assert [str(one.place) for one in encrypted_stores(component)] == (["k8s/secret.yaml:5"] if asks else [])


def test_a_script_beside_a_service_tells_nothing_of_its_requests() -> None:
    asks = 'import requests\n\nif __name__ == "__main__":\n    requests.get("https://rfc.example.org/index")\n'
    served = _APP.format('requests.get("https://rates.example.org/now")')
    beside, alone = {"app.py": served, "eval/download.py": asks}, {"eval/download.py": asks}

    assert [one.place.path for one in secure_addresses(component_of(beside))] == ["app.py"]
    assert [one.place.path for one in secure_addresses(component_of(alone))] == ["eval/download.py"]


SAGEMAKER = (
    "import joblib\n\ndef model_fn(model_dir):\n    return joblib.load(model_dir)\n\n"
    "def predict_fn(rows, model):\n    return model.predict(rows)\n"
)
TUNNEL = "tunnel: 7d1\ningress:\n  - {0}: score.shop.eu\n    service: http://localhost:8080\n"


def test_what_a_platform_calls_comes_by_https_alone() -> None:
    (edge,) = secure_edges(component_of({"inference.py": SAGEMAKER}))
    assert edge.what == "SageMaker takes requests by HTTPS alone"
    beside = component_of({"inference.py": SAGEMAKER, "app.py": _APP.format("pass")})
    assert secure_edges(beside) == ()


@pytest.mark.parametrize(("key", "found"), [("hostname", 1), ("path", 0)])
def test_a_tunnel_ends_tls_where_it_has_a_name_outside(key: str, found: int) -> None:
    files = {"app.py": _APP.format("pass"), "infra/tunnel.yml": TUNNEL.format(key)}
    assert len(secure_edges(component_of(files))) == found


@pytest.mark.parametrize(
    ("line", "found"), [("gcloud run deploy score --source .", 1), ("gcloud run services list", 0)]
)
def test_a_document_tells_to_deploy_to_what_ends_tls(line: str, found: int) -> None:
    files = {"app.py": _APP.format("pass"), "README.md": f"# Score\n\n```bash\n{line}\n```\n"}
    assert len(secure_edges(component_of(files))) == found


@pytest.mark.parametrize(
    ("made", "says"),
    [("kafka.KafkaProducer(broker)", "security.protocol=SASL_SSL"), ("psycopg.connect(url)", "sslmode=verify-full")],
)
def test_the_step_asks_a_store_in_its_own_words(made: str, says: str) -> None:
    code = f"import kafka\nimport psycopg\n{_APP.format(made)}"
    assert any(says in step for step in steps("SEC-10", {"app.py": code}))


@pytest.mark.parametrize(("kind", "says"), [("Role", False), ("Deployment", True)])
def test_roles_of_a_cluster_run_nothing_that_an_ingress_could_stand_before(kind: str, says: bool) -> None:
    text = "apiVersion: v1\nkind: {}\nmetadata: {{name: score}}\n"
    files = {
        "app.py": _APP.format("pass"),
        "k8s/a.yaml": text.format("ServiceAccount"),
        "k8s/b.yaml": text.format(kind),
    }
    files["ci.sh"] = "kubectl apply -f k8s/\n"

    assert any("Ingress" in step for step in steps("SEC-10", files)) is says


_EVENTS = "import joblib\n\nmodel = joblib.load('m.joblib')\n\n\ndef lambda_handler(event, context):\n"
_EVENTS += "    return {'statusCode': 200, 'body': str(model.predict([[event['body']]])[0])}\n"
_SERVER = _APP.format("pass")
_FUNCTION = "FROM public.ecr.aws/lambda/python:3.12\nCOPY app.py .\nCMD ['{}']\n".replace("'", '"')
_STARTS = 'FROM python:3.12\nCOPY . .\nCMD ["python", "{}"]\n'
_STARTED = 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'


@pytest.mark.parametrize(
    ("files", "encrypted"),
    [
        ({"predict.py": _EVENTS}, True),
        ({"app.py": _EVENTS, "Dockerfile": _FUNCTION.format("app.lambda_handler")}, True),
        ({"app.py": _SERVER + "\nhandler = Mangum(app)\n", "Dockerfile": _FUNCTION.format("app.handler")}, True),
        ({"predict.py": _EVENTS, "app.py": _SERVER, "Dockerfile": _STARTED}, False),
        ({"predict.py": _EVENTS, "train.py": "print()\n", "Dockerfile": _STARTS.format("train.py")}, True),
        ({"predict.py": _EVENTS, "Dockerfile": _STARTS.format("predict.py")}, False),
        ({"predict.py": _EVENTS, "Dockerfile": _STARTED}, False),
        ({"app.py": _SERVER}, False),
    ],
)
def test_a_function_of_a_cloud_is_asked_by_https_alone_and_a_server_beside_it_is_not(
    files: dict[str, str], encrypted: bool
) -> None:
    assert bool(secure_edges(component_of(files))) is encrypted


@pytest.mark.parametrize(("last", "encrypted"), [("work.py", True), ("predict.py", False)])
def test_a_function_is_asked_by_https_alone_beside_an_image_of_many_programs(last: str, encrypted: bool) -> None:
    programs = {f"jobs/part{number}.py": "print()\n" for number in range(5_000)}
    started = " && ".join(f"python missing/part{number}.py" for number in range(4_000))
    image = f"FROM python:3.12\nCOPY . .\nCMD {started} && python {last}\n"
    files = {"predict.py": _EVENTS, "work.py": "print()\n", "Dockerfile": image, **programs}

    assert bool(secure_edges(component_of(files))) is encrypted


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("import pymongo\nstore = pymongo.MongoClient(url)\n", "tls=true"),
        ("import weaviate\nstore = weaviate.Client(url)\n", "https://"),
        ("from confluent_kafka import Producer\nstore = Producer(settings)\n", "security.protocol=SASL_SSL"),
        ("import cassandra.cluster\nstore = cassandra.cluster.Cluster(hosts)\n", "sslmode=verify-full, rediss://"),
    ],
)
def test_the_step_asks_for_tls_as_the_client_of_the_store_calls_it(made: str, words: str) -> None:
    told = steps("SEC-10", {"app.py": made + _SERVER, "Dockerfile": _STARTED})

    assert any(f"({words})" in step for step in told)


@pytest.mark.parametrize(
    ("line", "encrypted"),
    [
        ("certificate_arn = data.terraform_remote_state.shared.outputs.certificate_arn", True),
        ("certificate_transparency = true", False),
        ("certificate_arn = null", False),
    ],
)
def test_a_module_around_a_load_balancer_is_handed_the_certificate(line: str, encrypted: bool) -> None:
    module = f'module "balancer" {{\n  source = "git::https://git.example.org/modules//balancer"\n  {line}\n}}\n'

    assert bool(secure_edges(component_of({"app.py": _SERVER, "infra/main.tf": module}))) is encrypted


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The load balancer of the subnet must enforce HTTPS.", 1),
        ("Behind TLS, the service is asked from the internet.", 1),
        ("The ASP.NET front ends TLS: configure HTTPS there.", 1),
        ("The service doesn't enforce HTTPS.", 0),
        ("The service doesn’t enforce HTTPS.", 0),
    ],
)
def test_a_document_asks_for_tls_where_a_word_only_ends_like_a_denial(line: str, found: int) -> None:
    assert len(said_encryption(repo_of({"README.md": f"# X\n\n{line}\n"}))) == found
