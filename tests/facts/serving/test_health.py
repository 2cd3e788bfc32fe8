"""A health route is told from a business object's status, and a static one from one that looks."""

import pytest

from seatrial.facts.serving.watch.health import health_probes, health_routes
from tests.judging.asked import SERVICE, message
from tests.repositories import component_of, repo_of

HEAD = "import joblib\nfrom fastapi import FastAPI, HTTPException\napp = FastAPI()\nmodels = {}\n"


def routes(code: str) -> list[tuple[str, bool]]:
    return [(found.endpoint.url, found.looks) for found in health_routes(repo_of({"app.py": HEAD + code}))]


_PATHS = [
    "/health", "/healthz", "/livez", "/readyz", "/ready", "/ping", "/v2/health/ready", "/-/healthy", "/api/v1/health",
    "/health/live", "/_health", "/status", "/live", "/api/v1/live", "/up", "/__lbheartbeat__", "/probe",
]  # fmt: skip


@pytest.mark.parametrize("path", _PATHS)
def test_usual_paths_are_health(path: str) -> None:
    assert routes(f"@app.get('{path}')\ndef f():\n    return 'ok'\n") == [(path, False)]


@pytest.mark.parametrize(
    "code",
    [
        "@app.get('/orders/{id}/status')\ndef f(id: int):\n    return 'ok'\n",
        "@app.post('/health')\ndef f(body: dict):\n    return body\n",
        "@app.get('/healthcare/patients')\ndef f():\n    return []\n",
        "@app.get('/metrics/occupancy/live')\ndef f(areas: str = ''):\n    return read(areas)\n",
        "@app.get('/')\ndef f():\n    return 'hello'\n",
    ],
)
def test_other_routes_are_not(code: str) -> None:
    assert routes(code) == []


@pytest.mark.parametrize(("name", "count"), [("health", 1), ("healthcheck", 1), ("liveness_probe", 1), ("home", 0)])
def test_the_top_is_a_health_route_where_its_handler_is_called_one(name: str, count: int) -> None:
    assert len(routes(f"@app.get('/')\ndef {name}():\n    return {{'page': 'one'}}\n")) == count


@pytest.mark.parametrize(
    "body",
    [
        "    if not models:\n        raise HTTPException(status_code=503)\n    return 'ok'\n",
        "    return ({'ready': False}, 503) if not models else 'ok'\n",
        "    response.status_code = 200 if models else 503\n    return 'ok'\n",
        "    database.ping()\n    return 'ok'\n",
        "    return service.info().kind\n",
    ],
)
def test_a_route_that_looks_at_something_is_no_static_one(body: str) -> None:
    assert routes("@app.get('/readyz')\ndef f():\n" + body) == [("/readyz", True)]


@pytest.mark.parametrize(
    "body",
    [
        "    return {'ready': models.get('m') is not None}\n",
        "    return Health(status='healthy' if models else 'unhealthy')\n",
        "    if models:\n        return {'status': 'ok'}\n    return {'status': 'degraded'}\n",
        "    if not models:\n        return JSONResponse({}, status_code=200)\n    return JSONResponse({'ok': 1})\n",
    ],
)
def test_a_route_that_answers_200_whatever_it_sees_says_so_in_its_text_alone(body: str) -> None:
    (found,) = health_routes(repo_of({"app.py": f"{HEAD}@app.get('/readyz')\ndef f():\n{body}"}))

    assert (found.looks, found.tells) == (False, True)
    assert "answers 200 even where its text says otherwise" in found.what


@pytest.mark.parametrize("log", ["logger.info('asked')", "logging.debug('asked')", "self._log.info('asked')"])
def test_a_line_in_the_log_is_no_look_at_anything(log: str) -> None:
    assert routes(f"@app.get('/readyz')\ndef f():\n    {log}\n    return 'ok'\n") == [("/readyz", False)]


def test_a_handler_that_answers_at_several_paths_is_asked_at_each() -> None:
    view = (
        "import json\nfrom tornado import web\nclass Api(web.RequestHandler):\n"
        "    def get(self):\n        self.set_status(204 if pool.ready() else 500)\n"
        "def make():\n    handlers = [(r'/api/translate', Api, dict(api='t')), (r'/api/ready', Api, dict(api='r'))]\n"
        "    return web.Application(handlers)\n"
    )
    further = (
        "from tornado import web\nfrom server import Api\n"
        "class Other(Api):\n    def get(self):\n        self.finish()\n"
        "app = web.Application([(r'/other/ready', Other)])\n"
    )
    found = health_routes(repo_of({"server.py": view, "other.py": further}))

    assert sorted(route.endpoint.url for route in found) == ["/api/ready", "/other/ready"]


