"""Routes of programs in TypeScript, JavaScript and Go are found with what a request passes before its handler."""
# ruff: noqa: E501, ISC003, ISC004 -- a program is easiest to read as one literal

import pytest

from seatrial.component import components
from seatrial.facts.foreign.access import foreign_accesses
from seatrial.facts.foreign.routes import foreign_routes
from seatrial.facts.foreign.served import foreign_served
from seatrial.facts.serving.people.perception import completes
from seatrial.facts.web.guard_strength import Proof
from seatrial.repo import Repo
from tests.repositories import repo_of

ASK = "const llm = new OpenAI();\nexport async function ask(req, res) {\n" + (
    "  res.json(await llm.chat.completions.create({ model: 'gpt-4o', messages: req.body.messages }));\n}\n"
)
ASKING = {"src/ask.ts": f"import OpenAI from 'openai';\n{ASK}"}
EXPRESS = "import express from 'express';\nimport { ask } from './ask.js';\nconst app = express();\n"
VERIFY = (
    "import jwt from 'jsonwebtoken';\nexport function guard(req, res, next) {\n  try { jwt.verify(req.headers.token, KEY) }"
    " catch { return res.status(401).end() }\n  next();\n}\n"
)
GO = (
    'package main\nimport (\n\t"net/http"\n\t"github.com/gin-gonic/gin"\n\t"github.com/golang-jwt/jwt/v5"\n'
    '\topenai "github.com/sashabaranov/go-openai"\n)\n'
    "func ask(c *gin.Context) {\n\tclient.CreateChatCompletion(c, openai.ChatCompletionRequest{Model: openai.GPT4o})\n}\n"
    "func Guard() gin.HandlerFunc {\n\treturn func(c *gin.Context) {\n"
    "\t\tif _, err := jwt.Parse(c.GetHeader(name), key); err != nil {\n\t\t\tc.AbortWithStatus(http.StatusUnauthorized)\n"
    "\t\t}\n\t}\n}\n"
)


def repo(files: dict[str, str]) -> Repo:
    return repo_of({**ASKING, **files})


def urls(files: dict[str, str]) -> set[tuple[str, str, str]]:
    found = (route.endpoint for route in foreign_routes(repo(files)))
    return {("/".join(door.methods), door.url, door.framework) for door in found}


def proofs(files: dict[str, str]) -> dict[str, Proof]:
    return {access.endpoint.url: access.proof for access in foreign_accesses(repo(files))}


@pytest.mark.parametrize(
    ("path", "text", "route"),
    [
        ("src/a.ts", EXPRESS + "app.post('/ask', ask);", ("POST", "/ask", "Express")),
        ("src/a.ts", "import Fastify from 'fastify';\nconst app = Fastify();\napp.route({ method: 'POST', url: '/ask', "
         "handler: ask });", ("POST", "/ask", "Fastify")),
        ("src/a.ts", "import { Hono } from 'hono';\nconst app = new Hono().basePath('/v1');\napp.post('/ask', ask);",
         ("POST", "/v1/ask", "Hono")),
        ("src/a.ts", "import { NestFactory } from '@nestjs/core';\nNestFactory.create(App);\n@Controller('chat')\n"
         "export class C {\n  @Post(':id')\n  async ask(): Promise<void> { return; }\n}", ("POST", "/chat/:id", "Nest")),
        ("app/(x)/api/ask/route.ts", "export async function POST(req) {}", ("POST", "/api/ask", "Next")),
        ("pages/api/ask.ts", "export default async function handler(req: NextApiRequest, res) {}", ("", "/api/ask", "Next")),
        ("src/routes/ask/+server.ts", "export const POST = async () => {}", ("POST", "/ask", "SvelteKit")),
        ("main.go", GO + 'func main() {\n\tr := gin.Default()\n\tapi := r.Group("/api")\n\tapi.POST("/ask", ask)\n}\n',
         ("POST", "/api/ask", "gin")),
        ("main.go", 'package main\nimport "net/http"\nfunc main() {\n\tmux := http.NewServeMux()\n'
         '\tmux.HandleFunc("POST /ask", ask)\n\thttp.ListenAndServe(":80", mux)\n}\n', ("POST", "/ask", "net/http")),
        ("main.go", 'package main\nimport "github.com/go-chi/chi/v5"\nfunc main() {\n\tr := chi.NewRouter()\n'
         '\tr.Route("/v1", func(r chi.Router) {\n\t\tr.Post("/ask", ask)\n\t})\n}\n', ("POST", "/v1/ask", "chi")),
    ],
)  # fmt: skip
def test_the_routes_of_each_framework_are_found(path: str, text: str, route: tuple[str, str, str]) -> None:
    assert route in urls({path: text})


