"""Services in other languages than Python are told by their words, and what only reading would show is unknown."""

import pytest

from seatrial.facts.deployment.bounds.scaling import autoscalers
from seatrial.facts.serving.foreign_services import foreign_health, foreign_locks
from seatrial.facts.serving.foreign_signs import foreign, foreign_services
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.testing.load_tests import load_tests
from seatrial.inventory import Value, inventory
from seatrial.model import Confidence
from seatrial.repo import Repo
from tests.repositories import repo_of

EXPRESS = """import express from 'express';
import pino from 'pino';
const log = pino();
const app = express();
app.get('/healthz', (req, res) => { res.send('ok'); });
app.post("/ask", async (req, res) => {
  const body = Question.safeParse(req.body);
  const answer = await new OpenAI({}).chat.completions.create(body.data);
  counter.inc();
  res.send(answer);
});
const counter = new Counter({ name: 'questions' });
"""
GIN = """package main
func main() {
\tlogger, _ := zap.NewProduction()
\trouter := gin.Default()
\trouter.GET("/health", alive)
\trouter.POST("/v1/ask", ask)
}
func ask(c *gin.Context) {
\terr := c.ShouldBindJSON(&question)
\tpost("https://api.anthropic.com/v1/messages", question)
\tasked := promauto.NewCounter(options)
}
"""
SPRING = """@RestController
@RequestMapping("/api")
class Ask {
    private static final Logger log = LoggerFactory.getLogger(Ask.class);
    static final OrtEnvironment env = OrtEnvironment.getEnvironment();
    @GetMapping("/health") String health() { return "ok"; }
    @PostMapping("/ask") Answer ask(@RequestBody @Valid Question question) { registry.counter("asked"); }
    private final MeterRegistry registry;
    private final LogstashEncoder encoder = new LogstashEncoder();
}
"""
MINIMAL = """var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddJsonConsole();
builder.Services.AddOpenTelemetry();
app.MapHealthChecks("/healthz");
app.MapPost("/predict", (Question q) => engine.Predict(q));
record Question([Required] float Age);
static PredictionEngine<Question, Answer> engine;
"""
AXUM = """let app = Router::new().route("/health", get(alive)).route("/ask", post(ask));
axum::serve(listener, app).await?;
async fn ask(Json(q): Json<Question>) { metrics::counter!("asked").increment(1); }
static MODEL: ort::Session;
tracing_subscriber::fmt().with_target(false).json().init();
"""
PLUMBER = """library(plumber)
logger::log_layout(logger::layout_json())
register_plumber_metrics(api)
model <- readRDS("model.rds")
#* @get /health
function() "ok"
#* @post /predict
function(req) { stopifnot(!is.null(req$body$age)); predict(model, req$body) }
"""
SCALA = """@RestController
class Ask(@Autowired val parser: Parser, @Autowired val registry: MeterRegistry) {
  private val logged = new LogstashEncoder()
  private val env = OrtEnvironment.getEnvironment()
  @GetMapping(path = Array("/health")) def health(): String = "ok"
  @PostMapping(path = Array("/predict"), consumes = Array("application/json"))
  def ask(@RequestBody body: String): String = run(parser.fromJsonString[pb.Question](body))
}
"""
AKKA = """object Main extends App {
  val health = path("health") { complete("ok") }
  val ask = pathPrefix("predict") { entity(as[Question]) { q => complete(OrtEnvironment.run(q)) } }
  Http().newServerAt("0.0.0.0", 80).bind(health ~ ask)
  val asked = registry.counter("asked", new MeterRegistry(), new LogstashEncoder())
}
"""
CROW = """#include "crow.h"
Ort::Session session(env, "model.onnx", options);
int main() {
  crow::SimpleApp app;
  CROW_ROUTE(app, "/health")([] { return "ok"; });
  CROW_ROUTE(app, "/predict").methods("POST"_method)(ask);
  nlohmann::json_schema::json_validator validator;
  auto& asked = prometheus::BuildCounter().Name("asked").Register(registry);
  spdlog::set_formatter(std::make_unique<json_formatter>());
}
"""
VAPOR = """import Vapor
import Metrics
func routes(_ app: Application) throws {
    app.get("health") { req in "ok" }
    app.post("classify") { req in try VNCoreMLModel(for: net).run(req.content.decode(Question.self)) }
    LoggingSystem.bootstrap(JSONLogHandler.init)
}
"""
RAILS = """Rails.application.routes.draw do
  get "/health", to: "health#show"
  post "/predict", to: "prices#predict"
end
class PricesController < ApplicationController
  MODEL = OnnxRuntime::Model.new("model.onnx")
  def predict = render(json: MODEL.predict(params.require(:price).permit(:age)))
  ASKED = Prometheus::Client::Counter.new(:asked, docstring: "asked")
end
config.lograge.formatter = Lograge::Formatters::Json.new
"""
SLIM = r"""<?php
use Rubix\ML\PersistentModel;
Route::get('/health', fn () => 'ok');
Route::post('/predict', function (Request $request) { $asked = $request->validate(['age' => 'required']); });
$asked = new Prometheus\Counter($storage);
$handler->setFormatter(new JsonFormatter());
"""
PHOENIX = """defmodule Web.Router do
  use Phoenix.Router
  get "/health", HealthController, :show
  post "/predict", PriceController, :predict
  def changes(price, asked), do: price |> cast(asked, [:age]) |> validate_required([:age])
  serving = Nx.Serving.new(Ortex.load("model.onnx"))
  use PromEx, otp_app: :web
  config :logger, backends: [LoggerJSON]
end
"""
ROWS = ("model_served_by_api", "health_endpoint", "input_schema_validation", "metrics_or_tracing_instrumentation",
        "structured_logging")  # fmt: skip
