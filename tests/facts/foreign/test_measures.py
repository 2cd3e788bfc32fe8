"""What a service in TypeScript or Go counts is read off by name, so that measuring it is not asked for again."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.audit import audit
from seatrial.facts.foreign.measures import foreign_measurements
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.model import Confidence, Grade, State
from seatrial.repo import Memory
from tests.repositories import repo_of

GO = (
    'package main\n\nimport (\n\t"net/http"\n\t"github.com/gin-gonic/gin"\n\topenai "github.com/sashabaranov/go-openai"\n'
    '\t"github.com/prometheus/client_golang/prometheus"\n\t"github.com/prometheus/client_golang/prometheus/promhttp"\n)\n\n'
    "{made}\nfunc ask(c *gin.Context) {{\n\tclient.CreateChatCompletion(c, openai.ChatCompletionRequest{{Model: m}})\n{inside}}}\n\n"
    'func main() {{\n\tr := gin.Default()\n\tr.POST("/ask", ask)\n{routes}}}\n'
)
COUNTER = 'var {0} = prometheus.NewCounterVec(prometheus.CounterOpts{{Name: "{0}"}}, []string{{"status"}})\n'
OFFERED = '\tr.GET("/metrics", gin.WrapH(promhttp.Handler()))\n'
JS = (
    "import express from 'express';\nimport OpenAI from 'openai';\nimport { Counter, collectDefaultMetrics } from 'prom-client';\n"
    "import { metrics } from '@opentelemetry/api';\nconst app = express();\nconst llm = new OpenAI();\ncollectDefaultMetrics();\n"
    "const asked = new Counter({ name: 'requests_total', help: 'x' });\nconst meter = metrics.getMeter('a');\n"
    "const used = meter.createHistogram('tokens_used');\napp.post('/ask', async (req, res) => {\n"
    "  statsd.timing('shop.ask.latency', 3); send(`x`); statsd.increment(name);\n"
    "  res.json(await llm.chat.completions.create({ model: 'gpt-4o', messages }));\n});\n"
)


def go(made: str = "", inside: str = "", routes: str = "") -> dict[str, str]:
    return {"main.go": GO.format(made=made, inside=inside, routes=routes)}


def measured(files: dict[str, str]) -> list[tuple[Sort, str]]:
    return [(one.sort, one.name) for one in foreign_measurements(repo_of(files))]


def test_metrics_of_each_kind_are_read_with_their_names() -> None:
    assert measured({"src/a.js": JS}) == [
        (Sort.EXPOSITION, ""), (Sort.METRIC, "requests_total"), (Sort.METRIC, "tokens_used"),
        (Sort.METRIC, "ask.latency"),
    ]  # fmt: skip
    assert measured(go(COUNTER.format("asked_total"), "\ttelemetry.Incr(\"a.b.errors\", nil, 1)\n", OFFERED)) == [
        (Sort.METRIC, "asked_total"), (Sort.METRIC, "b.errors"), (Sort.EXPOSITION, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "grade"),
    [
        (go(COUNTER.format("requests_total") + COUNTER.format("tokens_total"), routes=OFFERED), Grade.SUBSTANTIVE),
        (go(COUNTER.format("requests_total"), routes=OFFERED), Grade.PRESENT),
        (go(routes=OFFERED), Grade.PRESENT),
        ({"src/a.js": JS}, Grade.SUBSTANTIVE),
    ],
)
def test_requests_and_what_the_model_answers_are_told_apart(files: dict[str, str], grade: Grade) -> None:
    (line,) = (line for line in audit(Memory(files)).ledger if line.id == "MON-01")

    assert (line.grade, line.confidence) == (grade, Confidence.LIKELY)


def test_what_is_not_read_is_never_surely_missing() -> None:
    (line,) = (line for line in audit(Memory(go())).ledger if line.id == "MON-01")

    assert line.state is State.UNKNOWN or line.confidence is Confidence.LIKELY
