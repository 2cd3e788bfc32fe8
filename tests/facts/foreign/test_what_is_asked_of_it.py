"""Facts and checks that judge a service in Python judge one in TypeScript or Go too, and call nothing surely absent."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.audit import audit
from seatrial.component import Component
from seatrial.facts.business.token_budget import token_limits
from seatrial.facts.operations.llm_watch import token_counts, told_people
from seatrial.facts.security.prompt_defences import Defence
from seatrial.facts.security.prompts_elsewhere import prompts_elsewhere
from seatrial.facts.serving.answering import all_doors, answers_on_network
from seatrial.facts.serving.language_models.llm_providers import hosted_models
from seatrial.facts.serving.load.outbound import outbound_calls
from seatrial.facts.serving.load.outbound_clients import Wait
from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.serving.watch.health import health_routes
from seatrial.facts.surfaces import asks_any_language_model, asks_language_models
from seatrial.model import Confidence, Grade, State
from seatrial.repo import Memory
from tests.repositories import component_of

HEAD = "import express from 'express';\nimport OpenAI from 'openai';\nconst app = express();\n"
PLAIN = "const llm = new OpenAI();\n"
ROUTE = "app.post('/ask', {before}async (req, res) => {{\n{inside}  res.json(await llm.chat.completions.create({{ {options} }}{more}));\n}});\n"


def component(code: str, path: str = "src/a.ts") -> Component:
    return component_of({path: code, "package.json": '{"name": "a", "version": "1.0.0"}'})


def route(before: str = "", inside: str = "", options: str = "model: 'gpt-4o', messages", more: str = "") -> str:
    return ROUTE.format(before=before, inside=inside, options=options, more=more)


def test_a_service_in_another_language_answers_on_the_network_and_asks_a_language_model() -> None:
    one = component(HEAD + PLAIN + route())

    assert answers_on_network(one)
    assert [door.url for door in all_doors(one)] == ["/ask"]
    assert asks_any_language_model(one)
    assert not asks_language_models(one)


@pytest.mark.parametrize(
    ("client", "more", "wait", "again"),
    [
        (PLAIN, "", Wait.DEFAULT, True),
        ("const llm = new OpenAI({ timeout: 5000 });\n", "", Wait.BOUNDED, True),
        ("const llm = new OpenAI({ maxRetries: 0 });\n", "", Wait.DEFAULT, False),
        (PLAIN, ", { signal: AbortSignal.timeout(100) }", Wait.BOUNDED, True),
    ],
)
def test_how_long_a_call_waits_is_read_off_its_client_and_its_options(
    client: str, more: str, wait: Wait, again: bool
) -> None:
    (call,) = outbound_calls(component(HEAD + client + route(more=more)))

    assert (call.wait, call.retried, call.confidence) == (wait, again, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("inside", "wait"),
    [
        ("\tclient.CreateChatCompletion(context.Background(), openai.Request{Model: m})\n", Wait.FOREVER),
        ("\tclient.CreateChatCompletion(c, openai.Request{Model: m})\n", Wait.HANDED),
        ("\tctx, stop := context.WithTimeout(c, limit)\n\tclient.CreateChatCompletion(ctx, openai.Request{Model: m})\n",
         Wait.BOUNDED),
    ],
)  # fmt: skip
def test_a_context_of_go_says_how_long_is_waited(inside: str, wait: Wait) -> None:
    code = (
        'package main\nimport (\n\t"context"\n\t"github.com/gin-gonic/gin"\n\topenai "github.com/sashabaranov/go-openai"\n)\n'
        f'func ask(c *gin.Context) {{\n{inside}}}\nfunc main() {{\n\tr := gin.Default()\n\tr.POST("/ask", ask)\n}}\n'
    )
    (call,) = outbound_calls(component(code, "main.go"))

    assert call.wait is wait


@pytest.mark.parametrize(
    ("code", "keyed"),
    [
        (
            "import rateLimit from 'express-rate-limit';\n"
            + HEAD
            + PLAIN
            + "app.use(rateLimit({ max: 5 }));\n"
            + route(),
            True,
        ),
        (HEAD + PLAIN + route(inside="  if (await tooMany(req.ip)) return res.status(429).end();\n"), True),
        (HEAD + PLAIN + route(inside="  if (busy > 5) return res.status(429).end();\n"), False),
    ],
)
def test_who_asks_too_often_is_refused_by_a_library_or_by_hand(code: str, keyed: bool) -> None:
    one = component(code)
    (limit,) = rate_limits(one)

    assert limit.keyed is keyed
    assert all(map(limit.covers, all_doors(one)))


def test_tokens_bounds_people_models_and_prompts_are_read() -> None:
    one = component(
        "import { Langfuse } from 'langfuse';\n" + HEAD + PLAIN
        + "app.post('/ask', async (req, res) => {\n  const answer = await llm.chat.completions.create({ model: process.env.M ?? "
        "'gpt-4o', max_tokens: 50,\n    messages: [{ role: 'system', content: `Answer ${req.body.question} as a lawyer` }] });\n"
        "  trace({ userId: req.user.id, used: answer.usage.total_tokens });\n});\n"
    )  # fmt: skip

    assert [item.what for item in token_limits(one)] == ["llm.chat.completions.create with max_tokens=50"]
    assert [(item.name, item.at_call) for item in hosted_models(one)] == [("gpt-4o", False)]
    assert token_counts(one.repo)
    assert [item.what for item in told_people(one.repo)] == ["userId says who asks"]
    (line,) = prompts_elsewhere(one)
    assert line.defence is Defence.MIXED
    assert "req.body.question" in line.what


def test_a_health_route_is_known_and_whether_it_looks_at_anything() -> None:
    code = HEAD + PLAIN + route() + "app.get('/healthz', (req, res) => res.json({ ok: true }));\n"
    looking = code + "app.get('/readyz', async (req, res) => { await db.query('select 1'); res.send('ok'); });\n"

    assert [found.looks for found in health_routes(component(code).repo)] == [False]
    assert [found.looks for found in health_routes(component(looking).repo)] == [False, True]


def test_what_is_missing_is_never_sure_and_what_is_not_read_is_unknown() -> None:
    found = audit(Memory({"src/a.ts": HEAD + PLAIN + route(), "package.json": '{"name": "a", "version": "1.0.0"}'}))
    lines = {line.id: line for line in found.ledger}

    for check in ("SEC-05", "SEC-06", "ARC-03", "ARC-08", "MON-13", "MON-01", "SEC-22", "OPS-19"):
        assert lines[check].state in (State.FAIL, State.PARTIAL), check
        assert lines[check].confidence is Confidence.LIKELY, check
    assert lines["SEC-21"].state is State.UNKNOWN
    assert lines["ARC-12"].state is State.UNKNOWN
    assert "no start of the service" in lines["ARC-12"].message


LONG = "You answer questions about the machines of our customers, kindly and in short sentences, and never say a price"


@pytest.mark.parametrize(
    ("files", "grade", "said"),
    [
        ({"src/a.ts": HEAD + PLAIN + route(options=f"model: 'm', messages: [{{ role: 'system', content: '{LONG}' }}]")},
         Grade.ABSENT, "inside the call"),
        ({"src/a.ts": f"import {{ SYSTEM_PROMPT }} from './prompts';\n{HEAD}{PLAIN}{route()}",
          "src/prompts.ts": f"export const SYSTEM_PROMPT = '{LONG}';\n"}, Grade.PRESENT, "as a constant"),
        ({"src/a.ts": HEAD + PLAIN + route(), "prompts/ask.v2.md": f"{LONG}\n"}, Grade.SUBSTANTIVE, "with a version"),
        ({"src/a.ts": HEAD + PLAIN + route()}, None, ""),
    ],
)  # fmt: skip
def test_where_prompts_stand_is_read_in_other_languages_too(
    files: dict[str, str], grade: Grade | None, said: str
) -> None:
    (line,) = (line for line in audit(Memory(files)).ledger if line.id == "OPS-20")

    assert line.grade is grade
    assert grade is None or said in line.evidence[0].what
    assert line.confidence is Confidence.LIKELY or grade in (None, Grade.SUBSTANTIVE)


@pytest.mark.parametrize(
    ("options", "grade"),
    [("model: 'm', messages, response_format: shape", Grade.SUBSTANTIVE), ("model: 'm', messages", Grade.PRESENT)],
)
def test_an_answer_that_is_held_to_a_shape_is_told_from_one_that_is_passed_on(options: str, grade: Grade) -> None:
    (line,) = (
        line
        for line in audit(Memory({"src/a.ts": HEAD + PLAIN + route(options=options)})).ledger
        if line.id == "SEC-22"
    )

    assert (line.grade, line.confidence) == (grade, Confidence.LIKELY)


@pytest.mark.parametrize(
    ("path", "readme", "own"),
    [
        ("/v1/chat/completions", "# Relay\n\nAn LLM gateway for teams.\n", False),
        ("/v1/chat/completions", "# Ask\n\nAnswers what customers ask.\n", True),
        ("/ask", "# Relay\n\nAn LLM gateway for teams.\n", True),
    ],
)
def test_a_gateway_is_asked_for_no_judgement_of_what_others_answer(path: str, readme: str, own: bool) -> None:
    files = {"src/a.ts": (HEAD + PLAIN + route()).replace("/ask", path), "README.md": readme}
    lines = {line.id: line for line in audit(Memory(files)).ledger}

    for check in ("GOV-05", "GOV-06", "GOV-10"):
        assert (lines[check].state is not State.NOT_APPLICABLE) is own, check