FETCH = "import torchaudio\ntorchaudio.pipelines.WAV2VEC2.get_model()\n"


def of(**files: str) -> Repo:
    return repo_of({path.replace("__", "/"): text for path, text in files.items()})


@pytest.mark.parametrize(("path", "text"), [
    ("server/src/index.ts", EXPRESS), ("cmd/server/main.go", GIN), ("src/main/java/Ask.java", SPRING),
    ("src/main/scala/Ask.scala", SCALA), ("src/main/scala/Main.scala", AKKA),
    ("Program.cs", MINIMAL), ("src/main.rs", AXUM), ("plumber.R", PLUMBER), ("src/main.cpp", CROW),
    ("Sources/App/routes.swift", VAPOR), ("config/routes.rb", RAILS), ("routes/api.php", SLIM),
    ("lib/router.ex", PHOENIX),
])  # fmt: skip
def test_a_service_in_another_language_answers_the_questions_about_services(path: str, text: str) -> None:
    items = inventory(repo_of({path: text, "models/fetch.py": FETCH}))

    assert [items[row].value for row in ROWS] == [Value.YES] * len(ROWS)
    assert {one.place.path for row in ROWS for one in items[row].evidence} == {path}
    assert {one.confidence for row in ROWS for one in items[row].evidence} == {Confidence.LIKELY}


def test_a_service_of_procedures_on_the_jvm_has_routes_by_the_names_of_its_services() -> None:
    scala = (
        "import ml.combust.mleap.runtime.frame.Row\nval builder = ServerBuilder.forPort(port)\n"
        "builder.addService(MleapGrpc.bindService(service, ec))\n"
    )
    java = "Server s = ServerBuilder.forPort(80).build();\nclass Ask extends ScoreGrpc.ScoreImplBase {}\n"
    for path, text, told in (("src/main/scala/Run.scala", scala, "Mleap"), ("src/main/java/Run.java", java, "Score")):
        repo = repo_of({path: text, "models/fetch.py": FETCH})

        assert [one.text for one in foreign(repo, Sign.ROUTE)] == [told]
        assert inventory(repo)["input_schema_validation"].value is Value.YES


def test_the_lines_are_those_of_the_words() -> None:
    repo = repo_of({"server/src/index.ts": EXPRESS})

    assert [(one.place.line, one.text) for one in foreign(repo, Sign.ROUTE)] == [(5, "/healthz"), (6, "/ask")]
    assert [one.place.line for one in foreign_health(repo)] == [5]
    assert [one.place.line for one in foreign(repo, Sign.MODEL, Sign.LLM)] == [8]


