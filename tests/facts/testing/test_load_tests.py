"""What measures load, latency or throughput."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.testing.load_spikes import load_spikes
from seatrial.facts.testing.load_test import Measured
from seatrial.facts.testing.load_tests import load_tests
from seatrial.facts.testing.timed_tables import timed_tables
from tests.repositories import repo_of

LOCUST = (
    "from locust import HttpUser, task\nclass U(HttpUser):\n    @task\n"
    "    def p(self):\n        self.client.post('/predict')\n"
)
CLOCK = (
    "import time\ndef run(model):\n    start = time.perf_counter()\n"
    "    for x in rows:\n        model(x)\n    print(time.perf_counter() - start)\n"
)
ENDS = (
    "import time\nstart = time.time()\nscores = compare(models)\nend = time.time()\n"
    "print(f'Benchmark completed in {end - start:.2f} seconds.')\n"
)
GATHERED = (
    "import time, statistics, requests\ndef main(url):\n    times_ms = []\n    for _ in range(50):\n"
    "        start = time.perf_counter()\n        requests.post(url)\n"
    "        times_ms.append(time.perf_counter() - start)\n    print(statistics.median(times_ms))\n"
)
AT_ONCE = (
    "import asyncio, time, httpx\nasync def fire(client):\n    start = time.perf_counter()\n"
    "    await client.post('/predict', json={})\n    return time.perf_counter() - start\n"
    "async def main(app):\n    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:\n"
    "        print(await asyncio.gather(*[fire(client) for _ in range(100)]))\n"
)


def found(files: dict[str, str]) -> list[tuple[str, Measured]]:
    return [(item.tool, item.measures) for item in load_tests(repo_of(files))]


@pytest.mark.parametrize(
    ("path", "text", "tool", "measures"),
    [
        ("locustfile.py", LOCUST, "Locust", Measured.LOAD),
        (
            "load/k6.js",
            "import http from 'k6/http';\nexport default () => http.get('http://a/b')\n",
            "k6",
            Measured.LOAD,
        ),
        ("plan.jmx", "<jmeterTestPlan></jmeterTestPlan>", "JMeter", Measured.LOAD),
        ("load.yml", "config:\n  target: x\n  phases:\n    - duration: 1\n", "Artillery", Measured.LOAD),
        ("bench.sh", "#!/bin/sh\nwrk -t2 http://localhost/predict\n", "wrk", Measured.LOAD),
        ("Makefile", "load:\n\tlocust -f load.py --headless\n", "locust", Measured.LOAD),
        ("load/main.go", 'import vegeta "github.com/tsenart/vegeta/lib"\n', "vegeta", Measured.LOAD),
        ("src/jmh/java/Ask.java", "import org.openjdk.jmh.annotations.Benchmark;\n", "JMH", Measured.TIME),
        ("benches/ask.rs", "criterion_group!(benches, ask);\n", "Criterion", Measured.TIME),
        ("src/Ask.scala", "import org.scalameter.{Bench, Gen}\n", "ScalaMeter", Measured.TIME),
        ("ask_test.go", "func BenchmarkAsk(b *testing.B) {\n", "the benchmarks of Go", Measured.TIME),
        ("bench/ask.cc", "#include <benchmark/benchmark.h>\n", "Google Benchmark", Measured.TIME),
        ("Bench/Ask.cs", "using BenchmarkDotNet.Attributes;\n", "BenchmarkDotNet", Measured.TIME),
        ("inst/bench.R", "microbenchmark::microbenchmark(predict(m, x))\n", "microbenchmark", Measured.TIME),
        ("scripts/measure_http.py", GATHERED, "its own clock", Measured.TIME),
        ("examples/performance.py", GATHERED.replace("statistics.median", "min"), "its own clock", Measured.TIME),
        ("benchmarks/bench_model.py", CLOCK, "its own clock", Measured.TIME),
        ("benchmark_onnx.py", CLOCK.replace("perf_counter", "monotonic_ns"), "its own clock", Measured.TIME),
        ("benchmark_all.py", f"{ENDS}for size in sizes:\n    print(time.time())\n", "its own clock", Measured.TIME),
        (
            "tests/load/prod_load_test.py",
            (
                "from datetime import datetime\ndef run():\n    start = datetime.now()\n    pool.map(ask, rows)\n"
                "    elapsed = datetime.now() - start\n"
            ),
            "its own clock",
            Measured.TIME,
        ),
        ("speed.py", CLOCK.replace("run", "benchmark"), "its own clock", Measured.TIME),
        ("serving/load_test.py", AT_ONCE, "its own clock", Measured.LOAD),
        ("serving/load_test.py", AT_ONCE.replace("asyncio.gather", "print"), "its own clock", Measured.TIME),
        ("serving/load_test.py", AT_ONCE.replace("client.post", "model.score"), "its own clock", Measured.TIME),
        ("tests/test_fast.py", "def test_a(benchmark):\n    benchmark(f)\n", "pytest-benchmark", Measured.TIME),
        ("asv.conf.json", '{"project": "a"}', "asv", Measured.TIME),
    ],
)
def test_generators_commands_and_benchmarks_count(path: str, text: str, tool: str, measures: Measured) -> None:
    assert found({path: text}) == [(tool, measures)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("service.py", CLOCK),
        ("benchmarks.py", "def run(models):\n    return max(model.accuracy for model in models)\n"),
        ("run_benchmark.py", ENDS),
        ("app.js", "import http from 'http';\n"),
        ("broker.py", CLOCK.replace("run", "test_latency")),
        ("train.py", GATHERED.replace("times_ms", "epoch_times")),
        ("run_quick_test_module.py", GATHERED),
        ("service.py", GATHERED.replace("    for _ in range(50):\n", "    if True:\n")),
        ("main.go", "import vegeta\n"),
        ("README.md", "Answers in 5 ms, see the benchmark.\n"),
    ],
    ids=[
        "a timing inside a service",
        "a comparison of accuracy",
        "how long such a comparison took",
        "another http",
        "a remote service",
        "epochs of training",
        "a test of results",
        "one time",
        "another package",
        "a claim",
    ],
)
def test_what_measures_nothing_on_purpose_is_none(path: str, text: str) -> None:
    assert found({path: text}) == []


def test_each_path_of_a_branch_is_driven_and_an_address_of_rights_is_none() -> None:
    text = (
        "import google.auth\nfrom locust import HttpUser, task\nclass User(HttpUser):\n"
        "    def on_start(self):\n        google.auth.default(scopes=['https://www.example.com/auth/cloud-platform'])\n"
        "    @task\n    def ask(self):\n        path = '/predict'\n        if 'cloud' in self.host:\n"
        "            path = ':predict'\n        self.client.post(path, json={})\n"
    )
    (locust,) = load_tests(repo_of({"locustfile.py": text}))
    (unknown,) = load_tests(repo_of({"locustfile.py": text.replace("post(path", "post(paths()")}))

    assert (locust.targets, unknown.targets) == (("/predict",), ())


def test_what_is_driven_and_whether_it_can_fail_is_told() -> None:
    script = (
        "import http from 'k6/http'\n"
        "export const options = {thresholds: {http_req_failed: ['rate<0.01']}}\n"
        "http.post(`${B}/predict`)\n"
    )
    (locust,) = load_tests(repo_of({"locustfile.py": LOCUST}))
    (k6,) = load_tests(repo_of({"k6.js": script}))

    assert locust.what == "drives load with Locust on /predict"
    assert (k6.targets, k6.thresholded, locust.thresholded) == (("/predict",), True, False)


@pytest.mark.parametrize("path", ["self.endpoint", "PREDICT"])
def test_a_path_that_is_kept_under_a_name_is_driven(path: str) -> None:
    kept = "from locust import HttpUser, task\nPREDICT = '/predict'\nclass U(HttpUser):\n    endpoint = '/predict'\n"
    text = f"{kept}    @task\n    def p(self):\n        self.client.post({path})\n"
    (locust,) = load_tests(repo_of({"locustfile.py": text}))
    assert locust.targets == ("/predict",)


@pytest.mark.parametrize(("told", "counts"), [("mean_ms", True), ("remaining_s", False), ("eta", False)])
def test_a_loop_that_foretells_its_own_end_measures_nothing(told: str, counts: bool) -> None:
    text = (
        "import time\ndef main(runs):\n    times = []\n    for run in runs:\n        begin = time.time()\n"
        f"        run()\n        times.append(time.time() - begin)\n        {told} = sum(times) / len(times)\n"
    )

    assert bool(found({"scripts/all.py": text})) is counts


@pytest.mark.parametrize(
    ("kept", "counts"), [("r.latency_ms", True), ("r.elapsed.total_seconds()", True), ("r.length", False)]
)
def test_a_benchmark_may_gather_the_time_that_each_answer_says_it_took(kept: str, counts: bool) -> None:
    text = f"def run(model, rows):\n    found = []\n    for r in map(model, rows):\n        found.append({kept})\n"
    timed = [("its own clock", Measured.TIME)]

    assert found({"evaluation/latency_eval.py": text}) == (timed if counts else [])
    assert found({"serving/answers.py": text}) == [], "a service notes what it did"


def test_the_route_in_a_plan_of_jmeter_is_read_as_xml_writes_it() -> None:
    route = '<stringProp name="HTTPSampler.path">/api/asr?task=x&amp;beam=5</stringProp>'
    plan = f"<jmeterTestPlan>{route}</jmeterTestPlan>"
    (found,) = load_tests(repo_of({"plan.jmx": plan}))

    assert found.targets == ("/api/asr?task=x&beam=5",)


SPEED = """import time
from errors import TooSlow
def took(model, rows):
    start = time.time()
    model(rows)
    return time.time() - start
