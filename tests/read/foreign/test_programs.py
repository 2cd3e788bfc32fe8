"""Programs in TypeScript, JavaScript and Go are read as records: imports, functions, calls by their resolved names."""

import pytest

from seatrial.read.code.python_record import Call
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.foreign.programs import read_program
from seatrial.read.foreign.tokens import GO, JAVASCRIPT, mates, tokens

EXPRESS = """import express, { Router as R, type Request } from 'express';
import * as ai from "ai";
const OpenAI = require('openai');
const { rateLimit: slow } = require("express-rate-limit");
const app: express.Express = express();
const openai = new OpenAI({ apiKey: process.env.KEY, timeout: 20 * 1000, maxRetries: 2 });
app.use('/api', requireAuth, slow({ windowMs: 60_000 }));
app.post('/api/ask', async (req: Request, res) => {
  const answer = await openai.chat.completions.create({
    model: process.env.MODEL ?? 'gpt-4o', max_tokens: 100,
    messages: [{ role: 'system', content: `You are ${name}. Answer ${req.body.q}` }],
  }, { signal: stop });
  if (!req.headers.authorization) return res.status(401).json({ error: 'no' })
  res.json(answer.usage.total_tokens)
});
"""
GIN = """package main
import (
\t"net/http"
\toai "github.com/sashabaranov/go-openai"
\t"github.com/gin-gonic/gin"
)
type Handler struct {
\tclient *oai.Client
}
func (h *Handler) Ask(c *gin.Context) {
\tanswer, err := h.client.CreateChatCompletion(ctx, oai.ChatCompletionRequest{Model: oai.GPT4o, MaxTokens: 100})
\tc.JSON(http.StatusUnauthorized, gin.H{"error": err.Error()})
}
func Auth(secret string) func(c *gin.Context) {
\treturn func(c *gin.Context) { c.AbortWithStatus(401) }
}
func Register(r *gin.Engine, a, b string) {
\tapi := r.Group("/api", Auth("x"))
\tapi.POST("/ask", h.Ask)
}
"""


def read(text: str, path: str = "a.ts") -> ForeignFile:
    return read_program(path, text.encode())


def call(file: ForeignFile, written: str) -> Call:
    return next(one for one in file.calls if one.written == written)


def test_imports_of_all_forms_are_kept_by_their_local_names() -> None:
    found = {(one.module, one.name, one.alias) for one in read(EXPRESS).imports}

    assert found == {
        ("express", "default", "express"), ("express", "Router", "R"), ("express", "Request", "Request"),
        ("ai", "*", "ai"), ("openai", "default", "OpenAI"), ("express-rate-limit", "rateLimit", "slow"),
    }  # fmt: skip


def test_a_call_is_named_by_what_made_the_object_that_it_is_called_of() -> None:
    asked = call(read(EXPRESS), "openai.chat.completions.create")

    assert (asked.name, asked.scope, asked.target) == ("openai.chat.completions.create", "fn@8", "answer")
    assert call(read(EXPRESS), "app.post").name == "express.post"
    assert call(read(EXPRESS), "slow").name == "express-rate-limit.rateLimit"


def test_the_entries_of_all_objects_that_a_call_is_given_are_its_keywords() -> None:
    asked = dict(call(read(EXPRESS), "openai.chat.completions.create").keywords)

    assert asked["max_tokens"].literal == 100
    assert asked["signal"].text == "stop"
    assert [item.string or item.text for item in asked["model"].items] == ["process.env.MODEL", "gpt-4o"]
    content = asked["messages"].items[0].keyword("content")
    assert content is not None
    assert (content.kind, content.text) == ("fstring", "You are {}. Answer {}")
    assert [item.text for item in content.items] == ["name", "req.body.q"]


def test_a_handler_without_a_name_is_called_after_its_line() -> None:
    handler = call(read(EXPRESS), "app.post").args[-1]

    assert (handler.kind, handler.name) == ("lambda", "fn@8")
    assert [one.name for one in read(EXPRESS).functions] == ["fn@8"]


def test_what_is_spoken_of_and_what_is_answered_is_kept() -> None:
    file = read(EXPRESS)

    assert {"process.env.KEY", "req.headers.authorization"} <= {one.written for one in file.mentions}
    assert call(file, "res.status").args[0].literal == 401