def test_what_its_words_do_not_show_is_unknown_and_not_absent() -> None:
    bare = "const app = express();\napp.post('/x', handler);\napp.use(healthchecks(telemetry, logger));\n"
    items = inventory(repo_of({"server/index.js": bare, "models/fetch.py": FETCH}))

    assert [items[row].value for row in ROWS] == [Value.UNKNOWN] * len(ROWS)
    assert items["health_endpoint"].reason == ("server/index.js:1 answers in JavaScript, whose code is not followed")


def test_where_all_routes_are_seen_and_no_word_speaks_of_health_there_is_no_route_for_it() -> None:
    go = 'func main() {\n\thttp.HandleFunc("/api/make-prediction", ask)\n'
    go += '\tlog.Fatal(http.ListenAndServe(":80", nil))\n}\n'
    items = inventory(repo_of({"app/main.go": go, "models/fetch.py": FETCH}))

    assert items["health_endpoint"].value is Value.NO
    assert items["health_endpoint"].reason == "none of the routes in Go is called like one of health"
    assert items["structured_logging"].reason == "app/main.go:3 writes text"
    assert items["model_served_by_api"].value is Value.YES  # by the name of its route
    assert items["metrics_or_tracing_instrumentation"].value is Value.NO  # no word of it anywhere


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('\tdb.Where("status", "queued").First(&job)', Value.NO),
        ('\tStatus string `json:"status"`', Value.NO),
        ('\tc.JSON(200, gin.H{"status": "ok"})', Value.UNKNOWN),
        ('\tgroup.Handle("GET", "/internal/status", f)', Value.UNKNOWN),
    ],
)
def test_the_status_of_a_record_says_nothing_of_the_health_of_the_service(line: str, value: Value) -> None:
    go = f'func main() {{\n\thttp.HandleFunc("/api/make-prediction", ask)\n{line}\n'
    go += '\tlog.Fatal(http.ListenAndServe(":80", nil))\n}\n'

    assert inventory(repo_of({"app/main.go": go, "models/fetch.py": FETCH}))["health_endpoint"].value is value


@pytest.mark.parametrize(
    ("line", "value"),
    [("vetiver_compute_metrics(rows, date, 7, price, .pred)", Value.NO), ("library(prometheus)", Value.UNKNOWN)],
)
def test_the_metrics_of_a_model_in_r_are_none_of_its_service(line: str, value: Value) -> None:
    api = 'library(plumber)\nmodel <- readRDS("model.rds")\n#* @post /predict\nfunction(req) predict(model, req$body)\n'
    items = inventory(repo_of({"plumber.R": api, "watch.R": f"{line}\n"}))

    assert items["metrics_or_tracing_instrumentation"].value is value


@pytest.mark.parametrize(
    "path",
    ["frontend/server.js", "tests/server.js", "node_modules/x/index.js", "docs/site.js", "types/index.d.ts"],
)
def test_browsers_tests_and_packages_of_others_hold_no_service(path: str) -> None:
    assert foreign_services(repo_of({path: EXPRESS})) == ()


def test_a_server_without_a_route_and_a_route_without_a_server_are_no_service() -> None:
    assert foreign_services(repo_of({"a.js": "const app = express();\nnew OpenAI({});\n"})) == ()
    assert foreign_services(repo_of({"a.js": "router.get('/x', f);\n"})) == ()


def test_a_service_in_python_is_asked_itself() -> None:
    flask = "import pickle\nfrom flask import Flask, request\napp = Flask(__name__)\n"
    flask += (
        "model = pickle.load(open('m.pkl', 'rb'))\n@app.post('/x')\ndef x():\n    return model.predict(request.json)\n"
    )
    items = inventory(repo_of({"app.py": flask, "gateway/index.js": EXPRESS}))

    assert items["model_served_by_api"].evidence[0].place.path == "app.py"
    assert [items[row].value for row in ROWS[1:4]] == [Value.NO] * 3