def check_speed(model, rows, max_execution_time):
    execution_time = took(model, rows)
    if execution_time >= max_execution_time:
        raise TooSlow()
"""


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("training/model_validation.py", SPEED, [True]),
        ("serving/answer.py", SPEED, []),
        ("training/model_validation.py", SPEED.replace("raise TooSlow()", "print('slow')"), []),
        ("training/model_validation.py", SPEED.replace("TooSlow", "TimeoutError"), []),
    ],
    ids=["a gate", "a service", "only told", "a wait"],
)
def test_a_bound_on_the_time_of_a_model_that_is_judged_is_a_measurement(
    path: str, text: str, found: list[bool]
) -> None:
    assert [item.thresholded for item in load_tests(repo_of({path: text}))] == found


def test_what_a_script_of_k6_imports_is_not_asked_by_it() -> None:
    script = (
        "import http from 'k6/http';\nimport { uuidv4 } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';\n"
        "export default () => http.post('http://a/predict', uuidv4())\n"
    )
    (test,) = load_tests(repo_of({"load/k6.js": script}))

    assert test.targets == ("http://a/predict",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ask_test.go", "func TestAsk(t *testing.T) {\n"),
        ("src/Ask.scala", "// measured by org.scalameter elsewhere\nclass Ask\n"),
        ("src/ask.cc", "#include <vector>\n"),
    ],
)
def test_code_that_only_could_be_measured_is_none(path: str, text: str) -> None:
    assert found({path: text}) == []


def test_each_class_of_users_drives_what_it_asks_for_itself() -> None:
    other = (
        "class V(HttpUser):\n    tasks = [Steps]\n\n"
        "class W(HttpUser):\n    def p(self):\n        self.client.get('/health')\n"
    )
    found = load_tests(repo_of({"locustfile.py": LOCUST + other}))

    assert [(one.site.scope, one.targets) for one in found] == [
        ("U", ("/predict",)),
        ("V", ("/predict", "/health")),  # what it asks for stands elsewhere
        ("W", ("/health",)),
    ]


K6 = "import http from 'k6/http';\nexport const options = {{ {} }};\n"
SHAPE = (
    "from locust import HttpUser, LoadTestShape\n\n\nclass User(HttpUser):\n    pass\n\n\nclass Peak(LoadTestShape):\n"
)


def steepest(path: str, text: str) -> tuple[float, float] | None:
    return max(((one.times, one.seconds) for one in load_spikes(repo_of({path: text}))), default=None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.js", K6.format("stages: [{duration: '2m', target: 100}, {duration: '30s', target: 600}]"), (6, 30)),
        ("a.js", K6.format("stages: [{target: 600, duration: '1m30s'}, {duration: '500ms', target: 900}]"), (1.5, 0.5)),
        ("a.js", K6.format("startRate: 50, stages: [{duration: '10s', target: 500}]"), (10, 10)),
        ("a.js", K6.format("stages: [{duration: '10s', target: 500}]"), None),
        ("a.js", K6.format("stages: [{duration: '10s', target: 0}, {duration: '10s', target: 5}]"), None),
        ("a.js", K6.format("vus: 10, duration: '30s'"), None),
        (
            "a.yml",
            "config:\n  phases:\n    - duration: 60\n      arrivalRate: 5\n    - duration: 20\n      arrivalRate: 40\n",
            (8, 0),
        ),
        ("a.yml", "config:\n  phases:\n    - duration: 45\n      arrivalRate: 5\n      rampTo: 30\n", (6, 45)),
        (
            "A.scala",
            "class A extends Simulation { setUp(s.inject(rampUsersPerSec(10).to(80).during(30))) }",
            (8, 30),
        ),
        (
            "locustfile.py",
            SHAPE + "    stages = [{'duration': 60, 'users': 10, 'spawn_rate': 10},"
            " {'duration': 120, 'users': 110, 'spawn_rate': 5}]\n",
            (11, 20),
        ),
        ("locustfile.py", SHAPE + "    stages = [{'users': 10}, 'x', {'users': 'many', 'spawn_rate': 0}]\n", None),
    ],
)
def test_finds_the_rise_and_the_time_that_it_takes(path: str, text: str, expected: tuple[float, float] | None) -> None:
    assert steepest(path, text) == (pytest.approx(expected) if expected else None)


numbers = st.one_of(st.integers(), st.floats(), st.just(10**400), st.just("many"), st.just(True))


@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=4), st.text(max_size=60))
def test_no_number_and_no_text_breaks_the_search(stages: list[tuple[object, object, object]], text: str) -> None:
    shape = ", ".join(f"{{'users': {users!r}, 'spawn_rate': {rate!r}}}" for users, rate, _ in stages)
    phases = "".join(
        f"    - arrivalRate: {users}\n      rampTo: {rate}\n      duration: {lasts}\n" for users, rate, lasts in stages
    )
    files = {
        "locustfile.py": f"{SHAPE}    stages = [{shape}]\n",
        "a.yml": f"config:\n  phases:\n{phases}",
        "b.js": K6.format(f"stages: [{{target: {text}, duration: '{text}'}}, {{target: 5, duration: '1s'}}]"),
    }

    for one in load_spikes(repo_of(files)):
        assert one.times > 1
        assert one.seconds >= 0


STRESS = """
import asyncio, time
import httpx