def test_the_fields_of_a_class_lead_to_what_they_are_given_or_declared_as() -> None:
    file = read(
        "import { Svc } from './svc';\nimport { L } from 'llm';\n@Controller('chat')\n@UseGuards(JwtGuard)\n"
        "export class Chat {\n  private readonly llm = new L({});\n  constructor(private readonly svc: Svc) {}\n"
        "  @Post(':id')\n  async ask(@Body() dto: Dto): Promise<Answer> {\n"
        "    return this.svc.find(dto.q) || this.llm.invoke(dto.q);\n  }\n}\n"
    )
    (cls,) = file.classes
    ask = next(one for one in file.functions if one.name == "Chat.ask")

    assert {one.name for one in file.calls} >= {"./svc.Svc.find", "llm.L.invoke"}
    assert [(one.last, one.args[0].string or one.args[0].text) for one in cls.decorators] == [
        ("UseGuards", "JwtGuard"), ("Controller", "chat"),
    ]  # fmt: skip
    assert ask.in_class == "Chat"
    assert ask.decorators[0].args[0].string == ":id"
    assert "ask" not in {one.written for one in file.calls}


def test_go_is_read_with_its_receivers_types_and_literals() -> None:
    file = read(GIN, "a.go")
    asked = call(file, "h.client.CreateChatCompletion")

    assert file.package == "main"
    assert asked.name == "github.com/sashabaranov/go-openai.Client.CreateChatCompletion"
    assert asked.target == "answer"
    assert dict(asked.keywords)["MaxTokens"].literal == 100
    assert call(file, "api.POST").name == "github.com/gin-gonic/gin.Engine.Group.POST"
    assert [one.name for one in file.functions] == ["Handler.Ask", "Auth", "Auth.fn@15", "Register"]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("export default app;", {("default", "app", "")}),
        ("export const POST = wrap(f);\nexport async function GET() {}", {("POST", "POST", ""), ("GET", "GET", "")}),
        ("export { a as b };\nexport * from './y';\nexport { c } from './z';",
         {("b", "a", ""), ("*", "*", "./y"), ("c", "c", "./z")}),
        ("module.exports = { a, b: c };", {("a", "a", ""), ("b", "c", "")}),
        ("module.exports = app;\nexports.b = c;", {("default", "app", ""), ("b", "c", "")}),
        ("export default async function (req) {}", {("default", "fn@1", "")}),
        ("export const { GET, POST } = handlers;", {("GET", "GET", ""), ("POST", "POST", "")}),
    ],
)  # fmt: skip
def test_what_a_file_offers_is_known_by_its_name(text: str, offered: set[tuple[str, str, str]]) -> None:
    assert set(map(tuple, read(text).exports)) == offered


@pytest.mark.parametrize(
    "text",
    [
        "// app.get('/x', f)\n/* app.get('/x', f) */ const s = \"app.get('/x', f)\";",
        "const r = /app.get('x')/.test(s);",
        "const t = `app.get('/x')`;",
        "const e = <p>Don't call app.get('/x', f)</p>;",
    ],
)
def test_comments_texts_and_patterns_hold_no_calls(text: str) -> None:
    assert "app.get" not in {one.written for one in read(text).calls}


def test_a_slash_divides_behind_a_value_and_begins_a_pattern_elsewhere() -> None:
    assert [one.text for one in tokens("a / b / c", JAVASCRIPT)] == ["a", "/", "b", "/", "c"]
    assert [one.text for one in tokens("f(/a[/]b/g)", JAVASCRIPT)] == ["f", "(", "/a[/]b/g", ")"]
    assert [one.kind for one in tokens("`a ${`b ${c}`} '`", JAVASCRIPT)] == ["template"]
    assert [one.kind for one in tokens("`a ${`", GO)] == ["template"]


def test_brackets_that_fit_nothing_cost_no_others() -> None:
    assert mates(tokens("a(b] { c ) d", JAVASCRIPT)) == {1: 6, 6: 1}


@pytest.mark.parametrize(
    "text",
    ["{a:" * 12_000, "(" * 18_000, "`${" * 12_000, "'\\" * 18_000, "a." * 18_000, "f(" * 12_000, "<T," * 12_000,
     "x=>" * 12_000, "class A{" * 4_000, "a=" * 16_000, "/*" * 18_000, "@a(" * 12_000, "import{" * 6_000],
)  # fmt: skip
@pytest.mark.parametrize("path", ["a.ts", "a.go"])
def test_hostile_depth_and_repetition_are_read_to_the_end(text: str, path: str) -> None:
    assert read(text, path).lines == 1