def test_the_lock_of_the_service_counts_when_python_only_helps_it() -> None:
    helped = {"api/index.ts": EXPRESS, "package-lock.json": "{}", "ui/package-lock.json": "{}",
              "models/fetch.py": FETCH, "models/requirements.txt": "torchaudio\n"}  # fmt: skip
    asked = {**helped, "app.py": "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef x(): ...\n"}
    row = "dependency_lockfile_or_all_pinned"

    assert [one.place.path for one in foreign_locks(repo_of(helped))] == ["package-lock.json"]
    assert inventory(repo_of(helped))[row].value is Value.YES
    assert inventory(repo_of(asked))[row].value is Value.NO


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("import { App } from 'aws-cdk-lib';\nnew Asg({ minCapacity: 1,\n maxCapacity: 20 });\n", [(1, 20)]),
        ("import { App } from 'aws-cdk-lib';\nnew Asg({ minCapacity: low, maxCapacity: isProd ? 9 : 1 });\n",
         [(None, None)]),
        ("import { App } from 'aws-cdk-lib';\n// minCapacity: 1, maxCapacity: 2\n", []),
        ("import { App } from 'aws-cdk-lib';\nnew Asg({ maxCapacity: 2 });\n", []),
        ("const cache = { minCapacity: 1, maxCapacity: 2 };\n", []),
    ],
    ids=["numbers", "decided later", "a comment", "one bound", "no stack"],
)  # fmt: skip
def test_the_bounds_of_a_stack_in_typescript_are_found(text: str, bounds: list[tuple[int | None, int | None]]) -> None:
    assert [(one.lowest, one.highest) for one in autoscalers(repo_of({"cdk/lib/stack.ts": text}))] == bounds


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("worker/scripts/benchmark-translation.ts", "const start = Date.now();\nawait ask(prompt);\n", True),
        ("bench.mjs", "const t = performance.now();\n", True),
        ("worker/src/translate.ts", "const start = Date.now();\n", False),
        ("workbench.ts", "const start = Date.now();\n", False),
        ("benchmark.ts", "export const prompts = [];\n", False),
    ],
)
def test_a_script_called_a_benchmark_that_takes_the_time_measures_it(path: str, text: str, found: bool) -> None:
    assert bool(load_tests(repo_of({path: text}))) is found


def test_a_package_whose_path_ends_as_a_route_might_speaks_of_no_health() -> None:
    go = 'import "google.golang.org/grpc/status"\nfunc main() {\n\thttp.HandleFunc("/ask", ask)\n'
    go += '\thttp.ListenAndServe(":80", nil)\n}\n'
    items = inventory(repo_of({"main.go": go, "models/fetch.py": FETCH}))

    assert items["health_endpoint"].value is Value.NO
    assert items["structured_logging"].reason == "no word of the service in Go is about logs"


def test_what_vetiver_opens_is_a_service_and_a_page_of_shiny_is_none() -> None:
    vetiver = 'v <- vetiver_pin_read(board, "penguins")\n#* @plumber\nfunction(pr) { pr |> vetiver_api(v) }\n'
    shiny = 'model <- readRDS("model.rds")\nserver <- function(input, output) predict(model, input$x)\n'
    shiny += "shinyApp(ui, server)\n"

    assert inventory(of(**{"plumber.R": vetiver}))["model_served_by_api"].value is Value.YES
    assert inventory(of(**{"plumber.R": vetiver}))["input_schema_validation"].value is Value.YES
    assert inventory(of(**{"app.R": shiny}))["model_served_by_api"].value is Value.NO


QUEUED = """func main() {
\tslog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
\te := echo.New()
\te.Use(echomiddleware.OapiRequestValidator(swagger))
\tapi.Register(e, os.Getenv("BASE"))
}
func Register(router EchoRouter, base string) {
\trouter.POST(base+"/v1/embeddings/text", text)
\trouter.GET(base+"/v1/embeddings/jobs/:id", job)
}
"""
WORKER = "import logging\nimport torch\nlogging.basicConfig(format='%(message)s')\n"