@pytest.mark.parametrize(
    ("method", "urls"),
    [("health(self)", ["/health"]), ("status(self, job_id: str)", []), ("predict(self)", [])],
)
def test_a_method_that_bentoml_answers_at_its_name_is_a_health_route_where_it_asks_for_nothing(
    method: str, urls: list[str]
) -> None:
    body = f"    @bentoml.api\n    def {method} -> dict:\n        return look()\n"
    found = health_routes(repo_of({"service.py": f"import bentoml\n@bentoml.service\nclass S:\n{body}"}))

    assert [route.endpoint.url for route in found] == urls
    assert all(route.what.startswith("POST /health is answered") for route in found)


def test_a_probe_that_runs_true_and_the_probe_of_a_database_are_none_of_ours() -> None:
    compose = (
        "services:\n  db:\n    image: postgres:16.4\n    healthcheck: {test: [CMD, pg_isready]}\n"
        "  api:\n    build: .\n    healthcheck: {test: [CMD, 'true']}\n"
    )
    component = component_of({"compose.yaml": compose, "Dockerfile": "FROM python:3.12.3-slim\n"})

    assert health_probes(component) == ()


def test_a_probe_in_a_cluster_of_a_program_that_everybody_knows_is_none_of_ours() -> None:
    def deployment(name: str, image: str) -> str:
        probe = "livenessProbe: {httpGet: {path: /health, port: 3000}}"
        containers = f"containers:\n        - name: {name}\n          image: {image}\n          {probe}\n"
        head = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        return f"{head}spec:\n  template:\n    spec:\n      {containers}"

    grafana, own = deployment("grafana", "grafana/grafana:10.2"), deployment("api", "acme/api:1.2")
    component = component_of({"k8s/grafana.yaml": grafana, "k8s/api.yaml": own})

    assert [probe.place.path for probe in health_probes(component)] == ["k8s/api.yaml"]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("os.environ.get('HEALTH', '/healthz')", "/healthz"),
        ("os.getenv('HEALTH', default='/healthz')", "/healthz"),
        ("os.environ['AIP_HEALTH_ROUTE']", "/health"),
    ],
)
def test_a_path_from_the_environment_is_its_default_or_what_the_platform_sets(path: str, url: str) -> None:
    assert routes(f"import os\n@app.get({path})\ndef f():\n    return 'ok'\n") == [(url, False)]


def test_a_path_that_only_the_run_knows_is_no_health_route() -> None:
    assert routes("import os\n@app.get(os.environ['HEALTH_OF_THE_PATIENT'])\ndef f():\n    return 'ok'\n") == []


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("from django.urls import include, path\nurlpatterns = [path('v1/health/', include('health_check.urls'))]\n",
         "/v1/health/"),
        ("from fastapi_health import health\napp.add_api_route('/healthz', health([is_up]))\n", "/healthz"),
        ("from django.urls import include, path\nurlpatterns = [path('v1/', include('people.urls'))]\n", ""),
    ],
)  # fmt: skip
def test_routes_that_a_library_answers_look_at_what_the_service_needs(code: str, url: str) -> None:
    assert routes(code) == ([(url, True)] if url else [])


_SERVER = (
    "from http.server import BaseHTTPRequestHandler\nfrom urllib.parse import urlparse\n"
    "class Door(BaseHTTPRequestHandler):\n    def do_{}(self):\n        asked = urlparse(self.path)\n        if {}:\n{}"
)
_SAYS = "            self._json(200)\n"
_ASKS = f"            store.ping()\n{_SAYS}"
_CHANNEL = "def process_request(path, headers):\n    if path == '/healthz':\n        return 200, [], b'OK'\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (_SERVER.format("GET", "self.path == '/health'", _SAYS), [("/health", False)]),
        (_SERVER.format("GET", "asked.path == '/healthz'", _ASKS), [("/healthz", True)]),
        (_SERVER.format("GET", "self.path in ('/', '/livez')", _SAYS), [("/livez", False)]),
        (_SERVER.format("GET", "self.path.startswith('/health')", _SAYS), [("/health", False)]),
        (f"import websockets\n{_CHANNEL}", [("/healthz", False)]),
        (_SERVER.format("POST", "self.path == '/health'", _SAYS), []),
        (_SERVER.format("GET", "self.path == '/models'", _SAYS), []),
        (_SERVER.format("GET", "self.headers['to'] == '/health'", _SAYS), []),
        (_CHANNEL, []),
    ],
    ids=["==", "asks a store", "one of two", "its beginning", "a channel", "POST", "another", "no path", "middleware"],
)
def test_a_handler_without_routes_tells_its_health_at_the_path_that_it_compares(
    code: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(one.endpoint.url, one.looks) for one in health_routes(repo_of({"app.py": code}))] == expected