async def send(client, url):
    start = time.monotonic()
    await client.post(url, json={"size": 1})
    return time.monotonic() - start

async def burst(base_url):
    url = f"{base_url}/predict/"
    async with httpx.AsyncClient() as client:
        return await asyncio.gather(*(send(client, url) for _ in range(50)))
"""


@pytest.mark.parametrize("name", ["test_stress.py", "test_api_load.py", "stress_test.py", "tests/soak_test.py"])
def test_a_stress_test_by_hand_drives_the_route_that_it_puts_together(name: str) -> None:
    (found,) = load_tests(repo_of({name: STRESS}))

    assert found.measures is Measured.LOAD
    assert found.targets == ("{}/predict/",)


def test_a_test_of_loading_drives_nothing() -> None:
    assert load_tests(repo_of({"test_load_model.py": "import time\nstart = time.monotonic()\n"})) == ()


TABLE = "# Models\n\n| Model | {head} |\n|---|---|\n| small | 12.5 |\n| large | 4.1 |\n"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Latency (ms)", True),
        ("[RTFx (higher is better)](https://a.test) (on a GPU)", True),
        ("Real-time factor", True),
        ("Training time (s)", False),
        ("Accuracy", False),
    ],
)
def test_a_column_of_times_or_of_real_time_is_a_measurement(head: str, found: bool) -> None:
    assert bool(timed_tables(repo_of({"README.md": TABLE.format(head=head)}))) is found


_HELD = """import time
class TestInference{about}:
    def test_single(self, model, row):
        start = time.monotonic()
        for _ in range(100):
            {asks}
        taken = (time.monotonic() - start) * 10
        {holds}