def test_a_service_whose_model_runs_in_workers_beside_it_answers_for_itself() -> None:
    hook = "import modal\napp = modal.App('w')\n@app.function()\n@modal.fastapi_endpoint(method='POST')\n"
    hook += "def wake(token: str):\n    return run.spawn()\n"
    repo = repo_of({"server/main.go": QUEUED, "worker/main.py": WORKER, "worker/modal_app.py": hook})
    items = inventory(repo)

    assert [items[row].value for row in ROWS] == [Value.YES, Value.NO, Value.YES, Value.NO, Value.YES]
    assert {one.place.path for row in ROWS for one in items[row].evidence} == {"server/main.go"}


def test_a_gateway_without_models_beside_it_promises_nothing_by_such_a_word() -> None:
    items = inventory(repo_of({"server/main.go": QUEUED, "scripts/clean.py": "import csv\n"}))

    assert items["model_served_by_api"].value is Value.UNKNOWN


def test_a_bare_server_of_node_and_one_of_tools_for_agents_are_services() -> None:
    bare = "import http from 'node:http';\nconst server = http.createServer((req, res) => {\n"
    bare += (
        "  if (url.pathname === '/health') return res.end('ok');\n  if (url.pathname !== '/v1/search') return;\n});\n"
    )
    embeds = "const model = new OllamaEmbeddings({ model: 'nomic-embed-text' });\n"
    measured = "lines.push(`# TYPE searches counter`);\nconsole.log(JSON.stringify({ level: 'info', asked }));\n"
    tools = "const server = new McpServer({ name: 'kb' });\n"
    tools += "server.registerTool('search', { description: 'x', inputSchema: { query: z.string() } }, search);\n"
    nodes = inventory(repo_of({"src/serve.ts": bare + embeds + measured, "fetch.py": FETCH}))
    agents = inventory(repo_of({"src/index.ts": tools + embeds, "fetch.py": FETCH}))

    assert [nodes[row].value for row in ROWS] == [Value.YES, Value.YES, Value.UNKNOWN, Value.YES, Value.YES]
    assert [agents[row].value for row in ROWS[:3]] == [Value.YES, Value.NO, Value.YES]


def test_a_client_that_asks_for_a_path_and_calls_a_tool_is_no_service() -> None:
    client = "const answer = await fetch(new URL('/health', base));\nawait client.callTool({ name: 'search' });\n"
    client += "if (location.pathname === '/login') show();\nconst model = new OpenAIEmbeddings({});\n"

    assert foreign_services(repo_of({"src/client.ts": client})) == ()


NEXT = (
    "import { streamText } from 'ai';\nexport async function POST(req: Request) {\n"
    "  return streamText({ messages });\n}\n"
)


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("app/api/chat/route.ts", "/api/chat"),
        ("src/app/api/ask/route.js", "/api/ask"),
        ("src/routes/api/chat/+server.ts", "/api/chat"),
        ("apps/bot/app/route.ts", "/"),
    ],
)
def test_a_file_that_answers_at_the_path_where_it_lies_is_a_route(path: str, route: str) -> None:
    repo = repo_of({path: NEXT})

    assert [one.text for one in foreign(repo, Sign.ROUTE)] == [route]
    assert foreign(repo, Sign.MODEL, Sign.LLM)


def test_a_client_that_names_its_functions_after_verbs_is_no_server() -> None:
    client = "export async function POST(url: string) {\n  return fetch(url);\n}\n"

    assert not foreign_services(repo_of({"lib/api.ts": client}))
    assert not foreign_services(repo_of({"app/api/chat/route.ts": "export const dynamic = 'force-static';\n"}))


@pytest.mark.parametrize(
    "model",
    [
        'client, _ := api.ClientFromEnvironment() // "github.com/ollama/ollama/api"',
        'model := tg.LoadModel("models/export", tags, nil)',
        'import "github.com/sashabaranov/go-openai"',
        'm, _ := leaves.LGEnsembleFromFile("m.txt", true)',
    ],
)
@pytest.mark.parametrize(
    "door",
    [
        'app := fiber.New()\napp.Post("/chat", ask)\n',
        "s := grpc.NewServer()\npb.RegisterScorerServer(s, &scorer{})\n",
    ],
)
def test_a_service_in_go_asks_a_model_by_the_clients_and_runtimes_of_go(model: str, door: str) -> None:
    repo = repo_of({"main.go": f"package main\n{model}\n{door}"})

    assert len(foreign(repo, Sign.MODEL, Sign.LLM)) == 1
    assert len(foreign(repo, Sign.ROUTE)) == 1