def test_a_client_that_asks_somebody_declares_no_route() -> None:
    asked = EXPRESS + "app.get('/x', ask);\nawait api.post('/y', body);\naxios.get('/z', { headers });\n"

    assert {url for _, url, _ in urls({"src/a.ts": asked})} == {"/x"}


@pytest.mark.parametrize(
    ("files", "proof"),
    [
        ({"src/a.ts": EXPRESS + "app.post('/ask', ask);"}, Proof.NONE),
        ({"src/a.ts": EXPRESS + "app.use(cors());\napp.post('/ask', ask);"}, Proof.NONE),
        ({"src/a.ts": EXPRESS + "import { guard } from './g';\napp.post('/ask', guard, ask);", "src/g.ts": VERIFY},
         Proof.IDENTITY),
        ({"src/a.ts": EXPRESS + "import { guard } from './g';\napp.use('/ask', guard);\napp.post('/ask', ask);",
          "src/g.ts": VERIFY}, Proof.IDENTITY),
        ({"src/a.ts": EXPRESS + "import { guard } from './g';\napp.use('/admin', guard);\napp.post('/ask', ask);",
          "src/g.ts": VERIFY}, Proof.NONE),
        ({"src/a.ts": EXPRESS + "import { auth } from 'express-oauth2-jwt-bearer';\napp.post('/ask', auth(), ask);"},
         Proof.IDENTITY),
        ({"src/a.ts": EXPRESS + "import { guard } from './g';\napp.post('/ask', guard, ask);",
          "src/g.ts": VERIFY.replace("jwt.verify", "jwt.decode")}, Proof.FORGED),
        ({"src/a.ts": EXPRESS + "import { guard } from './g';\napp.post('/ask', guard, ask);",
          "src/g.ts": "export function guard(req, res, next) {\n  if (req.headers['x-api-key'] !== process.env.KEY) "
          "return res.status(401).end();\n  next();\n}\n"}, Proof.SHARED),
        ({"src/a.ts": EXPRESS + "import routes from './r';\nimport { guard } from './g';\napp.use('/', guard, routes);",
          "src/r.ts": "import { Router } from 'express';\nimport { ask } from './ask';\nconst router = Router();\n"
          "router.post('/ask', ask);\nexport default router;", "src/g.ts": VERIFY}, Proof.IDENTITY),
    ],
)  # fmt: skip
def test_who_may_ask_is_followed_through_middlewares_and_files(files: dict[str, str], proof: Proof) -> None:
    assert proofs(files)["/ask"] is proof


def test_a_middleware_that_only_looks_who_asks_and_lets_everybody_through_guards_nothing() -> None:
    looks = "import jwt from 'jsonwebtoken';\nexport function guard(req, res, next) {\n  req.u = jwt.verify(x);\n  next();\n}\n"
    files = {"src/a.ts": EXPRESS + "import { guard } from './g';\napp.post('/ask', guard, ask);", "src/g.ts": looks}

    assert proofs(files)["/ask"] is Proof.NONE


NEXT = {"app/api/ask/route.ts": "export async function POST(req) {}"}
ALL = "import { getToken } from 'next-auth/jwt';\nexport async function middleware(req) {\n" + (
    "  if (!(await getToken({ req }))) return NextResponse.redirect(new URL('/login', req.url));\n}\n"
)


@pytest.mark.parametrize(
    ("matcher", "proof"),
    [
        ("", Proof.IDENTITY),
        ("export const config = { matcher: ['/api/:path*'] };", Proof.IDENTITY),
        ("export const config = { matcher: '/((?!api|_next/static).*)' };", Proof.NONE),
        ("export const config = { matcher: ['/((?!_next/static).*)'] };", Proof.IDENTITY),
        ("export const config = { matcher: ['/chat/:id'] };", Proof.NONE),
    ],
)
def test_a_middleware_of_next_is_for_the_paths_that_its_matcher_names(matcher: str, proof: Proof) -> None:
    assert proofs({**NEXT, "middleware.ts": ALL + matcher})["/api/ask"] is proof