_SAYS_OK = "        return {'status': 'ok'}\n"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (
            (
                "from ray import serve\n@serve.deployment\nclass Router:\n    async def __call__(self, request):\n"
                f"        if request.url.path.endswith('/healthz'):\n    {_SAYS_OK}"
            ),
            ["Ray Serve"],
        ),
        (f"def handler(event, context):\n    if event['rawPath'] == '/health':\n{_SAYS_OK}", ["Lambda"]),
        (f"def handler(event, context):\n    if event.get('path', '') == '/health':\n{_SAYS_OK}", ["Lambda"]),
        (f"async def app(scope, receive, send):\n    if scope['path'] == '/healthz':\n{_SAYS_OK}", ["ASGI"]),
        (f"def app(environ, start_response):\n    if environ['PATH_INFO'] == '/healthz':\n{_SAYS_OK}", ["WSGI"]),
        (
            (
                "import functions_framework\n@functions_framework.http\ndef ask(request):\n"
                f"    if request.path == '/health':\n{_SAYS_OK}"
            ),
            ["Cloud Functions"],
        ),
        (
            (
                "class On:\n    async def __call__(self, scope, receive, send):\n        if scope['path'] == '/up':\n"
                "            scope['quiet'] = True\n        await self.app(scope, receive, send)\n"
            ),
            [],
        ),
        (f"class Client:\n    def __call__(self, request):\n        if request.path == '/health':\n    {_SAYS_OK}", []),
        (f"def handler(event, context):\n    if event['kind'] == '/health':\n{_SAYS_OK}", []),
    ],
)
def test_what_is_called_for_whatever_is_asked_tells_its_health_at_the_path_that_it_compares(
    code: str, found: list[str]
) -> None:
    assert [one.endpoint.framework for one in health_routes(repo_of({"serve.py": code}))] == found


DOCUMENTED = '@app.get(\'/\')\ndef root():\n    """{}"""\n    return {{\'online\': True}}\n'


@pytest.mark.parametrize(
    ("said", "count"), [("Root endpoint to check API status", 1), ("Check the price of a house", 0), ("Home", 0)]
)
def test_the_top_is_a_health_route_where_it_is_described_as_one(said: str, count: int) -> None:
    assert len(routes(DOCUMENTED.format(said))) == count


PROBED = {**SERVICE, "Dockerfile": SERVICE["Dockerfile"] + "HEALTHCHECK CMD curl -f http://localhost:8000{}\n"}


@pytest.mark.parametrize("path", ["/docs", "/api/v1/docs", "/openapi.json"])
def test_a_probe_of_the_documentation_is_answered_and_says_little(path: str) -> None:
    files = {**PROBED, "Dockerfile": PROBED["Dockerfile"].format(path)}

    assert message("ARC-03", files) == f"a probe asks {path}, which answers whatever becomes of what the service needs"


def test_a_probe_of_a_path_that_nothing_answers_is_told_as_before() -> None:
    files = {**PROBED, "Dockerfile": PROBED["Dockerfile"].format("/alive")}

    assert message("ARC-03", files) == "a probe asks a path that no route answers"


MANIFEST = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: scorer}\nspec:\n  template:\n    spec:\n"
    "      containers:\n        - name: scorer\n          image: scorer:1.0\n"
    "          livenessProbe: {httpGet: {path: PATH, port: 8000}}\n"
)


def test_a_route_that_a_probe_asks_is_one_of_health_whatever_it_is_called() -> None:
    state = "@app.get('/api/state')\ndef state():\n    return {'state': 'OK'}\n"
    page = "@app.get('/')\ndef home():\n    return HTMLResponse(render('index.html'))\n"
    asked = repo_of({"app.py": HEAD + state + page, "k8s/app.yaml": MANIFEST.replace("PATH", "/api/state")})
    at_the_top = repo_of({"app.py": HEAD + state + page, "k8s/app.yaml": MANIFEST.replace("PATH", "/")})

    assert [one.endpoint.url for one in health_routes(asked)] == ["/api/state"]
    assert health_routes(at_the_top) == ()


@pytest.mark.parametrize(("tag", "count"), [("Health_Check", 1), ("health", 1), ("Healthcare", 0)])
def test_the_top_is_a_health_route_where_it_is_listed_as_one(tag: str, count: int) -> None:
    assert len(routes(f"@app.get('/', tags=['{tag}'])\ndef root():\n    return {{'online': True}}\n")) == count


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("{'status': 'ok'}", 1), ("{200: 'ok'}", 1), ("{'message': 'Scoring API is live'}", 1),
        ("RedirectResponse('/docs')", 0), ("{'message': 'hello world'}", 0), ("{'ok': 'see /docs'}", 0),
    ],
)  # fmt: skip
def test_the_top_is_a_health_route_where_all_that_it_says_is_that_the_service_runs(answer: str, count: int) -> None:
    assert len(routes(f"@app.get('/')\ndef root():\n    return {answer}\n")) == count


@pytest.mark.parametrize(("taken", "count"), [("task_id: str", 0), ("", 1), ("verbose: bool = False", 1)])
def test_the_state_of_what_a_request_must_name_is_not_how_the_service_is(taken: str, count: int) -> None:
    assert len(routes(f"@app.get('/status')\ndef status({taken}):\n    return 'done'\n")) == count