def test_the_routes_and_metrics_of_a_server_in_rust_are_read_from_its_description_too() -> None:
    rust = (
        "use prometheus_client::registry::Registry;\n"
        '#[utoipa::path(\n    post,\n    path = "/v1/inference",\n    responses((status = 200)))]\nasync fn ask() {}\n'
        "router = router.route(&route.endpoint, post(ask));\naxum::serve(listener, router).await?;\n"
    )
    items = inventory(repo_of({"src/main.rs": rust, "models/fetch.py": FETCH}))

    assert items["model_served_by_api"].value is Value.YES
    assert items["metrics_or_tracing_instrumentation"].value is Value.YES
    plain = rust.replace("/v1/inference", "/v1/orders").replace("prometheus_client", "storage")
    assert inventory(repo_of({"src/main.rs": plain}))["model_served_by_api"].value is not Value.YES


EXPRESS_DOOR = "const app = express();\napp.post('/ask', ask);\n"
GO_DOOR = 'package main\nr := gin.Default()\nr.POST("/ask", ask)\n'


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("server.ts", "const app = Fastify({ logger: true });\napp.post('/ask', ask);\n", True),
        ("server.ts", "const app = Fastify({ logger: false });\napp.post('/ask', ask);\n", False),
        ("server.ts", f"{EXPRESS_DOOR}app.use(pinoHttp());\n", True),
        ("server.ts", f"{EXPRESS_DOOR}winston.createLogger({{ format: combine(timestamp(), json()) }});\n", True),
        ("server.ts", f"{EXPRESS_DOOR}winston.createLogger({{ format: combine(timestamp(), simple()) }});\n", False),
        ("server.ts", f"{EXPRESS_DOOR}console.log(JSON.stringify({{\n  level: 'info',\n  message,\n}}));\n", True),
        ("server.ts", f"{EXPRESS_DOOR}process.stdout.write(`${{JSON.stringify(logEntry)}}\\n`);\n", True),
        ("server.ts", f"{EXPRESS_DOOR}process.stdout.write(`${{JSON.stringify(report)}}\\n`);\n", False),
        ("server.ts", f"{EXPRESS_DOOR}logger.info(JSON.stringify({{ kind: 'search' }}));\n", True),
        ("main.go", f"{GO_DOOR}zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg), out, level))\n", True),
        ("main.go", f"{GO_DOOR}zap.New(zapcore.NewCore(zapcore.NewConsoleEncoder(cfg), out, level))\n", False),
        ("main.go", f"{GO_DOOR}slog.New(slog.NewJSONHandler(os.Stdout, nil))\n", True),
        ("main.go", f"{GO_DOOR}log.SetFormatter(&log.JSONFormatter{{}})\n", True),
    ],
)
def test_lines_for_machines_are_told_from_lines_for_people(path: str, text: str, told: bool) -> None:
    assert bool(foreign(repo_of({path: text}), Sign.LOGS)) is told


_RUNS = "import ai.djl.inference.Predictor;\n"


