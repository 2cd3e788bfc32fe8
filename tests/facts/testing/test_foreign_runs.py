"""The tests of a service count in its own language, and are run by the runners of that language."""

import pytest

from seatrial.component import components
from seatrial.facts.ci.ci_tests import ci_test_runs
from seatrial.facts.testing.driven_routes import driving_tests
from seatrial.facts.testing.foreign_runs import guarded_service_tests, service_tests
from seatrial.facts.testing.left_out_tests import taken_in
from seatrial.model import Grade
from seatrial.repo import Memory, Repo
from tests.judging.asked import judge
from tests.repositories import component_of
from tests.workflows import workflow

PYTHON = {
    "scripts/tool.py": "def clean(x):\n    return x.strip()\n",
    "scripts/test_tool.py": "from tool import clean\n\ndef test_clean():\n    assert clean(' a') == 'a'\n",
}
GO = {
    "go.mod": "module bank\n",
    "main.go": 'package main\nfunc main() {\n\tr := gin.Default()\n\tr.POST("/predict", predict)\n'
    '\tort.NewAdvancedSession("m.onnx")\n}\n',
    "main_test.go": "package main\n" + "".join(f'func Test{n}(t *testing.T) {{ t.Fatal("{n}") }}\n' for n in range(6)),
}
TYPESCRIPT = {
    "package.json": '{"name": "bank", "scripts": {"test": "vitest run"}}',
    "src/server.ts": "const app = express();\nconst client = new OpenAI();\napp.post('/ask', ask);\n",
    "src/server.test.ts": "".join(f"it('{n}', () => {{ expect(ask({n})).toBe({n}); }});\n" for n in range(6)),
}
JAVA = {
    "src/main/java/App.java": "import ai.djl.inference.Predictor;\n@RestController\nclass App {\n"
    '  @PostMapping("/predict") String ask() { return predictor.predict(); }\n}\n',
    "src/test/java/AppTest.java": "".join(f"  @Test void a{n}() {{ assertEquals(1, {n}); }}\n" for n in range(6)),
}


def repo_of(service: dict[str, str], run: str) -> Repo:
    return Repo(Memory({**service, **PYTHON, ".github/workflows/ci.yml": workflow(run)}))


@pytest.mark.parametrize(
    ("service", "run"),
    [(GO, "go test ./..."), (TYPESCRIPT, "npm test"), (JAVA, "./mvnw -B verify"), (JAVA, "./gradlew build")],
)
def test_a_run_of_the_service_s_own_tests_is_what_counts(service: dict[str, str], run: str) -> None:
    (component,) = components(repo_of(service, run))

    assert guarded_service_tests(component) == service_tests(component) != ()
    assert taken_in(component).share == 1.0


@pytest.mark.parametrize("service", [GO, TYPESCRIPT, JAVA])
def test_a_run_of_the_scripts_beside_it_takes_in_none_of_them(service: dict[str, str]) -> None:
    (component,) = components(repo_of(service, "pytest scripts"))
    graded = judge("OPS-02", {**service, **PYTHON, ".github/workflows/ci.yml": workflow("pytest scripts")})

    assert (taken_in(component).tests, taken_in(component).taken) == (6, 0)
    assert graded.grade is Grade.PRESENT
    assert "0 of 6 tests" in graded.message


def test_pages_beside_a_service_in_python_count_for_no_service() -> None:
    python = {"app.py": "from fastapi import FastAPI\napp = FastAPI()\n\n@app.post('/predict')\ndef predict(x: int):\n"
              "    return model.predict([[x]])\n"}  # fmt: skip
    assert service_tests(component_of({**python, **TYPESCRIPT, **PYTHON})) == ()


@pytest.mark.parametrize(
    ("run", "tests"),
    [
        ("mvn -B verify", True),
        ("mvn -B package", True),
        ("mvn -B package -DskipTests", False),
        ("mvn compile", False),
        ("./gradlew :app:test", True),
        ("gradle build", True),
        ("./gradlew build -x test", False),
        ("gradle assemble", False),
    ],
)
def test_builders_run_the_tests_unless_they_are_told_not_to(run: str, tests: bool) -> None:
    assert bool(ci_test_runs(repo_of(JAVA, run))) is tests


def test_a_builder_without_any_test_runs_none_on_its_way() -> None:
    assert not ci_test_runs(repo_of({"src/main/java/App.java": "class App {}\n"}, "mvn -B package"))


KSERVE = (
    "import joblib\nfrom kserve import Model, ModelServer\n\n\nclass Topic(Model):\n    def load(self):\n"
    "        self.model = joblib.load('m.joblib')\n\n    def predict(self, payload, headers=None):\n"
    "        return {'predictions': self.model.predict(payload['instances'])}\n\n\n"
    "if __name__ == '__main__':\n    ModelServer().start([Topic('topic')])\n"
)
FASTAPI = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/price')\ndef price(x: float):\n    return model.predict([[x]])\n"
)
LOCUST = (
    "from locust import FastHttpUser, task\n\n\nclass Caller(FastHttpUser):\n    @task\n    def ask(self):\n"
    "        self.client.post('{url}', json={{'instances': [[1]]}})\n"
)


@pytest.mark.parametrize(
    ("server", "url", "drives"),
    [
        (KSERVE, "/v1/models/topic:predict", True),
        (KSERVE, "/v2/models/topic/infer", True),
        (KSERVE, "/v2/models/topic/ready", False),
        (KSERVE, "/metrics", False),
        (FASTAPI, "/v1/models/topic:predict", False),
        (FASTAPI, "/price", True),
    ],
)
def test_load_on_a_path_of_the_protocol_drives_the_model(server: str, url: str, drives: bool) -> None:
    component = component_of({"serve.py": server, "locustfile.py": LOCUST.format(url=url)})

    assert bool(driving_tests(component)) is drives


ASKED = (
    "import joblib\nfrom fastapi import APIRouter, FastAPI\nmodel = joblib.load('m')\nrouter = APIRouter()\n"
    "@router.post('{route}')\ndef ask(body: dict):\n    return model.predict(body['x'])\n"
    "app = FastAPI()\napp.include_router(router)\n"
)


@pytest.mark.parametrize(
    ("route", "asked", "drives"),
    [
        ("/", "`${BASE}/`", True),
        ("/", "`${BASE}/health`", False),
        ("/rooms/{room}/ask", "`${BASE}/v1/rooms/${room}/ask`", True),
        ("/rooms/{room}/ask", "`${BASE}/v1/rooms/${room}/open`", False),
        ("/{room}", "`${BASE}/health`", False),
    ],
)
def test_load_below_a_version_drives_the_route_and_one_on_the_root_that_of_the_root(
    route: str, asked: str, drives: bool
) -> None:
    script = f"import http from 'k6/http';\nexport default function () {{ http.post({asked}, body) }}\n"

    component = component_of({"app.py": ASKED.replace("{route}", route), "load/ask.js": script})
    assert bool(driving_tests(component)) is drives


@pytest.mark.parametrize(
    ("asks", "drives"),
    [
        ("http.post(__ENV.HOST + '/api/v1/predict', body)", True),
        ("http.post(`${__ENV.HOST}/predict`, body)", True),
        ("http.post(`http://localhost:8080/predict`, body)", True),
        ("http.post(__ENV.HOST + '/login', body)", False),
    ],
)
def test_load_on_a_route_of_a_service_in_another_language_drives_what_answers_there(asks: str, drives: bool) -> None:
    script = f"import http from 'k6/http';\nexport default function () {{ let r = {asks} }}\n"

    assert bool(driving_tests(component_of(JAVA | {"load/ask.js": script}))) is drives