"""


@pytest.mark.parametrize(
    ("about", "asks", "holds", "held"),
    [
        ("Latency", "model.predict_pd(row)", "assert taken < 50", [True]),
        ("Throughput", "client.post('/score', json=row)", "self.assertLess(taken, 0.5)", [True]),
        ("", "latencies.append(timed(model.generate(row)))", "assert np.percentile(latencies, 95) <= LIMIT", [True]),
        ("Speed", "model.predict(row)", "assert time.monotonic() - start < 2", [True]),
        ("ResponseTime", "model.predict(row)", "assert time.monotonic() - start < 2", [True]),
        ("_of_the_API_is_fast", "client.get('/answers')", "assert taken < 50", [True]),
        ("OfTheApiPerformance", "client.get('/answers')", "assert taken < 50", [True]),
        ("_fails_fast", "client.get('/answers')", "assert taken < 50", []),
        ("", "film.frames()", "ms_per_frame = taken / 9; assert ms_per_frame < MOST", [True]),
        ("Latency", "model.predict(row)", "assert taken > 0", []),
        ("Latency", "model.predict(row)", "print(taken)", []),
        ("Latency", "pool.shutdown()", "assert taken < 50", []),
        ("Timeout", "model.predict(row)", "assert taken < 50", []),
    ],
)
def test_a_test_that_fails_when_an_answer_takes_too_long_measures_it(
    about: str, asks: str, holds: str, held: list[bool]
) -> None:
    text = _HELD.format(about=about, asks=asks, holds=holds)

    assert [item.thresholded for item in load_tests(repo_of({"tests/test_model.py": text}))] == held


@pytest.mark.parametrize(("name", "counts"), [("latency_p95", True), ("p95", True), ("confidence_p95", False)])
def test_a_rank_of_scores_is_no_time(name: str, counts: bool) -> None:
    waits = "    end = time.time() + 60\n    while time.time() < end:\n        answer = client.get('/runs/1')\n"
    text = f"import time\ndef test_run(client, {name}):\n{waits}    assert {name} <= 1\n"

    assert bool(load_tests(repo_of({"tests/test_run.py": text}))) is counts


@pytest.mark.parametrize(("caller", "counts"), [("run_benchmark", True), ("transcribe", False)])
def test_the_clock_may_stand_in_what_a_benchmark_calls_to_ask(caller: str, counts: bool) -> None:
    helper = "def _ask(url):\n    start = time.time()\n    requests.post(url)\n    return time.time() - start\n"
    text = f"import time\nimport requests\n{helper}def {caller}(url):\n    print(_ask(url))\n"

    assert bool(load_tests(repo_of({"tools/run.py": text}))) is counts


@pytest.mark.parametrize(
    ("heading", "line", "count"),
    [
        ("Latency", "- Single prediction: ~50-100ms", 1),
        ("Latency", "- Prediction (target): < 100 ms", 0),
        ("Alerts", "- Single prediction: 100ms", 0),
    ],
)
def test_a_time_in_a_list_below_its_heading_is_a_single_one(heading: str, line: str, count: int) -> None:
    assert len(timed_tables(repo_of({"README.md": f"# API\n\n## {heading}\n\n{line}\n"}))) == count


BARE = "# Polyps\n\n## Speed\n\n| Model | Pre | Infer |\n|---|---|---|\n| a | 60 | 40 |\n| b | 5 | 3 |\n"


@pytest.mark.parametrize("path", ["README.md", "samples/polyps/README.md"])
def test_a_note_below_a_table_says_that_its_columns_are_times(path: str) -> None:
    noted = repo_of({path: BARE + "\n> Latencies are in **milliseconds (ms)** for one image.\n"})

    assert [one.place.path for one in timed_tables(noted)] == [path]
    assert not timed_tables(repo_of({path: BARE + "\nEach column counts files.\n"}))


def test_a_time_in_a_sentence_of_an_example_is_none() -> None:
    assert not timed_tables(repo_of({"examples/a/README.md": "# A\n\n## Latency\n\nPrediction: 50 ms\n"}))