@pytest.mark.parametrize(
    ("server", "routes"),
    [
        (
            'p.addLast(new HttpServerCodec());\nswitch (parts[1]) { case "ping": alive(); case "predictions": run(); }',
            2,
        ),
        ('p.addLast(new HttpServerCodec());\nif (req.uri().startsWith("/predict")) run();\n', 1),
        ('p.addLast(new HttpServerCodec());\nif ("/predict".equals(path)) run();\n', 1),
        ('Undertow.builder().setHandler(Handlers.path().addExactPath("/predict", run)).build();\n', 1),
        ('HttpServer.create(address, 0).createContext("/predict", run);\n', 1),
        ('@WebServlet("/predict")\nclass Ask extends HttpServlet {}\n', 1),
        ('var at = new ServletContextHandler();\nat.addServlet(Ask.class, "/predict");\n', 1),
        ('Server.builder().http(8080).service("/predict", run);\n', 1),
        ('if ("/predict".equals(path)) run();\n', 0),
        ('p.addLast(new HttpServerCodec());\nswitch (mode) { case "predict_timeout": wait(); }', 0),
    ],
    ids=["netty", "a beginning", "equals", "undertow", "jdk", "servlet", "jetty", "armeria", "no server", "an option"],
)
def test_a_server_in_java_that_is_put_together_by_hand_is_told_by_its_paths(server: str, routes: int) -> None:
    repo = repo_of({"src/main/java/Serve.java": _RUNS + server})

    assert len(foreign(repo, Sign.ROUTE)) == routes
    served = inventory(repo)["model_served_by_api"].value
    assert served is (Value.YES if routes else Value.NO)


_ASKS = (
    'let url = format!("{}{}", base, "/v1/chat/completions");\nlet asked: Question = serde_json::from_slice(&body)?;\n'
)


@pytest.mark.parametrize(
    ("server", "routes"),
    [
        (
            (
                "use hyper::server::conn::http1;\nmatch (req.method(), path) {\n"
                '  (&Method::POST, "/function_calling") => ask(req),\n  (&Method::GET, "/v1/models") => list(),\n}\n'
            ),
            2,
        ),
        ('use hyper::service::{make_service_fn, service_fn};\nif path == "/v1/ask" { ask(req).await }\n', 1),
        ("use tonic::transport::Server;\nServer::builder().add_service(AskServer::new(it)).serve(at).await?;\n", 1),
        ('let mut app = tide::new();\napp.at("/ask").post(ask);\n', 1),
        ('proxy_wasm::main! {{ start(); }}\nif path == "/healthz" { alive() }\n', 1),
        ("let client = reqwest::Client::new();\n", 0),
        ('use hyper::Client;\nmatch (Method::POST, "/ask") { _ => send() }\n', 0),
    ],
    ids=["hyper", "an older hyper", "gRPC", "tide", "a filter of a proxy", "a client", "a client on hyper"],
)
def test_a_server_in_rust_may_stand_on_what_is_below_its_frameworks(server: str, routes: int) -> None:
    repo = repo_of({"crates/gateway/src/main.rs": server + _ASKS, "cli/main.py": FETCH})

    assert len(foreign(repo, Sign.ROUTE)) == routes
    items = inventory(repo)
    assert items["model_served_by_api"].value is (Value.YES if routes else Value.NO)
    assert (items["input_schema_validation"].value is Value.YES) is bool(routes)


@pytest.mark.parametrize(
    ("handler", "asked", "routes"),
    [
        (
            "const handler = async (event) => { const body = JSON.parse(event.body) }\nexports.handler = handler\n",
            "await new aws.SageMakerRuntime().invokeEndpoint({ EndpointName: name, Body: body }).promise()\n",
            ["/InvokeModel"],
        ),
        (
            "export const handler = async (event: APIGatewayProxyEventV2) => ask(event)\n",
            "await client.send(new InvokeEndpointCommand({ EndpointName: name }))\n",
            ["/InvokeModel"],
        ),
        (
            "exports.handler = async (event) => send(event.RequestType)\n",
            "new InvokeEndpointCommand({ EndpointName: name })\n",
            [],
        ),
        ("document.onclick = (event) => show(event.body)\n", "new InvokeEndpointCommand({ EndpointName: name })\n", []),
    ],
    ids=["a gateway's event", "its type", "a custom resource", "a page"],
)
def test_a_function_of_a_cloud_that_asks_the_owners_endpoint_serves_its_model(
    handler: str, asked: str, routes: list[str]
) -> None:
    repo = repo_of({"packages/api/InvokeModel/@lambda/index.js": handler + asked, "pipeline/make.py": FETCH})

    assert [one.text for one in foreign(repo, Sign.ROUTE)] == routes
    assert inventory(repo)["model_served_by_api"].value is (Value.YES if routes else Value.NO)
