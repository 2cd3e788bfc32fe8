"""Requests in TypeScript and Go are held to schemas, by hand or by nobody; what is not followed is likely at most."""
# ruff: noqa: E501 -- a program is easiest to read as one literal

import pytest

from seatrial.audit import audit
from seatrial.facts.serving.answering import all_schemas
from seatrial.facts.serving.request_schemas import How
from seatrial.model import Confidence, Grade, LedgerLine
from seatrial.repo import Memory
from tests.repositories import component_of

HEAD = "import express from 'express';\nimport OpenAI from 'openai';\nimport { z } from 'zod';\nconst app = express();\nconst llm = new OpenAI();\n"
SCHEMA = "export const Body = z.object({{ question: z.string(){bound}, kind: z.enum(['a', 'b']){more} }});\n"
BOUND = SCHEMA.format(bound=".max(200)", more="")
ROUTE = "app.post('/ask', {before}async (req, res) => {{\n{inside}  res.json(await llm.chat.completions.create({{ model: 'm', messages: [] }}));\n}});\n"
GO = (
    'package main\nimport (\n\t"net/http"\n\t"github.com/gin-gonic/gin"\n\topenai "github.com/sashabaranov/go-openai"\n)\n'
    "type Question struct {{\n\tText string {tag}\n}}\n"
    "func ask(c *gin.Context) {{\n{inside}\tclient.CreateChatCompletion(c, openai.ChatCompletionRequest{{Model: m}})\n}}\n"
    'func main() {{\n\tr := gin.Default()\n\tr.POST("/ask", ask)\n}}\n'
)
BIND = "\tvar q Question\n\tif err := c.ShouldBindJSON(&q); err != nil {\n\t\tc.AbortWithStatus(http.StatusBadRequest)\n\t}\n"
TAG = '`json:"text" binding:"required,max=200"`'


def route(inside: str = "", before: str = "") -> str:
    return ROUTE.format(inside=inside, before=before)


def schema(files: dict[str, str]) -> tuple[How, bool]:
    (found,) = all_schemas(component_of(files)).values()
    return found.how, found.strict


@pytest.mark.parametrize(
    ("code", "how", "strict"),
    [
        (HEAD + BOUND + route("  const body = Body.parse(req.body);\n"), How.BY_TYPES, True),
        (HEAD + BOUND + route("  const body = Body.safeParse(req.body);\n"), How.BY_TYPES, True),
        (HEAD + BOUND + route(before="zValidator('json', z.object({ a: z.string().max(9) })), "), How.BY_TYPES, True),
        (HEAD + SCHEMA.format(bound="", more=", n: z.any()") + route("  Body.parse(req.body);\n"), How.BY_TYPES, False),
        (HEAD + route("  const body = z.object({ n: z.string() }).parse(req.body);\n"), How.BY_TYPES, False),
        (HEAD + route("  if (!req.body.q) return res.status(400).end();\n"), How.BY_HAND, False),
        (HEAD + route("  const body = JSON.parse(req.body);\n"), How.NOBODY, False),
        (HEAD + route("  try { run(); } catch (e) { return res.status(400).end(); }\n"), How.NOBODY, False),
    ],
)
def test_a_route_of_javascript_holds_requests_to_a_schema_or_refuses_by_hand(code: str, how: How, strict: bool) -> None:
    assert schema({"src/a.ts": code}) == (how, strict)


@pytest.mark.parametrize(
    ("inside", "tag", "how", "strict"),
    [(BIND, TAG, How.BY_TYPES, True), (BIND, "", How.BY_TYPES, False), ("", "", How.NOBODY, False)],
)
def test_a_handler_of_go_binds_a_struct_whose_tags_bound_it(inside: str, tag: str, how: How, strict: bool) -> None:
    assert schema({"main.go": GO.format(inside=inside, tag=tag)}) == (how, strict)


def test_a_schema_may_stand_in_another_file() -> None:
    head = HEAD.replace("import { z } from 'zod';", "import { Body } from './body';")
    files = {
        "src/a.ts": head + route("  Body.parse(req.body);\n"),
        "src/body.ts": f"import {{ z }} from 'zod';\n{BOUND}",
    }

    assert schema(files) == (How.BY_TYPES, True)


def judged(code: str, check: str = "ARC-02") -> tuple[LedgerLine, tuple[str, ...]]:
    report = audit(Memory({"src/a.ts": code}))
    (line,) = (line for line in report.ledger if line.id == check)
    return line, next((one.fix for one in report.findings if one.check == check), ())


def test_what_is_found_is_likely_and_what_is_not_is_never_surely_missing() -> None:
    bound, _ = judged(HEAD + BOUND + route("  Body.parse(req.body);\n"))
    none, steps = judged(HEAD + route())

    assert (bound.grade, bound.confidence) == (Grade.SUBSTANTIVE, Confidence.LIKELY)
    assert (none.grade, none.confidence) == (Grade.ABSENT, Confidence.LIKELY)
    assert "as far as could be followed" in none.message
    assert any("schema with bounds" in step for step in steps)


def test_paths_with_a_version_promise_something_to_callers() -> None:
    versioned, _ = judged(HEAD + route().replace("/ask", "/v1/ask"), "ARC-10")
    bare, _ = judged(HEAD + route(), "ARC-10")

    assert versioned.grade is Grade.PRESENT
    assert (bare.grade, bare.confidence) == (Grade.ABSENT, Confidence.LIKELY)