@pytest.mark.parametrize(
    ("declared", "proof"),
    [
        ('\tr.POST("/ask", ask)\n', Proof.NONE),
        ('\tr.POST("/ask", Guard(), ask)\n', Proof.IDENTITY),
        ('\tr.Use(Guard())\n\tr.POST("/ask", ask)\n', Proof.IDENTITY),
        ('\tapi := r.Group("/", Guard())\n\tapi.POST("/ask", ask)\n', Proof.IDENTITY),
        ('\tapi := r.Group("/admin", Guard())\n\tapi.POST("/x", ask)\n\tr.POST("/ask", ask)\n', Proof.NONE),
        ("\tr.Use(Guard())\n\tregister(r)\n", Proof.IDENTITY),
        ('\tif keys > 0 {\n\t\tr.Use(Guard())\n\t}\n\tr.POST("/ask", ask)\n', Proof.SHARED),
    ],
)
def test_groups_and_functions_of_go_hand_their_guards_on(declared: str, proof: Proof) -> None:
    register = 'func register(r *gin.Engine) {\n\tr.POST("/ask", ask)\n}\n' if "register" in declared else ""
    files = {"main.go": GO + f"func main() {{\n\tr := gin.Default()\n{declared}}}\n{register}"}

    assert proofs(files)["/ask"] is proof


def test_a_guard_of_nest_is_followed_to_its_class_decorator_and_to_the_module() -> None:
    nest = (
        "import { NestFactory } from '@nestjs/core';\nimport { AuthGuard } from '@nestjs/passport';\n"
        "NestFactory.create(App);\n@Controller('ask')\nGUARDexport class C {\n  @Post('x')\n  async ask() { return 1; }\n}\n"
    )

    assert proofs({"src/a.ts": nest.replace("GUARD", "")})["/ask/x"] is Proof.NONE
    assert proofs({"src/a.ts": nest.replace("GUARD", "@UseGuards(AuthGuard('jwt'))\n")})["/ask/x"] is not Proof.NONE


def test_a_route_is_followed_to_the_model_that_it_asks() -> None:
    (item,) = foreign_served(repo({"src/a.ts": EXPRESS + "app.post('/ask', ask);\napp.get('/x', other);"}))

    assert item.way is not None
    assert item.endpoint.url == "/ask"
    assert item.way.what == "ask -> llm.chat.completions.create"


FAILS = (
    "import OpenAI from 'openai';\nconst llm = new OpenAI();\nfunction told(error) {\n  if (error.status === 401) return new "
    "Response('The key was refused', { status: 401 });\n  return new Response('failed', { status: 500 });\n}\n"
    "export async function POST(req) {\n  const apiKey = req.headers.get('x-api-key');\n"
)
CALL = "Response.json(await llm.chat.completions.create({ model: 'm', messages: [] }))"


@pytest.mark.parametrize(
    ("inside", "proof"),
    [
        (f"  try {{ return {CALL}; }} catch (error) {{ return told(error); }}\n", Proof.NONE),
        (f"  try {{ return {CALL}; }} catch (error) {{ return new Response('', {{ status: 401 }}); }}\n", Proof.NONE),
        (f"  if (apiKey !== KEY) return new Response('', {{ status: 401 }});\n  return {CALL};\n", Proof.SHARED),
        (f"  if (apiKey !== KEY) return told({{ status: 401 }});\n  return {CALL};\n", Proof.SHARED),
    ],
)
def test_a_refusal_of_the_provider_that_is_handed_on_asks_nobody_who_calls(inside: str, proof: Proof) -> None:
    assert proofs({"app/api/chat/route.ts": f"{FAILS}{inside}}}\n"}) == {"/api/chat": proof}


def test_a_gateway_that_looks_up_its_own_keys_proves_who_calls() -> None:
    guarded = GO.replace("jwt.Parse(c.GetHeader(name), key)", "a.AuthenticateHttpRequest(c.Request)")

    assert proofs(
        {"main.go": guarded + 'func main() {\n\tr := gin.Default()\n\tr.Use(Guard())\n\tr.POST("/ask", ask)\n}\n'}
    ) == {"/ask": Proof.IDENTITY}


@pytest.mark.parametrize(("url", "offers"), [("/v1/chat/completions", True), ("/api/chat", False)])
def test_a_gateway_offers_a_model_by_the_routes_that_all_clients_know(url: str, offers: bool) -> None:
    (component,) = components(repo({"src/a.ts": f"{EXPRESS}app.post('{url}', ask);"}))

    assert completes(component) is offers
